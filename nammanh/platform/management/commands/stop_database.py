"""The embedded server outlives the portal, so that the next start is quick; this ends it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from nammanh.platform.embedded_postgres import EmbeddedServer


class Command(BaseCommand):
    help = "Dừng máy chủ PostgreSQL kèm theo. Dữ liệu vẫn còn; lần chạy sau máy chủ tự khởi động lại."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        embedded = connection.settings_dict.get("EMBEDDED")
        if embedded is None:
            self.stdout.write("DATABASE_URL chỉ tới một máy chủ khác; không có gì để dừng.")
            return
        EmbeddedServer(**embedded).stop()
        self.stdout.write("PostgreSQL kèm theo đã dừng.")
