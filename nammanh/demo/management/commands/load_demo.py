"""The illustration: invented people in the real province, eighteen months up to today."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from nammanh.demo import loading
from nammanh.demo.scenario import DEFAULT, SCENARIOS
from nammanh.platform.dates import today


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu minh họa (người hư cấu, đơn vị thật của Bến Tre hoặc Vĩnh Long). "
        "Chỉ chạy ở chế độ minh họa hoặc phát triển."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Không làm gì khi đã có dữ liệu (dùng lúc khởi động)."
        )

        parser.add_argument(
            "--regime",
            choices=list(SCENARIOS),
            default=DEFAULT,
            help="three-tier: Bến Tre trước 01/07/2025, có huyện (mặc định); two-tier: Vĩnh Long từ ngày đó.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.MODE == "test"):
            raise CommandError(
                "Dữ liệu minh họa chỉ nạp ở chế độ minh họa hoặc phát triển, không nạp vào hệ thống thật."
            )
        if loading.is_loaded():
            self.stdout.write("Dữ liệu minh họa đã có, không thay đổi.")
            return
        if not loading.is_empty():
            if options["if_empty"]:
                self.stdout.write("Cơ sở dữ liệu đã có dữ liệu riêng, không nạp dữ liệu minh họa.")
                return
            raise CommandError(
                "Cơ sở dữ liệu đã có tài khoản hoặc cán bộ. Dùng cơ sở dữ liệu trống cho dữ liệu minh họa."
            )
        self.stdout.write("Đang nạp dữ liệu minh họa …")
        started = time.monotonic()
        if loading.load(today(), options["regime"]):
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the first pages are planned on real numbers
        self.stdout.write(f"Đã nạp dữ liệu minh họa sau {time.monotonic() - started:.0f} giây.")
