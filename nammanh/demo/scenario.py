"""The two regimes that the illustration can play in: what differs between them, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from assignments.models import Assignment
from nammanh.demo import holdings, places, roster, scenes
from nammanh.demo.cast import Cast
from nammanh.demo.places import Places
from nammanh.demo.roster import Roster
from nammanh.demo.stage import PHUOC_LONG, Stage
from nammanh.demo.two_tiers import holdings as two_tier_holdings
from nammanh.demo.two_tiers import people as two_tier_people


@dataclass(frozen=True)
class Scenario:
    """A province at a time: its units, its policy, its people and what they do."""

    province: str
    province_code: str
    as_of: str
    regime: str
    first_day: datetime.date
    assisted: str
    """User name of the leader for whom a secretary types most entries."""
    script: scenes.Script
    cast_everybody: Callable[[Stage, Cast], Roster]
    write_places: Callable[[Stage], Places]
    write_holdings: Callable[[Stage, Roster, Places], list[Assignment]]


SCENARIOS = {
    "three-tier": Scenario(
        province="Bến Tre",
        province_code="83",
        as_of="30/06/2025",
        regime="three-tier",
        first_day=datetime.date.min,
        assisted="uvbtv.giongtrom",
        script=scenes.THREE_TIERS,
        cast_everybody=roster.cast_everybody,
        write_places=places.write_places,
        write_holdings=holdings.write_holdings,
    ),
    "two-tier": Scenario(
        province="Vĩnh Long",
        province_code="86",
        as_of="01/07/2025",
        regime="two-tier",
        first_day=two_tier_holdings.REFORM,
        assisted="uvbtv.cum",
        script=scenes.Script(
            busy=PHUOC_LONG,
            answered=two_tier_holdings.TAN_HAO,
            unconfirmed=("cbx.ap", "cbx.to", "cbx.ho"),
            with_plans=("canbotinh", "uvbtv.cum", "cbx.ap", "cbx.to", "cbx.ho"),
        ),
        cast_everybody=two_tier_people.cast_everybody,
        write_places=two_tier_holdings.write_places,
        write_holdings=two_tier_holdings.write_holdings,
    ),
}
DEFAULT = "three-tier"
