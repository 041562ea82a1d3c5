"""Who sits at the desk, on which day, and what several of its blocks ask: each thing is read once, when first asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, Q, Subquery

from assignments.access import Access, access_of
from assignments.models import Assignment, DelegationMember
from assignments.models.groupings import DelegationDuty
from assignments.queries import RoleDuties, as_heirs, duties_of, left_before, lines_of
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months
from reports.bulletins.models import Bulletin
from reports.bulletins.queries import in_conveying_order, told_at
from reports.dashboards.held_units import HeldUnit, conveying_places, held_units, with_contact
from reports.handovers.models import HandOverLine, HandOverTerm
from reports.handovers.queries import NO_TERM
from reports.handovers.states import State as HandOverState
from reports.reminders.models import Urge
from reports.reporting.models import SituationReport
from reports.reporting.states import OPEN
from reports.visits.models import ConfirmTerm
from reports.visits.queries import limit_of


@dataclass(frozen=True)
class Signs:
    """Whether there is anything of what few people ever find on their desk, and the terms that hold on the day.

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

    @property
    def hand_over_term(self) -> HandOverTerm:
        if self.accept_days is None or self.look_back_months is None:
            return NO_TERM
        return HandOverTerm(accept_within_days=self.accept_days, look_back_months=self.look_back_months)


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
        """One row, whatever waits."""
        own, mine = self.access.officer_id or 0, self.access.officer_ids
        heads = DelegationMember.objects.on(self.day).filter(officer__in=mine, duty=DelegationDuty.HEAD)
        confirm = ConfirmTerm.objects.on(self.day).order_by("-valid_from")
        hand_over = HandOverTerm.objects.on(self.day).order_by("-valid_from")
        row = User.objects.filter(pk=self.user.pk).values(
            questions=Exists(HandOverLine.objects.filter(given_by=own, state=HandOverState.QUESTIONED)),
            remindings=Exists(Urge.objects.filter(officer__in=mine, member__isnull=False, outcome="")),
            reports_to_receive=Exists(SituationReport.objects.waiting_for(mine)),
            own_reports=Exists(SituationReport.objects.filter(officer=own, status__in=sorted(map(str, OPEN)))),
            heads_delegation=Exists(heads),
            confirm_days=Subquery(confirm.values("working_days")[:1]),
            accept_days=Subquery(hand_over.values("accept_within_days")[:1]),
            look_back_months=Subquery(hand_over.values("look_back_months")[:1]),
        )
        return Signs(**row.get())

    @cached_property
    def confirm_limit(self) -> datetime.date | None:
        """Visits received by then should have been confirmed by today."""
        return limit_of(self.signs.confirm_days, self.day)

    @cached_property
    def holdings(self) -> list[Assignment]:
        """The own assignments and those of the absent whom one stands in for, each with its last contact."""
        rows = Assignment.objects.visible_to(self.user).on(self.day).filter(officer__in=self.access.officer_ids)
        rows = as_heirs(with_contact(rows, self.user, self.day)).select_related("unit", "role__tier")
        taken_over = {"begun_at": F("hand_over__opened_at"), "closed_at": F("hand_over__closed_at")}
        return list(rows.annotate(**taken_over).order_by("role__tier__order", "unit__name_key", "pk"))

    @cached_property
    def units(self) -> list[HeldUnit]:
        return held_units(self.holdings, self.access, self.day)

    @cached_property
    def duties(self) -> list[RoleDuties]:
        return duties_of((row.role_id for row in self.holdings), self.access.officer_id, self.day)

    @property
    def unread_roles(self) -> list[str]:
        """Names of the own roles whose text in force one has not confirmed to have read."""
        own = {row.role_id for row in self.holdings if row.officer_id == self.access.officer_id}
        return [line.role.name for line in self.duties if line.role.pk in own and line.text and not line.read]

    @cached_property
    def lines(self) -> dict[int, list[Assignment]]:
        """Who held each of the places before, by the key of today's assignment."""
        return lines_of(self.holdings)

    @cached_property
    def taken(self) -> Q:
        """The condition on records that came with the places held now."""
        return left_before(self.lines)

    @property
    def has_to_take_over(self) -> bool:
        """Whether a place was somebody else's before and its hand-over, not too long ago, isn't done."""
        since = add_months(self.day, -self.signs.hand_over_term.look_back_months)
        return any(
            row.officer_id == self.access.officer_id
            and row.closed_at is None
            and (row.begun_at is not None or row.valid_from >= since)
            and self.lines[row.pk]
            for row in self.holdings
        )

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
        places = conveying_places(self.holdings) if self.access.holds_units else []
        return list(in_conveying_order(told_at(rows, places) if places else rows).defer("highlights", "body"))
