"""Ticked proposals become lines of a draft round, where they are compared, checked and approved."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assignments.models import Assignment
from assignments.rounds import services as rounds
from assignments.rounds.models import Round, RoundLine
from reports.matching import services
from reports.matching.services import Choice, NewRound
from tests.factories import assignments as make
from tests.rounds.making import a_round, decision

ADDRESS = reverse("matching:into_round")
START = datetime.date(2027, 1, 1)


@pytest.fixture
def role(world):
    return world.roles["district_officer_for_hamlet"]


@pytest.fixture
def clerk(world):
    return make.OfficerFactory(full_name="Trần Văn An")


@pytest.fixture
def mandate(db):
    return make.MandateFactory()


def address(world, role, *pairs):
    query = "&".join(f"chon={unit.pk}-{officer.pk}" for unit, officer in pairs)
    return f"{ADDRESS}?vai_tro={role.pk}&dia_ban={world.district.pk}&{query}"


def new_round(world, mandate, **changes):
    return {
        "turn": "",
        "name": "Phân công lại năm 2027",
        "unit": world.district.pk,
        "starts_on": "01/01/2027",
        "ends_on": "",
        "mandate": mandate.pk,
        **changes,
    }


def said(turn) -> set:
    return set(turn.lines.values_list("unit", "officer", "is_lead"))


def test_a_new_round_holds_the_eve_and_the_ticked_ones_and_a_second_sending_is_the_same(
    world, role, clerk, mandate, hamlet_officer, organiser, as_user
):
    client, page = as_user(organiser), address(world, role, (world.neighbour_hamlet, clerk))
    form = client.get(page).context["form"]
    assert form["unit"].initial == world.district.pk
    answer = client.post(page, new_round(world, mandate))
    turn = Round.objects.get()
    assert answer["Location"] == reverse("rounds:detail", args=[turn.pk])
    assert (turn.tier, turn.unit, turn.starts_on, turn.is_draft) == (role.tier, world.district, START, True)
    lines = {(world.hamlet.pk, hamlet_officer.officer.pk, True), (world.neighbour_hamlet.pk, clerk.pk, True)}
    assert said(turn) == lines
    text = client.get(answer["Location"]).content.decode()
    assert "Đã đưa 1 nơi vào đợt “Phân công lại năm 2027”." in text
    assert reverse("rounds:checks", args=[turn.pk]) in text
    again = client.post(page, new_round(world, mandate))
    assert (Round.objects.get(), said(turn)) == (turn, lines)
    assert "không có gì thay đổi" in client.get(again["Location"]).content.decode()
    assert not Assignment.objects.filter(officer=clerk).exists()


def test_a_draft_that_exists_is_offered_and_its_lead_is_corrected(
    world, role, clerk, hamlet_officer, organiser, as_user, by
):
    turn = a_round(world, by(organiser), tier=role.tier, unit=world.district)
    a_round(world, by(organiser), tier=world.tiers[0], name="Tầng khác")
    client = as_user(organiser)
    page = address(world, role, (world.hamlet, clerk))
    form = client.get(page).context["form"]
    assert (list(form.fields["turn"].queryset), form["turn"].initial) == ([turn], turn)
    answer = client.post(page, {"turn": turn.pk})
    assert answer["Location"] == reverse("rounds:detail", args=[turn.pk])
    assert said(turn) == {(world.hamlet.pk, clerk.pk, True)}


def test_what_was_left_vacant_is_filled_and_the_round_is_approved_with_it(world, role, clerk, organiser, by):
    turn = a_round(world, by(organiser), tier=role.tier, unit=world.district)
    rounds.leave_vacant(turn=turn, by=by(organiser))
    assert {line.officer for line in turn.lines.all()} == {None}
    _turn, added = services.put_into_round(
        choices=[Choice(world.neighbour_hamlet, clerk)], role=role, turn=turn, by=by(organiser)
    )
    assert (added, turn.lines.count()) == (1, 2)
    rounds.approve_round(turn=turn, document=decision(), by=by(organiser))
    held = Assignment.objects.get(officer=clerk)
    assert (held.unit, held.valid_from, held.role) == (world.neighbour_hamlet, START, role)


def test_a_unit_outside_the_round_stops_all_and_is_named(world, role, clerk, mandate, organiser, as_user):
    page = address(world, role, (world.hamlet, clerk), (world.far_hamlet, clerk))
    response = as_user(organiser).post(page, new_round(world, mandate))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Ấp 3: Địa bàn nằm ngoài phạm vi của đợt. Chưa ghi dòng nào." in text
    assert "Phân công lại năm 2027" in text
    assert not Round.objects.exists()


def test_without_a_draft_the_words_of_a_new_one_are_asked_for(world, role, clerk, mandate, organiser, as_user):
    client = as_user(organiser)
    response = client.post(address(world, role, (world.hamlet, clerk)), {"turn": ""})
    assert response.status_code == 422
    assert {"name", "unit", "starts_on", "mandate"} == set(response.context["form"].errors)
    assert "Chưa chọn nơi nào" in client.get(ADDRESS).content.decode()
    assert client.post(f"{ADDRESS}?vai_tro={role.pk}", new_round(world, mandate)).status_code == 422
    assert not Round.objects.exists()


def test_a_closed_round_and_another_tier_take_nothing(world, role, clerk, organiser, by):
    other = a_round(world, by(organiser), tier=world.tiers[0])
    wanted = {"choices": [Choice(world.hamlet, clerk)], "role": role, "by": by(organiser)}
    with pytest.raises(ValidationError, match="tầng nắm khác"):
        services.put_into_round(turn=other, **wanted)
    turn = a_round(world, by(organiser), tier=role.tier, unit=world.district)
    rounds.cancel_round(turn=turn, reason="Lập nhầm", by=by(organiser))
    with pytest.raises(ValidationError, match="Đợt này đã hủy"):
        services.put_into_round(turn=turn, **wanted)
    assert not RoundLine.objects.exists()


def test_only_managers_put_proposals_into_a_round(world, role, clerk, mandate, officer, by):
    new = NewRound(name="Thử", unit=world.district, starts_on=START, mandate=mandate)
    with pytest.raises(PermissionDenied):
        services.put_into_round(choices=[Choice(world.hamlet, clerk)], role=role, turn=new, by=by(officer))
