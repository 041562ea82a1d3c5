"""Levels from which the statistics mark a share, so that the page says something on its first day."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.feedback.models import Ratio, WarningLevel

SINCE = datetime.date(2016, 1, 1)
PERCENT = {
    Ratio.ON_FIRST_DAY: 70,
    Ratio.ON_LAST_DAY: 85,
    Ratio.FOR_SENDER: 60,
    Ratio.REOPENED: 20,
    Ratio.FAILED: 25,
    Ratio.CARRIED: 60,
}
"""Assumed: the sources ask that answers be carried back and be specific, and name no share."""


class Command(BaseCommand):
    help = "Nạp mức cảnh báo của thống kê phản ánh (mức giả định) cho số liệu nào chưa có mức."

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(WarningLevel.objects.values_list("ratio", flat=True))
        missing = {ratio: percent for ratio, percent in PERCENT.items() if ratio not in known}
        if not missing:
            self.stdout.write(_("Mức cảnh báo đã có, không thay đổi."))
        for ratio, percent in missing.items():
            level = WarningLevel(ratio=ratio, percent=percent, valid_from=SINCE)
            level.full_clean(exclude=["life"])
            level.save()
            self.stdout.write(_("%(ratio)s: %(percent)s%%.") % {"ratio": ratio.label, "percent": percent})
