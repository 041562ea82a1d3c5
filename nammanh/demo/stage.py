"""What the illustration stands on: the day, the real units, the policy's rows, and one source of chance."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass, field

from assignments.models import AssignmentRole, FieldOfWork, LegalDocument, Mandate, Phase, Post, Tier, Unit
from nammanh.platform.dates import VIETNAM, add_months

SEED = 2016
MONTHS_OF_STORY = 18

CHO_LACH, GIONG_TROM, THANH_PHU = "832", "834", "837"
SON_PHU, PHUOC_LONG = "29014", "29020"
"""Communes of Giồng Trôm that the provincial demo officer holds."""
VINH_THANH, LONG_THOI = "28894", "28885"
"""Communes of Chợ Lách whose households are on stage."""


@dataclass
class Stage:
    """Read once after the units and the policy are loaded."""

    today: datetime.date
    province_code: str = "83"
    first_day: datetime.date = datetime.date.min
    """Nothing of the story lies before this day."""
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311  chance, not secrecy

    def __post_init__(self) -> None:
        # The story ends with yesterday: the same at any hour of the day, and nothing lies in the future.
        self.now = datetime.datetime.combine(self.today, datetime.time(), tzinfo=VIETNAM)
        self.begin = max(add_months(self.today, -MONTHS_OF_STORY), self.first_day)
        current = list(Unit.objects.on(self.today).filter(level__in=["province", "district", "commune"]))
        self.province = next(
            unit for unit in current if unit.gso_code == self.province_code and unit.level == "province"
        )
        mine = [unit for unit in current if unit.province_id == self.province.pk]
        self.districts = {unit.gso_code: unit for unit in sorted(mine, key=_code) if unit.level == "district"}
        self.communes = {unit.gso_code: unit for unit in sorted(mine, key=_code) if unit.level == "commune"}
        self.units = {unit.pk: unit for unit in mine}
        self.posts = {post.name: post for post in Post.objects.all()}
        self.fields = {row.code: row for row in FieldOfWork.objects.all()}
        self.mandates = list(Mandate.objects.order_by("pk"))
        self.phases = list(Phase.objects.order_by("valid_from"))
        self.roles = {
            (role.tier.phase_id, role.code): role for role in AssignmentRole.objects.select_related("tier__phase")
        }
        self.documents: list[LegalDocument] = []

    def communes_of(self, district_code: str) -> list[Unit]:
        """The communes of a district in the order of their codes."""
        district = self.districts[district_code]
        return [unit for unit in self.communes.values() if unit.parent_id == district.pk]

    def role(self, code: str, day: datetime.date) -> AssignmentRole:
        """The role of the phase in force on `day`."""
        phase = next(phase for phase in self.phases if phase.in_force_on(day))
        return self.roles[phase.pk, code]

    def tier(self, order: int) -> Tier:
        """A tier of the present phase."""
        return next(
            role.tier
            for (phase, _code), role in self.roles.items()
            if phase == self.phases[-1].pk and role.tier.order == order
        )

    def days_ago(self, days: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days)

    def uuid(self) -> uuid.UUID:
        """The same row gets the same number at each loading."""
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def moment(self, day: datetime.date, first_hour: int = 7, last_hour: int = 20) -> datetime.datetime:
        """Some minute of `day` in Vietnam."""
        return self.moment_of(self.rng, day, first_hour, last_hour)

    def moment_of(
        self, rng: random.Random, day: datetime.date, first_hour: int = 7, last_hour: int = 20
    ) -> datetime.datetime:
        """The same by another source of chance."""
        minutes = rng.randrange(first_hour * 60, last_hour * 60)
        start = datetime.datetime.combine(day, datetime.time(), tzinfo=VIETNAM)
        return start + datetime.timedelta(minutes=minutes)

    def document(self, *, number: str, day: datetime.date, issuer: str, abstract: str) -> LegalDocument:
        """An invented decision, marked as such in its summary."""
        row = LegalDocument(
            type="decision", number=number, issued_on=day, issuer=issuer, abstract=f"{abstract} (văn bản minh họa)"
        )
        self.documents.append(row)
        return row


def _code(unit: Unit) -> str:
    return unit.gso_code
