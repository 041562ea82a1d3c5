"""Which version of the weights is in force, and the assumption that serves until Ban Tổ chức sets one."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import F, Q

from assignments.models import Tier
from reports.matching.models import MatchingWeights

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "weights.json"


def weights_on(tier: Tier | None, day: datetime.date) -> MatchingWeights:
    """The tier's own latest version on `day`, else the latest for all tiers, else the shipped assumption (no pk)."""
    rows = MatchingWeights.objects.filter(Q(tier=tier) | Q(tier__isnull=True), valid_from__lte=day)
    found = rows.select_related("tier").order_by(F("tier").asc(nulls_last=True), "-valid_from", "-pk").first()
    return found or shipped_weights(tier)


def shipped_weights(tier: Tier | None) -> MatchingWeights:
    """The assumption of the data file, never stored; its note says that it is one."""
    data = _shipped()
    numbers = data["common"] | (data["by_holder_level"].get(tier.holder_level, {}) if tier else {})
    return MatchingWeights(note=data["note"], **numbers)


@cache
def _shipped() -> dict[str, Any]:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def weight_versions() -> list[MatchingWeights]:
    """Every version, the latest first: how the weights came to be what they are."""
    return list(MatchingWeights.objects.select_related("tier", "tier__phase", "set_by").order_by("-valid_from", "-pk"))
