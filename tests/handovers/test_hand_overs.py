"""A dossier compiles itself, is accepted line by line, and no deadline waits for that."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from assignments.models import Assignment, Succession
from assignments.queries import held_before, with_predecessor
from assignments.services import end_assignment, replace_holder
from nammanh.accounts.models import SecretaryMandate
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from reports.feedback import services as feedback
from reports.feedback.policies import follows_up
from reports.handovers import queries, services
from reports.handovers.dossiers import dossier_of
from reports.handovers.models import HandOver, HandOverLine, HandOverTerm
from reports.recommendations.services import answer_comment
from reports.visits.models import Visit
from reports.visits.services import cancel_visit, hand_over_visit
from tests.conftest import holder
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, PetitionFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.scenes import department
from tests.handovers.scenes import Left, days, leave_behind, received


@pytest.fixture
def left(world, officer) -> Left:
    """What `officer` had at Sơn Phú before leaving it."""
    return leave_behind(officer, world)


def kinds(dossier) -> dict[str, str]:
    """Key → kind and state of every line."""
    return {line.key: f"{line.kind} {line.state}".strip() for line in dossier.lines}


def keys(left: Left) -> dict[str, str]:
    return {
        "petition": f"petition-{left.petition.pk}",
        "comment": f"comment-{left.comment.pk}",
        "promise": f"comment-{left.promise.pk}",
        "plan": f"visit-{left.plan.pk}",
        "note": f"visit-{left.made.pk}",
    }


# --- what the dossier holds ------------------------------------------------------------------------------------------


def test_the_dossier_holds_what_the_leaver_left_and_nothing_else(world, officer, left, successor, stranger):
    leave_behind(stranger, world, world.far_commune)
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=days(-9), status="planned")
    CommentFactory(visit=left.made, **answered_before(left), matter="Đã xong từ trước", due_on=days(-10))
    name = keys(left)
    assert kinds(dossier_of(received(successor))) == {
        name["petition"]: "petition",
        name["comment"]: "comment",
        name["promise"]: "promise",
        name["plan"]: "visit",
        name["note"]: "note",
        "profile": "profile",
    }


def answered_before(left: Left) -> dict:
    return {"status": "answered", "answered_at": left.promise.judged_at}


def test_each_line_keeps_the_deadline_of_its_record(left, successor):
    dossier = dossier_of(received(successor))
    due = {line.key: line.due_on for line in dossier.lines}
    name = keys(left)
    assert (due[name["petition"]], due[name["promise"]], due[name["plan"]]) == (days(-1), days(7), days(2))


def test_what_others_finish_before_acceptance_is_shown_as_finished(by, left, successor, commune_secretary, officer):
    answer_comment(comment=left.comment, answer="accepted", text="Xã đã họp đủ kỳ.", by=by(commune_secretary))
    cancel_visit(visit=left.plan, reason="Đã bàn giao", by=by(officer))
    name = keys(left)
    found = kinds(dossier_of(received(successor)))
    assert (found[name["comment"]], found[name["plan"]]) == ("comment done", "visit done")
    services.accept(assignment=received(successor), by=by(successor))
    states = dict(HandOverLine.objects.exclude(kind="profile").values_list("kind", "state"))
    assert states == {
        "petition": "accepted", "comment": "done", "promise": "accepted", "visit": "done", "note": "accepted"
    }  # fmt: skip


def test_a_closed_dossier_stays_what_was_accepted(by, left, successor, officer):
    services.accept(assignment=received(successor), by=by(successor))
    before = kinds(dossier_of(received(successor)))
    PetitionFactory(visit=left.made, content="Viết sau khi nhận xong")
    assert kinds(dossier_of(received(successor))) == before
    assert HandOver.objects.get().closed_at is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOverLine.objects.update(label="khác")


# --- what acceptance does --------------------------------------------------------------------------------------------


def test_an_accepted_plan_becomes_the_receivers_on_the_same_day_and_its_history_names_both(by, left, successor):
    services.accept(assignment=received(successor), keys=[keys(left)["plan"]], by=by(successor))
    left.plan.refresh_from_db()
    step = left.plan.steps.get()
    assert (left.plan.officer, left.plan.date, left.plan.status) == (successor.officer, days(2), "planned")
    assert (step.action, step.by, step.note) == (
        "hand_over",
        successor,
        "Đ/c Nguyễn Văn Tỉnh bàn giao cho đ/c Tô Thị Kế Nhiệm",
    )


def test_no_other_deadline_or_author_moves(by, left, successor, officer):
    services.accept(assignment=received(successor), by=by(successor))
    left.petition.refresh_from_db()
    left.promise.refresh_from_db()
    assert (left.petition.officer, left.petition.due_on) == (officer.officer, days(-1))
    assert (left.promise.officer, left.promise.due_on) == (officer.officer, days(7))


def test_a_line_accepted_twice_is_accepted_once(by, left, successor):
    for _time in range(2):
        services.accept(assignment=received(successor), keys=["profile"], by=by(successor))
    line = HandOverLine.objects.get()
    assert [step.action for step in line.steps.all()] == ["accept"]


def test_a_secretary_accepts_in_the_receivers_name_and_both_names_are_kept(by, left, successor, organiser):
    SecretaryMandate.objects.create(leader=successor, secretary=organiser, valid_from=make.LONG_AGO)
    services.accept(assignment=received(successor), keys=["profile"], by=by(successor, organiser))
    line = HandOverLine.objects.get()
    assert (line.accepted_by, line.secretary) == (successor, organiser)


def test_an_unknown_line_is_refused_in_words(by, left, successor):
    with pytest.raises(ValidationError, match="không còn trong hồ sơ"):
        services.accept(assignment=received(successor), keys=["petition-0"], by=by(successor))
    assert not HandOver.objects.exists()


def test_only_the_receiver_accepts(by, left, successor, officer, organiser):
    for person in (officer, organiser):
        with pytest.raises(PermissionDenied):
            services.accept(assignment=received(successor), by=by(person))


def test_a_plan_is_taken_over_by_nobody_else(by, left, successor, stranger):
    foreign = stranger.officer.assignments.get()
    with pytest.raises(PermissionDenied):
        hand_over_visit(visit=left.plan, holding=foreign, by=by(stranger))
    with pytest.raises(PermissionDenied):
        hand_over_visit(visit=left.plan, holding=received(successor), by=by(stranger))


def test_a_question_is_answered_by_the_leaver_and_then_the_line_is_accepted(by, left, successor, officer, stranger):
    assignment, key = received(successor), keys(left)["petition"]
    for _click in range(2):
        line = services.ask(assignment=assignment, key=key, text="Xã đã làm gì?", by=by(successor))
    with pytest.raises(PermissionDenied):
        services.explain(line=line, text="Không phải việc tôi", by=by(stranger))
    services.explain(line=line, text="Xã đã khảo sát.", by=by(officer))
    with pytest.raises(ValidationError, match="không còn chờ làm rõ"):
        services.explain(line=line, text="Lần nữa", by=by(officer))
    services.accept(assignment=assignment, keys=[key], by=by(successor))
    assert list(line.steps.values_list("action", "note")) == [
        ("ask", "Xã đã làm gì?"),
        ("explain", "Xã đã khảo sát."),
        ("accept", ""),
    ]
    with pytest.raises(ValidationError, match="đã được nhận"):
        services.ask(assignment=assignment, key=key, text="Còn gì nữa?", by=by(successor))


# --- who comes after whom --------------------------------------------------------------------------------------------


def test_replacing_a_holder_says_whom_the_new_one_takes_over_from_and_leaves_history_alone(
    by, world, officer, organiser
):
    before = officer.officer.assignments.get()
    after = replace_holder(
        assignment=before,
        officer=make.OfficerFactory(),
        document=make.DocumentFactory(),
        valid_from=today(),
        reason="Luân chuyển",
        by=by(organiser),
    )
    before.refresh_from_db()
    assert (after.taken_over_from, before.valid_to, before.officer) == (before, days(-1), officer.officer)
    assert not HandOver.objects.exists()


def test_after_a_vacancy_the_next_holder_gets_the_dossier_of_the_last_one(by, world, officer, left, organiser):
    assignment = officer.officer.assignments.get()
    end_assignment(assignment=assignment, valid_to=days(-30), reason="Nghỉ hưu", by=by(organiser))
    next_one = holder(world, "province_officer_for_commune", world.commune, "Người Sau", valid_from=days(-3))
    found = queries.readable_by(next_one, today()).get()
    assert (found.predecessor_id, found.leaver_id) == (assignment.pk, officer.officer.pk)
    assert keys(left)["petition"] in kinds(dossier_of(found))


def test_of_roles_side_by_side_only_the_same_one_follows(world, district_commune_officer):
    end(district_commune_officer, -10)
    other = make.RoleFactory(
        tier=world.tiers[1], code="district_officer_for_subregion", unit_level="commune", counted=False
    )
    beside = make.AssignmentFactory(unit=world.commune, role=other, valid_from=days(-5))
    after = make.AssignmentFactory(
        unit=world.commune, role=world.roles["district_officer_for_commune"], valid_from=days(-5)
    )
    rows = with_predecessor(Assignment.objects.filter(pk__in=[beside.pk, after.pk]))
    assert {row.pk: row.leaver_id for row in rows} == {beside.pk: None, after.pk: district_commune_officer.officer.pk}
    lines = held_before(Assignment.objects.filter(pk__in=[beside.pk, after.pk]))
    assert {pk: len(rows) for pk, rows in lines.items()} == {beside.pk: 0, after.pk: 1}


def end(user, day: int) -> None:
    row = user.officer.assignments.get()
    row.valid_to = days(day)
    row.save(update_fields=["valid_to"])


def test_when_the_receiver_leaves_too_the_next_one_inherits_the_open_lines(by, world, left, successor):
    services.accept(assignment=received(successor), keys=[keys(left)["note"], keys(left)["plan"]], by=by(successor))
    end(successor, -1)
    third = holder(
        world, "province_officer_for_commune", world.commune, "Người Thứ Ba", valid_from=today(),
        taken_over_from=received(successor),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        services.accept(assignment=received(successor), keys=["profile"], by=by(successor))
    found = kinds(dossier_of(received(third)))
    name = keys(left)
    assert {name["petition"], name["comment"], name["promise"], name["plan"], "profile"} <= set(found)
    services.accept(assignment=received(third), by=by(third))
    assert Visit.objects.get(pk=left.plan.pk).officer == third.officer


def test_who_comes_back_is_no_receiver_of_the_own_things(world, officer, left, successor):
    end(successor, -1)
    again = make.AssignmentFactory(
        officer=officer.officer,
        unit=world.commune,
        role=world.roles["province_officer_for_commune"],
        valid_from=today(),
        taken_over_from=received(successor),
    )
    assert set(kinds(dossier_of(again))) == {"profile"}


def test_a_change_of_unit_passes_the_dossier_on_to_the_holder_of_the_successor(by, world, officer, left):
    new = make.CommuneFactory(name="Phú Sơn", parent=world.district, valid_from=days(-5))
    Succession.objects.create(
        predecessor=world.commune, successor=new, kind="merged_into", document=make.DocumentFactory()
    )
    end(officer, -6)
    holder_now = holder(world, "province_officer_for_commune", new, "Người Xã Mới", valid_from=days(-5))
    found = queries.readable_by(holder_now, today()).get()
    assert found.leaver_id == officer.officer.pk
    assert keys(left)["petition"] in kinds(dossier_of(found))


def test_a_hand_over_that_was_begun_stays_when_the_one_before_is_corrected_away(by, as_user, officer, left, successor):
    services.accept(assignment=received(successor), by=by(successor))
    Assignment.objects.filter(pk=received(successor).pk).update(taken_over_from=None)
    Assignment.objects.filter(officer=officer.officer).update(is_lead=False)
    address = reverse("handovers:dossier", args=[received(successor).pk])
    assert address in as_user(successor).get(reverse("handovers:list"), {"trang_thai": "da-nhan"}).content.decode()
    page = as_user(successor).get(address)
    assert page.status_code == 200
    assert "Đồng chí bàn giao" not in page.content.decode()


def test_hand_overs_older_than_the_term_looks_back_are_not_asked_for(world, officer, left, successor):
    HandOverTerm.objects.create(accept_within_days=3, look_back_months=1, valid_from=make.LONG_AGO)
    rows = queries.readable_by(successor, today())
    assert [queries.waiting(rows, today()).count(), queries.late(rows, today()).count()] == [1, 1]
    row = received(successor)
    before = row.taken_over_from
    before.valid_to = days(-61)
    before.save(update_fields=["valid_to"])
    row.valid_from = days(-60)
    row.save(update_fields=["valid_from"])
    assert not queries.readable_by(successor, today()).exists()


# --- desks and rights ------------------------------------------------------------------------------------------------


def desk(browser) -> dict[str, list[tuple[str, str]]]:
    """Block → address and badge of its rows."""
    answer = browser.get(reverse("dashboards:desk"))
    blocks = answer.context["desk"].waiting
    return {block.key: [(item.url, item.badge) for item in block.items] for block in blocks}


OWN = {"past_plans", "next_visits", "unconfirmed", "vague_comments", "own_petitions"}


def own(found: dict) -> dict:
    return {key: rows for key, rows in found.items() if key in OWN}


def test_from_the_first_day_the_receivers_desk_shows_what_the_leavers_showed(as_user, world, officer, left, request):
    CommentFactory(visit=left.made, specificity="vague", judged_by=officer, judged_at=left.made.created_at)
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=days(-7))
    before = own(desk(as_user(officer)))
    assert set(before) == OWN - {"past_plans"}
    successor = request.getfixturevalue("successor")
    assert own(desk(as_user(successor))) == before
    assert desk(as_user(successor))["hand_overs"] == [
        (reverse("handovers:dossier", args=[received(successor).pk]), "Chờ nhận, còn 5 ngày")
    ]


def test_an_accepted_petition_leaves_the_leavers_desk_and_stays_on_the_receivers(by, as_user, world, left, successor):
    officer = left.petition.officer.user
    make.AssignmentFactory(
        officer=officer.officer, unit=world.neighbour, role=world.roles["province_officer_for_commune"]
    )
    assert "own_petitions" in desk(as_user(officer))
    services.accept(assignment=received(successor), by=by(successor))
    assert "own_petitions" not in desk(as_user(officer))
    assert "own_petitions" in desk(as_user(successor))
    assert as_user(officer).get(reverse("feedback:detail", args=[left.petition.uuid])).status_code == 200


def test_the_way_back_of_a_petition_belongs_to_the_new_holder(by, world, left, successor, stranger, office, request):
    agency = department(request)
    ReplyTermFactory()
    petition = feedback.dispatch(petition=left.petition, department=agency, note="", by=by(office))
    feedback.answer(petition=petition, text="Sẽ xem xét.", by=by(request.getfixturevalue("department_head")))
    assert not follows_up(stranger, petition)
    assert feedback.reopen(petition=petition, reason="Chưa rõ bao giờ", by=by(successor)).status == "reopened"


def test_the_leaver_finds_the_question_on_the_desk(by, as_user, left, successor, officer):
    services.ask(assignment=received(successor), key="profile", text="Ai giữ sổ?", by=by(successor))
    (row,) = desk(as_user(officer))["hand_over_questions"]
    assert row[0] == reverse("handovers:dossier", args=[received(successor).pk])


def test_the_organiser_sees_who_is_late(as_user, left, successor, organiser):
    assert "late_hand_overs" not in desk(as_user(organiser))
    HandOverTerm.objects.create(accept_within_days=3, look_back_months=12, valid_from=make.LONG_AGO)
    assert desk(as_user(organiser))["late_hand_overs"][0][1] == "Quá hạn nhận 2 ngày"


def test_the_administrator_and_the_commune_read_no_lines(as_user, left, successor, administrator, commune_secretary):
    for person in (administrator, commune_secretary):
        browser = as_user(person)
        assert browser.get(reverse("handovers:dossier", args=[received(successor).pk])).status_code == 404
        page = browser.get(reverse("handovers:of_unit", args=[received(successor).unit_id])).content.decode()
        assert "Tô Thị Kế Nhiệm" in page
        assert "/phan-cong/ban-giao/" not in page


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_receiver_accepts_line_by_line_and_then_all(as_user, left, successor):
    browser, pk = as_user(successor), received(successor).pk
    page = reverse("handovers:dossier", args=[pk])
    assert "Còn 6 trong 6 dòng chờ nhận" in browser.get(page).content.decode()
    answer = browser.post(reverse("handovers:accept", args=[pk]), {"dong": "profile"}, follow=True)
    assert "Còn 5 trong 6 dòng chờ nhận" in answer.content.decode()
    answer = browser.post(reverse("handovers:accept", args=[pk]), {"tat_ca": "1"}, follow=True)
    assert "Đã nhận xong toàn bộ hồ sơ bàn giao." in answer.content.decode()
    assert "Nhận tất cả" not in answer.content.decode()


def test_a_post_that_names_no_line_accepts_nothing(as_user, left, successor):
    as_user(successor).post(reverse("handovers:accept", args=[received(successor).pk]))
    assert not HandOver.objects.exists()


def test_an_empty_question_is_sent_back_and_a_telling_one_is_asked_about(as_user, left, successor):
    address = reverse("handovers:ask", args=[received(successor).pk, keys(left)["petition"]])
    assert as_user(successor).post(address, {"text": " "}).status_code == 422
    assert as_user(successor).post(address, {"text": "Việc này đến đâu?"}).status_code == 302
    assert HandOverLine.objects.get().state == "questioned"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_and_the_dossier_cost_the_same_for_one_and_three_rows(
    as_user, world, left, successor, organiser, number, django_assert_num_queries
):
    for _nth in range(number - 1):
        leave_behind(left.petition.officer.user, world)
        unit = make.CommuneFactory(parent=world.district)
        role = world.roles["province_officer_for_commune"]
        before = make.AssignmentFactory(unit=unit, role=role, valid_to=days(-6))
        make.AssignmentFactory(unit=unit, role=role, valid_from=days(-5), taken_over_from=before)
    for address, cost in (
        (reverse("handovers:list"), 9),
        (reverse("handovers:dossier", args=[received(successor).pk]), 12),
    ):
        browser = as_user(organiser)
        with django_assert_num_queries(cost):
            browser.get(address)


def test_a_comment_that_was_handed_over_is_not_taken_back(by, left, successor):
    services.accept(assignment=received(successor), by=by(successor))
    with pytest.raises(ValidationError):
        take_back(left)


def take_back(left: Left) -> None:
    with explained():
        left.comment.delete()
