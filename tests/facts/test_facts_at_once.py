"""Writers and readers at the same moment: nothing is lost, nothing counted twice, nobody stands in another's way."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from nammanh.platform.dates import month_start, today
from reports.facts import queries, services
from reports.facts.checking import differences
from reports.facts.models import Activity, MonthEnd, TouchedPlace
from reports.facts.months import Months
from reports.facts.services import close_months, freshen
from reports.visits.models import Visit
from tests.at_once import at_once
from tests.factories.reports import CommentFactory, VisitFactory

NOW = Months.latest(today(), 3)
pytestmark = pytest.mark.django_db(transaction=True)


def visits():
    return queries.totals(Activity.objects.all(), NOW).visits


def test_eight_writers_on_few_cells_and_readers_between(world, officer, hamlet_officer):
    def write(number):
        def act():
            with transaction.atomic():
                visit = VisitFactory(
                    unit=(world.commune, world.hamlet)[number % 2],
                    officer=(officer, hamlet_officer)[number % 2].officer,
                    tier=world.tiers[number % 2],
                )
                CommentFactory(visit=visit)
                Visit.objects.filter(pk=visit.pk).update(type="dialogue")

        return act

    calls = [act for number in range(64) for act in (write(number), freshen)]
    assert len(at_once(calls).done) == 128  # another error, a deadlock among them, would have been raised
    freshen()
    assert (visits(), Visit.objects.count()) == (64, 64)
    assert differences() == []
    assert not TouchedPlace.objects.exists()


def test_who_commits_after_a_count_is_counted_next_time(world, officer):
    written, counted = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
                written.set()
                assert counted.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(30)
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    freshen()  # doesn't wait for the one who is still writing, and doesn't see that visit
    assert visits() == 1
    counted.set()
    thread.join()
    freshen()
    assert visits() == 2


def test_a_count_that_breaks_off_loses_nothing(world, officer, monkeypatch):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])

    def killed(cells):
        raise OperationalError("terminating connection")

    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(services.recounting, "recount_contacts", killed)
        freshen()
    assert (visits(), TouchedPlace.objects.count()) == (0, 1)
    freshen()
    assert visits() == 1


def test_a_process_that_dies_counting_loses_nothing(world, officer):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        services.wait_for_turn()
        services.drain()
        assert visits() == 1
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    assert visits() == 0
    freshen()
    assert visits() == 1


def test_a_month_is_closed_once_however_many_try(world, officer):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=NOW.first)
    day = month_start(today()).replace(day=28)
    closed = at_once([lambda: close_months(day=day)] * 8).done
    assert sorted(map(len, closed)) == [0] * 7 + [len(NOW) - 1]
    assert MonthEnd.objects.count() == len(NOW) - 1
    assert differences() == []
