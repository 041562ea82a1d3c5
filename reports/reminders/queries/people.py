"""Who is there on a day: one person for each target, the substitute of an absent one, or the next in line."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assignments.access import PortalRole
from assignments.models import Absence, Agency, Assignment, Officer, Position, Succession
from reports.reminders.states import FALLS_TO, Target
from reports.reminders.subjects import Matter

_OF_PROVINCE: dict[str, str] = {
    Target.OFFICE: PortalRole.OFFICE,
    Target.ORGANISATION: PortalRole.ORGANISATION,
    Target.STANDING: PortalRole.STANDING,
}
_ROLES = {*_OF_PROVINCE.values(), PortalRole.DEPARTMENT, PortalRole.COMMUNE_COMMITTEE}


@dataclass(frozen=True)
class Person:
    """An officer with an account that is open, in a post or with a place."""

    officer_id: int
    user_id: int
    post_id: int | None = None
    agency_id: int | None = None
    counted: bool = True
    of_province: bool = False


@dataclass(frozen=True)
class Reached:
    """Who is told, as which target; `agency_id` where it is for a post."""

    user_id: int
    officer_id: int
    target: str
    agency_id: int | None = None


def named(reached: Reached) -> str:
    """“đ/c Nguyễn Văn A, Sở Giao thông”: for the page of whoever is about to urge."""
    officer = Officer.objects.get(pk=reached.officer_id)
    agency = Agency.objects.filter(pk=reached.agency_id).first() if reached.agency_id else None
    if agency is None:
        return _("đ/c %(person)s") % {"person": officer}
    return _("đ/c %(person)s, %(agency)s") % {"person": officer, "agency": agency}


class Directory:
    """The people of one day, read with six queries for any number of records."""

    def __init__(self, day: datetime.date) -> None:
        self.day = day

    def reach(self, target: str, matter: Matter, post_id: int | None = None) -> Reached | None:
        """The one who is told: of the target itself, else of where it falls to; None when the province is empty.

        Whoever's act set the stamp is passed over.
        """
        first = matter.handler if target == Target.HANDLER else target
        for asked in dict.fromkeys((first, *FALLS_TO[first])):
            for person in self.people(asked, matter, post_id):
                if person.user_id != matter.actor_id:
                    return Reached(person.user_id, person.officer_id, asked, person.agency_id)
        return None

    def people(self, target: str, matter: Matter, post_id: int | None = None) -> Iterator[Person]:
        """Those of one target who are there, in the order in which they are asked."""
        if target in _OF_PROVINCE:
            found = self.in_posts[_OF_PROVINCE[target], None]
        elif target in {Target.HEAD, Target.FOCAL_POINT}:
            found = self.in_posts[PortalRole.DEPARTMENT, matter.department_id] if matter.department_id else []
            found = found if target == Target.HEAD else found[::-1]
        elif target == Target.ADDRESSEE:
            own = self.present(matter.officer_id) if matter.officer_id else None
            found = [own] if own else []
        elif target == Target.COMMUNE:
            own_units = self.today_of([matter.commune_id]) if matter.commune_id and matter.commune_reads else []
            found = [person for pk in own_units for person in self.in_posts[PortalRole.COMMUNE_COMMITTEE, pk]]
        else:
            yield from self._by_assignment(target, matter)
            return
        for person in sorted(found, key=lambda person: person.post_id != post_id) if post_id else found:
            if person.officer_id not in self.absences:
                yield person

    def _by_assignment(self, target: str, matter: Matter) -> Iterator[Person]:
        """Who holds the place; an absent one's substitute has the same rights meanwhile, save what one does alone."""
        holders = [person for pk in self.today_of(matter.unit_ids) for person in self.holders[pk]]
        if target == Target.MEMBER:
            found = [person for person in holders if person.of_province and not person.counted]
        else:
            found = [person for person in holders if person.officer_id == matter.officer_id][:1]
            if not matter.alone:
                found += [person for person in holders if person.counted]
        for person in found:
            away = self.absences.get(person.officer_id)
            if person.officer_id not in self.absences:
                yield person
            elif away is not None and not matter.alone:
                yield away

    def present(self, officer_id: int) -> Person | None:
        """This officer, or who stands in while they are away; None when nobody does, or there is no open account."""
        if officer_id in self.absences:
            return self.absences[officer_id]
        user_id = self.accounts.get(officer_id)
        return Person(officer_id, user_id) if user_id else None

    def today_of(self, unit_ids: Iterable[int]) -> list[int]:
        """These units and what came out of them since, in the same order."""
        found: dict[int, None] = {}
        waiting = list(unit_ids)
        while waiting:
            pk = waiting.pop(0)
            if pk not in found:
                found[pk] = None
                waiting[0:0] = self.successors[pk]
        return list(found)

    @cached_property
    def in_posts(self) -> defaultdict[tuple[str, int | None], list[Person]]:
        """Posts with a role, by role and its agency (departments) or unit (committees), the highest rank first."""
        rows = (
            Position.objects.on(self.day)
            .filter(post__portal_role__in=_ROLES, officer__life__contains=self.day, officer__user__is_active=True)
            .order_by("concurrent", "post__rank", "valid_from", "pk")
            .values_list(
                "post__portal_role", "agency_id", "agency__unit_id", "officer_id", "officer__user_id", "post_id"
            )
        )
        found: defaultdict[tuple[str, int | None], list[Person]] = defaultdict(list)
        for role, agency_id, unit_id, officer_id, user_id, post_id in rows:
            keys: dict[str, int] = {PortalRole.DEPARTMENT: agency_id, PortalRole.COMMUNE_COMMITTEE: unit_id}
            found[role, keys.get(role)].append(Person(officer_id, user_id, post_id, agency_id))
        return found

    @cached_property
    def holders(self) -> defaultdict[int, list[Person]]:
        """Who holds each unit, leads of whole units first, those of the lower level before those of the upper."""
        rows = (
            Assignment.objects.on(self.day)
            .filter(officer__life__contains=self.day, officer__user__is_active=True)
            .order_by("-is_lead", "-whole_unit", "-role__tier__order", "valid_from", "pk")
            .values_list("unit_id", "officer_id", "officer__user_id", "role__counted", "role__tier__holder_level")
        )
        found: defaultdict[int, list[Person]] = defaultdict(list)
        for unit_id, officer_id, user_id, counted, level in rows:
            person = Person(officer_id, user_id, counted=counted, of_province=level == "province")
            found[unit_id].append(person)
        return found

    @cached_property
    def accounts(self) -> dict[int, int]:
        """The open account of each officer of the day."""
        return dict(Officer.objects.on(self.day).filter(user__is_active=True).values_list("pk", "user_id"))

    @cached_property
    def absences(self) -> dict[int, Person | None]:
        """Who is away, and who stands in: None when nobody does, or the one who should is away too."""
        rows = list(
            Absence.objects.on(self.day).values_list(
                "officer_id", "substitute_id", "substitute__user_id", "substitute__user__is_active"
            )
        )
        away = {row[0] for row in rows}
        return {
            officer_id: Person(substitute_id, user_id)
            if substitute_id and user_id and active and substitute_id not in away
            else None
            for officer_id, substitute_id, user_id, active in rows
        }

    @cached_property
    def successors(self) -> defaultdict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for predecessor, successor in Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id"):
            found[predecessor].append(successor)
        return found
