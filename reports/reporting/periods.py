"""The period that a report speaks of, as officials call it: “tháng 11/2026”, “quý IV/2026”, “6 tháng đầu năm 2026”."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from nammanh.platform.dates import add_months, format_date, month_end, month_start, quarter

ROMAN = ("I", "II", "III", "IV")


def period_label(start: datetime.date, end: datetime.date) -> str:
    """The name of the whole months from `start` to `end`, else both days."""
    if start != month_start(start) or end != month_end(end):
        return _("từ ngày %(start)s đến ngày %(end)s") % {"start": format_date(start), "end": format_date(end)}
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return _("tháng %(month)s/%(year)s") % {"month": start.month, "year": start.year}
    if months == 3 and start.month % 3 == 1:
        return _("quý %(quarter)s/%(year)s") % {"quarter": ROMAN[quarter(start) - 1], "year": start.year}
    if start.month == 1 and months in {6, 9}:
        return _("%(months)s tháng đầu năm %(year)s") % {"months": months, "year": start.year}
    if start.month == 7 and months == 6:
        return _("6 tháng cuối năm %(year)s") % {"year": start.year}
    if start.month == 1 and months == 12:
        return _("năm %(year)s") % {"year": start.year}
    if start.month == 1 and end.month == 12:
        return _("giai đoạn %(first)s – %(last)s") % {"first": start.year, "last": end.year}
    return _("từ tháng %(first)s đến tháng %(last)s") % {
        "first": f"{start.month}/{start.year}",
        "last": f"{end.month}/{end.year}",
    }


def months_offered(day: datetime.date, count: int = 12) -> list[tuple[datetime.date, datetime.date]]:
    """This month and those before it, the latest first."""
    firsts = [add_months(month_start(day), -back) for back in range(count)]
    return [(first, month_end(first)) for first in firsts]


def quarters_offered(day: datetime.date, count: int = 5) -> list[tuple[datetime.date, datetime.date]]:
    """This quarter and those before it, the latest first."""
    first = month_start(day).replace(month=3 * (quarter(day) - 1) + 1)
    starts = [add_months(first, -3 * back) for back in range(count)]
    return [(start, month_end(add_months(start, 2))) for start in starts]
