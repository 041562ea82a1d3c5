"""What was found in households is forgotten once its term is over."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.dates import format_date, local_date, today
from nammanh.platform.numbers import format_number
from nammanh.platform.periodic import DAILY, periodic
from reports.household_visits.forgetting import forget_household_details


@periodic("forget-household-details", gettext_lazy("Xóa chi tiết thăm hộ đã quá thời hạn lưu"), every=DAILY)
def forget(at: datetime.datetime) -> str:
    """Never as of a day to come: what is forgotten doesn't come back."""
    found = forget_household_details(day=min(local_date(at), today()), dry_run=False)
    if found is None:
        return _("chưa có thời hạn lưu")
    return _("%(lines)s lượt thăm hộ trước ngày %(day)s") % {
        "lines": format_number(found.lines),
        "day": format_date(found.before),
    }
