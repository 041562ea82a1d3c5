"""Signing up makes a plan; the plan follows its meeting by one tap, or stays."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections
from django.urls import reverse

from nammanh.platform.dates import today
from reports.planner import services
from reports.planner.models import Attendance, LocalMeeting
from reports.planner.services import MeetingContent
from reports.visits.models import Visit
from reports.visits.services import cancel_visit
from tests.factories import assignments as make
from tests.factories.planner import MeetingFactory
from tests.factories.reports import VisitFactory

DAY = datetime.timedelta(days=1)


def moved(meeting, actor, days=2):
    names = MeetingContent.__dataclass_fields__
    values = {name: getattr(meeting, name) for name in names} | {"date": meeting.date + days * DAY}
    return services.change_meeting(meeting=meeting, content=MeetingContent(**values), by=actor)


@pytest.fixture
def meeting(world):
    return MeetingFactory(unit=world.hamlet)


def test_signing_up_twice_is_one_plan(meeting, officer, by):
    row = services.sign_up(meeting=meeting, by=by(officer))
    assert services.sign_up(meeting=meeting, by=by(officer)) == row
    visit = Visit.objects.get()
    assert (visit.status, visit.unit, visit.date, visit.type) == (
        "planned", meeting.unit, meeting.date, "party_cell_meeting",
    )  # fmt: skip
    assert (visit.purpose, visit.officer) == (meeting.title, officer.officer)


def test_a_plan_of_that_day_becomes_the_one_to_the_meeting(world, meeting, officer, by):
    plan = VisitFactory(
        officer=officer.officer, unit=world.hamlet, tier=world.tiers[0], date=meeting.date, status="planned",
        type="party_cell_meeting",
    )  # fmt: skip
    assert services.sign_up(meeting=meeting, by=by(officer)).visit == plan
    assert Visit.objects.count() == 1


def test_after_a_withdrawal_one_may_sign_up_again(meeting, officer, by):
    services.sign_up(meeting=meeting, by=by(officer))
    for _twice in range(2):
        services.withdraw(meeting=meeting, by=by(officer))
    assert Visit.objects.get().status == "cancelled"
    again = services.sign_up(meeting=meeting, by=by(officer))
    assert again.visit.status == "planned"
    assert Attendance.objects.current().get() == again


def test_cancelling_the_visit_itself_takes_the_word_back(meeting, officer, by):
    first = services.sign_up(meeting=meeting, by=by(officer))
    cancel_visit(visit=first.visit, reason="Bận", by=by(officer))
    assert not Attendance.objects.current().exists()
    assert services.sign_up(meeting=meeting, by=by(officer)) != first


@pytest.mark.parametrize("who", ["stranger", "commune_secretary", "standing_committee", "organiser"])
def test_only_who_answers_for_the_place_signs_up(meeting, request, by, who):
    with pytest.raises(PermissionDenied):
        services.sign_up(meeting=meeting, by=by(request.getfixturevalue(who)))


def test_who_holds_a_hamlet_does_not_sign_up_for_the_commune(world, hamlet_officer, by):
    with pytest.raises(PermissionDenied):
        services.sign_up(meeting=MeetingFactory(unit=world.commune), by=by(hamlet_officer))


def test_a_substitute_signs_up_in_their_own_name(world, officer, stranger, meeting, by):
    make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer, valid_to=meeting.date)
    assert services.sign_up(meeting=meeting, by=by(stranger)).officer == stranger.officer


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"status": "cancelled", "cancel_reason": "Mưa bão"}, "đã hủy"), ({"date": today() - DAY}, "đã qua")],
)
def test_nobody_signs_up_for_what_does_not_take_place(world, officer, by, fields, message):
    with pytest.raises(ValidationError, match=message):
        services.sign_up(meeting=MeetingFactory(unit=world.commune, **fields), by=by(officer))


def test_the_plan_follows_a_moved_meeting_by_one_tap(meeting, officer, commune_secretary, by, as_user):
    row = services.sign_up(meeting=meeting, by=by(officer))
    moved(meeting, by(commune_secretary))
    client = as_user(officer)
    shown = client.get(reverse("planner:of_visit", args=[row.visit.uuid])).content.decode()
    assert "đã đổi ngày" in shown
    assert "đã đổi ngày" in client.get(reverse("planner:meeting", args=[meeting.uuid])).content.decode()
    for _twice in range(2):
        assert client.post(reverse("planner:follow", args=[row.visit.uuid])).status_code == 302
    visit = Visit.objects.get()
    assert (visit.date, visit.status) == (meeting.date + 2 * DAY, "planned")
    assert [step.action for step in visit.steps.all()] == ["plan", "edit"]
    assert "đã đổi ngày" not in client.get(reverse("planner:of_visit", args=[row.visit.uuid])).content.decode()


def test_or_it_stays_and_has_nothing_to_do_with_the_meeting_any_more(meeting, officer, commune_secretary, by, as_user):
    row = services.sign_up(meeting=meeting, by=by(officer))
    services.cancel_meeting(meeting=meeting, reason="Trùng lịch", by=by(commune_secretary))
    client = as_user(officer)
    shown = client.get(reverse("planner:of_visit", args=[row.visit.uuid])).content.decode()
    assert "đã hủy" in shown
    assert "Trùng lịch" in shown
    client.post(reverse("planner:keep", args=[row.visit.uuid]))
    assert Visit.objects.get().status == "planned"
    assert not Attendance.objects.current().exists()


def test_a_made_visit_is_not_withdrawn(meeting, officer, by):
    row = services.sign_up(meeting=meeting, by=by(officer))
    LocalMeeting.objects.filter(pk=meeting.pk).update(date=today())
    Visit.objects.filter(pk=row.visit.pk).update(
        status="done", date=today(), highlights="Chi bộ họp đủ.", logged_at=row.signed_up_at
    )
    with pytest.raises(ValidationError, match="đã được ghi nhận"):
        services.withdraw(meeting=meeting, by=by(officer))


def test_the_commune_reads_who_comes(meeting, officer, commune_secretary, by, as_user):
    client = as_user(commune_secretary)
    url = reverse("planner:meeting", args=[meeting.uuid])
    assert "Chưa có đồng chí nào" in client.get(url).content.decode()
    services.sign_up(meeting=meeting, by=by(officer))
    assert "Đ/c Nguyễn Văn Tỉnh" in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_meetings_page_costs_the_same_for_one_and_for_three(
    world, meeting, commune_secretary, by, as_user, count, django_assert_num_queries
):
    for number in range(count):
        officer = make.OfficerFactory(full_name=f"Cán Bộ {number}")
        make.AssignmentFactory(
            officer=officer, unit=world.hamlet, role=world.roles["district_officer_for_hamlet"], is_lead=False
        )
        services.sign_up(meeting=meeting, by=by(officer.user))
    client = as_user(commune_secretary)
    with django_assert_num_queries(10):
        page = client.get(reverse("planner:meeting", args=[meeting.uuid]))
    assert page.content.decode().count("Đ/c Cán Bộ") == count


def at_once(*calls):
    """Run these at the same time; what each returned or raised."""
    ready, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            ready.wait(10)
            results[number] = call()
        except Exception as problem:  # the test looks at it
            results[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_plan_and_two_people_are_two(request):
    world, officer, hamlet_officer, by = (
        request.getfixturevalue(name) for name in ("world", "officer", "hamlet_officer", "by")
    )
    meeting = MeetingFactory(unit=world.hamlet)
    first, again, other = at_once(
        lambda: services.sign_up(meeting=meeting, by=by(officer)),
        lambda: services.sign_up(meeting=meeting, by=by(officer)),
        lambda: services.sign_up(meeting=meeting, by=by(hamlet_officer)),
    )
    assert first == again
    assert other.officer == hamlet_officer.officer
    assert Visit.objects.count() == 2
    connection.close()
