import pytest

from tests.fieldbook.scenes import officers_visit


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Files of each test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def visit(world, request):
    """A visit of `officer` to Sơn Phú, not yet confirmed."""
    return officers_visit(world, request)
