"""Boundaries of communes from the operator's own GeoJSON file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assignments.profiles.boundary_files import Outcome, UnreadableFileError, import_boundaries, read_areas
from nammanh.platform.dates import format_date, parse_date, today


class Command(BaseCommand):
    help = (
        "Nạp ranh giới từ tệp GeoJSON, khớp theo mã đơn vị hành chính có hiệu lực vào ngày đã cho. "
        "Có lỗi thì không ghi gì; nạp lại cùng tệp không đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp FeatureCollection, tọa độ WGS 84.")
        parser.add_argument(
            "--on", default="", help="Ngày khớp mã, ví dụ 2025-07-01 hoặc 01/07/2025. Mặc định hôm nay."
        )
        parser.add_argument("--source", default="", help="Nguồn của tệp; mặc định là tên tệp.")
        parser.add_argument("--replace", action="store_true", help="Thay ranh giới khác đã có, từ ngày khớp mã.")

    def handle(self, *args: Any, **options: Any) -> None:
        file, source = options["file"], options["source"] or options["file"].name
        try:
            on = parse_date(options["on"]) if options["on"] else today()
            outcome = import_boundaries(read_areas(file), on=on, source=source, replace=options["replace"])
        except OSError as error:
            texts = {"file": file, "problem": error.strerror}
            raise CommandError(_("Không đọc được tệp %(file)s: %(problem)s.") % texts) from error
        except UnreadableFileError as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        counts = {
            "date": format_date(on),
            "written": len(outcome.written),
            "replaced": len(outcome.replaced),
            "unchanged": outcome.unchanged,
        }
        self.stdout.write(
            _("Ngày %(date)s: ghi mới %(written)s, thay %(replaced)s, giữ nguyên %(unchanged)s.") % counts
        )
        self._lists(outcome)

    def _lists(self, outcome: Outcome) -> None:
        headings = (
            (_("Không có đơn vị mang mã này vào ngày đó (%(count)s):"), outcome.unmatched),
            (_("Chưa ghi, cần kiểm tra (%(count)s):"), outcome.doubtful),
            (_("Đã ghi, nên kiểm tra (%(count)s):"), outcome.warnings),
        )
        for heading, lines in headings:
            if lines:
                self.stdout.write(heading % {"count": len(lines)})
                self.stdout.writelines(f"  {line}\n" for line in lines)
