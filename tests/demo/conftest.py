"""The story of one day, as all who look at it find it."""

import datetime

import pytest
from django.test import override_settings

from tests.template_database import illustrated

STORY_DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="session", autouse=True)
def own_media(tmp_path_factory):
    """The illustration's pictures lie in a folder of their own."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo-media")):
        yield


@pytest.fixture(scope="module")
def story_day(django_db_setup, django_db_blocker):
    """The day on which the story stands; everything of it is in the tables while the module's tests run."""
    with django_db_blocker.unblock(), illustrated(STORY_DAY):
        yield STORY_DAY
