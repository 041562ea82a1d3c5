"""Giving, handing over and ending an assignment, also by two people at once."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assignments import services
from assignments.models import Assignment, Household, Succession, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.world import build_world

D = datetime.date


def give(world, by, unit=None, role="province_officer_for_commune", **changes):
    fields = {
        "officer": make.OfficerFactory(),
        "unit": unit or world.commune,
        "role": world.roles[role],
        "mandate": make.MandateFactory(),
        "document": make.DocumentFactory(),
        "valid_from": D(2020, 1, 1),
        **changes,
    }
    return services.assign(by=by, **fields)


def test_only_ban_to_chuc_and_the_administrator_assign(world, officer, by):
    with pytest.raises(PermissionDenied):
        give(world, by(officer))


def test_handing_over_ends_the_one_on_the_eve_of_the_other(world, organiser, by):
    first = give(world, by(organiser))
    second = services.replace_holder(
        assignment=first,
        officer=make.OfficerFactory(),
        document=make.DocumentFactory(),
        valid_from=D(2021, 3, 1),
        reason="Điều động công tác",
        by=by(organiser),
    )
    first.refresh_from_db()
    assert (first.valid_to, first.end_reason) == (D(2021, 2, 28), "Điều động công tác")
    assert (second.valid_from, second.unit, second.role) == (D(2021, 3, 1), world.commune, first.role)


def test_a_refused_successor_leaves_the_first_holder_in_place(world, organiser, by):
    first = give(world, by(organiser))
    gone = make.OfficerFactory(valid_to=D(2020, 12, 31))
    with pytest.raises(ValidationError):
        services.replace_holder(
            assignment=first,
            officer=gone,
            document=make.DocumentFactory(),
            valid_from=D(2021, 3, 1),
            reason="Nghỉ hưu",
            by=by(organiser),
        )
    first.refresh_from_db()
    assert (first.valid_to, first.end_reason) == (None, "")


def test_an_assignment_ends_once_and_with_a_reason(world, organiser, by):
    first = give(world, by(organiser))
    with pytest.raises(ValidationError, match="lý do"):
        services.end_assignment(assignment=first, valid_to=D(2021, 1, 1), reason=" ", by=by(organiser))
    services.end_assignment(assignment=first, valid_to=D(2021, 1, 1), reason="Nghỉ hưu", by=by(organiser))
    with pytest.raises(ValidationError, match="đã kết thúc"):
        services.end_assignment(assignment=first, valid_to=D(2022, 1, 1), reason="Lần nữa", by=by(organiser))


def test_a_renamed_commune_takes_along_all_that_hangs_on_it(world, organiser, commune_secretary, by):
    lead = give(world, by(organiser))
    chosen = make.HouseholdFactory(unit=world.hamlet)
    some = give(
        world, by(organiser), unit=world.hamlet, role="commune_officer_for_hamlet", households=[chosen], is_lead=False
    )
    document = make.DocumentFactory()
    new = services.change_unit(
        unit=world.commune,
        on=D(2024, 5, 1),
        name="Tân Phú",
        kind="township",
        document=document,
        clause="Điều 1",
        by=by(organiser),
    )
    old = Unit.objects.get(pk=world.commune.pk)
    assert (old.valid_to, old.name, new.full_name) == (D(2024, 4, 30), "Sơn Phú", "Thị trấn Tân Phú")
    hamlet = Unit.objects.get(parent=new)
    assert {(row.predecessor, row.successor, row.document) for row in Succession.objects.all()} == {
        (old, new, document),
        (world.hamlet, hamlet, document),
        (world.group, hamlet.children.get(), document),
    }
    household = Household.objects.get(pk=world.household.pk)
    assert (household.unit, household.hamlet, household.commune) == (hamlet.children.get(), hamlet, new)
    moved = Assignment.objects.on(D(2024, 5, 1))
    assert {(row.officer, row.unit, row.document) for row in moved} == {
        (lead.officer, new, document),
        (some.officer, hamlet, document),
    }
    assert set(moved.get(officer=some.officer).households.values_list("household", flat=True)) == {chosen.pk}
    assert commune_secretary.officer.positions.get().agency.unit == new


def test_a_change_that_changes_nothing_is_refused(world, organiser, by):
    with pytest.raises(ValidationError, match="Chưa có gì thay đổi"):
        services.change_unit(unit=world.commune, on=D(2024, 5, 1), document=make.DocumentFactory(), by=by(organiser))


@pytest.mark.django_db(transaction=True)
def test_of_two_people_assigning_one_unit_at_once_the_second_gets_the_sentence():
    world = build_world()
    organiser = in_post("organisation", world.province, "Trưởng ban", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy")
    ready, outcomes = threading.Barrier(2), []
    fields = [
        {
            "officer": make.OfficerFactory(),
            "unit": world.commune,
            "role": world.roles["province_officer_for_commune"],
            "mandate": make.MandateFactory(),
            "document": make.DocumentFactory(),
            "valid_from": today(),
        }
        for _person in range(2)
    ]

    def assign(mine: dict) -> None:
        try:
            ready.wait(10)
            services.assign(by=Actor(organiser), **mine)
            outcomes.append("phân công được")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    people = [threading.Thread(target=assign, args=[mine]) for mine in fields]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert Assignment.objects.count() == 1
    won, lost = sorted(outcomes, key=lambda words: words != "phân công được")
    assert won == "phân công được"
    assert lost.startswith("Địa bàn đã có đồng chí phụ trách chính trong thời gian đó.")
