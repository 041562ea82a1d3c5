"""Communes taken together, a working delegation, and officers who are away: what the story has of each."""

from __future__ import annotations

import datetime

from assignments.models import (
    Absence,
    Cluster,
    ClusterMember,
    Delegation,
    DelegationCharter,
    DelegationMember,
    LegalDocument,
    Officer,
    Unit,
)
from assignments.models.groupings import DelegationDuty
from assignments.models.presence import AbsenceReason
from nammanh.demo.holding_plan import Holdings
from nammanh.demo.roster import Roster
from nammanh.demo.stage import Stage

CHARTER = (
    "Đoàn làm việc theo chương trình quý do Trưởng đoàn duyệt.\n"
    "Thành viên báo cáo Trưởng đoàn sau mỗi chuyến đi cơ sở; Trưởng đoàn báo cáo Ban Thường vụ Tỉnh ủy mỗi quý."
)
"""Invented, like the decisions of the story."""


def grouping(
    plan: Holdings,
    name: str,
    kind: str,
    within: Unit,
    communes: list[Unit],
    document: LegalDocument,
    since: datetime.date,
) -> Cluster:
    """A sub-region of a district, or a cluster of a province, with these communes."""
    cluster = Cluster(name=name, kind=kind, unit=within, document=document, valid_from=since)
    plan.groupings.append(cluster)
    plan.groupings += [
        ClusterMember(cluster=cluster, unit=commune, valid_from=max(since, commune.valid_from)) for commune in communes
    ]
    return cluster


def working_delegation(
    plan: Holdings, name: str, head: Officer, document: LegalDocument, since: datetime.date
) -> Delegation:
    """A delegation with its head and its charter; `join` adds the members."""
    delegation = Delegation(name=name, mandate=plan.stage.mandates[1], document=document, valid_from=since)
    charter = DelegationCharter(delegation=delegation, document=document, text=CHARTER, valid_from=since)
    plan.groupings += [delegation, charter]
    join(plan, delegation, head, since, DelegationDuty.HEAD)
    return delegation


def join(
    plan: Holdings,
    delegation: Delegation,
    officer: Officer,
    since: datetime.date,
    duty: str = DelegationDuty.MEMBER,
) -> None:
    """Put an officer into the delegation, once however many units they hold for it."""
    known = (row for row in plan.groupings if isinstance(row, DelegationMember))
    if all(row.officer != officer for row in known):
        member = DelegationMember(delegation=delegation, officer=officer, duty=duty, valid_from=since)
        plan.groupings.append(member)


def write_absences(stage: Stage, roster: Roster) -> None:
    """One officer is studying and another stands in; one is on leave and nobody does; one goes on a mission soon."""
    away, instead, alone, soon = roster.provincial[1:5]
    day = datetime.timedelta(days=1)
    for officer, substitute, reason, first, last in (
        (away, instead, AbsenceReason.STUDY, -10, 20),
        (alone, None, AbsenceReason.LEAVE, -2, 5),
        (soon, instead, AbsenceReason.MISSION, 7, 12),
    ):
        Absence.objects.create(
            officer=officer,
            substitute=substitute,
            reason=reason,
            valid_from=stage.today + day * first,
            valid_to=stage.today + day * last,
        )
