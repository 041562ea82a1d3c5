"""Everything that the portal does by itself. For a timer, every few minutes: see deploy/nammanh-run-due.timer."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from nammanh.platform.dates import VIETNAM, format_datetime
from reports.reminders.services import run_due


class Command(BaseCommand):
    help = (
        "Làm mọi việc định kỳ đã đến lúc: nhắc việc, thư tổng hợp, quét và dọn minh chứng, xóa chi tiết quá hạn lưu. "
        "Chạy lúc nào cũng được, chạy trùng hay bị ngắt rồi chạy lại vẫn cho cùng kết quả."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at", help="Tính như đang ở thời điểm này (ISO, ví dụ 2026-11-26T08:00), không ở tương lai."
        )
        parser.add_argument("--only", default="", help="Chỉ làm một việc, theo tên.")
        parser.add_argument("--dry-run", action="store_true", help="Chạy thử các việc ghi một lần rồi bỏ hết kết quả.")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"])
        rehearsal = options["dry_run"]
        self.stdout.write(_("Việc định kỳ tính đến %(moment)s.") % {"moment": format_datetime(at)})
        outcomes = run_due(at=at, only=options["only"], rehearsal=rehearsal, begun=self._begun)
        if options["only"] and not outcomes:
            raise CommandError(_("Không có việc định kỳ tên %(name)s.") % {"name": options["only"]})
        for outcome in outcomes:
            line = outcome.problem or outcome.said or _("chưa đến lúc")
            style = self.style.ERROR if outcome.problem else str
            self.stdout.write(style(f"{outcome.task.label}: {line}"))
        failed = [outcome.task.name for outcome in outcomes if outcome.problem]
        if failed:
            raise CommandError(_("Chưa làm được: %(names)s.") % {"names": ", ".join(failed)})

    def _begun(self, task: Any) -> None:
        if self.verbosity_is_high:
            self.stdout.write(f"> {task.name}")
            self.stdout.flush()

    def execute(self, *args: Any, **options: Any) -> Any:
        self.verbosity_is_high = options["verbosity"] > 1
        return super().execute(*args, **options)


def moment(text: str | None) -> datetime.datetime:
    """The moment asked for, in Vietnam's time unless it says another; a real portal never runs ahead of the clock."""
    now = timezone.now()
    if text is None:
        return now
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("Không đọc được thời điểm “%(text)s”.") % {"text": text})
    found = found if found.tzinfo else found.replace(tzinfo=VIETNAM)
    if found > now and settings.PRODUCTION:
        raise CommandError(_("Thời điểm ở tương lai: hệ thống thật không chạy trước đồng hồ."))
    return found
