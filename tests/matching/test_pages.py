"""From the question to the decision: the page of proposals, the ticked ones, the weights."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.models import Assignment, LegalDocument
from nammanh.platform.dates import format_date, today
from reports.matching import services
from reports.matching.models import MatchingWeights
from reports.matching.services import Choice
from tests.assignments.test_holding_pages import NEW_DECISION
from tests.factories import assignments as make

PAGE, CHOSEN, WEIGHTS = (reverse(f"matching:{name}") for name in ("proposals", "assign", "weights"))
D = datetime.date
TWENTY_YEARS = {
    "expertise": 40,
    "distance": 25,
    "load": 30,
    "continuity": 15,
    "rotation": 30,
    "account": 5,
    "rotation_years": 20,
    "far_km": 20,
    "petition_months": 12,
    "absence_days": 30,
    "note": "giả định",
}


@pytest.fixture
def role(world):
    return world.roles["district_officer_for_hamlet"]


@pytest.fixture
def clerk(world):
    """Works for the district and holds nothing."""
    officer = make.OfficerFactory(full_name="Trần Văn An")
    agency = make.AgencyFactory(unit=world.district, name="Phòng Nông nghiệp và Môi trường")
    make.PositionFactory(officer=officer, agency=agency, title="Công chức Phòng Nông nghiệp")
    return officer


def ask(world, role, **changes):
    return {"vai_tro": role.pk, "dia_ban": world.district.pk, "loc": "chua", "ngay": "", **changes}


def ticked(role, *pairs):
    query = "&".join(f"chon={unit.pk}-{officer.pk}" for unit, officer in pairs)
    return f"{CHOSEN}?vai_tro={role.pk}&{query}"


def decision(**changes):
    return {"mandate": make.MandateFactory().pk, "valid_from": "01/12/2026", **NEW_DECISION, **changes}


def test_the_page_proposes_explains_and_writes_nothing(world, role, clerk, organiser, as_user):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = as_user(organiser).get(PAGE, ask(world, role))
    text = response.content.decode()
    assert "Trần Văn An" in text
    assert "Chưa tính được khoảng cách; giữ 2 địa bàn kể cả nơi này." in text
    assert "bộ trọng số mặc định (giả định của cổng)" in text
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "django_session" not in sql and "accounts_" not in sql] == []
    assert not Assignment.objects.filter(officer=clerk).exists()


def test_before_a_question_the_page_asks_one(organiser, as_user):
    assert "Chọn vai trò và nơi cần đề xuất" in as_user(organiser).get(PAGE).content.decode()


def test_a_wrong_day_is_told_and_proposes_nothing(world, role, organiser, as_user):
    response = as_user(organiser).get(PAGE, ask(world, role, ngay="31/02/2026"))
    assert response.status_code == 200
    assert "ngay" in response.context["form"].errors
    assert "found" not in response.context


def test_the_administrator_learns_that_petitions_do_not_count(world, role, clerk, administrator, as_user):
    text = as_user(administrator).get(PAGE, ask(world, role)).content.decode()
    assert "chỉ tính theo các chỉ tiêu yếu" in text


def test_each_unit_is_on_exactly_one_page(world, role, clerk, organiser, as_user, monkeypatch):
    monkeypatch.setattr("reports.matching.views.PAGE", 1)
    client = as_user(organiser)
    first = client.get(PAGE, ask(world, role))
    second = client.get(PAGE + first.context["next_url"])
    assert [[row["line"].unit for row in page.context["lines"]] for page in (first, second)] == [
        [world.neighbour_hamlet],
        [world.hamlet],
    ]
    assert second.context["next_url"] == ""
    assert client.get(PAGE + second.context["first_url"]).context["lines"][0]["line"].unit == world.neighbour_hamlet


def test_a_line_leads_to_the_assignment_form_filled_in(world, role, clerk, organiser, as_user):
    client = as_user(organiser)
    row = client.get(PAGE, ask(world, role)).context["lines"][0]
    form = client.get(row["assign_url"]).context["form"]
    assert (form["unit"].value(), str(form["officer"].value()), str(form["role"].value())) == (
        row["line"].unit.pk,
        str(clerk.pk),
        str(role.pk),
    )
    assert [pk for pk, _label in form.fields["officer"].choices] == [clerk.pk]


def test_a_whole_round_keeps_holders_and_offers_to_replace_others(
    world, role, clerk, hamlet_officer, organiser, as_user
):
    MatchingWeights.objects.create(**TWENTY_YEARS, valid_from=today(), set_by=organiser)
    response = as_user(organiser).get(PAGE, ask(world, role, loc="tat-ca"))
    rows = {row["line"].unit: row for row in response.context["lines"]}
    assert rows[world.hamlet]["line"].stays
    assert rows[world.hamlet]["tick"] == ""
    assert rows[world.neighbour_hamlet]["tick"] == f"{world.neighbour_hamlet.pk}-{clerk.pk}"


def test_ticked_proposals_become_assignments_by_one_decision(world, role, clerk, organiser, as_user):
    client = as_user(organiser)
    address = ticked(role, (world.hamlet, clerk), (world.neighbour_hamlet, clerk))
    assert "Trần Văn An" in client.get(address).content.decode()
    assert not Assignment.objects.exists()
    assert client.post(address, decision()).status_code == 302
    rows = Assignment.objects.filter(officer=clerk)
    assert {(row.unit, row.role, row.valid_from, row.is_lead) for row in rows} == {
        (world.hamlet, role, D(2026, 12, 1), True),
        (world.neighbour_hamlet, role, D(2026, 12, 1), True),
    }
    assert {row.document.number for row in rows} == {"1234-QĐ/TU"}


def test_one_unit_held_since_stops_all_of_them_and_keeps_the_words(world, role, clerk, organiser, as_user):
    """Somebody else assigned Ấp 2 while the page was open: nothing is written, not even the decision."""
    address = ticked(role, (world.hamlet, clerk), (world.neighbour_hamlet, clerk))
    make.AssignmentFactory(unit=world.neighbour_hamlet, role=role)
    response = as_user(organiser).post(address, decision())
    assert response.status_code == 422
    text = response.content.decode()
    assert "Ấp 2: Địa bàn đã có đồng chí phụ trách chính trong thời gian đó." in text
    assert "Chưa ghi phân công nào." in text
    assert "1234-QĐ/TU" in text
    assert not Assignment.objects.filter(officer=clerk).exists()
    assert not LegalDocument.objects.filter(number="1234-QĐ/TU").exists()


def test_the_same_decision_sent_twice_assigns_once(world, role, clerk, organiser, as_user):
    client, address, data = as_user(organiser), ticked(role, (world.hamlet, clerk)), decision()
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422
    assert Assignment.objects.filter(unit=world.hamlet).count() == 1


def test_without_a_tick_the_page_says_how_to_go_on(role, organiser, as_user):
    client = as_user(organiser)
    assert "Chưa chọn nơi nào" in client.get(CHOSEN).content.decode()
    assert client.post(f"{CHOSEN}?vai_tro={role.pk}", decision()).status_code == 422


def test_a_new_version_of_the_weights_is_in_force_and_the_old_one_stays(world, organiser, as_user):
    client = as_user(organiser)
    page = client.get(WEIGHTS, {"tang": world.tiers[1].pk})
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data |= {"tier": world.tiers[1].pk, "valid_from": format_date(today()), "note": "Kết luận số 5", "expertise": 55}
    assert client.post(WEIGHTS, data).status_code == 302
    assert client.post(WEIGHTS, data | {"expertise": 60}).status_code == 302
    assert [row.expertise for row in MatchingWeights.objects.order_by("pk")] == [55, 60]
    assert {row.set_by for row in MatchingWeights.objects.all()} == {organiser}
    again = client.get(WEIGHTS, {"tang": world.tiers[1].pk})
    assert again.context["current"].expertise == 60


def test_weights_beyond_their_limits_come_back_with_the_words(organiser, as_user):
    response = as_user(organiser).post(WEIGHTS, {"expertise": "101", "note": "thử xem sao"})
    assert response.status_code == 422
    assert "expertise" in response.context["form"].errors
    assert "thử xem sao" in response.content.decode()
    assert not MatchingWeights.objects.exists()


def test_weights_that_weigh_nothing_are_refused(organiser, as_user, world):
    client = as_user(organiser)
    data = {name: value for name, value in client.get(WEIGHTS).context["form"].initial.items() if value is not None}
    zero = dict.fromkeys(["expertise", "distance", "load", "continuity", "rotation", "account"], 0)
    response = client.post(WEIGHTS, data | zero | {"valid_from": format_date(today()), "note": "thử"})
    assert response.status_code == 422
    assert "Ít nhất một trọng số phải lớn hơn 0." in response.content.decode()


def test_a_version_is_never_changed(world, organiser, by):
    row = services.set_weights(weights=MatchingWeights(**TWENTY_YEARS, valid_from=today()), by=by(organiser))
    with pytest.raises(Exception, match="append_only"):
        MatchingWeights.objects.filter(pk=row.pk).update(expertise=2)


def test_only_managers_set_weights_or_assign(world, role, clerk, officer, by):
    with pytest.raises(PermissionDenied):
        services.set_weights(weights=MatchingWeights(), by=by(officer))
    with pytest.raises(PermissionDenied):
        services.assign_chosen(
            choices=[Choice(world.hamlet, clerk)],
            role=role,
            mandate=make.MandateFactory(),
            cite=make.DocumentFactory,
            valid_from=today(),
            by=by(officer),
        )


def test_a_unit_that_ends_is_refused_by_name(world, role, clerk, organiser, by):
    ending = make.HamletFactory(parent=world.commune, name="9", valid_to=D(2030, 12, 31))
    with pytest.raises(ValidationError, match="Ấp 9: Địa bàn không tồn tại suốt thời gian phân công"):
        services.assign_chosen(
            choices=[Choice(ending, clerk)],
            role=role,
            mandate=make.MandateFactory(),
            cite=make.DocumentFactory,
            valid_from=today(),
            by=by(organiser),
        )


def test_the_page_asks_the_same_number_of_questions_for_one_line_and_for_three(
    world, role, clerk, organiser, as_user, django_assert_num_queries
):
    client = as_user(organiser)
    client.get(PAGE, ask(world, role))
    for number in range(2):
        make.HamletFactory(parent=world.commune, name=f"1{number}")
        with django_assert_num_queries(22):
            client.get(PAGE, ask(world, role))
