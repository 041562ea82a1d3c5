"""As of any day: the value known, the sums, what is stale, what is weak."""

import datetime
from decimal import Decimal

import pytest

from assignments.models import Unit
from assignments.profiles import queries
from assignments.profiles.models import UnitFact
from assignments.profiles.values import difference, read, shown
from tests.factories.assignments import FieldFactory
from tests.factories.profiles import FactFactory, KindFactory

D = datetime.date
DAY = D(2026, 11, 22)


def test_the_value_known_for_a_day_is_the_latest_up_to_it(world):
    for day, number in [(D(2025, 6, 30), 7000), (D(2026, 6, 30), 7120)]:
        FactFactory(unit=world.commune, as_of=day, number=number)
    facts = UnitFact.objects.all()
    known = {day: [row.number for row in facts.latest_on(day)] for day in (D(2025, 6, 29), D(2026, 6, 29), DAY)}
    assert known == {D(2025, 6, 29): [], D(2026, 6, 29): [7000], DAY: [7120]}
    two = queries.latest_two(facts, world.commune, DAY)
    assert [[row.number for row in rows] for rows in two.values()] == [[7120, 7000]]


def test_a_district_adds_up_the_latest_of_its_communes(world):
    FactFactory(unit=world.commune, as_of=D(2025, 6, 30), number=7000)
    FactFactory(unit=world.commune, number=7120)
    FactFactory(unit=world.far_commune, number=9000)
    FactFactory(unit=world.hamlet, number=900)
    units, facts = Unit.objects.all(), UnitFact.objects.all()
    (of_district,) = queries.sums_below(facts, units, world.district, DAY).values()
    assert of_district == queries.RollUp(Decimal(7120), known=1, asked=2, oldest=D(2026, 6, 30))
    (of_province,) = queries.sums_below(facts, units, world.province, DAY).values()
    assert (of_province.total, of_province.known, of_province.asked) == (16120, 2, 3)
    assert queries.sums_below(facts, units, world.commune, DAY) == {}


@pytest.mark.parametrize(("as_of", "fresh"), [(D(2025, 11, 22), 1), (D(2025, 11, 21), 0), (D(2026, 11, 22), 1)])
def test_the_list_and_the_page_agree_on_what_is_stale(world, as_of, fresh):
    fact = FactFactory(unit=world.commune, as_of=as_of)
    KindFactory(code="cells", name="Chi bộ", levels=["commune"])
    rows = {unit.pk: unit for unit in queries.needing_update(Unit.objects.all(), DAY)}
    row = rows[world.commune.pk]
    assert (row.asked, row.known, row.fresh) == (2, 1, fresh)
    assert queries.is_stale(fact.kind, as_of, DAY) is not bool(fresh)
    assert world.group.pk not in rows


def test_the_end_of_february_is_counted_as_months_are(world):
    FactFactory(unit=world.hamlet, as_of=D(2026, 8, 28), kind=KindFactory(stale_after_months=6))
    for day, fresh in [(D(2027, 2, 28), 1), (D(2027, 3, 1), 0)]:
        row = queries.needing_update(Unit.objects.filter(pk=world.hamlet.pk), day).first()
        assert (row is None) is bool(fresh)


def test_needs_are_what_lies_beyond_the_thresholds_in_one_query(world, django_assert_num_queries):
    water, school = FieldFactory(), FieldFactory()
    percent = {"value_type": "percent", "decimals": 1, "measure": "%"}
    clean = KindFactory(code="clean", name="Nước sạch", field=water, weak_below=65, **percent)
    poor = KindFactory(code="poor", name="Hộ nghèo", field=school, weak_above=4, **percent)
    FactFactory(unit=world.commune, kind=clean, number=Decimal("61.5"))
    FactFactory(unit=world.commune, kind=poor, number=4)
    FactFactory(unit=world.neighbour, kind=clean, as_of=D(2025, 1, 1), number=50)
    FactFactory(unit=world.neighbour, kind=clean, number=70)
    FactFactory(unit=world.far_commune, kind=clean, number=50)
    units = [world.commune, world.neighbour]
    with django_assert_num_queries(1):
        found = queries.needs(units, DAY)
    assert found == {world.commune.pk: [queries.FactNeed(water.pk, "Nước sạch: 61,5% (số liệu đến 30/06/2026)")]}
    earlier = queries.needs(units, D(2025, 6, 1))
    assert [need.text for need in earlier[world.neighbour.pk]] == ["Nước sạch: 50% (số liệu đến 01/01/2025)"]


def test_values_are_read_and_shown_as_officials_write_them(db):
    money = KindFactory(code="income", value_type="money", measure="đồng")
    assert read(money, "431,381", "ty") == read(money, "431,381 tỷ đồng") == 431_381_000_000
    assert shown(money, Decimal(431_381_000_000)) == "431,381 tỷ đồng"
    people = KindFactory()
    assert shown(people, read(people, "7.120")) == "7.120 người"
    assert difference(people, Decimal(7120), Decimal(7000)) == "tăng 120 người"
    rate = KindFactory(code="rate", value_type="percent", decimals=2)
    assert difference(rate, read(rate, "3,4%"), Decimal(4)) == "giảm 0,6 điểm %"


@pytest.mark.parametrize(
    ("value_type", "typed", "unit", "says"),
    [
        ("money", "431,381", "", "Chọn đơn vị tiền"),
        ("money", "1.250", "ty", "hai cách"),
        ("integer", "7,5", "", "số nguyên"),
        ("integer", "7.5", "", "Dấu chấm"),
    ],
)
def test_what_could_mean_two_things_is_asked(db, value_type, typed, unit, says):
    with pytest.raises(Exception, match=says):
        read(KindFactory(value_type=value_type), typed, unit)
