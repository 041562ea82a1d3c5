"""The private calendar, read by two parsers that know nothing of one another."""

import datetime
import uuid
from io import StringIO

import icalendar
import pytest
import vobject
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nammanh.accounts.models import SecretaryMandate
from nammanh.platform.dates import today
from reports.planner import services
from reports.planner.models import CalendarFeed
from reports.planner.services import MeetingContent
from reports.visits.models import VisitOrigin
from reports.visits.services import VisitContent, cancel_visit, plan_visit, postpone_visit
from tests.factories import assignments as make
from tests.factories.planner import MeetingFactory
from tests.factories.reports import CommentFactory, VisitFactory

DAY = datetime.timedelta(days=1)
SOON = today() + 10 * DAY


@pytest.fixture
def address(officer, by):
    return reverse("planner:feed", args=[services.open_feed(by=by(officer), replaces=None)])


def raw(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def events(address):
    """UID → event, by `icalendar`."""
    calendar = icalendar.Calendar.from_ical(raw(address))
    assert calendar.errors == []
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def only(address):
    (event,) = events(address).values()
    return event


def seen_by_vobject(address):
    return vobject.readOne(StringIO(raw(address)))


def plan(by_officer, unit, day=SOON, **fields):
    usual = {"type": "working_session", "origin": VisitOrigin.PLANNED, "purpose": "Làm việc về nhân sự"}
    content = VisitContent(unit=unit, date=day, **usual | fields)
    return plan_visit(uuid=uuid.uuid4(), content=content, by=by_officer).visit


def moved(meeting, actor, **changes):
    values = {name: getattr(meeting, name) for name in MeetingContent.__dataclass_fields__} | changes
    services.change_meeting(meeting=meeting, content=MeetingContent(**values), by=actor)
    meeting.refresh_from_db()


# --- what it holds ---


def test_a_visit_without_an_hour_is_a_whole_day_with_an_exclusive_end(world, officer, by, address):
    visit = plan(by(officer), world.hamlet)
    event = only(address)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (SOON, SOON + DAY)
    assert str(event["summary"]) == "Ấp 1: Làm việc với lãnh đạo địa phương"
    assert str(event["location"]) == "Xã Sơn Phú, Huyện Giồng Trôm"
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    assert str(event["url"]).endswith(reverse("visits:detail", args=[visit.uuid]))
    other = seen_by_vobject(address).vevent
    assert (other.dtstart.value, other.dtend.value) == (SOON, SOON + DAY)
    assert other.summary.value == "Ấp 1: Làm việc với lãnh đạo địa phương"
    assert other.uid.value == str(event["uid"])


def test_a_meeting_has_its_hours_in_vietnam(world, officer, by, address):
    meeting = MeetingFactory(unit=world.hamlet, date=SOON)
    services.sign_up(meeting=meeting, by=by(officer))
    seven = datetime.timedelta(hours=7)
    for start, end in (
        (only(address).decoded("dtstart"), only(address).decoded("dtend")),
        (seen_by_vobject(address).vevent.dtstart.value, seen_by_vobject(address).vevent.dtend.value),
    ):
        assert start.replace(tzinfo=None) == datetime.datetime.combine(SOON, datetime.time(7, 30))
        assert start.utcoffset() == end.utcoffset() == seven
        assert end - start == datetime.timedelta(hours=2, minutes=30)


@pytest.mark.parametrize("month", [1, 3, 7, 10, 12])
def test_there_is_no_daylight_saving(world, officer, by, address, month):
    day = datetime.date(SOON.year + (month <= SOON.month), month, 15)
    if day > today() + 365 * DAY:
        day = day.replace(year=day.year - 1)
    services.sign_up(meeting=MeetingFactory(unit=world.hamlet, date=day), by=by(officer))
    start = seen_by_vobject(address).vevent.dtstart.value
    assert start.astimezone(datetime.UTC).time() == datetime.time(0, 30)


@pytest.mark.parametrize(("days", "there"), [(-31, False), (-30, True), (365, True), (366, False)])
def test_from_a_month_ago_to_a_year_ahead(world, officer, address, days, there):
    status = "planned" if days > 0 else "confirmed"
    VisitFactory(officer=officer.officer, unit=world.commune, date=today() + days * DAY, status=status)
    assert bool(events(address)) is there


def test_it_is_ones_own_visits_only(world, officer, hamlet_officer, by, address):
    plan(by(hamlet_officer), world.hamlet)
    assert events(address) == {}


def test_nothing_of_what_was_said_or_who_was_visited(world, officer, address):
    visit = VisitFactory(
        officer=officer.officer, unit=world.group, type="household_visit", people_met="Ông Trần Văn Hộ",
        highlights="Gia đình cần sửa nhà.", purpose="Thăm hộ 0001",
    )  # fmt: skip
    CommentFactory(visit=visit, matter="Việc riêng của xã")
    text = raw(address).replace("\r\n ", "")
    for secret in ("Trần Văn Hộ", "sửa nhà", "0001", "Việc riêng", "Tổ 1", "Nguyễn Văn Tỉnh"):
        assert secret not in text
    assert "SUMMARY:Ấp 1: Thăm hộ gia đình" in text


def test_odd_names_are_escaped_and_long_lines_folded(world, officer, by, address):
    hamlet = make.HamletFactory(name="Cồn; A, B \\ “Thạnh Phú Đông” " + "ê" * 60, parent=world.commune)
    plan(by(officer), hamlet)
    expected = f"{hamlet}: Làm việc với lãnh đạo địa phương"
    assert str(only(address)["summary"]) == expected
    assert seen_by_vobject(address).vevent.summary.value == expected
    content = Client().get(address).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


# --- changes ---


def test_a_moved_visit_keeps_its_identity_and_moves(world, officer, by, address):
    visit = plan(by(officer), world.commune)
    before = only(address)
    postpone_visit(visit=visit, date=SOON + 5 * DAY, reason="Mưa bão", by=by(officer))
    after = only(address)
    assert str(after["uid"]) == str(before["uid"])
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == SOON + 5 * DAY
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    assert seen_by_vobject(address).vevent.dtstart.value == SOON + 5 * DAY


def test_a_cancelled_visit_is_told_for_ninety_days(world, officer, by, address):
    visit = plan(by(officer), world.commune)
    sequence = only(address)["sequence"]
    cancel_visit(visit=visit, reason="Trùng lịch", by=by(officer))
    event = only(address)
    assert (str(event["status"]), str(event["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert event["sequence"] > sequence
    assert seen_by_vobject(address).vevent.status.value == "CANCELLED"
    assert "Trùng lịch" not in raw(address)


def test_after_ninety_days_it_is_gone(world, officer, by, address, monkeypatch):
    visit = plan(by(officer), world.commune, day=today() + 200 * DAY)
    cancel_visit(visit=visit, reason="Trùng lịch", by=by(officer))
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + 89 * DAY)
    assert len(events(address)) == 1
    monkeypatch.setattr(timezone, "now", lambda: now + 91 * DAY)
    assert events(address) == {}


def test_a_meeting_that_moves_makes_the_plan_tentative_until_it_follows(world, officer, commune_secretary, by, address):
    meeting = MeetingFactory(unit=world.hamlet, date=SOON)
    row = services.sign_up(meeting=meeting, by=by(officer))
    sequences = [only(address)["sequence"]]
    moved(meeting, by(commune_secretary), date=SOON + 3 * DAY)
    event = only(address)
    sequences.append(event["sequence"])
    assert (str(event["status"]), event.decoded("dtstart")) == ("TENTATIVE", SOON)
    services.move_with_meeting(attendance=row, by=by(officer))
    event = only(address)
    sequences.append(event["sequence"])
    assert (str(event["status"]), event.decoded("dtstart").date()) == ("CONFIRMED", SOON + 3 * DAY)
    moved(meeting, by(commune_secretary), starts_at=datetime.time(14), ends_at=None)
    event = only(address)
    sequences.append(event["sequence"])
    assert event.decoded("dtstart").time() == datetime.time(14)
    assert "dtend" not in event
    assert sequences == sorted(set(sequences))


def test_a_cancelled_meeting_cancels_until_one_goes_anyway(world, officer, commune_secretary, by, address):
    meeting = MeetingFactory(unit=world.hamlet, date=SOON)
    row = services.sign_up(meeting=meeting, by=by(officer))
    services.cancel_meeting(meeting=meeting, reason="Mưa bão", by=by(commune_secretary))
    cancelled = only(address)
    assert str(cancelled["status"]) == "CANCELLED"
    services.keep_plan(attendance=row, by=by(officer))
    kept = only(address)
    assert (str(kept["status"]), kept.decoded("dtstart")) == ("CONFIRMED", SOON)
    assert kept["sequence"] > cancelled["sequence"]


# --- the address ---


def test_only_the_tokens_hash_is_kept(address):
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) == 43  # 32 bytes in base64
    feed = CalendarFeed.objects.get()
    assert token not in feed.token_hash
    assert len(feed.token_hash) == 64


def test_unknown_revoked_and_inactive_are_one_answer(officer, by, address):
    unknown = Client().get(reverse("planner:feed", args=["x" * 43]))
    officer.is_active = False
    officer.save()
    inactive = Client().get(address)
    officer.is_active = True
    officer.save()
    services.revoke_feed(by=by(officer))
    revoked = Client().get(address)
    assert [answer.status_code for answer in (unknown, inactive, revoked)] == [404] * 3
    assert Client().post(address).status_code == 405


def test_renewing_ends_the_old_address(officer, by, address):
    feed = CalendarFeed.objects.get()
    token = services.open_feed(by=by(officer), replaces=feed.pk)
    assert Client().get(address).status_code == 404
    assert Client().get(reverse("planner:feed", args=[token])).status_code == 200
    with pytest.raises(ValidationError, match="đổi ở nơi khác"):
        services.open_feed(by=by(officer), replaces=feed.pk)
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1


def test_the_database_lets_nobody_revive_an_address(officer, by, address):
    services.revoke_feed(by=by(officer))
    for change in ({"revoked_at": None}, {"token_hash": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.objects.update(**change)


def test_a_secretary_does_not_get_the_leaders_address(officer, nobody, by, as_user):
    with pytest.raises(PermissionDenied):
        services.open_feed(by=by(officer, nobody), replaces=None)
    SecretaryMandate.objects.create(leader=officer, secretary=nobody, valid_from=today())
    client = as_user(nobody)
    client.post(reverse("acting_for"), {"leader": officer.pk})
    assert client.get(reverse("planner:feed_page")).status_code == 403


def test_the_page_shows_the_address_once(officer, as_user):
    client, url = as_user(officer), reverse("planner:feed_page")
    made = client.post(url, {"dang_dung": "", "tao": "1"})
    assert made["Cache-Control"] == "private, no-store"
    shown = made.context["address"]
    assert shown in made.content.decode()
    assert Client().get(shown).status_code == 200
    again = client.get(url).content.decode()
    assert shown not in again
    assert "Đổi địa chỉ" in again
    assert client.post(url, {"dang_dung": "", "tao": "1"}).status_code == 302  # a second click changes nothing
    assert Client().get(shown).status_code == 200
    client.post(url, {"thu_hoi": "1"})
    assert Client().get(shown).status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(world, officer, by, address):
    visit = plan(by(officer), world.commune)
    first = Client().get(address)
    assert first["Cache-Control"] == "private, max-age=900"
    assert first["Last-Modified"]
    assert Client().get(address).content == first.content
    unchanged = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    cancel_visit(visit=visit, reason="Trùng lịch", by=by(officer))
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_it_needs_no_session_and_opens_none(officer, address):
    client = Client()
    assert client.get(address).cookies == {}


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_costs_the_same_for_one_visit_and_for_three(
    world, officer, by, address, count, django_assert_num_queries
):
    for number in range(count):
        services.sign_up(meeting=MeetingFactory(unit=world.hamlet, date=SOON + number * DAY), by=by(officer))
    with django_assert_num_queries(2):
        content = Client().get(address).content
    assert content.count(b"BEGIN:VEVENT") == count
