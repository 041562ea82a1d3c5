"""The phase of two tiers that comes when the district level ends."""

from __future__ import annotations

import datetime
import json
from functools import partial
from pathlib import Path

from django.db.models import Q

from assignments.models import AssignmentRole, Cadence, Duty, LegalDocument, Level, Phase, Tier
from assignments.services.reshaping import Regime

FILE = Path(__file__).resolve().parent.parent / "data" / "two_tiers.json"


def two_tiers(on: datetime.date) -> Regime | None:
    """The next phase, when a tier of the one running on the eve is held by districts; else none is needed."""
    running = Phase.objects.on(on - datetime.timedelta(days=1)).order_by("pk").first()
    if running is None or not Tier.objects.filter(phase=running, holder_level=Level.DISTRICT).exists():
        return None
    data = json.loads(FILE.read_text(encoding="utf-8"))
    codes = frozenset(role["code"] for tier in data["tiers"] for role in tier["roles"])
    return Regime(data["phase"]["name"], codes, partial(_open_phase, running, data))


def _open_phase(running: Phase, data: dict, on: datetime.date, document: LegalDocument) -> Phase:
    """Write the phase with its tiers, cadences, roles and duties. The running one has been ended on the eve."""
    phase = Phase(policy=running.policy, document=document, valid_from=on, **data["phase"])
    phase.full_clean(exclude=["life"])
    phase.save()
    before = {row.code: row for row in AssignmentRole.objects.filter(tier__phase=running).order_by("-pk")}
    for row in data["tiers"]:
        own = {name: row[name] for name in ("order", "name", "holder_level", "target")}
        tier = Tier.objects.create(phase=phase, **own)
        tier.documents.add(document)
        Cadence.objects.create(tier=tier, valid_from=on, **row["cadence"])
        for role in row["roles"]:
            _open_role(tier, role, before.get(role["code"]), on)
    return phase


def _open_role(tier: Tier, row: dict, before: AssignmentRole | None, on: datetime.date) -> None:
    """A role of the new phase; the duties in force for the same role of the old one go on, in their own words."""
    role = AssignmentRole.objects.create(
        tier=tier,
        load_min=before.load_min if before else None,
        load_max=before.load_max if before else None,
        **row,
    )
    alive = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    duties = Duty.objects.filter(alive, role=before, valid_from__lt=on).order_by("order", "pk") if before else []
    Duty.objects.bulk_create(
        Duty(
            role=role, kind=duty.kind, order=duty.order, text=duty.text, document_id=duty.document_id,
            valid_from=on, valid_to=duty.valid_to,
        )
        for duty in duties
    )  # fmt: skip
