"""The list that assignments are collected in before they are written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Model

from assignments.models import AssignedHousehold, Assignment, Cluster, Delegation, LegalDocument, Officer, Unit
from nammanh.demo.stage import Stage

_EVE = datetime.timedelta(days=1)


@dataclass
class Holdings:
    """Collects assignments; `save` writes them."""

    stage: Stage
    rows: list[Assignment] = field(default_factory=list)
    named: list[AssignedHousehold] = field(default_factory=list)
    groupings: list[Model] = field(default_factory=list)
    """Clusters and delegations with their members, in the order in which they are written."""

    def hold(
        self,
        officer: Officer,
        unit: Unit,
        role: str,
        document: LegalDocument,
        since: datetime.date,
        until: datetime.date | None = None,
        *,
        reason: str = "",
        directing: bool = False,
        whole_unit: bool = True,
        cluster: Cluster | None = None,
        delegation: Delegation | None = None,
    ) -> Assignment:
        """One assignment; `directing` gives it the delegation's mandate."""
        row = Assignment(
            officer=officer,
            unit=unit,
            role=self.stage.role(role, since),
            mandate=self.stage.mandates[1 if directing else 0],
            document=document,
            valid_from=max(since, unit.valid_from),
            valid_to=until,
            end_reason=reason,
            whole_unit=whole_unit,
            cluster=cluster,
            delegation=delegation,
        )
        self.rows.append(row)
        return row

    def hand_over(self, row: Assignment, officer: Officer, day: datetime.date, document: LegalDocument) -> Assignment:
        """The one ends the evening before, the other begins."""
        row.valid_to, row.end_reason = day - _EVE, self.stage.rng.choice(END_REASONS)
        after = Assignment(
            officer=officer, unit=row.unit, role=row.role, mandate=row.mandate, document=document, valid_from=day
        )
        self.rows.append(after)
        return after

    def save(self) -> None:
        LegalDocument.objects.bulk_create(self.stage.documents)
        for row in self.groupings:
            row.save()
        Assignment.objects.bulk_create(self.rows)
        AssignedHousehold.objects.bulk_create(self.named)


END_REASONS = (
    "Điều động sang công tác khác",
    "Nghỉ hưu theo chế độ",
    "Phân công lại theo lĩnh vực chuyên môn",
    "Luân chuyển công tác",
)
