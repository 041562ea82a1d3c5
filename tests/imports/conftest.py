import pytest


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Uploaded files of a test go with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
