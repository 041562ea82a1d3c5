"""Who held each place over the years: most without a break, some changed hands, a few stand empty."""

from __future__ import annotations

import datetime
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass, field

from assignments.models import Assignment, LegalDocument, Officer, Unit
from nammanh.demo.holding_plan import END_REASONS
from nammanh.demo.loading import Ground
from nammanh.demo.scale.people import Officers
from nammanh.demo.scale.size import Size
from nammanh.demo.stage import Stage
from nammanh.platform.dates import VIETNAM
from reports.handovers.models import HandOver

NEVER_HELD, VACANT, CHANGED_ONCE, CHANGED_TWICE = 0.01, 0.03, 0.22, 0.05
"""Of the places, this many. A vacant one had somebody until some weeks ago."""
OPEN_DAYS = 30
"""Dossiers of changes of hands since then are still being read."""
_DAY = datetime.timedelta(days=1)


@dataclass
class Years:
    """Collects what was held since the first day of the years; `save` writes it."""

    stage: Stage
    first: datetime.date
    rng: random.Random
    rows: list[Assignment] = field(default_factory=list)
    accepted: list[HandOver] = field(default_factory=list)

    def hold(self, role: str, unit: Unit, turn: itertools.cycle[Officer], document: LegalDocument, taken: dict) -> None:
        """Fill the time in which nobody of the illustration holds this unit."""
        first = max(self.first, unit.valid_from)
        last = taken.get((role, unit.pk))
        if last is not None:
            last -= _DAY
        if self.rng.random() < NEVER_HELD or (last is not None and last < first):
            return
        before: Assignment | None = None
        for begin, end in self._spells(first, last):
            officer = next(one for one in turn if before is None or one is not before.officer)
            row = Assignment(
                officer=officer,
                unit=unit,
                role=self.stage.role(role, begin),
                mandate=self.stage.mandates[0],
                document=document,
                valid_from=begin,
                valid_to=end,
                end_reason=self.rng.choice(END_REASONS) if end else "",
            )
            self.rows.append(row)
            if before is not None:
                self._accept(row)
            before = row

    def _spells(
        self, first: datetime.date, last: datetime.date | None
    ) -> list[tuple[datetime.date, datetime.date | None]]:
        luck = self.rng.random()
        if last is None and luck < VACANT:
            last = max(first, self.stage.days_ago(self.rng.randint(20, 200)))
        changes = 1 if luck > 1 - CHANGED_ONCE else 2 if luck > 1 - CHANGED_ONCE - CHANGED_TWICE else 0
        length = ((last or self.stage.today) - first).days
        days = sorted(self.rng.sample(range(30, length), changes)) if length > 60 else []
        begins = [first, *(first + _DAY * day for day in days)]
        return list(zip(begins, [*(begin - _DAY for begin in begins[1:]), last], strict=True))

    def _accept(self, row: Assignment) -> None:
        """The dossier was read and closed within the week."""
        if row.valid_from < self.stage.days_ago(OPEN_DAYS):
            morning = datetime.datetime.combine(row.valid_from, datetime.time(8, 30), tzinfo=VIETNAM)
            opened, closed = morning + _DAY * 2, morning + _DAY * self.rng.randint(3, 7)
            self.accepted.append(HandOver(assignment=row, opened_at=opened, closed_at=closed))

    def save(self) -> None:
        Assignment.objects.bulk_create(self.rows, batch_size=1000)
        HandOver.objects.bulk_create(self.accepted, batch_size=1000)


def hold_all(ground: Ground, size: Size, officers: Officers) -> int:
    """Every tier holds its places; returns how many assignments were written."""
    stage = ground.stage
    first = max(size.start, stage.phases[-1].valid_from)
    years = Years(stage, first, officers.rng)
    below = defaultdict(list)
    for unit in Unit.objects.on(stage.today).filter(level__in=["hamlet", "group"]).order_by("pk"):
        below[unit.level, unit.district_id if unit.level == "hamlet" else unit.commune_id].append(unit)
    for hamlets in [value for (level, _key), value in below.items() if level == "hamlet"]:
        for hamlet in hamlets:
            below["hamlet of commune", hamlet.commune_id].append(hamlet)
    taken = _taken()
    _province(ground, years, officers, taken)
    _districts(ground, years, officers, below, taken)
    _communes(ground, years, officers, below, taken)
    years.save()
    return len(years.rows)


def _taken() -> dict[tuple[str, int], datetime.date]:
    """Since when somebody of the illustration holds a unit in a role."""
    rows = Assignment.objects.values_list("role__code", "unit", "valid_from").order_by("-valid_from")
    return {(_as_counted(code), unit): begin for code, unit, begin in rows}


def _as_counted(role: str) -> str:
    """Who holds a commune for the province as a member of a delegation holds it; so in a sub-region."""
    return {
        "delegation_member": "province_officer_for_commune",
        "district_officer_for_subregion": "district_officer_for_commune",
    }.get(role, role)


def _decision(number: str, issuer: str, day: datetime.date, abstract: str) -> LegalDocument:
    return LegalDocument.objects.create(
        type="decision", number=number, issued_on=day, issuer=issuer, abstract=f"{abstract} (văn bản minh họa)"
    )


def _province(ground: Ground, years: Years, officers: Officers, taken: dict) -> None:
    issuer, role = "Ban Thường vụ Tỉnh ủy", "province_officer_for_commune"
    document = _decision("77-QĐ/TU", issuer, years.first, "Phân công cán bộ tỉnh theo dõi, hỗ trợ cơ sở")
    turn = itertools.cycle(officers.provincial)
    for commune in ground.stage.communes.values():
        years.hold(role, commune, turn, document, taken)


def _districts(ground: Ground, years: Years, officers: Officers, below: dict, taken: dict) -> None:
    stage = ground.stage
    for code, district in stage.districts.items():
        people = officers.of_districts[district.pk]
        issuer = f"Ban Thường vụ {ground.agencies[code].name}"
        document = _decision("19-QĐ/HU", issuer, years.first, "Phân công cán bộ huyện phụ trách xã, ấp")
        communes = stage.communes_of(code)
        half = min(len(communes), len(people) // 2)
        standing, others = people[:half], people[half:]
        for role, units, turn in (
            ("district_officer_for_commune", communes, itertools.cycle(standing)),
            ("district_officer_for_hamlet", below["hamlet", district.pk], itertools.cycle(others)),
        ):
            for unit in units:
                years.hold(role, unit, turn, document, taken)


def _communes(ground: Ground, years: Years, officers: Officers, below: dict, taken: dict) -> None:
    abstract = "Phân công cán bộ xã phụ trách ấp, tổ nhân dân tự quản, hộ gia đình"
    for number, (code, commune) in enumerate(ground.stage.communes.items(), start=1):
        if commune.pk not in officers.of_communes:
            continue
        document = _decision(
            f"{number}-QĐ/ĐU", ground.agencies[code].name, max(years.first, commune.valid_from), abstract
        )
        turn = itertools.cycle(officers.of_communes[commune.pk])
        for role, level in (
            ("commune_officer_for_hamlet", "hamlet of commune"),
            ("commune_officer_for_group", "group"),
        ):
            for unit in below[level, commune.pk]:
                years.hold(role, unit, turn, document, taken)
