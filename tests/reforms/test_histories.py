"""Random histories: whatever is assigned, ended, handed over, renamed, merged and split, the answers for any day equal
those of a log replayed by hand."""

import datetime
from collections import Counter
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments import queries, services
from assignments.models import Assignment, Unit
from assignments.reforms import services as reforms
from assignments.reforms.models import UnitOperation
from nammanh.accounts.actor import Actor
from tests.factories import assignments as make
from tests.reforms.scenes import like, prepared

START = datetime.date(2020, 1, 1)
SMALL = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("assign"), SMALL, SMALL, st.booleans()),
        st.tuples(st.just("end"), SMALL),
        st.tuples(st.just("replace"), SMALL, SMALL),
        st.tuples(st.just("rename"), SMALL),
        st.tuples(st.just("merge"), SMALL, SMALL),
        st.tuples(st.just("split"), SMALL, st.integers(0, 80)),
    ),
    min_size=4,
    max_size=9,
)


@dataclass(frozen=True)
class Held:
    """One line of the log's present: this officer holds this unit."""

    unit: int
    officer: int
    lead: bool


@dataclass
class Log:
    """The naive memory: who holds what now, in the order in which it was given, and all the presents before."""

    world: object
    by: Actor
    officers: list
    units: list[int]
    held: list[Held] = field(default_factory=list)
    past: list[tuple[datetime.date, list[int], list[Held]]] = field(default_factory=list)
    day: datetime.date = START

    def step(self, kind: str, *args: int) -> None:
        self.day += datetime.timedelta(days=7)
        getattr(self, kind)(*args)
        self.past.append((self.day, list(self.units), list(self.held)))

    def row_of(self, held: Held) -> Assignment:
        return Assignment.objects.on(self.day).get(unit=held.unit, officer=held.officer)

    def assign(self, who: int, where: int, lead: bool) -> None:
        officer, unit = self.officers[who % len(self.officers)], self.units[where % len(self.units)]
        there = [row for row in self.held if row.unit == unit]
        refused = any(row.officer == officer.pk for row in there) or (lead and any(row.lead for row in there))
        try:
            with transaction.atomic():
                services.assign(
                    officer=officer, unit=Unit.objects.get(pk=unit), mandate=make.MandateFactory(),
                    role=self.world.roles["province_officer_for_commune"], document=make.DocumentFactory(),
                    valid_from=self.day, is_lead=lead, by=self.by,
                )  # fmt: skip
        except ValidationError:
            assert refused
        else:
            assert not refused
            self.held.append(Held(unit, officer.pk, lead))

    def end(self, which: int) -> None:
        if self.held:
            gone = self.held.pop(which % len(self.held))
            eve = self.day - datetime.timedelta(days=1)
            services.end_assignment(assignment=self.row_of(gone), valid_to=eve, reason="điều động", by=self.by)

    def replace(self, which: int, who: int) -> None:
        if not self.held:
            return
        old, officer = self.held[which % len(self.held)], self.officers[who % len(self.officers)]
        if officer.pk != old.officer and any((row.unit, row.officer) == (old.unit, officer.pk) for row in self.held):
            return
        services.replace_holder(
            assignment=self.row_of(old), officer=officer, document=make.DocumentFactory(), valid_from=self.day,
            reason="điều động", by=self.by,
        )  # fmt: skip
        self.held.remove(old)
        self.held.append(replace(old, officer=officer.pk))

    def rename(self, where: int) -> None:
        old = self.units.pop(where % len(self.units))
        unit = Unit.objects.get(pk=old)
        new = services.change_unit(
            unit=unit, on=self.day, name=f"Mới {self.day:%d %m}", document=make.DocumentFactory(), by=self.by
        )
        self.units.append(new.pk)
        self.move({old}, lambda row: replace(row, unit=new.pk))

    def merge(self, one: int, two: int) -> None:
        first, second = self.units[one % len(self.units)], self.units[two % len(self.units)]
        if first == second:
            return
        (new,) = self.run("merge", [first, second], ["Gộp"])
        there = [replace(row, unit=new) for row in self.held if row.unit in {first, second}]
        kept: dict[int, Held] = {}
        for row in sorted(there, key=lambda row: not row.lead):
            kept.setdefault(row.officer, row)
        stays = [row for row in there if row is kept[row.officer]]
        leads = [row for row in stays if row.lead]
        self.held = [row for row in self.held if row.unit not in {first, second}]
        self.held += [row for row in stays if not row.lead or row is leads[0]]

    def split(self, where: int, seed: int) -> None:
        old = self.units[where % len(self.units)]
        going = [row for row in self.held if row.unit == old]
        turns = {row.officer: (seed // 3**index) % 3 for index, row in enumerate(going)}
        halves = self.run("split", [old], ["Đông", "Tây"], {row.officer: turns[row.officer] for row in going})
        self.held = [row for row in self.held if row.unit != old]
        self.held += [replace(row, unit=halves[turns[row.officer]]) for row in going if turns[row.officer] < 2]

    def run(self, kind: str, ids: list[int], names: list[str], turns: dict[int, int] | None = None) -> list[int]:
        """Through the wizard's services; returns the new units."""
        units = list(Unit.objects.filter(pk__in=ids).order_by("pk"))
        planned = [like(units[0], f"{name} {self.day:%d %m}") for name in names]
        draft = prepared(kind, units, planned, self.by.user, self.day)
        keys = [str(row.pk) for row in draft.planned.order_by("pk")]
        if turns is not None:
            self.choose(draft, units[0], keys, turns)
        done = reforms.apply_operation(operation=UnitOperation.objects.get(pk=draft.pk), by=self.by)
        self.units = [pk for pk in self.units if pk not in ids]
        new = list(done.planned.order_by("pk").values_list("unit", flat=True))
        self.units += new
        return new

    def choose(self, draft, unit: Unit, keys: list[str], turns: dict[int, int]) -> None:
        fates = {
            str(row.pk): {"successor": (*keys, "")[turns[row.officer_id]], "is_lead": row.is_lead}
            for row in Assignment.objects.on(self.day).of_unit(unit)
        }
        hamlets = Unit.objects.on(self.day).filter(parent=unit).order_by("pk")
        allotment = {str(row.pk): keys[index % 2] for index, row in enumerate(hamlets)}
        reforms.set_choices(operation=draft, by=self.by, fates=fates, allotment=allotment)

    def move(self, units: set[int], to) -> None:
        going = [row for row in self.held if row.unit in units]
        self.held = [row for row in self.held if row.unit not in units] + [to(row) for row in going]


def check(log: Log, hamlets: int) -> None:
    days = [START, *(day + datetime.timedelta(days=more) for day, _units, _held in log.past for more in (-1, 0, 1))]
    for day in days:
        known = [(units, held) for since, units, held in log.past if since <= day]
        units, held = known[-1] if known else (log.first_units, [])
        rows = Assignment.objects.on(day)
        assert Counter(rows.values_list("unit", "officer", "is_lead")) == Counter(
            (row.unit, row.officer, row.lead) for row in held
        )
        present = Unit.objects.on(day)
        assert set(present.filter(level="commune").values_list("pk", flat=True)) == set(units)
        assert present.filter(level="hamlet").count() == hamlets
        leads = Counter(rows.filter(is_lead=True).values_list("unit", "role"))
        assert set(leads.values()) <= {1}
        figures = queries.counts(log.world.tiers[0], day, Unit.objects.all(), ["district_id"])
        assert sum(total for _district, total, _held in figures) == len(units)
        assert sum(counted for _district, _total, counted in figures) == len({row.unit for row in held if row.lead})
    for row in Assignment.objects.select_related("unit", "officer"):
        assert row.unit.covers(row)
        assert row.officer.covers(row)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(steps=STEPS)
def test_answers_for_any_day_equal_a_log_replayed_by_hand(world, organiser, steps):
    with transaction.atomic():
        units = [world.commune.pk, world.neighbour.pk, world.far_commune.pk]
        log = Log(world, Actor(organiser), [make.OfficerFactory() for _one in range(3)], list(units))
        log.first_units = units
        for step in steps:
            log.step(*step)
        check(log, hamlets=3)
        transaction.set_rollback(True)
