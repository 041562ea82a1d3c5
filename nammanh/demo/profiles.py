"""Invented figures of the real communes, marked as such: most are fresh, some are old, some are missing."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from assignments.models import Officer, Unit
from assignments.profiles.models import FactKind, UnitFact
from nammanh.demo.places import Places
from nammanh.demo.stage import SEED, Stage
from nammanh.platform.dates import add_months

SOURCE = "Số liệu minh họa"
HALF_YEAR = 6
MISSING, OLD = 0.08, 0.15
TITLES = ("Đạt chuẩn nông thôn mới", "Đạt chuẩn nông thôn mới nâng cao")
NO_TITLE = "Chưa đạt chuẩn nông thôn mới"
CRITERIA_MET = (12, 14, 15, 16, 17, 18, 19, 19, 19, 19)
ALL_CRITERIA = 19
PRODUCTS = ("Dừa; tôm càng xanh", "Sầu riêng; chôm chôm", "Cây giống; hoa kiểng", "Bưởi da xanh", "Dừa; bò thịt")
CONCERNS = (
    "Sạt lở bờ sông qua hai ấp",
    "Nước ngọt sinh hoạt mùa hạn mặn",
    "Giá dừa, trái cây giảm",
    "Đường liên ấp xuống cấp",
    "Giải phóng mặt bằng tuyến đường mới",
)


def write_profiles(stage: Stage, places: Places, people: dict[str, Officer]) -> None:
    """Facts of districts and communes for two dates, the few of hamlets for one. Chance of its own keeps the story."""
    rng = random.Random(SEED + 1)  # noqa: S311  chance, not secrecy
    kinds = {kind.code: kind for kind in FactKind.objects.all()}
    typist = people["tochuc"].user
    rows: list[UnitFact] = []
    hamlets = [hamlet for group in places.hamlets.values() for hamlet in group]
    for unit in [*stage.communes.values(), *hamlets]:
        latest = max(_half_year_before(stage.today, rng.random() < OLD), unit.valid_from)
        values = _of_hamlet(rng) if unit.level == "hamlet" else _of_commune(rng, unit)
        for code, value in values:
            if code not in kinds or unit.level not in kinds[code].levels or rng.random() < MISSING:
                continue
            rows.append(_fact(unit, kinds[code], latest, value, typist))
            before = add_months(latest, -HALF_YEAR * 2)
            if kinds[code].among_five and isinstance(value, int) and before >= unit.valid_from:
                rows.append(_fact(unit, kinds[code], before, round(value * rng.uniform(0.96, 1.02)), typist))
    UnitFact.objects.bulk_create(rows, batch_size=1000)


def _half_year_before(today: datetime.date, old: bool) -> datetime.date:
    """The last 30 June or 31 December before today, or one two years earlier."""
    ends = [datetime.date(today.year - back, *end) for back in range(2) for end in ((12, 31), (6, 30))]
    return add_months(next(end for end in ends if end < today), -24 if old else 0)


def _fact(unit: Unit, kind: FactKind, day: datetime.date, value: int | Decimal | str, typist: object) -> UnitFact:
    own = {"text": value} if isinstance(value, str) else {"number": Decimal(value)}
    return UnitFact(unit=unit, kind=kind, as_of=day, source=SOURCE, entered_by=typist, **own)


def _of_commune(rng: random.Random, unit: Unit) -> Iterator[tuple[str, int | Decimal | str]]:
    people = rng.randint(4_800, 14_500)
    households = round(people / rng.uniform(3.1, 3.7))
    poor = round(households * rng.uniform(0.008, 0.055))
    yield "population", people
    yield "households", households
    yield "area", Decimal(str(round(rng.uniform(6, 32), 2)))
    yield "hamlets", rng.randint(4, 11)
    yield "party_cells", rng.randint(9, 19)
    yield "party_members", round(people * rng.uniform(0.022, 0.04))
    yield "self_managed_groups", rng.randint(60, 160)
    yield "income", rng.randint(480, 760) * 100_000
    yield "revenue", rng.randint(18, 140) * 100_000_000
    yield "cooperatives", rng.randint(0, 3)
    yield "main_products", rng.choice(PRODUCTS)
    yield "poor_households", poor
    yield "near_poor_households", round(poor * rng.uniform(1.1, 1.8))
    yield "poverty_rate", Decimal(str(round(poor * 100 / households, 2)))
    yield "schools", rng.randint(2, 5)
    yield "health_insurance_rate", _percent(rng, 88, 98)
    yield "health_station", int(rng.random() > 0.1)
    if unit.kind == "commune":
        met = rng.choice(CRITERIA_MET)
        yield "new_rural", rng.choice(TITLES) if met == ALL_CRITERIA else NO_TITLE
        yield "new_rural_criteria_19", met
    else:
        yield "new_rural", "Đạt chuẩn văn minh đô thị"
    yield "paved_roads_rate", _percent(rng, 55, 100)
    yield "clean_water_rate", _percent(rng, 50, 95)
    yield "short_of_water", rng.randint(0, 900)
    yield "main_concern", rng.choice(CONCERNS)


def _of_hamlet(rng: random.Random) -> Iterator[tuple[str, int | Decimal | str]]:
    people = rng.randint(650, 1_900)
    households = round(people / rng.uniform(3.1, 3.7))
    yield "population", people
    yield "households", households
    yield "party_members", rng.randint(14, 48)
    yield "poor_households", round(households * rng.uniform(0, 0.05))
    yield "main_concern", rng.choice(CONCERNS)


def _percent(rng: random.Random, low: float, high: float) -> Decimal:
    return Decimal(str(round(rng.uniform(low, high), 1)))
