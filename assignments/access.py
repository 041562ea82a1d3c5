"""What a person may do today, worked out from positions and assignments.

Nobody ticks rights on an account: a post carries a portal role, an agency says for which unit, an assignment adds the
unit that is held. Models ask this module whose rows are whose, so it reads them through the app registry.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateField, F, FilteredRelation, Func, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from nammanh.platform.among import OneOf
from nammanh.platform.dates import today
from nammanh.platform.questions import Given, Question

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class PortalRole(TextChoices):
    """What a post lets its holder do in the portal."""

    NONE = "none", _("Không có quyền riêng")
    ADMIN = "admin", _("Quản trị hệ thống")
    ORGANISATION = "organisation", _("Ban Tổ chức")
    OFFICE = "office", _("Văn phòng Tỉnh ủy")
    PROPAGANDA = "propaganda", _("Ban Tuyên giáo và Dân vận Tỉnh ủy")
    STANDING = "standing", _("Thường trực, Ban Thường vụ")
    INSPECTION = "inspection", _("Ủy ban Kiểm tra")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DISTRICT_COMMITTEE = "district_committee", _("Thường trực Huyện ủy")
    COMMUNE_COMMITTEE = "commune_committee", _("Đảng ủy xã, phường, thị trấn")


READS_ALL_UNITS = {
    PortalRole.ADMIN,
    PortalRole.ORGANISATION,
    PortalRole.OFFICE,
    PortalRole.PROPAGANDA,
    PortalRole.STANDING,
    PortalRole.INSPECTION,
}
READS_ALL_RECORDS = READS_ALL_UNITS - {PortalRole.ADMIN, PortalRole.PROPAGANDA}
"""The administrator manages accounts and units, Ban Tuyên giáo issues information for every unit; neither reads
visits, petitions or households.
"""

_ROOT_LEVELS = ("province", "district", "commune", "hamlet")


@dataclass(frozen=True)
class Area:
    """A unit that a person answers for. `holder_level` is the tier's upper end, empty for a committee's own unit.

    `standing_in_for` names the absent officer whose unit it is while this person stands in. `delegation_id`: the
    working delegation for which it is held.
    """

    level: str
    unit_id: int
    holder_level: str = ""
    role_name: str = ""
    whole_unit: bool = True
    assignment_id: int | None = None
    standing_in_for: str = ""
    delegation_id: int | None = field(default=None, compare=False)

    @property
    def is_committee(self) -> bool:
        return not self.holder_level


@dataclass(frozen=True)
class Substitution:
    """An absent officer for whom this person stands in today, and the last day of it."""

    officer_id: int
    name: str
    until: datetime.date


@dataclass(frozen=True)
class Access:
    """The rights of one person on one day."""

    officer_id: int | None = None
    roles: frozenset[str] = frozenset()
    areas: tuple[Area, ...] = ()
    department_ids: frozenset[int] = frozenset()
    role_names: tuple[str, ...] = field(default=(), compare=False)
    substitutions: tuple[Substitution, ...] = ()
    absent_until: datetime.date | None = None

    @property
    def officer_ids(self) -> frozenset[int]:
        """Oneself and those one stands in for: whose waiting work comes to this desk."""
        own = () if self.officer_id is None else (self.officer_id,)
        return frozenset((*own, *(row.officer_id for row in self.substitutions)))

    def substitution_for(self, officer_id: int) -> Substitution | None:
        return next((row for row in self.substitutions if row.officer_id == officer_id), None)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def reads_all_units(self) -> bool:
        return self.has(*READS_ALL_UNITS)

    @property
    def reads_all_records(self) -> bool:
        return self.has(*READS_ALL_RECORDS)

    @property
    def holds_units(self) -> bool:
        """Whether at least one assignment is in force: such a person plans and logs visits."""
        return any(area.holder_level for area in self.areas)

    @property
    def household_assignment_ids(self) -> tuple[int, ...]:
        """Assignments that name single households instead of a whole unit."""
        return tuple(area.assignment_id for area in self.areas if area.assignment_id and not area.whole_unit)

    @property
    def committee_areas(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.is_committee)

    @property
    def household_areas(self) -> tuple[Area, ...]:
        """Where households may be read in full: the commune tier only (Party committee and its own officers)."""
        return tuple(
            area
            for area in self.areas
            if area.whole_unit
            and (area.holder_level == "commune" or (area.is_committee and self.has(PortalRole.COMMUNE_COMMITTEE)))
            and area.level not in {"province", "district"}
        )

    def area(self, own_unit: str = "unit") -> Q:
        """The condition that selects rows in these areas."""
        return within_areas(self.areas, own_unit)


def within_areas(areas: tuple[Area, ...], own_unit: str = "unit") -> Q:
    """Rows in or below any of these units; no area selects nothing."""
    condition = Q(pk__in=[])
    for level in {area.level for area in areas}:
        ids = [area.unit_id for area in areas if area.level == level]
        column = level if level in _ROOT_LEVELS else own_unit
        condition |= Q(**{f"{column}__in": ids})
    return condition


def access_of(user: User) -> Access:
    """The rights of `user` today: two queries, then kept on the object for the rest of the request."""
    if not user.is_authenticated:
        return Access()
    day = today()
    kept: tuple[datetime.date, Access] | None = user.__dict__.get("_access")
    if kept is None or kept[0] != day:
        kept = user.__dict__["_access"] = (day, _read_access(user, day))
    return kept[1]


def forget_access(user: User) -> None:
    """Work the rights out again at the next question (after a change within one request)."""
    user.__dict__.pop("_access", None)


def _former_units(unit: str) -> Func:
    """The units that `unit` came out of: who answers for a place today also reads what happened there before."""
    return Func(F(unit), function="assignments_former_units", output_field=ArrayField(BigIntegerField()))


def _ask_offices() -> QuerySet[Any, Any]:
    """The officer behind an account, until when they are away, for whom they stand in and which posts they hold: one
    query, with a row for each pair of the two.
    """
    day = Given("day", DateField())
    return (
        apps.get_model("assignments", "Officer")
        .objects.filter(user_id=Given("user", BigIntegerField()))
        .annotate(
            away=FilteredRelation("absences", condition=Q(absences__life__contains=day)),
            covered=FilteredRelation("substitutions", condition=Q(substitutions__life__contains=day)),
            held=FilteredRelation("positions", condition=Q(positions__life__contains=day)),
        )
        .order_by("covered__valid_to", "covered__pk", "-held__valid_from", "held__pk")
        .values(
            officer_id=F("pk"),
            in_office=F("life"),
            away_until=F("away__valid_to"),
            absent_id=F("covered__officer"),
            absent_name=F("covered__officer__full_name"),
            covered_until=F("covered__valid_to"),
            position_id=F("held__pk"),
            title_held=F("held__title"),
            role=F("held__post__portal_role"),
            agency_id=F("held__agency"),
            unit_id=F("held__agency__unit"),
            level=F("held__agency__unit__level"),
            former=_former_units("held__agency__unit"),
        )
    )


def _ask_held() -> QuerySet[Any, Any]:
    """The assignments of these officers that are in force on a day."""
    return (
        apps.get_model("assignments", "Assignment")
        .objects.on(Given("day", DateField()))
        .filter(OneOf(Given("officers", ArrayField(BigIntegerField())), "officer"))
        .values(
            "unit_id",
            "whole_unit",
            "officer_id",
            "delegation_id",
            assignment_id=F("pk"),
            level=F("unit__level"),
            holder_level=F("role__tier__holder_level"),
            role_name=F("role__name"),
            former=_former_units("unit_id"),
        )
    )


_OFFICES, _HELD = Question(_ask_offices), Question(_ask_held)


def _read_access(user: User, day: datetime.date) -> Access:
    rows = _OFFICES.rows(user=user.pk, day=day)
    roles: set[str] = {PortalRole.ADMIN} if user.is_superuser else set()
    if not rows:
        return Access(roles=frozenset(roles))
    officer_id, absent_until, in_office = rows[0]["officer_id"], rows[0]["away_until"], day in rows[0]["in_office"]
    # who is away oneself stands in for nobody: what one was to look after waits for another substitute
    covers = in_office and not absent_until
    absent = {row["absent_id"]: row for row in rows if covers and row["absent_id"]}
    substitutions = tuple(Substitution(pk, row["absent_name"], row["covered_until"]) for pk, row in absent.items())
    areas, departments, names = [], set(), []
    for row in {row["position_id"]: row for row in rows if in_office and row["position_id"]}.values():
        roles.add(row["role"])
        names.append(row["title_held"])
        if row["role"] == PortalRole.DEPARTMENT:
            departments.add(row["agency_id"])
        elif row["role"] in {PortalRole.DISTRICT_COMMITTEE, PortalRole.COMMUNE_COMMITTEE} and row["unit_id"]:
            areas += [Area(row["level"], pk) for pk in (row["unit_id"], *row["former"])]
    areas += _held_areas(officer_id, substitutions, day)
    return Access(
        officer_id,
        frozenset(roles),
        tuple(areas),
        frozenset(departments),
        tuple(names),
        substitutions,
        absent_until,
    )


def _held_areas(officer_id: int, substitutions: tuple[Substitution, ...], day: datetime.date) -> list[Area]:
    """The units of one's own assignments and of those whom one stands in for. Posts are never stood in for."""
    absent = {row.officer_id: row.name for row in substitutions}
    return [
        Area(
            row["level"],
            place,
            row["holder_level"],
            row["role_name"],
            row["whole_unit"],
            row["assignment_id"],
            absent.get(row["officer_id"], ""),
            row["delegation_id"],
        )
        for row in _HELD.rows(officers=[officer_id, *absent], day=day)
        for place in (row["unit_id"], *row["former"])
    ]
