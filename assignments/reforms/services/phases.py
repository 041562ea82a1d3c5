"""The phase of two tiers that comes when the district level ends."""

from __future__ import annotations

import datetime
import json

from assignments.loading.policy_rows import POLICY_FILE
from assignments.models import AssignmentRole, Cadence, Duty, LegalDocument, Level, Phase, Tier
from assignments.services.reshaping import Regime

REGIME = "two-tier"
"""The regime of the policy's file whose last phase is opened."""


def two_tiers(on: datetime.date) -> Regime | None:
    """The next phase, when a tier of the one running on the eve is held by districts; else none is needed."""
    running = Phase.objects.on(on - datetime.timedelta(days=1)).order_by("pk").first()
    if running is None or not Tier.objects.filter(phase=running, holder_level=Level.DISTRICT).exists():
        return None
    data = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    phase = data["regimes"][REGIME]["phases"][-1]
    tiers = data["tier_sets"][phase["tiers"]]
    roles = frozenset((role["code"], role["unit_level"]) for tier in tiers for role in tier["roles"])
    return Regime(phase["name"], roles, _Opening(running, data, phase, tiers).write)


class _Opening:
    """Writes the phase with its tiers, cadences, roles and duties, on whatever day the reform is dated."""

    def __init__(self, running: Phase, data: dict, phase: dict, tiers: list[dict]) -> None:
        self.running, self.data, self.phase, self.tiers = running, data, phase, tiers

    def write(self, on: datetime.date, document: LegalDocument) -> Phase:
        """The running phase has been ended on the eve. `document` is the decision of the reform."""
        self.on, self.decision = on, document
        phase = Phase(
            policy=self.running.policy,
            name=self.phase["name"],
            slogan=self.phase.get("slogan", ""),
            document=document,
            valid_from=on,
        )
        phase.full_clean(exclude=["life"])
        phase.save()
        loads = {row.code: row for row in AssignmentRole.objects.filter(tier__phase=self.running).order_by("-pk")}
        for row in self.tiers:
            own = {name: row[name] for name in ("order", "name", "holder_level", "target")}
            tier = Tier.objects.create(phase=phase, **own)
            tier.documents.add(*(self._cited(key) for key in row["documents"]))
            numbers = {name: row["cadence"][name] for name in ("visits", "months", "overdue_after_days")}
            Cadence.objects.create(tier=tier, valid_from=on, **numbers)
            for role in row["roles"]:
                self._open_role(tier, role, loads.get(role["code"]))
        return phase

    def _open_role(self, tier: Tier, row: dict, before: AssignmentRole | None) -> None:
        """The load agreed for a role goes on; its duties are those that the file words for two tiers."""
        role = AssignmentRole.objects.create(
            tier=tier,
            load_min=before.load_min if before else None,
            load_max=before.load_max if before else None,
            **{name: row[name] for name in ("code", "name", "unit_level", "counted")},
        )
        Duty.objects.bulk_create(
            Duty(
                role=role,
                kind=duty["kind"],
                order=order,
                text=duty["text"],
                document=self._cited(duty["document"]),
                valid_from=self.on,
            )
            for order, duty in enumerate(row["duties"], start=1)
        )

    def _cited(self, key: str) -> LegalDocument:
        """The document as it is on record, else the reform's own decision."""
        own = {name: self.data["documents"][key][name] for name in ("type", "number", "issuer")}
        return LegalDocument.objects.filter(**own).first() or self.decision
