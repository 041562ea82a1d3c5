"""The desk of an officer who holds units: the units, the own visits, and what came back from below and above."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, DateField, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from assignments.access import Access, Substitution
from assignments.models import Assignment, Cadence, Duty, Unit
from assignments.queries import taken_over
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, format_weekday_date
from reports.dashboards import comments_desk, links
from reports.dashboards.blocks import (
    PLACE,
    Block,
    Item,
    block,
    comment_item,
    confirmation_badge,
    first_rows,
    petition_item,
    place_name,
)
from reports.dashboards.maps import contact
from reports.dashboards.maps.places import Standing
from reports.feedback.models import Petition
from reports.feedback.states import Status as PetitionStatus
from reports.handovers.queries import followed_up_by
from reports.recommendations.models import Comment, Specificity
from reports.visits.filters import ASKED
from reports.visits.models import Visit
from reports.visits.queries import confirm_limit
from reports.visits.states import Status as VisitStatus

NAMED = 3
"""Neighbours named on a unit's card; the unit's own page has them all."""


@dataclass
class HeldUnit:
    """A unit that the person answers for today: since when nobody came, and who else answers for the place.

    `substitution` tells of whom the unit is when the person only stands in.
    """

    assignment: Assignment
    last_on: datetime.date | None
    days: int | None
    status: str
    cadence: Cadence | None
    substitution: Substitution | None = None
    neighbours: list[str] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return self.assignment.unit

    @property
    def url(self) -> str:
        return links.unit(self.unit)

    @property
    def overview_url(self) -> str:
        """A district has no visits of its own: its figures are on the dashboard."""
        return links.place(self.unit.pk) if self.unit.level == "district" else ""

    @property
    def _standing(self) -> Standing | None:
        """As the map tells it; a district has none."""
        return contact.standings(_overdue_after(self.cadence)).get(self.status)

    @property
    def tone(self) -> str:
        return self._standing.tone if self._standing else "neutral"

    @property
    def standing(self) -> str:
        return self._standing.label if self._standing else ""

    @property
    def stands_in(self) -> str:
        return stands_in(self.substitution) if self.substitution else ""


def _overdue_after(cadence: Cadence | None) -> int | None:
    return cadence.overdue_after_days if cadence else None


def held_units(user: User, access: Access, day: datetime.date) -> list[HeldUnit]:
    """The units held or stood in for today, the longest silence first: three queries whatever their number."""
    confirmed = Visit.objects.visible_to(user).filter(
        tier=OuterRef("role__tier_id"), status=VisitStatus.CONFIRMED, date__lte=day
    )
    # each level by its own index: asked in one condition the database would read every visit of the area
    last_on = {
        level: Subquery(confirmed.filter(**{level: OuterRef("unit_id")}).order_by("-date").values("date")[:1])
        for level in ("commune", "hamlet", "unit")
    }
    rows = list(
        Assignment.objects.visible_to(user)
        .on(day)
        .filter(officer__in=access.officer_ids)
        .select_related("unit", "role")
        .annotate(
            last_on=Case(
                *(When(unit__level=level, then=last_on[level]) for level in ("commune", "hamlet")),
                default=last_on["unit"],
                output_field=DateField(),
            )
        )
        .order_by("role__tier__order", "unit__name_key", "pk")
    )
    cadences = {row.tier_id: row for row in Cadence.objects.on(day).filter(tier__in={row.role.tier_id for row in rows})}
    neighbours = _neighbours(rows, day)
    found = []
    for row in rows:
        cadence = cadences.get(row.role.tier_id)
        days = (day - row.last_on).days if row.last_on else None
        status = "" if row.unit.level == "district" else contact.standing(days, _overdue_after(cadence))
        substitution = access.substitution_for(row.officer_id)
        found.append(HeldUnit(row, row.last_on, days, status, cadence, substitution, neighbours.get(row.pk, [])))
    return sorted(found, key=lambda held: float("inf") if held.days is None else held.days, reverse=True)


def _neighbours(rows: list[Assignment], day: datetime.date) -> dict[int, list[str]]:
    """Who answers for the same places in the tiers above and below, by own assignment.

    Not through `visible_to`: the officers of one place are to know one another, also those whose area is wider.
    """
    mine = [row for row in rows if row.unit.level != "district"]
    communes = {row.unit.commune_id for row in mine}
    above = {row.unit.district_id for row in mine if row.unit.district_id}
    others = (
        Assignment.objects.on(day)
        .filter(Q(commune__in=communes) | Q(unit__in=above))
        .exclude(pk__in=[row.pk for row in rows])
        .select_related("officer", "role", "unit")
        .order_by("role__tier__order", "officer__name_key", "pk")
    )
    found: dict[int, dict[str, dict[int, str]]] = {row.pk: {} for row in mine}
    for other in others:
        for row in mine:
            if other.officer_id != row.officer_id and _touch(row.unit, other.unit):
                found[row.pk].setdefault(other.role.name, {})[other.officer_id] = str(other.officer)
    return {pk: [_named(role, people) for role, people in roles.items()] for pk, roles in found.items()}


def _touch(one: Unit, other: Unit) -> bool:
    """Whether one unit is the other, or lies in it."""
    return other.pk in lineage(one) or one.pk in lineage(other)


def lineage(unit: Unit) -> set[int]:
    return {unit.pk, unit.hamlet_id or unit.pk, unit.commune_id or unit.pk, unit.district_id or unit.pk}


def _named(role: str, people: dict[int, str]) -> str:
    names = ", ".join(_("đ/c %(name)s") % {"name": name} for name in list(people.values())[:NAMED])
    if len(people) > NAMED:
        return _("%(role)s: %(names)s và %(more)s đồng chí khác") % {
            "role": role,
            "names": names,
            "more": len(people) - NAMED,
        }
    return _("%(role)s: %(names)s") % {"role": role, "names": names}


# --- what waits ------------------------------------------------------------------------------------------------------


def own_work(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """The plans, visits, comments and petitions that are this officer's: the own ones, those of the absent whom they
    stand in for, and from the first day of an assignment those of whoever held the place before, whether or not the
    hand-over is accepted.
    """
    taken = taken_over(access.officer_ids, day)
    mine = taken | Q(officer__in=access.officer_ids)
    visits = Visit.objects.visible_to(user).filter(mine).select_related(*PLACE, "officer").order_by("date", "pk")
    found = first_rows(
        past=visits.upcoming().filter(date__lt=day),
        ahead=visits.upcoming().filter(date__gte=day),
        to_correct=visits.asked_to_correct(),
        unconfirmed=visits.awaiting_confirmation().filter(correction=""),
    )
    yield block(
        "past_plans",
        _("Kế hoạch đã qua, chưa ghi nhận"),
        "calendar-due",
        _("Không có kế hoạch nào đã qua mà chưa ghi nhận."),
        found["past"],
        instead(access, lambda row: _unlogged(row, access)),
    )
    yield block(
        "next_visits",
        _("Chuyến đi sắp tới"),
        "calendar-event",
        _("Chưa có chuyến đi nào trong kế hoạch. Bấm “Lập kế hoạch” để hẹn trước với xã."),
        found["ahead"],
        instead(access, lambda row: _planned(row, access)),
        links.address("visits:list", trang_thai="sap-toi"),
    )
    limit = confirm_limit(day)
    yield block(
        "to_correct",
        _("Xã đề nghị sửa"),
        "arrow-back-up",
        _("Không có chuyến đi nào xã đề nghị sửa."),
        found["to_correct"],
        instead(access, lambda row: _to_correct(row, access)),
        links.address("visits:list", trang_thai=ASKED),
    )
    yield block(
        "unconfirmed",
        _("Đã đi, chờ xã xác nhận"),
        "hourglass",
        _("Mọi chuyến đi đã được xã xác nhận."),
        found["unconfirmed"],
        instead(access, lambda row: _waiting(row, access, limit)),
        links.address("visits:list", trang_thai=VisitStatus.DONE.value),
    )
    yield from _answers(user, access, taken, day)


def instead(access: Access, to_item: Callable[[Any], Item]) -> Callable[[Any], Item]:
    """The same row, which says for whom when it is an absent officer's."""

    def item(row: Any) -> Item:
        made, substitution = to_item(row), access.substitution_for(row.officer_id)
        return replace(made, note=f"{made.note} · {stands_in(substitution)}") if substitution else made

    return item


def stands_in(substitution: Substitution) -> str:
    """“Làm thay đồng chí X đến hết ngày …”."""
    names = {"name": substitution.name, "day": format_date(substitution.until)}
    return _("Làm thay đồng chí %(name)s đến hết ngày %(day)s") % names


def _answers(user: User, access: Access, taken: Q, day: datetime.date) -> Iterator[Block]:
    """What came back: answers to comments and verdicts on them, answers to petitions."""
    own = Comment.objects.visible_to(user).filter(followed_up_by(user, taken, "comment")).select_related(*PLACE)
    yield from comments_desk.followed(user, own, day, lambda to_item: instead(access, to_item))
    comments = own.filter(specificity=Specificity.VAGUE)
    yield block(
        "vague_comments",
        _("Góp ý xã đánh giá là chung chung"),
        "message-2",
        _("Không có góp ý nào bị đánh giá là chung chung."),
        comments.filter(given_on__gt=day - datetime.timedelta(days=90)).newest_first(),
        instead(access, lambda row: comment_item(row, f"{place_name(row)}, {format_date(row.given_on)}")),
        links.address("recommendations:list", cu_the="chung-chung"),
    )
    petitions = Petition.objects.visible_to(user).filter(followed_up_by(user, taken, "petition"))
    waiting = Q(status=PetitionStatus.ANSWERED) | Q(pk__in=petitions.overdue(day).values("pk"))
    yield block(
        "own_petitions",
        _("Phản ánh của tôi: đã có trả lời hoặc quá hạn"),
        "message-report",
        _("Không có phản ánh nào vừa được trả lời hoặc quá hạn."),
        petitions.filter(waiting).select_related(*PLACE).first_due_first(),
        instead(access, lambda row: petition_item(row, day)),
        links.address("feedback:list"),
    )


def _planned(visit: Visit, access: Access) -> Item:
    mine = visit.officer_id in access.officer_ids
    step = {"go_url": links.brief(visit), "go_label": _("Mang theo"), "go_icon": "backpack"} if mine else {}
    note = _plan_note(visit, access)
    return Item(place_name(visit), links.visit(visit), note, visit.get_status_display(), "info", **step)


def _unlogged(visit: Visit, access: Access) -> Item:
    mine = visit.officer_id in access.officer_ids
    step = {"go_url": links.log_plan(visit), "go_label": _("Ghi nhận")} if mine else {}
    return Item(place_name(visit), links.visit(visit), _plan_note(visit, access), **step)


def _plan_note(visit: Visit, access: Access) -> str:
    return f"{format_weekday_date(visit.date)} · {visit.get_type_display()}{_of_leaver(visit, access)}"


def _waiting(visit: Visit, access: Access, limit: datetime.date | None) -> Item:
    note = f"{format_date(visit.date)} · {visit.get_type_display()}{_of_leaver(visit, access)}"
    return Item(place_name(visit), links.visit(visit), note, *confirmation_badge(visit, limit))


def _to_correct(visit: Visit, access: Access) -> Item:
    note = f"{format_date(visit.date)} · {visit.correction}{_of_leaver(visit, access)}"
    mine = visit.officer_id == access.officer_id
    step = {"go_url": links.edit_visit(visit), "go_label": _("Sửa")} if mine else {}
    return Item(place_name(visit), links.visit(visit), note, **step)


def _of_leaver(visit: Visit, access: Access) -> str:
    """Whose visit it was, when the place has passed on since."""
    return "" if visit.officer_id in access.officer_ids else _(" · của đ/c %(officer)s") % {"officer": visit.officer}


# --- duties ----------------------------------------------------------------------------------------------------------


@dataclass
class Duties:
    """What one role asks and allows, in the words of the regulation in force."""

    role: str
    responsibilities: list[Duty] = field(default_factory=list)
    powers: list[Duty] = field(default_factory=list)


def duties(access: Access, day: datetime.date) -> list[Duties]:
    """The duties and powers of the roles that the person holds today."""
    held: Iterable[int] = [area.assignment_id for area in access.areas if area.assignment_id]
    rows = Duty.objects.on(day).filter(role__in=Assignment.objects.filter(pk__in=held).values("role"))
    found: dict[int, Duties] = {}
    for row in rows.select_related("role", "document").order_by("role__tier__order", "role", "kind", "order"):
        of_role = found.setdefault(row.role_id, Duties(row.role.name))
        (of_role.powers if row.kind == Duty.Kind.POWER else of_role.responsibilities).append(row)
    return list(found.values())
