"""Forget what was found in households once the term is over; numbers stay. Made for a daily timer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_number
from reports.household_visits.forgetting import forget_household_details


class Command(BaseCommand):
    help = "Xóa chi tiết thăm hộ đã quá thời hạn lưu, giữ lại số liệu theo tháng. Chạy lại nhiều lần không sao."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chỉ cho biết sẽ xóa gì, không xóa.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = forget_household_details(day=today(), dry_run=options["dry_run"])
        if found is None:
            raise CommandError(_("Chưa có thời hạn lưu. Chạy load_household_policy hoặc nhập trong trang Quản trị."))
        words = _("Sẽ xóa") if options["dry_run"] else _("Đã xóa")
        self.stdout.write(
            _("%(done)s chi tiết của %(lines)s lượt thăm hộ trước ngày %(day)s; chốt số liệu các năm: %(years)s.")
            % {
                "done": words,
                "lines": format_number(found.lines),
                "day": format_date(found.before),
                "years": ", ".join(map(str, found.years)) or _("không có"),
            }
        )
        if found.still_open:
            self.stdout.write(
                _("Trong đó %(count)s việc cần theo dõi chưa ghi là đã xong.")
                % {"count": format_number(found.still_open)}
            )
