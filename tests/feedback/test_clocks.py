"""Clocks by hand: counted on paper over Tết, 30/4–1/5, a made-up Saturday, pauses and extensions."""

import datetime
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from assignments.models import ChangedDay
from assignments.queries import changed_days, workdays
from nammanh.platform.dates import VIETNAM
from reports.feedback import clocks, services
from reports.feedback.models import Petition, Referral, TermKind
from reports.feedback.services import receiving, referring, replying, settling
from tests.factories.reports import PetitionFactory, ReplyTermFactory
from tests.fieldbook.scenes import department, officers_visit


@pytest.fixture
def on(monkeypatch):
    """Makes it be some day for the services: `on(date(2026, 2, 13))`."""

    def be(day):
        for module in (receiving, referring, replying, settling):
            monkeypatch.setattr(module, "today", lambda: day, raising=False)
        moment = datetime.datetime.combine(day, datetime.time(9), tzinfo=VIETNAM)
        for module in (replying, settling):
            monkeypatch.setattr(module.timezone, "now", lambda: moment)

    return be


@pytest.fixture
def terms(db):
    for kind, days in (("ordinary", 15), ("hot", 5), ("department", 10), ("renewed", 7), ("verdict", 10)):
        ReplyTermFactory(kind=kind, working_days=days)
    ReplyTermFactory(kind=TermKind.EXTENSION, working_days=20)


@pytest.mark.parametrize(
    ("reported", "hot", "due"),
    [
        # Mon 09/02: 10 11 12 13 | 16–20 Tết | 23 24 25 26 27 | 02 03 04 05 06 03 | 09 → the 15th is Mon 09/03
        (date(2026, 2, 9), False, date(2026, 3, 9)),
        # Fri 13/02: Tết | 23 24 25 26 27 → the 5th is Fri 27/02
        (date(2026, 2, 13), True, date(2026, 2, 27)),
        # reported on the second day of Tết, Wed 18/02: 23 24 25 26 27
        (date(2026, 2, 18), True, date(2026, 2, 27)),
        # Fri 24/04: 27 off for Giỗ Tổ on a Sunday | 28 29 | 30/4, 01/5 off | 04 05 06 → Wed 06/05
        (date(2026, 4, 24), True, date(2026, 5, 6)),
        # Thu 20/08: 21, Sat 22 worked for 31/08, 24 25 26 → Wed 26/08
        (date(2026, 8, 20), True, date(2026, 8, 26)),
        # Fri 28/08: 31 off, 01–02/09 off | 03 04 | 07 08 09 → Wed 09/09
        (date(2026, 8, 28), True, date(2026, 9, 9)),
    ],
)
def test_due_days_over_holidays(terms, reported, hot, due):
    assert clocks.due_date(reported, hot=hot) == due


def test_a_day_that_the_province_changed_counts_as_it_says(terms):
    ChangedDay.objects.create(date=date(2026, 2, 23), kind="off")
    ChangedDay.objects.create(date=date(2026, 2, 28), kind="working")  # a Saturday
    # Fri 13/02: Tết | 23 off | 24 25 26 27 | Sat 28 worked → the 5th is Sat 28/02
    assert clocks.due_date(date(2026, 2, 13), hot=True) == date(2026, 2, 28)
    assert changed_days().off == {date(2026, 2, 23)}


def test_changed_days_are_read_once_in_a_request_and_anew_in_the_next(db, django_assert_num_queries):
    workdays._begin()
    with django_assert_num_queries(1):
        assert changed_days() == changed_days()
    workdays._end()
    ChangedDay.objects.create(date=date(2026, 3, 2), kind="off")
    assert changed_days().off == {date(2026, 3, 2)}


def reported(world, request, day, due, **fields):
    visit = officers_visit(world, request, date=day)
    return PetitionFactory(visit=visit, reported_on=day, due_on=due, **fields)


def test_a_pause_moves_the_day_by_the_working_days_that_it_lasted(world, request, terms, by, office, officer, on):
    petition = reported(world, request, date(2026, 2, 9), date(2026, 3, 9))
    on(date(2026, 2, 12))  # Thu
    services.send_back(petition=petition, reason="Đoạn nào?", by=by(office))
    on(date(2026, 2, 25))  # Wed: 13 | Tết | 23 24 25 → 4 working days
    petition = services.supplement(petition=petition, text="Đoạn 200 m ở ấp 3", by=by(officer))
    petition.refresh_from_db()
    assert petition.paused_days == 4
    assert petition.due_on == petition.deadline_on == date(2026, 3, 13)  # Mon 09/03 + 10 11 12 13
    pause = petition.pauses.get()
    assert (pause.started_on, pause.ended_on, pause.working_days) == (date(2026, 2, 12), date(2026, 2, 25), 4)
    assert petition.content == PetitionFactory.content and petition.supplement == "Đoạn 200 m ở ấp 3"


def test_two_pauses_add_up_and_one_of_a_day_moves_nothing(world, request, terms, by, office, officer, on):
    petition = reported(world, request, date(2026, 4, 20), date(2026, 5, 14))
    on(date(2026, 4, 24))
    services.send_back(petition=petition, reason="Ở đâu?", by=by(office))
    services.supplement(petition=petition, text="Ấp 3", by=by(officer))
    services.send_back(petition=petition, reason="Bao nhiêu hộ?", by=by(office))
    on(date(2026, 5, 5))  # 27 off 28 29 | off | 04 05 → 4
    services.receive(petition=petition, by=by(office))  # the office takes it as it is
    petition.refresh_from_db()
    assert [row.working_days for row in petition.pauses.all()] == [0, 4]
    assert petition.due_on == date(2026, 5, 20)  # Thu 14/05 + 15 | 18 19 20


def test_a_returned_one_is_not_overdue_while_it_waits(world, request, terms, by, office, on):
    petition = reported(world, request, date(2026, 2, 9), date(2026, 3, 9))
    services.send_back(petition=petition, reason="Đoạn nào?", by=by(office))
    assert not Petition.objects.overdue(date(2026, 6, 1)).exists()
    assert Petition.objects.open().get() == petition


def test_a_department_has_its_least_time_and_a_promise_hides_no_first_day(
    world, request, terms, by, office, department_head, on
):
    petition = reported(world, request, date(2026, 4, 6), date(2026, 4, 28))
    on(date(2026, 4, 22))  # Wed: 23 24 | 27 off 28 29 | off | 04 05 06 07 08 | 11 → the 10th is Mon 11/05
    services.dispatch(petition=petition, department=department(request), note="", by=by(office))
    referral = Referral.objects.get()
    assert (referral.due_on, referral.expected_on) == (date(2026, 5, 11), date(2026, 5, 11))
    on(date(2026, 5, 8))
    sector = by(department_head)
    with pytest.raises(ValidationError, match="Hẹn sau ngày 11/05/2026 và không quá ngày 05/06/2026"):
        services.interim(petition=petition, reason="Chờ vốn", committed_on=date(2026, 5, 11), by=sector)
    with pytest.raises(ValidationError, match="không quá ngày 05/06/2026"):  # Fri 08/05 + 20 = Fri 05/06
        services.interim(petition=petition, reason="Chờ vốn", committed_on=date(2026, 6, 8), by=sector)
    services.interim(petition=petition, reason="Chờ vốn", committed_on=date(2026, 5, 25), by=sector)
    referral.refresh_from_db()
    assert (referral.due_on, referral.committed_on, referral.expected_on) == (
        date(2026, 5, 11),
        date(2026, 5, 25),
        date(2026, 5, 25),
    )
    assert list(Referral.objects.overdue(date(2026, 5, 12))) == [referral]  # late by its first day all the same
    on(date(2026, 5, 20))
    services.answer(petition=petition, text="Khởi công 01/06.", by=sector)
    told = Referral.objects.with_punctuality().get()
    assert (told.on_time_original, told.on_time_committed) == (False, True)
    told = Petition.objects.with_punctuality().get()
    assert (told.on_time_original, told.on_time_committed) == (False, True)


def test_an_answer_sent_back_is_due_anew_and_only_within_the_term_for_judging(
    world, request, terms, by, office, officer, department_head, on
):
    petition = reported(world, request, date(2026, 2, 2), date(2026, 3, 2))
    on(date(2026, 2, 3))
    services.dispatch(petition=petition, department=department(request), note="", by=by(office))
    on(date(2026, 2, 11))  # Wed: 12 13 | Tết | 23–27 | 02 03 04 03 → the 10th to judge is Wed 04/03
    services.answer(petition=petition, text="Sẽ xem xét.", by=by(department_head))
    on(date(2026, 3, 5))
    with pytest.raises(ValidationError, match="hết ngày 04/03/2026"):
        services.reopen(petition=petition, reason="Chưa rõ bao giờ", by=by(officer))
    on(date(2026, 3, 4))  # Wed: 05 06 | 09–13 → the 7th is Fri 13/03
    services.reopen(petition=petition, reason="Chưa rõ bao giờ", by=by(officer))
    petition.refresh_from_db()
    assert (petition.due_on, petition.renewed_due_on, petition.deadline_on) == (
        date(2026, 3, 2),
        date(2026, 3, 13),
        date(2026, 3, 13),
    )
    assert not Petition.objects.overdue(date(2026, 3, 13)).exists()
    assert Petition.objects.overdue(date(2026, 3, 14)).exists()
    on(date(2026, 3, 12))
    services.answer(petition=petition, text="Khởi công 01/04.", by=by(department_head))
    told = Petition.objects.with_punctuality().get()
    assert (told.on_time_original, told.on_time_committed) == (False, True)


def test_a_petition_has_the_days_of_its_referral_while_an_answer_is_owed(
    world, request, terms, by, office, officer, department_head, on
):
    """Late departments are read from the petitions alone: the database copies the days and empties them."""
    petition = reported(world, request, date(2026, 4, 6), date(2026, 4, 28))

    def owed():
        petition.refresh_from_db()
        late = {day for day in range(10, 31) if Petition.objects.with_late_department(date(2026, 5, day)).exists()}
        assert late == {day for day in range(10, 31) if Referral.objects.overdue(date(2026, 5, day)).exists()}
        return petition.owed_on, petition.promised_on

    assert owed() == (None, None)
    on(date(2026, 4, 22))
    services.dispatch(petition=petition, department=department(request), note="", by=by(office))
    assert owed() == (date(2026, 5, 11), date(2026, 5, 11))
    on(date(2026, 5, 8))
    history = Petition.pgh_event_model.objects.filter(pgh_obj=petition)
    services.interim(petition=petition, reason="Chờ vốn", committed_on=date(2026, 5, 25), by=by(department_head))
    steps = history.count()
    assert owed() == (date(2026, 5, 11), date(2026, 5, 25))
    services.answer(petition=petition, text="Sẽ xem xét.", by=by(department_head))
    assert owed() == (None, None)
    services.reopen(petition=petition, reason="Chưa rõ bao giờ", by=by(officer))
    assert owed() == (date(2026, 5, 19), date(2026, 5, 25))
    assert history.count() == steps + 2  # the copies are no change of the petition
    with (
        pytest.raises(IntegrityError, match="feedback_petition_still_owed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE feedback_petition SET owed_on = NULL")
    Petition.objects.update(owed_on=date(2027, 1, 1))  # what anybody writes is overwritten by the rule
    assert owed() == (date(2026, 5, 19), date(2026, 5, 25))


def test_a_corrected_sort_has_its_own_term_from_the_same_day(world, request, terms, by, office):
    petition = reported(world, request, date(2026, 2, 13), date(2026, 3, 13))
    changed = {"field": petition.field, "whose": "", "by": by(office)}
    services.refine(petition=petition, category="hot_issue", **changed)
    petition.refresh_from_db()
    assert petition.due_on == petition.deadline_on == date(2026, 2, 27)
    services.refine(petition=petition, category="obstacle", **changed)
    petition.refresh_from_db()
    assert petition.due_on == date(2026, 3, 13)  # 23–27, 02–06, 09–13: the 15th
