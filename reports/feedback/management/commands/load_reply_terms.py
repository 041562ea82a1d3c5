"""The time for an answer, so that a petition has a clock from the first day on."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.feedback.models import ReplyTerm, TermKind

SINCE = datetime.date(2016, 1, 1)
WORKING_DAYS = {
    TermKind.ORDINARY: 15,
    TermKind.HOT: 5,
    TermKind.DEPARTMENT: 10,
    TermKind.RENEWED: 7,
    TermKind.VERDICT: 10,
    TermKind.EXTENSION: 22,
    TermKind.WAY_BACK: 15,
}
"""Assumed: the sources ask for answers “cụ thể, kịp thời” and name no number. The office may set other terms."""


class Command(BaseCommand):
    help = "Nạp các thời hạn của phản ánh, kiến nghị (số ngày giả định) cho loại nào chưa có thời hạn."

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(ReplyTerm.objects.values_list("kind", flat=True))
        missing = {kind: days for kind, days in WORKING_DAYS.items() if kind not in known}
        if not missing:
            self.stdout.write(_("Thời hạn trả lời đã có, không thay đổi."))
            return
        for kind, days in missing.items():
            term = ReplyTerm(kind=kind, working_days=days, valid_from=SINCE)
            term.full_clean(exclude=["life"])
            term.save()
            self.stdout.write(_("%(kind)s: %(days)s ngày làm việc.") % {"kind": kind.label, "days": days})
