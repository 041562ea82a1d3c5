"""What a start does to a database that an earlier release left behind."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from nammanh.accounts.models import SavedView
from nammanh.papers.models import LayoutRules
from tests.template_database import copy_of, ensure_template

UPDATING = "Đang cập nhật cấu trúc cơ sở dữ liệu"


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_what_an_earlier_release_had_not_is_added_once(django_db_setup, django_db_blocker, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    with django_db_blocker.unblock(), copy_of(ensure_template()):
        with connection.schema_editor() as editor:
            editor.delete_model(SavedView)
        MigrationRecorder(connection).record_unapplied("accounts", "0002_saved_views")
        assert UPDATING in prepare()
        assert SavedView.objects.count() == 0
        assert LayoutRules.objects.exists()
        assert UPDATING not in prepare()
