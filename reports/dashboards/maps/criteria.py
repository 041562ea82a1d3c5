"""How many criteria of a new rural commune (tiêu chí nông thôn mới) each commune meets, as its profile says."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Level, Unit
from assignments.models.kinds import UnitKind
from assignments.profiles.models import FactKind, UnitFact
from assignments.profiles.queries import is_stale
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import format_number
from nammanh.platform.spreadsheets import CellKind, Column
from reports.dashboards import links
from reports.dashboards.maps.places import Area, Layer, Place, Standing, unknown, worst_first

CODE = "new_rural_criteria"
"""What the code of the profile's line begins with. A new set of criteria is a new line (…_10 after …_19) from its day:
its “thường không quá” is how many criteria the set has, its “cần hỗ trợ khi dưới” where distress begins.
"""

COLUMNS = (
    Column(gettext_lazy("Số tiêu chí đạt"), lambda row: row.figures.get("met"), CellKind.NUMBER, 12),
    Column(gettext_lazy("Tổng số tiêu chí"), lambda row: row.figures.get("of"), CellKind.NUMBER, 12),
    Column(gettext_lazy("Số liệu đến"), lambda row: row.figures.get("as_of"), CellKind.DATE, 14),
)


def legend(kind: FactKind | None) -> dict[str, Standing]:
    """What can be told with the limits that the profile's line has; without the line nothing is known."""
    found: dict[str, Standing] = {}
    if kind and kind.weak_below is not None:
        few = _("Đạt dưới %(limit)s tiêu chí") % {"limit": format_number(kind.weak_below)}
        found["few"] = Standing(few, _("T"), "danger")
    if kind:
        found["some"] = Standing(_("Còn tiêu chí chưa đạt"), _("C"), "warning")
    found["unknown"] = unknown()
    if kind and kind.highest is not None:
        all_met = _("Đạt đủ %(all)s tiêu chí") % {"all": format_number(kind.highest)}
        found["all"] = Standing(all_met, _("Đ"), "success")
    return found | {"town": Standing(_("Phường, thị trấn: không xét xã nông thôn mới"), _("P"), "info")}


def standing(kind: FactKind, met: Decimal) -> str:
    if kind.weak_below is not None and met < kind.weak_below:
        return "few"
    return "all" if kind.highest is not None and met >= kind.highest else "some"


def kind_on(day: datetime.date) -> FactKind | None:
    """The line of the set in force; of two, the one that began later."""
    rows = FactKind.objects.on(day).filter(Q(code=CODE) | Q(code__startswith=f"{CODE}_")).for_level(Level.COMMUNE)
    return rows.order_by("-valid_from", "-pk").first()


def layer(area: Area) -> Layer:
    """The fewest first. What was met before a merger isn't carried over to the new commune. Three queries."""
    kind = kind_on(area.day)
    signs, units = legend(kind), area.communes()
    known = _known(area, kind, units) if kind else {}
    found = []
    for unit in units:
        fact = known.get(unit.pk)
        place = _place(area, unit, kind, fact)
        found.append((float(-fact[0]) if fact else 0, place))
    return Layer(signs, worst_first(signs, found), COLUMNS)


def _known(area: Area, kind: FactKind, units: list[Unit]) -> dict[int, tuple[Decimal, datetime.date]]:
    facts = UnitFact.objects.visible_to(area.user).filter(kind=kind, unit__in=[unit.pk for unit in units])
    rows = facts.latest_on(area.day).filter(number__isnull=False).order_by()
    return {unit: (number, as_of) for unit, number, as_of in rows.values_list("unit_id", "number", "as_of")}


def _place(area: Area, unit: Unit, kind: FactKind | None, fact: tuple[Decimal, datetime.date] | None) -> Place:
    url = links.address("profiles:unit", unit.pk, ngay=area.asked_day)
    if kind is None or fact is None:
        town = unit.kind != UnitKind.COMMUNE
        return Place(unit, "town" if town else "unknown", _("Không xét") if town else _("Chưa có số liệu"), url)
    met, as_of = fact
    share = format_number(met)
    if kind.highest is not None:
        share = f"{share}/{format_number(kind.highest)}"
    words = _("%(share)s tiêu chí, số liệu đến %(day)s") % {"share": share, "day": format_date(as_of)}
    if is_stale(kind, as_of, area.day):
        words = _("%(words)s (đã cũ)") % {"words": words}
    return Place(unit, standing(kind, met), words, url, {"met": met, "of": kind.highest, "as_of": as_of})
