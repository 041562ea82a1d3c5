"""A draft out of a list of successions: predecessors found by code and name, districts that empty are closed."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments import policies
from assignments.loading.packaged_units import PackagedUnit, UnknownProvinceError, read_province
from assignments.models import LegalDocument, Level, Unit
from assignments.reforms.edges_file import Edges, FileEdge, NamedUnit
from assignments.reforms.models import OperationKind, OperationLine, PlannedUnit, UnitOperation
from assignments.reforms.services.drafting import open_draft
from assignments.services import cite_document
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import search_fold


def draft_from_edges(
    *, edges: Edges, by: Actor, on: datetime.date | None = None, document: LegalDocument | None = None
) -> UnitOperation:
    """Write a draft that carries out the list on `on` (default: the list's own day).

    New units lie directly under the province when all communes of their districts are in the list: then these
    districts end, and the phase of two tiers begins. Raises ValidationError naming units that are not as the file says.
    """
    require(policies.may_manage_units(by.user))
    day = on or edges.effective
    found = _find(edges, day)
    with explained():
        cited = document or cite_document(
            kind="resolution", number=edges.document.removeprefix("NQ "), issued_on=None,
            issuer=str(_("Ủy ban Thường vụ Quốc hội")), abstract=str(_("Sắp xếp các đơn vị hành chính")), by=by,
        )  # fmt: skip
        ending = _emptied_districts(found, day)
        draft = open_draft(kind=OperationKind.REFORM, on=day, document=cited, by=by, two_tiers=bool(ending))
        planned = _plan(draft, edges, found, {unit.pk for unit in ending})
        OperationLine.objects.bulk_create(
            OperationLine(operation=draft, predecessor=found[row], successor=planned[row.after], clause=row.clause)
            for row in edges.rows
        )
        OperationLine.objects.bulk_create(OperationLine(operation=draft, predecessor=unit) for unit in ending)
    return draft


def _find(edges: Edges, day: datetime.date) -> dict[FileEdge, Unit]:
    """The unit in force on the eve that each line means: by its code, and its name must agree."""
    eve = day - datetime.timedelta(days=1)
    codes = {row.before.code for row in edges.rows}
    by_code = {unit.gso_code: unit for unit in Unit.objects.on(eve).filter(gso_code__in=codes).select_related("parent")}
    found, wrong = {}, []
    for row in edges.rows:
        unit = by_code.get(row.before.code)
        if unit is None or search_fold(unit.full_name) != search_fold(f"{row.before.kind.label} {row.before.name}"):
            is_now = _("là %(unit)s") % {"unit": unit} if unit else _("không có đơn vị nào mang mã này")
            texts = {"line": row.line, "unit": row.before, "day": format_date(eve), "is_now": is_now}
            wrong.append(_("Dòng %(line)s: ngày %(day)s không có %(unit)s (%(is_now)s).") % texts)
        else:
            found[row] = unit
    if wrong:
        raise ValidationError(wrong[:20])
    return found


def _emptied_districts(found: dict[FileEdge, Unit], day: datetime.date) -> list[Unit]:
    """Districts of which every commune is in the list."""
    listed = {unit.pk for unit in found.values()}
    ids = {unit.district_id for unit in found.values() if unit.district_id}
    staying = set(
        Unit.objects.on(day)
        .filter(district__in=ids, level=Level.COMMUNE)
        .exclude(pk__in=listed)
        .values_list("district", flat=True)
    )
    return list(Unit.objects.filter(pk__in=ids - staying).in_order())


def _plan(
    draft: UnitOperation, edges: Edges, found: dict[FileEdge, Unit], ending: set[int]
) -> dict[NamedUnit, PlannedUnit]:
    """One planned unit for each named successor, at the place that the package knows, else at its namesake's."""
    places = _places(draft.on)
    planned: dict[NamedUnit, PlannedUnit] = {}
    for row in edges.rows:
        if row.after in planned:
            continue
        before = [found[other] for other in edges.rows if other.after == row.after]
        districts = {unit.district_id for unit in before}
        one_that_stays = len(districts) == 1 and not districts & ending
        place = places.get(row.after.code) or next(
            (unit for unit in before if unit.gso_code == row.after.code), before[0]
        )
        planned[row.after] = PlannedUnit(
            operation=draft, name=row.after.name, kind=row.after.kind, gso_code=row.after.code,
            parent_id=before[0].parent_id if one_that_stays else before[0].province_id,
            latitude=place.latitude, longitude=place.longitude,
        )  # fmt: skip
    for plan in planned.values():
        plan.full_clean(exclude=["operation", "unit"])
    PlannedUnit.objects.bulk_create(planned.values())
    return planned


REFORMED_PROVINCE = "Vĩnh Long"  # vi-data: Bến Tre, Trà Vinh and Vĩnh Long became one province on 1/7/2025


def _places(day: datetime.date) -> dict[str, PackagedUnit]:
    """Coordinates of the new communes, where the package of public units has them."""
    try:
        return {unit.code: unit for unit in read_province(REFORMED_PROVINCE, max(day, datetime.date(2025, 7, 1)))}
    except (UnknownProvinceError, FileNotFoundError):
        return {}
