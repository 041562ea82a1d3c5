"""How large the province is to be; each proportion is told once, here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from nammanh.platform.dates import add_months

COMMUNES, HAMLETS, GROUPS, HOUSEHOLDS = 148, 970, 8_000, 390_000
OFFICERS = {1: 150, 2: 500, 3: 3_000}
"""By tier: those of the province, of the districts, of the communes."""

VISITS_A_MONTH = {
    "province_officer_for_district": 1.1,
    "delegation_head": 1.1,
    "province_officer_for_commune": 1.0,
    "delegation_member": 1.0,
    "district_officer_for_commune": 0.6,
    "district_officer_for_subregion": 0.4,
    "district_officer_for_hamlet": 0.9,
    "commune_officer_for_hamlet": 0.9,
    "commune_officer_for_group": 0.6,
    "commune_officer_for_household": 0.6,
}
"""How the visits are shared out among what is held; the number asked for says how many there are."""

COMMENTS_IN_100_VISITS, PETITIONS_IN_100_VISITS = 31, 21
"""Of the visits that were made: with the few that were not, 300,000 and 200,000 in a million."""
CONVEYED_IN_100_VISITS = 40
"""Of the visits in the time of a bulletin."""


@dataclass(frozen=True)
class Size:
    """What `load_scale` was asked for."""

    today: datetime.date
    visits: int
    years: int = 4
    communes: int = COMMUNES
    """How many communes get hamlets, groups and households beside those of the illustration."""
    seed: int = 2016

    @property
    def start(self) -> datetime.date:
        return add_months(self.today, -12 * self.years)

    def share(self, whole: int) -> int:
        """Of a number of the whole province, the part for the communes that are grown."""
        return round(whole * self.communes / COMMUNES)
