"""Filters that write dates and numbers the Vietnamese way: {% load vi %}. Nothing to show is "–", never "None"."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from nammanh.platform import dates, numbers

register = template.Library()

_UNITS = {"dong": numbers.MoneyUnit.DONG, "trieu": numbers.MoneyUnit.MILLION, "ty": numbers.MoneyUnit.BILLION}


def _number(value: Any) -> Any:
    """A template hands over "" for what is missing."""
    return None if value == "" else value


@register.filter
def vi_date(day: dt.date | None) -> str:
    """05/02/2026."""
    return dates.format_date(day) if day else numbers.NO_VALUE


@register.filter
def vi_date_long(day: dt.date | None) -> str:
    """ngày 05 tháng 02 năm 2026."""
    return dates.format_date_long(day) if day else numbers.NO_VALUE


@register.filter
def vi_datetime(moment: dt.datetime | None) -> str:
    """21/11/2026 14:30."""
    return dates.format_datetime(moment) if moment else numbers.NO_VALUE


@register.filter
def vi_month(day: dt.date | None) -> str:
    """Tháng 11/2026."""
    return dates.month_label(day) if day else numbers.NO_VALUE


@register.filter
def vi_number(value: numbers.Number | None, decimals: int = 2) -> str:
    """1.234.567,89."""
    return numbers.format_number(_number(value), decimals)


@register.filter
def money(dong: int | None, unit: str = "") -> str:
    """431,381 tỷ đồng; the unit is the largest that fits, or "dong", "trieu", "ty"."""
    return numbers.format_money(_number(dong), _UNITS[unit] if unit else None)


@register.filter
def percent_of(part: Any, whole: Any) -> str:
    """{{ visited|percent_of:assigned }} → 117,5%."""
    return numbers.format_percent(_number(part), _number(whole))


@register.filter
def days_ago(day: dt.date | None) -> str:
    """hôm nay, hôm qua, 12 ngày trước; a day to come: ngày mai, 3 ngày nữa."""
    if not day:
        return numbers.NO_VALUE
    passed = (dates.today() - dates.local_date(day)).days
    near = {0: _("hôm nay"), 1: _("hôm qua"), -1: _("ngày mai")}
    if passed in near:
        return near[passed]
    count = numbers.format_number(abs(passed))
    return (_("%(count)s ngày trước") if passed > 0 else _("%(count)s ngày nữa")) % {"count": count}
