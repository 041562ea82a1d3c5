"""Days since the last visit that the commune has confirmed, against the cadence of the tier that holds communes."""

from __future__ import annotations

import datetime
import math

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Level
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import format_number
from nammanh.platform.spreadsheets import CellKind, Column
from reports.dashboards.maps.places import Area, Layer, Place, Standing, unknown, worst_first
from reports.dashboards.places import last_contact, rules_on

SOON = 0.75
"""The part of the days allowed after which a place is said to be due soon."""


def first_day_of_soon(overdue_after: int) -> int:
    return round(overdue_after * SOON)


def standings(overdue_after: int | None) -> dict[str, Standing]:
    """The legend. "never" and "overdue" together are the silent ones; without a cadence nothing is overdue."""
    never = Standing(_("Chưa có chuyến đi được xác nhận"), "!", "danger")
    if overdue_after is None:
        return {"never": never, "ok": Standing(_("Đã có chuyến đi được xác nhận"), _("Đ"), "success")}
    soon = first_day_of_soon(overdue_after)
    days = {"days": overdue_after, "first": soon, "last": overdue_after - 1}
    return {
        "never": never,
        "overdue": Standing(_("Đã %(days)s ngày trở lên chưa đi") % days, _("Q"), "danger"),
        "soon": Standing(_("Sắp quá hạn: từ %(first)s đến %(last)s ngày") % days, _("S"), "warning"),
        "ok": Standing(_("Đúng chế độ: dưới %(first)s ngày") % days, _("Đ"), "success"),
    }


def standing(days: int | None, overdue_after: int | None) -> str:
    """Where a place stands whose last confirmed visit was `days` ago (None: never)."""
    if days is None:
        return "never"
    if overdue_after is None:
        return "ok"
    if days >= overdue_after:
        return "overdue"
    return "soon" if days >= first_day_of_soon(overdue_after) else "ok"


COLUMNS = (
    Column(gettext_lazy("Chuyến đi gần nhất được xác nhận"), lambda row: row.figures.get("last_on"), CellKind.DATE, 18),
    Column(gettext_lazy("Số ngày"), lambda row: row.figures.get("days"), CellKind.NUMBER, 10),
)


def layer(area: Area) -> Layer:
    """The longest silence first. Two queries."""
    rule = next((rule for rule in rules_on(area.day) if rule.tier.target == Level.COMMUNE), None)
    if rule is None:
        places = [Place(unit, "unknown", _("chưa có tầng nắm tới xã"), area.page_of(unit)) for unit in area.communes()]
        return Layer({"unknown": unknown()}, places, COLUMNS)
    legend = standings(rule.overdue_after)
    kept = FilteredRelation("last_contacts", condition=Q(last_contacts__tier=rule.tier))
    last_on = last_contact("contact__confirmed_on", rule.tier, area.day)
    found = []
    for unit in area.communes(contact=kept, last_on=last_on):
        days = (area.day - unit.last_on).days if unit.last_on else None
        figures = {"last_on": unit.last_on, "days": days}
        place = Place(unit, standing(days, rule.overdue_after), _words(days, unit.last_on), area.page_of(unit), figures)
        found.append((math.inf if days is None else days, place))
    return Layer(legend, worst_first(legend, found), COLUMNS)


def _words(days: int | None, last_on: datetime.date | None) -> str:
    if days is None or last_on is None:
        return _("Chưa có chuyến đi được xác nhận")
    return _("%(days)s ngày, từ %(date)s") % {"days": format_number(days), "date": format_date(last_on)}
