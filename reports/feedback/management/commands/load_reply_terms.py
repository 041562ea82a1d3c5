"""The time for an answer, so that a petition has a clock from the first day on."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.feedback.models import ReplyTerm

SINCE = datetime.date(2016, 1, 1)
WORKING_DAYS = 15
"""Assumed: the sources ask for answers “cụ thể, kịp thời” and name no number. The office may set another term."""


class Command(BaseCommand):
    help = "Nạp thời hạn trả lời phản ánh, kiến nghị (giả định 15 ngày làm việc) khi chưa có thời hạn nào."

    def handle(self, *args: Any, **options: Any) -> None:
        if ReplyTerm.objects.exists():
            self.stdout.write(_("Thời hạn trả lời đã có, không thay đổi."))
            return
        term = ReplyTerm(working_days=WORKING_DAYS, valid_from=SINCE)
        term.full_clean(exclude=["life"])
        term.save()
        self.stdout.write(_("Đã ghi thời hạn trả lời: %(days)s ngày làm việc.") % {"days": WORKING_DAYS})
