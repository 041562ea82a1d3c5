"""Hot issues that are open, by commune: always as of now, since what was open on a day of the past isn't kept."""

from __future__ import annotations

import datetime

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.queries import FORMER
from nammanh.platform.dates import today
from nammanh.platform.numbers import format_number
from nammanh.platform.spreadsheets import CellKind, Column
from reports.dashboards import links, scope
from reports.dashboards.maps.places import Area, Layer, Place, Standing, worst_first
from reports.feedback.models import Petition
from reports.feedback.states import RUNNING

COLUMNS = (
    Column(gettext_lazy("Vấn đề bức xúc đang mở"), lambda row: row.figures["open"], CellKind.NUMBER, 16),
    Column(gettext_lazy("Trong đó quá hạn trả lời"), lambda row: row.figures["late"], CellKind.NUMBER, 16),
    Column(gettext_lazy("Phản ánh sớm nhất"), lambda row: row.figures["since"], CellKind.DATE, 16),
)


def legend() -> dict[str, Standing]:
    return {
        "late": Standing(_("Có vấn đề bức xúc quá hạn trả lời"), "!", "danger"),
        "open": Standing(_("Có vấn đề bức xúc đang chờ trả lời"), _("B"), "warning"),
        "none": Standing(_("Không có vấn đề bức xúc đang mở"), _("K"), "success"),
    }


def layer(area: Area) -> Layer:
    """The oldest first; an issue of a commune that has become another stands at the one of today. Two queries."""
    day, signs = today(), legend()
    found = _open_by_commune(area, day)
    places = []
    for unit in area.communes(former=FORMER):
        rows = [found.pop(pk) for pk in (unit.pk, *unit.former) if pk in found]
        figures = {
            "open": sum(row["open"] for row in rows),
            "late": sum(row["late"] for row in rows),
            "since": min((row["since"] for row in rows), default=None),
        }
        status = "late" if figures["late"] else "open" if figures["open"] else "none"
        url = area.page_of(unit)
        if figures["open"]:
            url = links.petitions_waiting(area.asks(unit), buc_xuc=1, dang_mo=1)
        age = (day - figures["since"]).days if figures["since"] else 0
        places.append((age, Place(unit, status, _words(figures, age), url, figures)))
    rest = sum(row["open"] for row in found.values())
    return Layer(
        signs,
        worst_first(signs, places),
        COLUMNS,
        _("%(count)s vấn đề ghi ở cấp huyện, tỉnh hoặc ở nơi không còn trên bản đồ.") % {"count": format_number(rest)}
        if rest
        else "",
        links.petitions_waiting(area.asks(), buc_xuc=1, dang_mo=1),
    )


def _open_by_commune(area: Area, day: datetime.date) -> dict[int | None, dict]:
    rows = Petition.objects.visible_to(area.user).filter(scope.whole(area.user).records)
    if area.district:
        rows = rows.within(area.district)
    late = Q(status__in=RUNNING, deadline_on__lt=day)
    counted = rows.hot().open().order_by().values("commune_id")
    found = counted.annotate(open=Count("pk"), late=Count("pk", filter=late), since=Min("reported_on"))
    return {row["commune_id"]: row for row in found}


def _words(figures: dict, age: int) -> str:
    if not figures["open"]:
        return _("Không có")
    open_, late = format_number(figures["open"]), format_number(figures["late"])
    words = _("%(open)s vấn đề, lâu nhất %(days)s ngày") % {"open": open_, "days": format_number(age)}
    return _("%(all)s, %(late)s quá hạn") % {"all": words, "late": late} if figures["late"] else words
