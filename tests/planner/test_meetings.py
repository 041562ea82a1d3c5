"""A commune publishes, changes and cancels its meetings; the database knows the same rules."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from nammanh.platform.dates import add_months, today
from reports.planner import services
from reports.planner.forms import HourField
from reports.planner.models import LocalMeeting
from reports.planner.services import MeetingContent
from tests.factories.planner import AttendanceFactory, MeetingFactory

SOON = datetime.timedelta(days=10)


def content(unit, **fields):
    return MeetingContent(
        **{
            "unit": unit,
            "kind": "cell",
            "title": "Sinh hoạt chi bộ ấp 1",
            "date": today() + SOON,
            "starts_at": datetime.time(7, 30),
            "place": "Trụ sở ấp 1",
        }
        | fields
    )


@pytest.fixture
def publish(world, commune_secretary, by):
    def call(**kwargs):
        kwargs = {"uuid": uuid.uuid4(), "content": content(world.hamlet), "by": by(commune_secretary)} | kwargs
        return services.publish_meeting(**kwargs)

    return call


def test_a_meeting_is_published_once(world, publish):
    key = uuid.uuid4()
    (first,) = publish(uuid=key)
    assert publish(uuid=key) == [first]
    assert (first.status, first.commune, first.series, first.revision) == ("scheduled", world.commune, None, 0)
    assert [step.action for step in first.steps.all()] == ["publish"]
    with pytest.raises(ValidationError, match="nội dung khác"):
        publish(uuid=key, content=content(world.hamlet, title="Việc khác"))


def test_a_monthly_series_is_rows_that_move_by_themselves(world, publish, commune_secretary, by):
    first, second, third = publish(repeat="day", times=3)
    assert [row.date for row in (first, second, third)] == [add_months(today() + SOON, count) for count in range(3)]
    assert first.series == second.series == first.uuid
    moved = content(world.hamlet, date=second.date + datetime.timedelta(days=1), starts_at=datetime.time(14))
    services.change_meeting(meeting=second, content=moved, by=by(commune_secretary))
    assert LocalMeeting.objects.get(pk=third.pk).starts_at == datetime.time(7, 30)
    later = content(world.hamlet, date=first.date, place="Nhà văn hóa ấp")
    services.change_meeting(meeting=first, content=later, following=True, by=by(commune_secretary))
    rows = list(LocalMeeting.objects.order_by("date"))
    assert [row.place for row in rows] == ["Nhà văn hóa ấp"] * 3
    assert [row.date for row in rows] == [first.date, second.date + datetime.timedelta(days=1), third.date]
    assert [row.revision for row in rows] == [1, 2, 1]


def test_a_change_says_what_changed_and_the_same_change_twice_is_one(world, publish, commune_secretary, by):
    (meeting,) = publish()
    new = content(world.hamlet, date=today() + datetime.timedelta(days=12), starts_at=datetime.time(14))
    for _twice in range(2):
        services.change_meeting(meeting=meeting, content=new, by=by(commune_secretary))
    meeting.refresh_from_db()
    assert meeting.revision == 1
    note = meeting.steps.get(action="change").note
    assert note.startswith("Chuyển từ ngày ")
    assert "giờ bắt đầu từ 07:30 thành 14:00" in note


def test_cancelling_needs_a_reason_happens_once_and_is_final(world, publish, commune_secretary, by):
    first, second, third = publish(repeat="day", times=3)
    actor = by(commune_secretary)
    with pytest.raises(ValidationError, match="lý do"):
        services.cancel_meeting(meeting=first, reason=" ", by=actor)
    for _twice in range(2):
        services.cancel_meeting(meeting=second, reason="Trùng lịch bầu cử", following=True, by=actor)
    assert list(LocalMeeting.objects.order_by("date").values_list("status", flat=True)) == [
        "scheduled", "cancelled", "cancelled",
    ]  # fmt: skip
    assert third.steps.filter(action="cancel").count() == 1
    with pytest.raises(ValidationError, match="đã hủy"):
        services.change_meeting(meeting=second, content=content(world.hamlet, title="Họp lại"), by=actor)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"date": today() - datetime.timedelta(days=1)}, "đã qua"),
        ({"date": today() + datetime.timedelta(days=800)}, "quá xa"),
        ({"starts_at": datetime.time(9), "ends_at": datetime.time(8)}, "sau giờ bắt đầu"),
    ],
)
def test_what_cannot_take_place_is_refused(world, publish, fields, message):
    with pytest.raises(ValidationError, match=message):
        publish(content=content(world.hamlet, **fields))
    assert not LocalMeeting.objects.exists()


def test_a_series_too_long_and_a_group_are_refused(world, publish):
    with pytest.raises(ValidationError, match="Số kỳ"):
        publish(repeat="day", times=13)
    with pytest.raises(ValidationError, match="Chọn xã"):
        publish(content=content(world.group))


def test_a_past_meeting_stays_as_it_was(world, commune_secretary, by):
    meeting = MeetingFactory(unit=world.commune, date=today() - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="đã qua"):
        services.cancel_meeting(meeting=meeting, reason="Muộn", by=by(commune_secretary))
    with pytest.raises(ValidationError, match="đã qua"):
        new = content(world.commune, date=meeting.date, title="Khác")
        services.change_meeting(meeting=meeting, content=new, by=by(commune_secretary))


@pytest.mark.parametrize("who", ["officer", "stranger", "district_secretary", "standing_committee"])
def test_only_the_communes_committee_publishes(world, request, by, who):
    with pytest.raises(PermissionDenied):
        person = by(request.getfixturevalue(who))
        services.publish_meeting(uuid=uuid.uuid4(), content=content(world.commune), by=person)


def test_a_committee_does_not_publish_for_its_neighbour(world, publish):
    with pytest.raises(PermissionDenied):
        publish(content=content(world.neighbour))


def test_the_database_keeps_cancelled_meetings_and_deletes_none(world):
    meeting = MeetingFactory(unit=world.commune, status="cancelled", cancel_reason="Mưa bão")
    for change in ({"status": "scheduled", "cancel_reason": ""}, {"date": today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LocalMeeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(Exception, match="delete"), transaction.atomic():
        meeting.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(unit=world.commune, status="cancelled", cancel_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(unit=world.district)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("8h", 8),
        ("8h30", 8.5),
        ("08:30", 8.5),
        ("14 giờ 30", 14.5),
        ("14g", 14),
        ("8 giờ 30 phút", 8.5),
        ("0:05", 5 / 60),
    ],
)
def test_hours_are_read_as_people_write_them(typed, hour):
    time = HourField().clean(typed)
    assert time.hour + time.minute / 60 == pytest.approx(hour)


@pytest.mark.parametrize("typed", ["25h", "8h75", "tám giờ", "8", "08:30:00x", "-1h"])
def test_an_hour_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError, match="8h30"):
        HourField().clean(typed)


def typed_meeting(unit, **fields):
    day = today() + SOON
    return {
        "unit": unit.pk, "kind": "cell", "title": "Sinh hoạt chi bộ ấp 1", "date": f"{day:%d/%m/%Y}",
        "starts_at": "7h30", "ends_at": "", "place": "", "note": "", "repeat": "once", "times": "",
    } | fields  # fmt: skip


def test_the_committee_publishes_a_series_on_its_page(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    url = reverse("planner:publish")
    refused = client.post(url, typed_meeting(world.hamlet, repeat="weekday", times="1"))
    assert refused.status_code == 422
    assert "Số kỳ từ 2 đến 12." in refused.content.decode()
    answer = client.post(url, typed_meeting(world.hamlet, repeat="weekday", times="6"))
    assert answer.status_code == 302
    assert LocalMeeting.objects.count() == 6
    foreign = client.post(url, typed_meeting(world.neighbour_hamlet))
    assert foreign.status_code == 422


def test_names_of_private_people_are_asked_about_first(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    typed = typed_meeting(world.hamlet, note="Liên hệ số 0903 123 456")
    asked = client.post(reverse("planner:publish"), typed)
    assert asked.status_code == 422
    assert "Vẫn gửi" in asked.content.decode()
    assert client.post(reverse("planner:publish"), typed | {"van_gui": "1"}).status_code == 302


def test_the_page_offers_the_later_meetings_only_where_there_are_any(world, publish, commune_secretary, as_user):
    client = as_user(commune_secretary)
    first, last = publish(repeat="day", times=2)
    assert "Áp dụng cho cả 1 kỳ sau" in client.get(reverse("planner:change", args=[first.uuid])).content.decode()
    assert "kỳ sau" not in client.get(reverse("planner:change", args=[last.uuid])).content.decode()
    answer = client.post(reverse("planner:cancel", args=[first.uuid]), {"reason": "Bận", "following": "on"})
    assert answer.status_code == 302
    assert not LocalMeeting.objects.scheduled().exists()
    again = client.get(reverse("planner:cancel", args=[first.uuid]))
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", {"Xã", "Ấp 1"}),
        ("hamlet_officer", {"Xã", "Ấp 1"}),
        ("household_officer", {"Xã"}),
        ("commune_secretary", {"Xã", "Ấp 1"}),
        ("standing_member", {"Xã", "Ấp 1", "Láng giềng"}),
        ("stranger", {"Xa"}),
        ("standing_committee", {"Xã", "Ấp 1", "Láng giềng", "Xa"}),
        ("administrator", set()),
        ("nobody", set()),
    ],
)
def test_who_sees_which_meetings(world, request, who, sees):
    places = {"Xã": world.commune, "Ấp 1": world.hamlet, "Láng giềng": world.neighbour, "Xa": world.far_commune}
    for title, unit in places.items():
        MeetingFactory(unit=unit, title=title)
    user = request.getfixturevalue(who)
    assert set(LocalMeeting.objects.visible_to(user).values_list("title", flat=True)) == sees


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_meeting_and_for_three(
    world, officer, as_user, count, django_assert_num_queries
):
    for _nth in range(count):
        meeting = MeetingFactory(unit=world.commune)
        AttendanceFactory(meeting=meeting)
    client = as_user(officer)
    with django_assert_num_queries(7):
        page = client.get(reverse("planner:meetings"))
    assert page.content.decode().count("1 đồng chí") == count


def test_past_meetings_are_a_tab_away(world, officer, as_user):
    MeetingFactory(unit=world.commune, title="Đã họp rồi", date=today() - SOON)
    client = as_user(officer)
    assert "Đã họp rồi" not in client.get(reverse("planner:meetings")).content.decode()
    assert "Đã họp rồi" in client.get(reverse("planner:meetings"), {"loc": "da-qua"}).content.decode()
