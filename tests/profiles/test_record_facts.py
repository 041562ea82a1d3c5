"""Writing facts: once, corrected with history, and never over somebody else's unseen."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assignments.access import forget_access
from assignments.profiles import queries
from assignments.profiles.models import UnitFact
from assignments.profiles.services import ChangedMeanwhileError, FactEntry, record_facts
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from tests.conftest import in_post
from tests.factories.profiles import FactFactory, KindFactory
from tests.world import build_world

D = datetime.date


JUNE = D(2026, 6, 30)


def entry(kind, value, day=JUNE, seen="", source="Báo cáo quý II"):
    return FactEntry(kind, Decimal(value), day, source, seen)


@pytest.mark.parametrize(
    ("who", "place", "may"),
    [
        ("commune_secretary", "commune", True),
        ("commune_secretary", "hamlet", True),
        ("commune_secretary", "neighbour", False),
        ("commune_secretary", "district", False),
        ("district_secretary", "district", True),
        ("district_secretary", "commune", False),
        ("organiser", "province", True),
        ("administrator", "hamlet", True),
        ("officer", "commune", False),
        ("standing_committee", "commune", False),
        ("stranger", "commune", False),
    ],
)
def test_who_enters_what(world, request, by, who, place, may):
    person, unit = by(request.getfixturevalue(who)), getattr(world, place)
    entries = [entry(KindFactory(), 7120)]
    if may:
        assert record_facts(unit=unit, entries=entries, by=person) == 1
    else:
        with pytest.raises(PermissionDenied):
            record_facts(unit=unit, entries=entries, by=person)
    assert UnitFact.objects.count() == may


def test_the_same_entry_twice_counts_once(world, commune_secretary, by):
    entries = [entry(KindFactory(), 7120)]
    assert record_facts(unit=world.commune, entries=entries, by=by(commune_secretary)) == 1
    assert record_facts(unit=world.commune, entries=entries, by=by(commune_secretary)) == 0
    assert UnitFact.objects.get().revision == 1


def test_a_correction_keeps_what_was_said_before_and_who_typed(world, commune_secretary, officer, by):
    kind = KindFactory()
    record_facts(unit=world.commune, entries=[entry(kind, 7120)], by=by(commune_secretary))
    seen = UnitFact.objects.get().version
    corrected = [entry(kind, 7210, seen=seen)]
    record_facts(unit=world.commune, entries=corrected, by=by(commune_secretary, officer))
    fact = UnitFact.objects.get()
    assert (fact.number, fact.revision, fact.entered_by, fact.secretary) == (7210, 2, commune_secretary, officer)
    (before,) = queries.corrections([fact])[fact.pk]
    assert (before.number, before.secretary) == (7120, None)


def test_a_value_that_was_not_seen_is_not_written_over(world, commune_secretary, organiser, by):
    people, homes = KindFactory(), KindFactory(code="households", name="Số hộ", measure="hộ")
    shown = FactFactory(unit=world.commune, kind=people, as_of=D(2025, 12, 31), number=7000)
    first = [entry(people, 7120, seen=shown.version)]
    record_facts(unit=world.commune, entries=first, by=by(organiser))
    later = [entry(people, 7150, D(2026, 7, 31), seen=shown.version), entry(homes, 2100)]
    with pytest.raises(ChangedMeanwhileError) as refusal:
        record_facts(unit=world.commune, entries=later, by=by(commune_secretary))
    (message,) = refusal.value.message_dict["population"]
    assert "Cao Thị Tổ Chức vừa ghi 7.120 người, số liệu đến 30/06/2026" in message
    assert not UnitFact.objects.filter(kind=homes).exists()


def test_a_day_to_come_is_refused_at_its_line(world, organiser, by):
    tomorrow = today() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        record_facts(unit=world.commune, entries=[entry(KindFactory(), 1, tomorrow)], by=by(organiser))
    assert "population" in refusal.value.message_dict


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_the_same_moment_the_later_is_told():
    world = build_world()
    people = [
        in_post("commune_committee", world.commune, "Bí thư", name, f"Đảng ủy {name}") for name in ("Lê A", "Lê B")
    ]
    kind, ready, outcomes = KindFactory(), threading.Barrier(2), []

    def write(person, value):
        try:
            forget_access(person)
            ready.wait(30)
            try:
                outcomes.append(record_facts(unit=world.commune, entries=[entry(kind, value)], by=Actor(person)))
            except ChangedMeanwhileError:
                outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in zip(people, (7120, 7121), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, outcomes)) == ["1", "told"]
    assert UnitFact.objects.get().number in {7120, 7121}
