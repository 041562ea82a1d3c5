"""While planning: who else comes, what the place expects, and the taps that follow."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.planner import services
from reports.planner.models import PlanNote
from reports.planner.queries.radar import demand_at, encounters
from reports.visits.models import Visit
from tests.factories.planner import EventFactory, MeetingFactory, PlanNoteFactory
from tests.factories.reports import VisitFactory

DAY = datetime.timedelta(days=1)
SOON = today() + 10 * DAY


def around(client, unit, day):
    return client.get(reverse("planner:around"), {"unit": unit.pk, "date": format_date(day)}).content.decode()


def planned(user, unit, tier, day, **fields):
    return VisitFactory(officer=user.officer, unit=unit, tier=tier, date=day, **{"status": "planned"} | fields)


@pytest.mark.parametrize(
    ("days", "found"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)], ids=lambda value: str(value)
)
def test_a_week_before_and_after(world, officer, hamlet_officer, days, found):
    planned(hamlet_officer, world.hamlet, world.tiers[1], SOON + days * DAY)
    assert bool(encounters(officer, world.commune, SOON)) is found


def test_the_same_hamlet_is_marked_and_comes_first(world, officer, hamlet_officer, household_officer):
    planned(officer, world.commune, world.tiers[0], SOON - 2 * DAY)
    planned(household_officer, world.group, world.tiers[2], SOON + DAY)
    found = encounters(hamlet_officer, world.hamlet, SOON)
    assert [(row.visit.unit, row.same_hamlet) for row in found] == [(world.group, True), (world.commune, False)]
    assert [row.role for row in found] == ["Cán bộ xã phụ trách tổ", "Cán bộ tỉnh phụ trách xã"]


def test_of_what_lies_outside_ones_scope_only_name_role_place_and_day(world, officer, hamlet_officer, as_user):
    secret = planned(officer, world.commune, world.tiers[0], SOON, purpose="Làm việc về nhân sự Đảng ủy")
    (row,) = encounters(hamlet_officer, world.hamlet, SOON)
    assert not row.readable
    page = around(as_user(hamlet_officer), world.hamlet, SOON)
    assert "Đ/c Nguyễn Văn Tỉnh" in page
    assert "nhân sự" not in page
    assert reverse("visits:detail", args=[secret.uuid]) not in page


def test_cancelled_visits_and_ones_own_are_no_encounter(world, officer, hamlet_officer):
    own = planned(officer, world.commune, world.tiers[0], SOON)
    planned(hamlet_officer, world.hamlet, world.tiers[1], SOON, status="cancelled")
    assert encounters(officer, world.commune, SOON, own) == []


def test_other_communes_are_none_of_it(world, officer, stranger, standing_member):
    planned(stranger, world.far_commune, world.tiers[0], SOON)
    planned(standing_member, world.neighbour, world.tiers[0], SOON)
    assert encounters(officer, world.commune, SOON) == []


def test_the_fragment_is_for_places_of_ones_own(world, officer, stranger, as_user):
    url = reverse("planner:around")
    query = {"unit": world.commune.pk, "date": format_date(SOON)}
    assert as_user(stranger).get(url, query).status_code == 404
    assert as_user(officer).get(url, query | {"unit": world.district.pk}).status_code == 404
    assert "Chọn địa bàn và ngày đi" in as_user(officer).get(url, query | {"date": "mai"}).content.decode()


def test_what_the_place_expects(world, officer, as_user):
    MeetingFactory(unit=world.hamlet, title="Chi bộ ấp 1 họp", date=SOON + 14 * DAY)
    MeetingFactory(unit=world.commune, title="Họp quá xa", date=SOON + 15 * DAY)
    MeetingFactory(unit=world.far_commune, title="Họp xã khác", date=SOON)
    EventFactory(from_month=SOON.month, from_day=SOON.day, to_month=SOON.month, to_day=SOON.day)
    page = around(as_user(officer), world.commune, SOON)
    assert "Chi bộ ấp 1 họp" in page
    assert "Họp quá xa" not in page
    assert "Họp xã khác" not in page
    assert "Khai giảng năm học mới" in page
    assert f"{reverse('feedback:list')}?dang_mo=1&amp;dia_ban={world.commune.pk}" in page


def test_what_the_regime_still_demands(world, hamlet_officer, as_user):
    cadence = world.tiers[1].cadences.get()
    VisitFactory(
        officer=hamlet_officer.officer, unit=world.group, tier=world.tiers[1], status="confirmed",
        date=today() - 20 * DAY,
    )  # fmt: skip
    VisitFactory(officer=hamlet_officer.officer, unit=world.hamlet, tier=world.tiers[1], date=today() - DAY)
    demand = demand_at(hamlet_officer, world.hamlet, SOON)
    assert (demand.cadence, demand.place) == (cadence, world.hamlet)
    assert (demand.days_on(SOON), demand.waiting_on) == (30, today() - DAY)
    assert not demand.is_late_on(SOON)
    assert demand.is_late_on(today() + 15 * DAY)  # 35 days
    assert "Đã quá chế độ" in around(as_user(hamlet_officer), world.hamlet, today() + 15 * DAY)


def test_the_tier_of_the_province_counts_by_commune(world, officer, commune_secretary):
    assert demand_at(officer, world.hamlet, SOON).place == world.commune
    assert demand_at(officer, world.hamlet, SOON).is_late_on(SOON)  # nobody has ever been there
    assert demand_at(commune_secretary, world.commune, SOON) is None


def test_the_plan_form_asks_for_it_and_takes_place_and_day_from_its_address(world, officer, as_user):
    query = {"dia-ban": world.hamlet.pk, "ngay": format_date(SOON), "loai": "party_cell_meeting"}
    page = as_user(officer).get(reverse("fieldbook:plan"), query)
    form = page.context["form"]
    assert form["date"].value() == format_date(SOON)
    assert form["type"].value() == "party_cell_meeting"
    assert reverse("planner:around") in page.content.decode()


def test_a_visits_page_asks_for_it_too(world, officer, as_user):
    visit = planned(officer, world.commune, world.tiers[0], SOON)
    page = as_user(officer).get(reverse("visits:detail", args=[visit.uuid])).content.decode()
    assert reverse("planner:of_visit", args=[visit.uuid]) in page


# --- joining ---


def test_ones_plan_joins_another_by_one_tap(world, officer, hamlet_officer, as_user):
    own = planned(officer, world.commune, world.tiers[0], SOON)
    other = planned(hamlet_officer, world.hamlet, world.tiers[1], SOON + 3 * DAY)
    url = reverse("planner:join", args=[own.uuid, other.uuid])
    client = as_user(officer)
    assert url in client.get(reverse("planner:of_visit", args=[own.uuid])).content.decode()
    for _twice in range(2):
        assert client.post(url).status_code == 302
    own.refresh_from_db()
    assert (own.date, own.status) == (SOON + 3 * DAY, "planned")
    assert own.steps.filter(action="edit").count() == 1


def test_nobody_joins_what_they_may_not_know_of(world, officer, stranger, as_user):
    own = planned(officer, world.commune, world.tiers[0], SOON)
    other = planned(stranger, world.far_commune, world.tiers[0], SOON + DAY)
    assert as_user(officer).post(reverse("planner:join", args=[own.uuid, other.uuid])).status_code == 404
    assert as_user(stranger).post(reverse("planner:join", args=[own.uuid, other.uuid])).status_code == 404


def test_a_plan_does_not_move_into_the_past_nor_a_made_visit_anywhere(world, officer, by):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    with pytest.raises(ValidationError, match="đã qua"):
        services.move_plan(visit=plan, date=today() - DAY, by=by(officer))
    made = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    with pytest.raises(ValidationError, match="trạng thái khác"):
        services.move_plan(visit=made, date=SOON, by=by(officer))


def test_nobody_moves_somebody_elses_plan(world, officer, hamlet_officer, by):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    with pytest.raises(PermissionDenied):
        services.move_plan(visit=plan, date=SOON + DAY, by=by(hamlet_officer))


# --- questions ---


def test_a_question_goes_into_the_others_plan_once(world, officer, hamlet_officer, as_user):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    client = as_user(hamlet_officer)
    typed = {"uuid": str(uuid.uuid4()), "text": "Nhờ hỏi tiến độ cầu ấp 1."}
    for _twice in range(2):
        assert client.post(reverse("planner:note", args=[plan.uuid]), typed).status_code == 302
    assert PlanNote.objects.get().officer == hamlet_officer.officer
    page = as_user(officer).get(reverse("planner:of_visit", args=[plan.uuid])).content.decode()
    assert "Nhờ hỏi tiến độ cầu ấp 1." in page
    assert "Đ/c Lê Văn Huyện" in page


def test_only_sender_and_receiver_read_it(world, officer, hamlet_officer, commune_secretary, standing_committee):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    PlanNoteFactory(visit=plan, officer=hamlet_officer.officer)
    seen = [PlanNote.objects.visible_to(user).count() for user in (officer, hamlet_officer)]
    assert seen == [1, 1]
    assert not PlanNote.objects.visible_to(commune_secretary).exists()
    assert not PlanNote.objects.visible_to(standing_committee).exists()


def test_a_note_about_private_matters_is_asked_about_first(world, officer, hamlet_officer, as_user):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    client = as_user(hamlet_officer)
    typed = {"uuid": str(uuid.uuid4()), "text": "Hỏi ông Ba, số 0903 123 456"}
    assert client.post(reverse("planner:note", args=[plan.uuid]), typed).status_code == 422
    assert not PlanNote.objects.exists()
    assert client.post(reverse("planner:note", args=[plan.uuid]), typed | {"van_gui": "1"}).status_code == 302


def test_the_sender_takes_it_back_the_receiver_does_not(world, officer, hamlet_officer, as_user, by):
    plan = planned(officer, world.commune, world.tiers[0], SOON)
    note = PlanNoteFactory(visit=plan, officer=hamlet_officer.officer)
    with pytest.raises(PermissionDenied):
        services.take_back_note(note=note, by=by(officer))
    assert as_user(hamlet_officer).post(reverse("planner:take_back_note", args=[note.uuid])).status_code == 302
    assert note.text not in as_user(officer).get(reverse("planner:of_visit", args=[plan.uuid])).content.decode()


def test_a_made_visit_takes_no_more_questions(world, officer, hamlet_officer, by):
    made = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    with pytest.raises(ValidationError, match="không còn trong kế hoạch"):
        services.write_note(uuid=uuid.uuid4(), visit=made, text="Muộn rồi", by=by(hamlet_officer))


@pytest.mark.parametrize("count", [1, 3])
def test_the_fragment_costs_the_same_for_one_encounter_and_for_three(
    world, officer, hamlet_officer, as_user, count, django_assert_num_queries
):
    for number in range(count):
        planned(hamlet_officer, world.hamlet, world.tiers[1], SOON + number * DAY)
        MeetingFactory(unit=world.commune, date=SOON)
    client = as_user(officer)
    with django_assert_num_queries(17):
        page = around(client, world.hamlet, SOON)
    assert page.count("Đ/c Lê Văn Huyện") == count
    assert Visit.objects.count() == count
