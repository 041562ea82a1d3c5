"""Duties and powers as the regulation words them: of a role on a day, in older versions, and who has read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assignments.models import Assignment, AssignmentRole, Duty, DutyReading, LegalDocument, Unit


@dataclass
class DutyText:
    """The words in force for a role from `version` on."""

    version: datetime.date
    responsibilities: list[Duty] = field(default_factory=list)
    powers: list[Duty] = field(default_factory=list)

    @property
    def documents(self) -> list[LegalDocument]:
        return list({row.document_id: row.document for row in [*self.responsibilities, *self.powers]}.values())

    def words(self) -> tuple[tuple[str, str], ...]:
        return tuple((row.kind, row.text) for row in [*self.responsibilities, *self.powers])


@dataclass
class RoleDuties:
    """A role with its text on the asked day, the ones before, and what this officer has to do with it."""

    role: AssignmentRole
    text: DutyText | None
    older: list[DutyText] = field(default_factory=list)
    held: bool = False
    read: bool = False


def roles_on(day: datetime.date) -> QuerySet[AssignmentRole]:
    """The roles of the phases in force on `day`."""
    rows = AssignmentRole.objects.filter(tier__phase__life__contains=day)
    return rows.select_related("tier", "tier__phase").order_by("tier__order", "pk")


def role_duties(day: datetime.date, officer_id: int | None) -> list[RoleDuties]:
    """Every role of that day with its text and its older versions; what `officer_id` holds comes first. Four queries.

    A new phase repeats its roles, so the older versions are those of the role's code in every phase.
    """
    roles = list(roles_on(day))
    rows: dict[str, list[Duty]] = {}
    found = Duty.objects.filter(role__code__in={role.code for role in roles}).select_related("role", "document")
    for row in found.order_by("kind", "order", "pk"):
        rows.setdefault(row.role.code, []).append(row)
    own = Assignment.objects.on(day).filter(officer=officer_id or 0).order_by()
    held = set(own.values_list("role", flat=True))
    read = set(DutyReading.objects.filter(officer=officer_id or 0).values_list("role", "version"))
    made = [_of_role(role, rows.get(role.code, []), day) for role in roles]
    for item in made:
        item.held = item.role.pk in held
        item.read = item.text is not None and (item.role.pk, item.text.version) in read
    return sorted(made, key=lambda item: not item.held)


def _of_role(role: AssignmentRole, rows: list[Duty], day: datetime.date) -> RoleDuties:
    text = text_on([row for row in rows if row.role_id == role.pk], day)
    starts = sorted({row.valid_from for row in rows if row.valid_from < (text.version if text else day)}, reverse=True)
    older: list[DutyText] = []
    for start in starts:
        before = text_on(rows, start)
        latest = older[-1] if older else text
        if before and not (latest and latest.words() == before.words()):
            older.append(before)
    return RoleDuties(role, text, older)


def text_on(rows: Iterable[Duty], day: datetime.date) -> DutyText | None:
    """What of these rows is in force on `day`; its version is the latest day on which a part of it came into force."""
    current = [row for row in rows if row.in_force_on(day)]
    if not current:
        return None
    text = DutyText(max(row.valid_from for row in current))
    for row in current:
        (text.powers if row.kind == Duty.Kind.POWER else text.responsibilities).append(row)
    return text


def version_of(role: AssignmentRole, day: datetime.date) -> datetime.date | None:
    """Which version of a role's text is in force on `day`; none where no text is."""
    latest = Duty.objects.on(day).filter(role=role).order_by("-valid_from")
    return latest.values_list("valid_from", flat=True).first()


def unread(assignments: QuerySet[Assignment], day: datetime.date) -> QuerySet[Assignment]:
    """Those of `assignments` (already scoped) in force on `day` whose holder has not read the version in force."""
    latest = Duty.objects.on(day).filter(role=OuterRef("role")).order_by("-valid_from").values("valid_from")[:1]
    read = DutyReading.objects.filter(
        officer=OuterRef("officer"), role=OuterRef("role"), version=OuterRef("duty_version")
    )
    rows = assignments.on(day).annotate(duty_version=Subquery(latest))
    return rows.filter(~Exists(read), duty_version__isnull=False)


def duties_of(role_ids: Iterable[int], officer_id: int | None, day: datetime.date) -> list[RoleDuties]:
    """These roles with their text on `day`, those that have one, and whether the officer has read it: one query."""
    reading = DutyReading.objects.filter(officer=officer_id or 0, role=OuterRef("role"), version=OuterRef("valid_from"))
    rows = Duty.objects.on(day).filter(role__in=set(role_ids)).annotate(version_read=Exists(reading))
    of_role: dict[AssignmentRole, list[Duty]] = {}
    for row in rows.select_related("role", "document").order_by("role__tier__order", "role", "kind", "order"):
        of_role.setdefault(row.role, []).append(row)
    return [_with_reading(role, found, day) for role, found in of_role.items()]


def _with_reading(role: AssignmentRole, rows: list[Duty], day: datetime.date) -> RoleDuties:
    text = text_on(rows, day)
    read = text is not None and any(row.version_read for row in rows if row.valid_from == text.version)
    return RoleDuties(role, text, held=True, read=read)


def unread_by_role(assignments: QuerySet[Assignment], day: datetime.date) -> list[tuple[str, int]]:
    """How many officers have not read the text of each role: one query."""
    rows = unread(assignments, day).order_by()
    counted = rows.values("role__tier__order", "role", "role__name").annotate(officers=Count("officer", distinct=True))
    return [(row["role__name"], row["officers"]) for row in counted.order_by("role__tier__order", "role")]


def powers_of(officer_id: int | None, day: datetime.date, unit: Unit | None = None) -> list[tuple[str, list[Duty]]]:
    """The powers of the roles in which an officer acts on `day`, at `unit` if one is named: one query.

    Roles that one acts in by standing in for somebody count.
    """
    acting = Assignment.objects.answered_by(officer_id or 0, day, day)
    if unit is not None:
        acting = acting.covering(unit)
    rows = Duty.objects.on(day).filter(kind=Duty.Kind.POWER, role__in=acting.values("role"))
    found: dict[str, list[Duty]] = {}
    for row in rows.select_related("role", "document").order_by("role__tier__order", "role", "order", "pk"):
        found.setdefault(row.role.name, []).append(row)
    return list(found.items())
