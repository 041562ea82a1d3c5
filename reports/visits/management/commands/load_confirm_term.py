"""The time for a commune to confirm a visit, so that a forgotten one is noticed from the first day on."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.visits.models import ConfirmTerm

SINCE = datetime.date(2016, 1, 1)
WORKING_DAYS = 5
"""Assumed: no source names a number. The office may set another term."""


class Command(BaseCommand):
    help = "Nạp thời hạn xã xác nhận chuyến đi (giả định 5 ngày làm việc) khi chưa có thời hạn nào."

    def handle(self, *args: Any, **options: Any) -> None:
        if ConfirmTerm.objects.exists():
            self.stdout.write(_("Thời hạn xác nhận đã có, không thay đổi."))
            return
        term = ConfirmTerm(working_days=WORKING_DAYS, valid_from=SINCE)
        term.full_clean(exclude=["life"])
        term.save()
        self.stdout.write(_("Đã ghi thời hạn xã xác nhận: %(days)s ngày làm việc.") % {"days": WORKING_DAYS})
