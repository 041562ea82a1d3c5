"""The calendar: whose days, which days, how much it costs."""

import datetime
import re

import pytest
from django.urls import reverse

from nammanh.platform.dates import today
from reports.planner.spans import span_from
from tests.factories import assignments as make
from tests.factories.planner import AttendanceFactory, EventFactory, MeetingFactory
from tests.factories.reports import VisitFactory
from tests.test_exports import exported

D = datetime.date
URL = "planner:calendar"


def on(day, **query):
    return {"ngay": f"{day:%d/%m/%Y}", **query}


@pytest.mark.parametrize(
    ("view", "day", "own", "shown", "before", "after"),
    [
        ("thang", D(2026, 11, 26), (D(2026, 11, 1), D(2026, 11, 30)), (D(2026, 10, 26), D(2026, 12, 6)),
         D(2026, 10, 1), D(2026, 12, 1)),
        # a February that begins on a Monday and fills four weeks
        ("thang", D(2027, 2, 28), (D(2027, 2, 1), D(2027, 2, 28)), (D(2027, 2, 1), D(2027, 2, 28)),
         D(2027, 1, 1), D(2027, 3, 1)),
        ("thang", D(2026, 12, 31), (D(2026, 12, 1), D(2026, 12, 31)), (D(2026, 11, 30), D(2027, 1, 3)),
         D(2026, 11, 1), D(2027, 1, 1)),
        # a week over New Year
        ("tuan", D(2027, 1, 2), (D(2026, 12, 28), D(2027, 1, 3)), (D(2026, 12, 28), D(2027, 1, 3)),
         D(2026, 12, 26), D(2027, 1, 9)),
        ("ngay", D(2028, 2, 29), (D(2028, 2, 29), D(2028, 2, 29)), (D(2028, 2, 29), D(2028, 2, 29)),
         D(2028, 2, 28), D(2028, 3, 1)),
        ("danh-sach", D(2026, 11, 26), (D(2026, 11, 1), D(2026, 11, 30)), (D(2026, 11, 1), D(2026, 11, 30)),
         D(2026, 10, 1), D(2026, 12, 1)),
    ],
)  # fmt: skip
def test_edges_of_a_span(view, day, own, shown, before, after):
    span = span_from({"xem": view, "ngay": f"{day:%d/%m/%Y}"})
    assert (span.period.start, span.period.end) == own
    assert (span.shown.start, span.shown.end) == shown
    assert (span.previous, span.next) == (before, after)


@pytest.mark.parametrize("query", [{}, {"xem": "nam", "ngay": "31/02/2026"}, {"ngay": "x" * 5000}])
def test_what_cannot_be_read_is_this_month(query):
    span = span_from(query)
    assert (span.view, span.day) == ("thang", today())


@pytest.mark.parametrize("day", ["01/01/1930", "31/12/2100"])
def test_the_ends_of_time_can_be_turned_over(officer, as_user, day):
    for view in ("thang", "tuan", "ngay", "danh-sach"):
        assert as_user(officer).get(reverse(URL), {"ngay": day, "xem": view}).status_code == 200


def places(page):
    return {entry.place for day in page.context["days"] for entry in day.entries}


@pytest.fixture
def scene(world, officer, hamlet_officer, stranger):
    """One visit of each officer on the fifteenth of next month; a meeting of each commune on the sixteenth."""
    day = (today().replace(day=1) + datetime.timedelta(days=32)).replace(day=15)
    for user, unit in ((officer, world.commune), (hamlet_officer, world.hamlet), (stranger, world.far_commune)):
        VisitFactory(officer=user.officer, unit=unit, tier=world.tiers[0], status="planned", date=day)
    for unit in (world.commune, world.neighbour):
        MeetingFactory(unit=unit, date=day + datetime.timedelta(days=1))
    return day


SON_PHU, AP_1, LUONG_PHU, AN_DUC = "Xã Sơn Phú", "Ấp 1, Xã Sơn Phú", "Xã Lương Phú", "Xã An Đức"


@pytest.mark.parametrize(
    ("who", "whose", "seen"),
    [
        ("officer", "", {SON_PHU}),
        ("officer", "toi", {SON_PHU}),
        ("officer", "dia-ban", {SON_PHU, AP_1}),
        ("hamlet_officer", "toi", {AP_1, SON_PHU}),
        ("hamlet_officer", "dia-ban", {AP_1, SON_PHU}),
        ("commune_secretary", "", {SON_PHU, AP_1}),
        ("district_secretary", "", {SON_PHU, AP_1, LUONG_PHU}),
        ("stranger", "dia-ban", {AN_DUC}),
        ("standing_committee", "", {SON_PHU, AP_1, LUONG_PHU, AN_DUC}),
    ],
)
def test_who_sees_whose_days(scene, request, as_user, who, whose, seen):
    page = as_user(request.getfixturevalue(who)).get(reverse(URL), on(scene, cua=whose))
    assert places(page) == seen


def test_filters_hold_for_visits_and_meetings_alike(scene, world, standing_committee, as_user):
    client = as_user(standing_committee)

    def shown(**query):
        return places(client.get(reverse(URL), on(scene, **query)))

    assert shown(huyen=world.other_district.pk) == {AN_DUC}
    assert shown(xa=world.commune.pk) == {SON_PHU, AP_1}
    assert shown(loai="chuyen-di") == {SON_PHU, AP_1, AN_DUC}
    assert shown(loai="lich-hop") == {SON_PHU, LUONG_PHU}
    cluster = make.ClusterFactory(unit=world.district)
    make.ClusterMemberFactory(cluster=cluster, unit=world.neighbour)
    assert shown(cum=cluster.pk) == {LUONG_PHU}
    assert shown(xa="999999") == set()


def test_a_delegation_shares_its_calendar_with_its_members_only(scene, world, officer, stranger, as_user):
    delegation = make.DelegationFactory()
    for user in (officer, stranger):
        make.DelegationMemberFactory(delegation=delegation, officer=user.officer)
    held = officer.officer.assignments.get()
    held.delegation = delegation
    held.save()
    query = on(scene, cua=f"doan-{delegation.pk}", loai="chuyen-di")
    page = as_user(officer).get(reverse(URL), query)
    assert places(page) == {SON_PHU, AN_DUC}
    links = {entry.place: bool(entry.url) for day in page.context["days"] for entry in day.entries}
    assert links == {SON_PHU: True, AN_DUC: False}
    outsider = make.OfficerFactory()
    make.AssignmentFactory(
        officer=outsider, unit=world.commune, role=world.roles["district_officer_for_commune"], is_lead=False
    )
    assert places(as_user(outsider.user).get(reverse(URL), query)) == {SON_PHU}


def test_a_day_shows_three_and_says_how_many_more(world, officer, as_user):
    day = today() + datetime.timedelta(days=1)
    for _nth in range(5):
        VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], status="planned", date=day)
    client = as_user(officer)
    page = client.get(reverse(URL), on(day, xem="thang"))
    (shown,) = [row for row in page.context["days"] if row.date == day]
    assert (len(shown.entries), shown.more) == (3, 2)
    assert "và 2 việc nữa" in page.content.decode()
    (whole,) = client.get(reverse(URL) + shown.url).context["days"]
    assert (len(whole.entries), whole.more) == (5, 0)


def test_a_visit_to_a_meeting_stands_at_its_hour_and_once(world, officer, commune_secretary, as_user):
    meeting = MeetingFactory(unit=world.commune)
    AttendanceFactory(meeting=meeting, officer=officer.officer, visit__tier=world.tiers[0])
    (day,) = as_user(officer).get(reverse(URL), on(meeting.date, xem="ngay")).context["days"]
    assert [(entry.kind, entry.time) for entry in day.entries] == [("Chuyến đi", meeting.starts_at)]
    (day,) = as_user(commune_secretary).get(reverse(URL), on(meeting.date, xem="ngay")).context["days"]
    assert [entry.kind for entry in day.entries] == ["Lịch họp", "Chuyến đi"]


def test_cancelled_visits_are_gone_and_moved_meetings_are_told(world, officer, as_user):
    meeting = MeetingFactory(unit=world.commune)
    row = AttendanceFactory(meeting=meeting, officer=officer.officer, visit__tier=world.tiers[0])
    VisitFactory(officer=officer.officer, unit=world.hamlet, status="cancelled", date=meeting.date)
    meeting.date += datetime.timedelta(days=1)
    meeting.save()
    (day,) = as_user(officer).get(reverse(URL), on(row.visit.date, xem="ngay")).context["days"]
    assert [(entry.place, entry.state, entry.time) for entry in day.entries] == [
        (SON_PHU, "Lịch họp đã đổi ngày", None)
    ]


def test_events_of_the_year_and_holidays_are_named(officer, as_user):
    EventFactory()
    EventFactory(name="Giao, nhận quân", basis="about", from_month=2, from_day=1, to_month=3, to_day=10)
    client = as_user(officer)
    page = client.get(reverse(URL), on(D(2027, 9, 1))).content.decode()
    assert "Khai giảng năm học mới" in page
    assert "Quốc khánh" in page
    page = client.get(reverse(URL), on(D(2027, 3, 1))).content.decode()
    assert "khoảng 01/02/2027 – 10/03/2027, theo thông báo từng năm" in page


def test_the_grid_has_a_cell_for_each_day_and_a_list_for_phones(scene, officer, as_user):
    client = as_user(officer)
    page = client.get(reverse(URL), on(D(2026, 11, 26))).content.decode()
    assert len(re.findall(r'<td class="nm-cal-day', page)) == 42
    assert "nm-cal-narrow" in page
    asked = client.get(reverse(URL), on(D(2026, 11, 26), xem="thang")).content.decode()
    assert "nm-cal-narrow" not in asked
    assert "<td" not in client.get(reverse(URL), on(D(2026, 11, 26), xem="danh-sach")).content.decode()


def test_a_mean_title_is_text(world, officer, as_user):
    MeetingFactory(unit=world.commune, title='<script>alert("x")</script>', date=today())
    for view in ("thang", "danh-sach"):
        page = as_user(officer).get(reverse(URL), {"xem": view}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_workbook_holds_all_of_the_period(scene, world, standing_committee, officer, as_user):
    for _nth in range(20):
        VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], status="planned", date=scene)
    headings, rows, above = exported(as_user(standing_committee), reverse(URL), on(scene))
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    assert len(table) == 23 + 2
    assert f"Tháng {scene.month:02d}/{scene.year}" in above or f"Tháng {scene.month}/{scene.year}" in above
    assert {row["Việc"] for row in table} == {"Chuyến đi", "Lịch họp"}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("view", ["thang", "tuan", "ngay", "danh-sach"])
def test_a_calendar_costs_the_same_for_one_line_and_for_three(
    world, officer, as_user, count, view, django_assert_num_queries
):
    EventFactory()
    day = today() + datetime.timedelta(days=10)
    for _nth in range(count):
        row = AttendanceFactory(
            meeting=MeetingFactory(unit=world.commune, date=day), officer=officer.officer, visit__tier=world.tiers[0]
        )
        assert row.visit.date == day
    client = as_user(officer)
    with django_assert_num_queries(12):
        page = client.get(reverse(URL), on(day, xem=view))
    assert sum(len(row.entries) for row in page.context["days"]) == count
