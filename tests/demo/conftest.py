"""The illustration is loaded once for all its tests and taken back at the end."""

import datetime

import pytest
from django.db import connection, transaction
from django.test import override_settings

from nammanh.demo import loading

STORY_DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="session", autouse=True)
def own_media(tmp_path_factory):
    """The illustration's pictures lie in a folder of their own."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo-media")):
        yield


@pytest.fixture(scope="module")
def story_day(django_db_setup, django_db_blocker):
    """The day on which the story stands; everything of it is in the tables while the module's tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert loading.load(STORY_DAY)
        analyse()
        yield STORY_DAY
        transaction.set_rollback(True)


def analyse() -> None:
    """Plan on real numbers. Table by table: a bare ANALYZE also locks what all databases of a server share, to the
    end of this long transaction, and another worker would wait for it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'ANALYZE "{table}"')
