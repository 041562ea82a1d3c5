"""An absent officer's plans and answers come to who stands in, and what they do there is theirs."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.feedback import policies as petitions
from reports.feedback.states import Action as PetitionAction
from reports.visits import policies, services
from reports.visits.places import places_of
from reports.visits.services import VisitContent
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory


def ahead(days: int) -> datetime.date:
    return today() + datetime.timedelta(days=days)


def content(unit, **changes) -> VisitContent:
    fields = {"date": today(), "type": "working_session", "origin": "planned", "highlights": "Xã nạo vét kênh."}
    return VisitContent(unit=unit, **fields | changes)


@pytest.fixture
def absence(officer, stranger):
    """`officer` is away since yesterday; `stranger` stands in."""
    return make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer)


@pytest.fixture
def plan(world, officer):
    return VisitFactory(
        officer=officer.officer, unit=world.commune, tier=world.tiers[0], status="planned", date=today(), highlights=""
    )


def log(visit, world, who, by):
    return services.log_visit(uuid=visit.uuid, content=content(world.commune), content_hash="1" * 64, by=by(who))


def test_the_substitute_makes_the_planned_visit_in_their_own_name(world, absence, plan, officer, stranger, by):
    made = log(plan, world, stranger, by).visit
    assert (made.officer, made.entered_by, made.status) == (stranger.officer, stranger, "done")
    assert made.steps.get(action="log").note == "Đi thay đồng chí Nguyễn Văn Tỉnh, người lập kế hoạch."
    assert log(plan, world, stranger, by).created is False
    with pytest.raises(ValidationError):
        log(plan, world, officer, by)


def test_the_absent_officers_own_plan_stays_theirs_to_make(world, absence, plan, officer, by):
    made = log(plan, world, officer, by).visit
    assert (made.officer, made.steps.get(action="log").note) == (officer.officer, "")


def test_the_substitute_may_put_off_or_cancel_a_plan_and_twice_is_once(absence, plan, stranger, by):
    for _nth in range(2):
        services.postpone_visit(visit=plan, date=ahead(3), reason="Đồng chí phụ trách đi học", by=by(stranger))
    for _nth in range(2):
        services.cancel_visit(visit=plan, reason="Xã đề nghị hoãn", by=by(stranger))
    assert plan.steps.count() == 2


def test_what_the_absent_officer_wrote_is_not_the_substitutes_to_change(world, absence, officer, stranger, by):
    made = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    assert policies.allowed_actions(by(stranger).user, made) == set()
    with pytest.raises(PermissionDenied):
        services.edit_visit(
            visit=made, content=content(world.commune), base_hash="0" * 64, content_hash="2" * 64, by=by(stranger)
        )


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_outside_the_absence_the_plan_is_nobody_elses(world, officer, plan, stranger, by, first, last):
    make.AbsenceFactory(
        officer=officer.officer, substitute=stranger.officer, valid_from=ahead(first), valid_to=ahead(last)
    )
    with pytest.raises(ValidationError):
        log(plan, world, stranger, by)


def test_a_visit_made_while_standing_in_may_be_typed_in_afterwards(world, officer, stranger, by):
    make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer, valid_from=ahead(-9), valid_to=ahead(-3))
    assert world.commune in places_of(by(stranger).user, today())
    typed = content(world.commune, date=ahead(-4))
    made = services.log_visit(uuid=uuid.uuid4(), content=typed, content_hash="3" * 64, by=by(stranger)).visit
    assert made.officer == stranger.officer
    with pytest.raises(ValidationError, match="không phụ trách"):
        typed = content(world.commune, date=ahead(-2))
        services.log_visit(uuid=uuid.uuid4(), content=typed, content_hash="4" * 64, by=by(stranger))


def test_an_answered_petition_of_the_absent_may_be_sent_back_by_the_substitute(world, absence, officer, stranger, by):
    petition = PetitionFactory(visit__officer=officer.officer, visit__unit=world.commune, visit__tier=world.tiers[0])
    assert petitions.has_right(by(stranger).user, petition, PetitionAction.REOPEN)
    absence.delete()
    assert not petitions.has_right(by(stranger).user, petition, PetitionAction.REOPEN)


def test_the_desk_of_the_substitute_has_the_absent_officers_work_and_says_so(
    world, absence, plan, officer, stranger, as_user
):
    desk = as_user(stranger).get(reverse("dashboards:desk")).context["desk"]
    words = f"Làm thay đồng chí Nguyễn Văn Tỉnh đến hết ngày {format_date(absence.valid_to)}"
    assert {held.unit: held.stands_in for held in desk.units} == {world.far_commune: "", world.commune: words}
    assert [item.note.endswith(words) for block in desk.waiting for item in block.items] == [True]
    assert desk.standing_in == [words]
    absent = as_user(officer).get(reverse("dashboards:desk"))
    assert absent.context["desk"].absent_until == absence.valid_to
    assert [len(block.items) for block in absent.context["desk"].waiting] == [1]


@pytest.mark.parametrize("name", ["fieldbook:log_plan", "fieldbook:edit", "visits:postpone", "visits:cancel"])
def test_the_pages_of_a_plan_open_for_the_substitute(absence, plan, stranger, as_user, name):
    assert as_user(stranger).get(reverse(name, args=[plan.uuid])).status_code == 200


def test_a_secretary_types_for_the_substitute(world, absence, plan, stranger, by):
    secretary = make.UserFactory()
    made = services.log_visit(
        uuid=plan.uuid, content=content(world.commune), content_hash="5" * 64, by=by(stranger, secretary)
    ).visit
    assert (made.officer, made.entered_by) == (stranger.officer, secretary)
