"""Everyone's desk: what one's posts and assignments ask for today, all roles of a person together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assignments.access import Access, PortalRole
from assignments.queries import RoleDuties
from nammanh.accounts.models import User
from reports.bulletins.models import PUBLISHERS
from reports.dashboards import (
    committee_desk,
    hand_over_desk,
    information_desk,
    office_desk,
    officer_desk,
    report_desk,
    urging_desk,
)
from reports.dashboards.blocks import Block
from reports.dashboards.held_units import HeldUnit, stands_in
from reports.dashboards.sitting import Sitting
from reports.visits.policies import may_log_visits

Source = Callable[[Sitting], Iterable[Block]]

BLOCKS: tuple[tuple[Callable[[Access], bool], Source], ...] = (
    (lambda access: access.has(PortalRole.COMMUNE_COMMITTEE), committee_desk.commune),
    (lambda access: access.holds_units, hand_over_desk.received),
    (lambda access: access.officer_id is not None, hand_over_desk.asked),
    (lambda access: access.holds_units, urging_desk.reminded),
    (lambda access: access.holds_units, officer_desk.own_work),
    (lambda access: access.holds_units, information_desk.unconveyed),
    (report_desk.may_be_addressed, report_desk.received),
    (report_desk.may_have_reviews, report_desk.reviews),
    (lambda access: access.holds_units, report_desk.own),
    (lambda access: bool(access.department_ids), office_desk.department),
    (lambda access: access.has(PortalRole.OFFICE), office_desk.office),
    (lambda access: access.has(*PUBLISHERS), information_desk.published),
    (lambda access: access.has(PortalRole.STANDING, PortalRole.DISTRICT_COMMITTEE), office_desk.leaders),
    (lambda access: access.has(PortalRole.ORGANISATION, PortalRole.ADMIN), office_desk.organisation),
    (lambda access: access.has(PortalRole.ORGANISATION), hand_over_desk.late),
    (lambda access: access.has(PortalRole.INSPECTION), office_desk.inspection),
    (information_desk.is_informed, information_desk.unread),
)
"""Who sees which blocks, the most pressing first."""


@dataclass(frozen=True)
class DeskPage:
    """All that the desk shows to one person."""

    may_log: bool
    titles: tuple[str, ...] = ()
    units: list[HeldUnit] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    duties: list[RoleDuties] = field(default_factory=list)
    standing_in: list[str] = field(default_factory=list)
    absent_until: datetime.date | None = None
    unread: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> list[Block]:
        """Blocks with something in them."""
        return [block for block in self.blocks if block.items]

    @property
    def done(self) -> list[Block]:
        """Blocks where nothing waits."""
        return [block for block in self.blocks if not block.items]

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.blocks)


def desk_of(user: User, day: datetime.date) -> DeskPage:
    """The desk of `user` on `day`."""
    sitting = Sitting(user, day)
    access = sitting.access
    return DeskPage(
        may_log=may_log_visits(user),
        titles=access.role_names,
        units=sitting.units if access.holds_units else [],
        blocks=[block for applies, source in BLOCKS if applies(access) for block in source(sitting)],
        duties=sitting.duties if access.holds_units else [],
        standing_in=[stands_in(substitution) for substitution in access.substitutions],
        absent_until=access.absent_until,
        unread=sitting.unread_roles if access.holds_units else [],
    )
