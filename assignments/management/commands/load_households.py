"""Read a commune's list of households from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assignments.loading.households import RefusedTableError, load_households
from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.numbers import format_number


class Command(BaseCommand):
    help = (
        "Nạp danh sách hộ gia đình của một xã từ tệp CSV (UTF-8): ấp, tổ, mã hộ, chủ hộ, số người, hộ nghèo. "
        "Có lỗi thì không ghi gì; chạy lại không đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp CSV, cột đặt tên tiếng Việt hoặc tiếng Anh.")
        parser.add_argument("--commune", required=True, metavar="CODE", help="Mã đơn vị hành chính của xã.")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["commune"]
        commune = Unit.objects.on(today()).filter(level="commune", gso_code=code).first()
        if commune is None:
            raise CommandError(f"Hôm nay không có xã, phường, thị trấn mang mã {code}.")
        try:
            loaded = load_households(options["file"], commune)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {options['file']}: {error.strerror}.") from error
        except RefusedTableError as refusal:
            raise CommandError("Không ghi gì vì tệp có lỗi:\n" + "\n".join(refusal.reasons)) from refusal
        self.stdout.write(
            f"{commune}: thêm {format_number(loaded.added)} hộ, sửa {format_number(loaded.changed)} hộ, "
            f"giữ nguyên {format_number(loaded.unchanged)} hộ."
        )
