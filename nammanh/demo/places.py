"""Invented hamlets, self-managed groups and households under the real communes; their notes say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from assignments.models import Household, Unit, UnitKind
from assignments.models.households import SizeBand
from nammanh.demo.stage import CHO_LACH, GIONG_TROM, LONG_THOI, VINH_THANH, Stage
from nammanh.demo.texts.names import FAMILY_NAMES, HAMLET_SECOND_WORDS, MEN, REAL_OFFICIALS, WOMEN

NOTE = "Địa bàn minh họa, không phải tên thật."
CHO_LACH_HAMLETS = 90
"""Huyện ủy Chợ Lách, 11/10/2018."""
QUARTERS_OF_TOWNSHIP = 4
GIONG_TROM_COMMUNES_WITH_HAMLETS = 10
GROUPS_PER_HAMLET = 3


@dataclass
class Places:
    """What was invented, by the code of the commune (hamlets) or the key of the hamlet."""

    hamlets: dict[str, list[Unit]] = field(default_factory=dict)
    groups: dict[int, list[Unit]] = field(default_factory=dict)
    households: dict[int, list[Household]] = field(default_factory=dict)

    def hamlets_of(self, stage: Stage, district: str) -> list[Unit]:
        return [hamlet for commune in stage.communes_of(district) for hamlet in self.hamlets.get(commune.gso_code, ())]


def write_places(stage: Stage) -> Places:
    """90 hamlets in Chợ Lách, some in Giồng Trôm; groups and households in two communes."""
    return invent_places(stage, _hamlet_counts(stage), (VINH_THANH, LONG_THOI))


_URBAN_HAMLETS = {UnitKind.TOWNSHIP: UnitKind.QUARTER, UnitKind.WARD: UnitKind.URBAN_HAMLET}
"""Khu phố under a township of Bến Tre, khóm under a ward of Vĩnh Long."""


def invent_places(stage: Stage, counts: list[tuple[Unit, int]], with_households: tuple[str, ...]) -> Places:
    """So many hamlets in each of these communes; groups and households in those with these codes."""
    places = Places()
    rows: list[Unit] = []
    for commune, count in counts:
        kind = hamlet_of(commune)
        places.hamlets[commune.gso_code] = [
            invented_unit(commune, kind, name) for name in hamlet_names(stage, commune, kind, count)
        ]
        rows += places.hamlets[commune.gso_code]
    Unit.objects.bulk_create(rows)
    groups: list[Unit] = []
    for code in with_households:
        for hamlet in places.hamlets[code]:
            places.groups[hamlet.pk] = [
                invented_unit(hamlet, UnitKind.SELF_MANAGED_GROUP, str(number + 1))
                for number in range(GROUPS_PER_HAMLET)
            ]
            groups += places.groups[hamlet.pk]
    Unit.objects.bulk_create(groups)
    _write_households(stage, places)
    return places


def _hamlet_counts(stage: Stage) -> list[tuple[Unit, int]]:
    communes = stage.communes_of(CHO_LACH)
    rural = [unit for unit in communes if unit.kind != UnitKind.TOWNSHIP]
    each, more = divmod(CHO_LACH_HAMLETS - QUARTERS_OF_TOWNSHIP * (len(communes) - len(rural)), len(rural))
    first = sorted(rural, key=lambda unit: (unit.gso_code not in (VINH_THANH, LONG_THOI), unit.gso_code))[:more]
    counts = [(unit, QUARTERS_OF_TOWNSHIP if unit not in rural else each + (unit in first)) for unit in communes]
    others = stage.communes_of(GIONG_TROM)[:GIONG_TROM_COMMUNES_WITH_HAMLETS]
    return counts + [(unit, QUARTERS_OF_TOWNSHIP if unit.kind == UnitKind.TOWNSHIP else 6) for unit in others]


def hamlet_of(commune: Unit) -> str:
    """The kind of the units below it: ấp, khu phố, khóm."""
    return _URBAN_HAMLETS.get(commune.kind, UnitKind.HAMLET)


def hamlet_names(stage: Stage, commune: Unit, kind: str, count: int) -> list[str]:
    """“Vĩnh An”, “Vĩnh Lộc” in Vĩnh Thành; numbers in a township or ward."""
    if kind != UnitKind.HAMLET:
        return [str(number + 1) for number in range(count)]
    first = commune.name.split()[0]
    words = [word for word in HAMLET_SECOND_WORDS if word != first and f"{first} {word}" != commune.name]
    return [f"{first} {word}" for word in sorted(stage.rng.sample(words, count))]


def invented_unit(parent: Unit, kind: str, name: str) -> Unit:
    """As old as what it belongs to; not written yet."""
    return Unit(
        kind=kind, level=UnitKind(kind).level, name=name, parent=parent, valid_from=parent.valid_from, note=NOTE
    )


def _write_households(stage: Stage, places: Places) -> None:
    """The minimum that the law allows: a code, sometimes a shown name, a band, the published flag."""
    rows: list[Household] = []
    for hamlet_id, groups in places.groups.items():
        number = 0
        places.households[hamlet_id] = []
        for group in groups:
            for _nth in range(stage.rng.randint(6, 10)):
                number += 1
                named = stage.chance(0.6)
                shown = f"{stage.rng.choice(FAMILY_NAMES)} {stage.rng.choice(MEN + WOMEN)}"
                household = Household(
                    unit=group,
                    code=f"H{number:03d}",
                    householder=shown if named and shown not in REAL_OFFICIALS else "",
                    size_band=stage.rng.choices(SizeBand.values, weights=[2, 6, 4, 1])[0],
                    officially_poor=stage.chance(0.04),
                )
                places.households[hamlet_id].append(household)
                rows.append(household)
    Household.objects.bulk_create(rows)
