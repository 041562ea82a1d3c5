"""Who sits at the desk, on which day, and what several of its blocks ask: each thing is read once, when first asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Q, Subquery

from assignments.access import Access, access_of
from assignments.models import Assignment, DelegationMember
from assignments.models.groupings import DelegationDuty
from assignments.queries import (
    RoleDuties,
    as_heirs,
    columns_of_changed_days,
    duties_of,
    held_earlier,
    left_before,
    lines_among,
)
from nammanh.accounts.models import User
from nammanh.platform.working_days import Overrides
from reports.bulletins.models import Bulletin
from reports.bulletins.queries import in_conveying_order, told_at
from reports.dashboards.held_units import HeldUnit, around, conveying_places, held_units, with_contact
from reports.handovers.models import HandOverLine, HandOverTerm
from reports.handovers.queries import NO_TERM, still_to_take_over
from reports.handovers.states import State as HandOverState
from reports.recommendations.queries import Quiet, latest_visits, quiet_among
from reports.reminders.models import Urge
from reports.reporting.models import SituationReport
from reports.reporting.states import OPEN
from reports.visits.models import ConfirmTerm
from reports.visits.queries import limit_of


@dataclass(frozen=True)
class Signs:
    """Whether there is anything of what few people ever find on their desk; the terms that hold on the day, and what
    else is small enough to come along in the same row.

    A sign may be there for something that turns out not to wait; without it nothing waits, and nothing is asked.
    """

    questions: bool
    remindings: bool
    reports_to_receive: bool
    own_reports: bool
    heads_delegation: bool
    confirm_days: int | None
    accept_days: int | None
    look_back_months: int | None
    off: list[datetime.date]
    working: list[datetime.date]

    @property
    def hand_over_term(self) -> HandOverTerm:
        if self.accept_days is None or self.look_back_months is None:
            return NO_TERM
        return HandOverTerm(accept_within_days=self.accept_days, look_back_months=self.look_back_months)


WORDS_AROUND = (
    *("officer__full_name", "officer__name_key", "unit__level"),
    *("role__name", "role__code", "role__counted", "role__tier__order", "role__tier__holder_level"),
    *("unit_id", "hamlet_id", "commune_id", "district_id"),
    *("valid_from", "valid_to", "is_lead", "whole_unit", "taken_over_from_id"),
)
"""What is asked of the assignments around one's own."""


@dataclass
class Sitting:
    """One person at the desk on one day."""

    user: User
    day: datetime.date

    @cached_property
    def access(self) -> Access:
        return access_of(self.user)

    @cached_property
    def signs(self) -> Signs:
        """One row, whatever waits; of whoever holds units it is read with these."""
        if self.holdings:
            return Signs(**{sign.name: getattr(self.holdings[0], sign.name) for sign in fields(Signs)})
        return Signs(**User.objects.filter(pk=self.user.pk).values(**self._signs()).get())

    def _signs(self) -> dict[str, Any]:
        own, mine = self.access.officer_id or 0, self.access.officer_ids
        heads = DelegationMember.objects.on(self.day).filter(officer__in=mine, duty=DelegationDuty.HEAD)
        confirm = ConfirmTerm.objects.on(self.day).order_by("-valid_from")
        hand_over = HandOverTerm.objects.on(self.day).order_by("-valid_from")
        return {
            "questions": Exists(HandOverLine.objects.filter(given_by=own, state=HandOverState.QUESTIONED)),
            "remindings": Exists(Urge.objects.filter(officer__in=mine, member__isnull=False, outcome="")),
            "reports_to_receive": Exists(SituationReport.objects.waiting_for(mine)),
            "own_reports": Exists(SituationReport.objects.filter(officer=own, status__in=sorted(map(str, OPEN)))),
            "heads_delegation": Exists(heads),
            "confirm_days": Subquery(confirm.values("working_days")[:1]),
            "accept_days": Subquery(hand_over.values("accept_within_days")[:1]),
            "look_back_months": Subquery(hand_over.values("look_back_months")[:1]),
            **columns_of_changed_days(),
        }

    @cached_property
    def confirm_limit(self) -> datetime.date | None:
        """Visits received by then should have been confirmed by today."""
        days, changed = self.signs.confirm_days, Overrides(self.signs.off, self.signs.working)
        return None if days is None else limit_of(days, self.day, changed)

    @property
    def quiet_communes(self) -> list[Quiet]:
        return quiet_among(self.holdings[0].latest_visits) if self.holdings else []

    @cached_property
    def holdings(self) -> list[Assignment]:
        """The own assignments and those of the absent whom one stands in for, each with its last contact."""
        if not self.access.holds_units:
            return []
        rows = Assignment.objects.visible_to(self.user).on(self.day).filter(officer__in=self.access.officer_ids)
        along = {"latest_visits": latest_visits(self.access, self.day), **self._signs()}
        rows = as_heirs(with_contact(rows, self.user, self.day)).annotate(**along)
        rows = rows.select_related("unit", "officer", "role__tier", "hand_over")
        return list(rows.order_by("role__tier__order", "unit__name_key", "pk"))

    @cached_property
    def around(self) -> list[Assignment]:
        """Who else answers for these places and those above and below, and who did before: one question."""
        asked = [condition for condition in (around(self.holdings, self.day), held_earlier(self.holdings)) if condition]
        if not asked:
            return []
        rows = Assignment.objects.filter(reduce(or_, asked)).select_related("officer", "unit", "role__tier")
        return list(rows.only(*WORDS_AROUND).order_by())

    @cached_property
    def units(self) -> list[HeldUnit]:
        return held_units(self.holdings, self.around, self.access, self.day)

    @cached_property
    def duties(self) -> list[RoleDuties]:
        return duties_of((row.role_id for row in self.holdings), self.access.officer_id, self.day)

    @property
    def unread_roles(self) -> list[str]:
        """Names of the own roles whose text in force one has not confirmed to have read."""
        own = {row.role_id for row in self.holdings if row.officer_id == self.access.officer_id}
        return [line.role.name for line in self.duties if line.role.pk in own and line.text and not line.read]

    @cached_property
    def taken(self) -> Q:
        """The condition on records that came with the places held now."""
        return left_before(lines_among(self.holdings, self.around))

    @property
    def to_take_over(self) -> list[Assignment]:
        """The own places whose hand-over isn't done, the longest held first."""
        own = [row for row in self.holdings if row.officer_id == self.access.officer_id]
        term = self.signs.hand_over_term
        found = [row for row in own if still_to_take_over(row, self.around, self.day, term)]
        return sorted(found, key=lambda row: (row.valid_from, row.pk))

    @property
    def may_lead(self) -> bool:
        """Whether words to a superior can come here: from a district, a cluster or a delegation that one leads."""
        high = any(area.level in {"province", "district"} for area in self.access.areas)
        return high or self.signs.heads_delegation or any(row.cluster_id for row in self.holdings)

    @cached_property
    def bulletins(self) -> list[Bulletin]:
        """Those in their time that are meant for this person, what ends first first, each with whether it `is_read`,
        and where it was told if there are places at which to tell it."""
        rows = Bulletin.objects.visible_to(self.user).current(self.day).with_reading(self.user)
        places = conveying_places(self.holdings)
        return list(in_conveying_order(told_at(rows, places) if places else rows).defer("highlights", "body"))
