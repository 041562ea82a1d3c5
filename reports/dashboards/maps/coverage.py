"""Whether somebody answers for each commune and for each hamlet in it."""

from __future__ import annotations

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Level, Unit
from assignments.queries import counts, is_held
from nammanh.platform.numbers import format_number
from nammanh.platform.spreadsheets import CellKind, Column
from reports.dashboards import links
from reports.dashboards.maps.places import Area, Layer, Place, Standing, unknown, worst_first
from reports.dashboards.places import TierRule, rules_on

COLUMNS = (
    Column(gettext_lazy("Cán bộ phụ trách xã"), lambda row: row.figures["commune"], width=18),
    Column(gettext_lazy("Ấp, khu phố"), lambda row: row.figures["total"], CellKind.NUMBER, 12),
    Column(gettext_lazy("Đã có cán bộ phụ trách"), lambda row: row.figures["held"], CellKind.NUMBER, 14),
)


def legend() -> dict[str, Standing]:
    return {
        "vacant": Standing(_("Xã chưa có cán bộ phụ trách"), "!", "danger"),
        "gaps": Standing(_("Còn ấp, khu phố chưa có cán bộ phụ trách"), _("T"), "warning"),
        "unknown": unknown(),
        "full": Standing(_("Đủ cán bộ phụ trách"), _("Đ"), "success"),
    }


def layer(area: Area) -> Layer:
    """The most vacant posts first. Three queries."""
    rules = rules_on(area.day)
    commune = next((rule for rule in rules if rule.tier.target == Level.COMMUNE), None)
    hamlet = next((rule for rule in rules if rule.tier.target == Level.HAMLET), None)
    below = counts(hamlet.tier, area.day, area.units, ["commune_id"]) if hamlet else []
    shares = {pk: (total, held) for pk, total, held in below}
    held = is_held(commune.tier, area.day) if commune else None
    own = Case(When(held, then=Value(True)), default=False, output_field=BooleanField()) if held else Value(None)
    signs, found = legend(), []
    for unit in area.communes(is_held=own):
        place = _place(area, unit, shares.get(unit.pk), hamlet)
        total, reached = place.figures["total"] or 0, place.figures["held"] or 0
        found.append((total - reached, place))
    return Layer(signs, worst_first(signs, found), COLUMNS)


def _place(area: Area, unit: Unit, share: tuple[int, int] | None, hamlet: TierRule | None) -> Place:
    total, held = share or (None, None)
    missing = (total or 0) - (held or 0)
    said = {None: "", True: _("đã có"), False: _("chưa có")}[unit.is_held]
    words = [_("Xã: %(said)s cán bộ phụ trách") % {"said": said}] if said else []
    if share:
        numbers = {"held": format_number(held or 0), "total": format_number(total or 0)}
        words.append(_("ấp, khu phố: %(held)s/%(total)s có cán bộ phụ trách") % numbers)
    elif hamlet:
        words.append(_("chưa ghi ấp, khu phố nào"))
    url = area.page_of(unit)
    if missing and hamlet:
        url = links.unheld_places(hamlet.tier, huyen=unit.pk, ngay=area.asked_day)
    figures = {"commune": said.capitalize(), "total": total, "held": held}
    return Place(unit, _status(unit.is_held, share, hamlet), "; ".join(words), url, figures)


def _status(own: bool | None, share: tuple[int, int] | None, hamlet: TierRule | None) -> str:
    if own is False:
        return "vacant"
    if share and share[0] > share[1]:
        return "gaps"
    return "unknown" if (hamlet and not share) or (own is None and not share) else "full"
