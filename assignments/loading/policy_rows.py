"""Writing the policy from a data file: documents, phases, tiers, cadences, roles, duties, posts, fields."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from assignments.loading.packaged_units import DATA
from assignments.models import (
    AssignmentRole,
    Cadence,
    Duty,
    FieldOfWork,
    LegalDocument,
    Mandate,
    Phase,
    Policy,
    Post,
    Tier,
)
from nammanh.platform.refusals import explained

POLICY_FILE = DATA / "policy.json"


THREE_TIER, TWO_TIER = "three-tier", "two-tier"
"""With districts (the phases of the policy itself), and what replaced it on 01/07/2025 (`regimes` of the file)."""


def write_policy(file: Path = POLICY_FILE, regime: str = THREE_TIER) -> Counter:
    """Write what the file has and the database has not; what is there stays as it is. Returns new rows by table.

    `regime` names the set of phases: the policy's own, or another of the file. A regime whose phases overlap those
    in the database is refused: what is in force has to be ended by a person first.
    Raises ValidationError when the file breaks a rule of the tables (overlapping phases, unknown levels …), KeyError
    when it has no such regime.
    """
    data = json.loads(file.read_text(encoding="utf-8"))
    if regime != THREE_TIER:
        data["policy"]["phases"] = data["regimes"][regime]["phases"]
    with explained():
        return _Writer(data).write()


class _Writer:
    """One pass over one file."""

    def __init__(self, data: dict) -> None:
        self.data, self.new = data, Counter[str]()
        self.documents: dict[str, LegalDocument] = {}

    def write(self) -> Counter:
        for order, row in enumerate(self.data.get("fields_of_work", ()), start=1):
            self._ensure(FieldOfWork, {"code": row["code"]}, name=row["name"], order=order * 10)
        for name in self.data.get("mandates", ()):
            self._ensure(Mandate, {"name": name})
        for row in self.data.get("posts", ()):
            self._ensure(Post, {"name": row["name"]}, portal_role=row["portal_role"], rank=row["rank"])
        for key, row in self.data.get("documents", {}).items():
            own = {name: row[name] for name in ("type", "number", "issuer")} | {"issued_on": _day(row["issued_on"])}
            self.documents[key] = self._ensure(LegalDocument, own, abstract=row["abstract"])
        self._policy(self.data["policy"])
        return self.new

    def _policy(self, row: dict) -> None:
        policy = self._ensure(Policy, {"name": row["name"]}, slogan=row["slogan"], owner=row["owner"])
        policy.documents.add(*(self.documents[key] for key in row["documents"]))
        for phase_row in row["phases"]:
            phase = self._ensure(
                Phase,
                {"policy": policy, "valid_from": _day(phase_row["valid_from"])},
                name=phase_row["name"],
                valid_to=_day(phase_row["valid_to"]),
                slogan=phase_row.get("slogan", ""),
                document=self._document(phase_row),
            )
            for tier_row in self.data["tier_sets"][phase_row["tiers"]]:
                self._tier(phase, tier_row)

    def _tier(self, phase: Phase, row: dict) -> None:
        tier = self._ensure(
            Tier,
            {"phase": phase, "order": row["order"]},
            name=row["name"],
            holder_level=row["holder_level"],
            target=row["target"],
        )
        tier.documents.add(*(self.documents[key] for key in row.get("documents", ())))
        if cadence := row.get("cadence"):
            numbers = {name: cadence[name] for name in ("visits", "months", "overdue_after_days")}
            dates = {"valid_from": phase.valid_from, "valid_to": phase.valid_to}
            if not tier.cadences.exists():
                self._ensure(Cadence, {"tier": tier, **dates}, **numbers, document=self._document(cadence))
        for role_row in row["roles"]:
            self._role(tier, role_row)

    def _role(self, tier: Tier, row: dict) -> None:
        role = self._ensure(
            AssignmentRole,
            {"tier": tier, "code": row["code"]},
            name=row["name"],
            unit_level=row["unit_level"],
            counted=row["counted"],
            load_min=row.get("load", {}).get("min"),
            load_max=row.get("load", {}).get("max"),
        )
        if role.duties.exists():  # the catalogue has versions of its own from here on
            return
        for order, duty in enumerate(row.get("duties", ()), start=1):
            self._ensure(
                Duty,
                {"role": role, "kind": duty["kind"], "order": order},
                text=duty["text"],
                document=self._document(duty),
                valid_from=tier.phase.valid_from,
                valid_to=tier.phase.valid_to,
            )

    def _document(self, row: dict) -> LegalDocument | None:
        key = row.get("document")
        return self.documents[key] if key else None

    def _ensure(self, model: type[models.Model], own: dict[str, Any], **rest: Any) -> Any:
        """The row with this key, written (and checked as a person's entry would be) when it is missing."""
        known = {name if value is not None else f"{name}__isnull": value or True for name, value in own.items()}
        found = model._default_manager.filter(**known).first()
        if found:
            return found
        row = model(**own, **rest)
        row.full_clean(exclude=["life"])
        row.save()
        self.new[str(model._meta.verbose_name)] += 1
        return row


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def summary(new: Counter) -> str:
    """What was written, as one sentence."""
    if not new:
        return _("Chính sách đã có đủ, không thay đổi.")
    parts = ", ".join(f"{count} {name}" for name, count in new.items())
    return _("Đã ghi mới: %(parts)s.") % {"parts": parts}
