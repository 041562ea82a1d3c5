"""The term for accepting a hand-over, so that a late one is seen from the first day on."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.handovers.models import HandOverTerm

SINCE = datetime.date(2016, 1, 1)
DAYS, MONTHS = 10, 12
"""Assumed: the sources name no term. Ban Tổ chức may set another."""


class Command(BaseCommand):
    help = "Nạp thời hạn nhận bàn giao (giả định 10 ngày, nhắc trong 12 tháng) khi chưa có thời hạn nào."

    def handle(self, *args: Any, **options: Any) -> None:
        if HandOverTerm.objects.exists():
            self.stdout.write(_("Thời hạn nhận bàn giao đã có, không thay đổi."))
            return
        term = HandOverTerm(accept_within_days=DAYS, look_back_months=MONTHS, valid_from=SINCE)
        term.full_clean(exclude=["life"])
        term.save()
        self.stdout.write(_("Đã ghi thời hạn nhận bàn giao: %(days)s ngày.") % {"days": DAYS})
