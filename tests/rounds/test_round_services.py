"""A round from draft to effect: nothing before approval, everything at approval, or nothing at all."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assignments import services as holding
from assignments.models import Assignment
from assignments.rounds import queries, services
from assignments.rounds.models import Round, RoundLine
from assignments.rounds.queries import Change
from assignments.rounds.states import TRANSITIONS, Action, Status
from tests.factories import assignments as make
from tests.rounds.making import EVE, START, a_round, decision

D = datetime.date


@pytest.fixture
def actor(organiser, by):
    return by(organiser)


@pytest.fixture
def turn(world, officer, stranger, actor) -> Round:
    """Prefilled: Sơn Phú by `officer`, An Đức by `stranger`; Lương Phú has nobody and no line."""
    return a_round(world, actor)


@pytest.fixture
def newcomer(world):
    return make.OfficerFactory(full_name="Trần Thị Mới")


def say(turn, unit, officer, actor, **changes) -> RoundLine:
    fields = {
        "role": turn.tier.roles.get(code="province_officer_for_commune"),
        "line": turn.lines.filter(unit=unit).first(),
    }
    return services.set_line(turn=turn, unit=unit, officer=officer, by=actor, **{**fields, **changes})


def approve(turn, actor, **changes) -> Round:
    return services.approve_round(turn=turn, document=decision(**changes), by=actor)


def texts(findings) -> set[tuple[str, int | None]]:
    return {(finding.text, finding.unit_id) for finding in findings}


# --- drafting --------------------------------------------------------------------------------------------------------


def test_only_ban_to_chuc_and_the_administrator_draft(world, officer, by):
    with pytest.raises(PermissionDenied):
        a_round(world, by(officer))


def test_a_draft_starts_with_the_holdings_of_its_eve(turn, world, officer, stranger):
    lines = {(line.unit, line.officer, line.is_lead) for line in turn.lines.select_related("unit", "officer")}
    assert lines == {(world.commune, officer.officer, True), (world.far_commune, stranger.officer, True)}


def test_a_draft_for_one_district_leaves_the_others_out(world, officer, stranger, actor):
    turn = a_round(world, actor, unit=world.district)
    assert set(queries.compare(turn).units) == {world.commune.pk, world.neighbour.pk}


def test_an_empty_draft_asks_for_every_unit(world, officer, stranger, actor):
    turn = a_round(world, actor, prefilled=False)
    assert queries.compare(turn).counts == {Change.MISSING: 3}
    with pytest.raises(ValidationError, match="chưa có dòng nào"):
        approve(turn, actor)


def test_a_draft_changes_nothing(turn, world, newcomer, actor, officer):
    before = list(Assignment.objects.order_by("pk").values())
    say(turn, world.commune, newcomer, actor)
    assert list(Assignment.objects.order_by("pk").values()) == before


def test_a_commune_is_no_scope_for_a_tier_of_communes(world, actor):
    with pytest.raises(ValidationError, match="Chọn tỉnh, huyện hoặc xã"):
        a_round(world, actor, unit=world.commune)


def test_a_line_is_for_a_role_of_the_units_level(turn, world, newcomer, actor):
    wrong = world.roles["province_officer_for_district"]
    with pytest.raises(ValidationError, match="không dành cho cấp"):
        say(turn, world.commune, newcomer, actor, role=wrong)


def test_two_leads_of_one_unit_are_refused_at_once(turn, world, newcomer, actor):
    with pytest.raises(ValidationError, match="đã có đồng chí phụ trách chính trong đợt"):
        say(turn, world.commune, newcomer, actor, line=None)


# --- comparing -------------------------------------------------------------------------------------------------------


def test_the_comparison_is_as_counted_by_hand(turn, world, officer, stranger, newcomer, actor):
    """Sơn Phú goes from `officer` to `stranger`, who gives An Đức up for nobody; Lương Phú gets a newcomer."""
    say(turn, world.commune, stranger.officer, actor)
    say(turn, world.far_commune, None, actor)
    say(turn, world.neighbour, newcomer, actor)
    found = queries.compare(turn)
    assert {pk: row.change for pk, row in found.units.items()} == {
        world.commune.pk: Change.MOVED,
        world.far_commune.pk: Change.ENDED,
        world.neighbour.pk: Change.ADDED,
    }
    assert {row.officer_id: (row.change, row.before, row.after) for row in found.officers} == {
        officer.officer.pk: (Change.ENDED, {world.commune.pk}, set()),
        stranger.officer.pk: (Change.MOVED, {world.far_commune.pk}, {world.commune.pk}),
        newcomer.pk: (Change.ADDED, set(), {world.neighbour.pk}),
    }


# --- checking --------------------------------------------------------------------------------------------------------


def test_each_thing_that_stands_against_approval_names_its_unit(turn, world, officer, stranger, newcomer, actor):
    retiring = make.OfficerFactory(full_name="Lê Văn Hưu", valid_to=D(2027, 6, 30))
    say(turn, world.commune, retiring, actor)
    make.AssignmentFactory(
        officer=newcomer, unit=world.far_commune, role=world.roles["district_officer_for_commune"]
    )  # of another tier: not in the way
    Assignment.objects.filter(unit=world.far_commune, officer=stranger.officer).update(valid_to=EVE)
    make.AssignmentFactory(
        officer=newcomer,
        unit=world.far_commune,
        role=world.roles["province_officer_for_commune"],
        valid_from=D(2027, 3, 1),
    )
    assert texts(queries.check(queries.compare(turn)).errors) == {
        (
            "Đ/c Lê Văn Hưu không công tác suốt thời gian của đợt (01/01/2016 – hết 30/06/2027). Chọn đồng chí khác.",
            world.commune.pk,
        ),
        ("Chưa ghi ai phụ trách; nếu không có ai, chọn “Để trống”.", world.neighbour.pk),
        (
            "Người phụ trách hiện nay đã thay đổi sau khi lập dòng này. Xem lại rồi xác nhận theo hiện trạng.",
            world.far_commune.pk,
        ),
        (
            "Đã có phân công đ/c Trần Thị Mới, từ 01/03/2027. Thôi hoặc sửa phân công đó trước.",
            world.far_commune.pk,
        ),
    }


def test_a_unit_that_ends_and_a_phase_that_ends_stand_against_it(turn, world, newcomer, actor):
    services.leave_vacant(turn=turn, by=actor)
    say(turn, world.neighbour, newcomer, actor)
    world.neighbour.valid_to = D(2027, 2, 1)
    world.neighbour_hamlet.valid_to = D(2027, 2, 1)
    world.neighbour_hamlet.save()
    world.neighbour.save()
    phase = turn.tier.phase
    Round.objects.filter(pk=turn.pk).update(starts_on=D(2015, 1, 1))
    assert texts(queries.check(queries.compare(turn)).errors) == {
        ("Địa bàn không tồn tại suốt thời gian của đợt (01/01/2016 – hết 01/02/2027).", world.neighbour.pk)
    }
    found = texts(queries.check(queries.compare(Round.objects.get(pk=turn.pk))).errors)
    assert (f"Thời gian của đợt nằm ngoài giai đoạn {phase}.", None) in found


def test_the_warnings_tell_of_empty_units_loads_and_missing_logins(turn, world, officer, actor):
    role = world.roles["province_officer_for_commune"]
    role.load_min, role.load_max = 1, 1
    role.save()
    unknown = make.OfficerFactory(full_name="Ngô Thị Chưa", user=None)
    make.AssignmentFactory(officer=unknown, unit=world.neighbour, role=role, is_lead=False, whole_unit=False)
    say(turn, world.commune, unknown, actor)
    say(turn, world.far_commune, unknown, actor)
    services.leave_vacant(turn=turn, by=actor)
    assert texts(queries.check(queries.compare(turn)).warnings) == {
        ("Sau đợt này không có đồng chí phụ trách.", world.neighbour.pk),
        ("Đ/c Ngô Thị Chưa phụ trách 2 địa bàn, nhiều hơn mức 1.", world.far_commune.pk),
        ("Đ/c Ngô Thị Chưa chưa có tài khoản nên chưa vào hệ thống được.", world.far_commune.pk),
    }


# --- approving -------------------------------------------------------------------------------------------------------


def test_approval_ends_and_begins_everything_and_leaves_the_rest_alone(turn, world, officer, stranger, newcomer, actor):
    """Sơn Phú goes to a newcomer, Lương Phú is left vacant, An Đức goes on under its own decision."""
    say(turn, world.commune, newcomer, actor)
    services.leave_vacant(turn=turn, by=actor)
    untouched = Assignment.objects.filter(unit=world.far_commune).values().get()
    former = Assignment.objects.get(unit=world.commune)
    done = approve(turn, actor)
    assert (done.status, done.document.number, done.approved_by) == (Status.APPROVED, "12-QĐ/TU", actor.user)
    former.refresh_from_db()
    assert (former.valid_to, former.end_reason, former.left_vacant) == (
        EVE,
        "Phân công lại theo Quyết định 12-QĐ/TU",
        False,
    )
    new = Assignment.objects.get(document=done.document)
    assert (new.officer, new.unit, new.valid_from, new.valid_to, new.taken_over_from, new.commune) == (
        newcomer,
        world.commune,
        START,
        None,
        former,
        world.commune,
    )
    assert Assignment.objects.filter(unit=world.far_commune).values().get() == untouched
    assert not Assignment.objects.filter(unit=world.neighbour).exists()


def test_a_unit_left_vacant_on_purpose_says_so(turn, world, officer, actor):
    services.leave_vacant(turn=turn, by=actor)
    say(turn, world.commune, None, actor)
    approve(turn, actor)
    former = Assignment.objects.get(unit=world.commune)
    assert (former.valid_to, former.left_vacant) == (EVE, True)


def test_an_assignment_that_lapses_on_the_eve_is_renewed_for_the_same_officer(world, officer, stranger, actor):
    Assignment.objects.filter(unit=world.commune).update(valid_to=EVE)
    turn = a_round(world, actor, ends_on=D(2027, 12, 31))
    services.leave_vacant(turn=turn, by=actor)
    approve(turn, actor)
    renewed = Assignment.objects.get(unit=world.commune, valid_from=START)
    assert (renewed.officer, renewed.valid_to, renewed.taken_over_from) == (officer.officer, D(2027, 12, 31), None)


def test_a_unit_changed_in_between_stops_the_whole_round(turn, world, officer, stranger, newcomer, actor):
    say(turn, world.far_commune, newcomer, actor)
    services.leave_vacant(turn=turn, by=actor)
    holding.replace_holder(
        assignment=Assignment.objects.get(unit=world.commune),
        officer=make.OfficerFactory(full_name="Võ Văn Chen"),
        document=make.DocumentFactory(),
        valid_from=D(2026, 12, 1),
        reason="Điều động",
        by=actor,
    )
    before = list(Assignment.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refusal:
        approve(turn, actor)
    assert refusal.value.messages == [
        "Chưa duyệt được, chưa có gì thay đổi:",
        "Xã Sơn Phú: Người phụ trách hiện nay đã thay đổi sau khi lập dòng này. Xem lại rồi xác nhận theo hiện trạng.",
    ]
    assert list(Assignment.objects.order_by("pk").values()) == before
    turn.refresh_from_db()
    assert turn.status == Status.DRAFT
    assert services.accept_present_state(turn=turn, by=actor) == 1
    assert approve(turn, actor, type="regulation").status == Status.APPROVED


def test_a_decision_without_a_signer_approves_nothing(turn, actor):
    services.leave_vacant(turn=turn, by=actor)
    with pytest.raises(ValidationError, match="người ký"):
        services.approve_round(turn=turn, document=make.DocumentFactory(), by=actor)


def test_a_round_is_approved_once(turn, actor):
    services.leave_vacant(turn=turn, by=actor)
    document = decision()
    services.approve_round(turn=turn, document=document, by=actor)
    with pytest.raises(ValidationError, match="Đợt này đã được Cao Thị Tổ Chức duyệt lúc"):
        services.approve_round(turn=turn, document=document, by=actor)


def test_a_thousand_units_take_as_many_statements_as_three(world, actor, django_assert_max_num_queries):
    role = world.roles["district_officer_for_hamlet"]
    officers = [make.OfficerFactory(user=None) for _officer in range(2)]
    for number in range(40):
        hamlet = make.HamletFactory(parent=world.commune, name=str(number + 10))
        make.AssignmentFactory(unit=hamlet, role=role, officer=officers[0])
    turn = a_round(world, actor, tier=world.tiers[1], unit=world.district)
    services.leave_vacant(turn=turn, by=actor)
    RoundLine.objects.filter(round=turn, officer=officers[0]).update(officer=officers[1])
    document = decision()
    with django_assert_max_num_queries(55):
        services.approve_round(turn=turn, document=document, by=actor)
    assert Assignment.objects.filter(document=document, officer=officers[1]).count() == 40


# --- states ----------------------------------------------------------------------------------------------------------

ENDS = {Action.APPROVE: Status.APPROVED, Action.CANCEL: Status.CANCELLED}


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("then", [Action.EDIT, Action.APPROVE, Action.CANCEL])
def test_a_closed_round_takes_no_further_step(turn, world, actor, newcomer, first, then):
    services.leave_vacant(turn=turn, by=actor)
    document = decision()
    steps = {
        Action.EDIT: lambda: say(turn, world.commune, newcomer, actor),
        Action.APPROVE: lambda: services.approve_round(turn=turn, document=document, by=actor),
        Action.CANCEL: lambda: services.cancel_round(turn=turn, reason="Nhập nhầm", by=actor),
    }
    steps[first]()
    assert ENDS[first] not in TRANSITIONS[then][0]
    with pytest.raises(ValidationError, match="Đợt này đã"):
        steps[then]()


def test_the_database_refuses_what_the_table_refuses(turn, actor):
    services.cancel_round(turn=turn, reason="Nhập nhầm", by=actor)
    for change in (
        lambda: Round.objects.filter(pk=turn.pk).update(status=Status.DRAFT),
        lambda: Round.objects.filter(pk=turn.pk).update(name="Khác"),
        lambda: RoundLine.objects.filter(round=turn).update(note="Khác"),
        lambda: RoundLine.objects.filter(round=turn).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
