"""Hamlets, self-managed groups and households in every commune that has none yet."""

from __future__ import annotations

from collections import Counter

from assignments.models import Household, Unit, UnitKind
from assignments.models.households import SizeBand
from nammanh.demo.loading import Ground
from nammanh.demo.places import hamlet_names, hamlet_of, invented_unit
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.size import GROUPS, HAMLETS, HOUSEHOLDS, Size
from nammanh.demo.texts.names import FAMILY_NAMES, MEN, REAL_OFFICIALS, WOMEN
from nammanh.platform.text import fold


def grow_places(ground: Ground, size: Size) -> None:
    """Hamlets for the communes without any, then groups for the hamlets without any."""
    stage = ground.stage
    have = Counter(Unit.objects.on(stage.today).values_list("level", flat=True))
    bare = [commune for commune in _grown(ground, size) if commune.gso_code not in ground.places.hamlets]
    hamlets: list[Unit] = []
    for commune, count in zip(bare, _spread(size.share(HAMLETS) - have["hamlet"], len(bare)), strict=True):
        kind = hamlet_of(commune)
        names = hamlet_names(stage, commune, kind, max(count, 1))
        hamlets += [invented_unit(commune, kind, name) for name in names]
    Unit.objects.bulk_create(hamlets)
    grown = {commune.pk for commune in _grown(ground, size)}
    without = list(
        Unit.objects.on(stage.today).filter(level="hamlet", commune__in=grown, children__isnull=True).order_by("pk")
    )
    counts = _spread(size.share(GROUPS) - have["group"], len(without))
    Unit.objects.bulk_create(
        invented_unit(hamlet, UnitKind.SELF_MANAGED_GROUP, str(number + 1))
        for hamlet, count in zip(without, counts, strict=True)
        for number in range(max(count, 1))
    )


def _grown(ground: Ground, size: Size) -> list[Unit]:
    """Those that have groups, and then those that have hamlets by the illustration, come first."""
    places = ground.places

    def without(unit: Unit) -> tuple[bool, bool]:
        hamlets = places.hamlets.get(unit.gso_code, [])
        return not any(hamlet.pk in places.groups for hamlet in hamlets), not hamlets

    return sorted(ground.stage.communes.values(), key=without)[: size.communes]


def _spread(total: int, among: int) -> list[int]:
    """As evenly as whole numbers go."""
    if among == 0:
        return []
    each, more = divmod(max(total, 0), among)
    return [each + (number < more) for number in range(among)]


_HOUSEHOLDS = """
    INSERT INTO assignments_household (unit_id, province_id, district_id, commune_id, hamlet_id, code, householder,
                                       search, size_band, officially_poor)
    SELECT unit_id, province_id, district_id, commune_id, hamlet_id, 'H' || lpad(number::text, 3, '0'),
           CASE WHEN named THEN shown ELSE '' END, CASE WHEN named THEN plain ELSE '' END, band, poor
    FROM (
        SELECT g.id AS unit_id, g.province_id, g.district_id, g.commune_id, g.hamlet_id,
               1 + (k - 1) / %(groups)s AS number,
               f.shown || ' ' || w.shown AS shown, f.plain || ' ' || w.plain AS plain,
               pg_temp.dice(k, 1, 10) < 6 AND f.shown || ' ' || w.shown <> ALL (%(never)s) AS named,
               (%(bands)s::text[])[(ARRAY[1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4])[1 + pg_temp.dice(k, 2,
                  13)]] AS band,
               pg_temp.dice(k, 3, 100) < 4 AS poor
        FROM generate_series(1, %(households)s) k
        JOIN scale_bare_group g ON g.place = (k - 1) %% %(groups)s
        JOIN scale_name f ON f.part = 'family' AND f.n = pg_temp.dice(k, 4, %(families)s)
        JOIN scale_name w ON w.part = 'given' AND w.n = pg_temp.dice(k, 5, %(givens)s)
    ) one
"""


def fill_households(bulk: Bulk, size: Size) -> int:
    """A code, sometimes a shown name, a band, the published flag: the minimum that the law allows."""
    bulk.run(
        """CREATE TEMP TABLE scale_bare_group ON COMMIT DROP AS
           SELECT u.*, row_number() OVER (ORDER BY u.id) - 1 AS place FROM assignments_unit u
           WHERE u.level = 'group' AND NOT EXISTS (SELECT FROM assignments_household h WHERE h.unit_id = u.id)"""
    )
    bulk.analyse("scale_bare_group")
    bulk.cursor.execute("SELECT count(*) FROM scale_bare_group")
    (groups,) = bulk.cursor.fetchone()
    parts = {"family": FAMILY_NAMES, "given": (*MEN, *WOMEN)}
    bulk.table(
        "scale_name",
        "part text, n integer, shown text, plain text",
        ((part, n, name, fold(name)) for part, names in parts.items() for n, name in enumerate(names)),
    )
    return bulk.run(
        _HOUSEHOLDS,
        households=size.share(HOUSEHOLDS) - Household.objects.count(),
        groups=groups,
        families=len(FAMILY_NAMES),
        givens=len(MEN) + len(WOMEN),
        never=sorted(REAL_OFFICIALS),
        bands=SizeBand.values,
    )
