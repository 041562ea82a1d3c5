"""All that must be true before the portal answers, in one process so that a second start is quick."""

import hashlib
import os
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nammanh.platform.catalogue import compile_catalogues
from nammanh.platform.file_lock import exclusive

LOCK = 0x6E616D6D616E68  # "nammanh": one preparing process at a time on a shared database


class Command(BaseCommand):
    help = "Chuẩn bị chạy: cơ sở dữ liệu, bản dịch, tệp tĩnh, dữ liệu minh họa. Chạy lại nhiều lần được."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back when this process ends at the latest
        self._migrate()
        call_command("load_layouts", stdout=StringIO())
        with exclusive(Path(settings.STATIC_ROOT)):  # the files belong to the checkout, whatever the database
            self._collect_static_files()
        if settings.DEMO:
            call_command("load_demo", "--if-empty")
        call_command("load_fact_kinds", verbosity=0)  # what a newer release asks of a profile
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        if settings.DEMO:
            call_command("demo_accounts")
        address = f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}/"
        self.stdout.write(self.style.SUCCESS(f"Nắm Mạnh: {address}"))

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Đang cập nhật cấu trúc cơ sở dữ liệu …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static_files(self) -> None:
        """Copy and compress the static files when any of them changed; a manifest storage serves nothing else."""
        if not isinstance(staticfiles_storage, ManifestFilesMixin):
            return
        root = Path(settings.STATIC_ROOT)
        kept = root / "collected-from.txt"
        fingerprint = static_files_fingerprint()
        manifest = root / staticfiles_storage.manifest_name
        if manifest.exists() and kept.exists() and kept.read_text() == fingerprint:
            return
        self.stdout.write("Đang gom và nén tệp tĩnh …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        kept.write_text(fingerprint)


def static_files_fingerprint() -> str:
    """Changes whenever a static file of the portal or of an installed package appears, changes or goes."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
