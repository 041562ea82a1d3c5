"""One round in the making: next year's assignment of the provincial officers of a district, or of the province."""

from __future__ import annotations

import datetime

from assignments.rounds.services import draft_round, set_line
from nammanh.accounts.actor import Actor
from nammanh.demo.stage import GIONG_TROM, Stage
from nammanh.demo.wording import place_name


def draft_next_round(stage: Stage, by: Actor) -> None:
    """Two officers change places and one commune is to be left vacant; the rest goes on. A draft has no effect."""
    year = stage.today.year + 1
    place = stage.districts.get(GIONG_TROM, stage.province)
    turn = draft_round(
        name=f"Phân công cán bộ tỉnh phụ trách xã, {place_name(place)}, năm {year}",
        tier=stage.tier(1),
        unit=place,
        starts_on=datetime.date(year, 1, 1),
        mandate=stage.mandates[0],
        by=by,
    )
    lines = list(
        turn.lines.filter(unit__level="commune").select_related("unit", "role", "officer").order_by("unit")[:3]
    )
    if len(lines) < 3:
        return
    for line, officer in zip(lines, (lines[1].officer, lines[0].officer, None), strict=True):
        set_line(turn=turn, unit=line.unit, line=line, officer=officer, role=line.role, is_lead=line.is_lead, by=by)
