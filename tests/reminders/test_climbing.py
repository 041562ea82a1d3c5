"""Ladders: what has come is told once, to somebody who is there, and the ledger says to whom."""

import datetime

import pytest
from django.db import connection, transaction

from assignments.models.workdays import ChangedDay
from nammanh.platform.dates import today
from nammanh.platform.privacy import warnings_for
from nammanh.platform.working_days import add_working_days
from reports.recommendations.models import Visibility
from reports.reminders import services
from reports.reminders.loading import write_ladders
from reports.reminders.models import Message, Rung, RungStep
from reports.reminders.states import LADDERS
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.factories.reminders import RungFactory
from tests.factories.reports import CommentFactory, ReferralFactory
from tests.reminders.scenes import at, department, late, unconfirmed, working_days_ago


def days_with_work(count):
    """The latest working days, today among them if it is one."""
    return [add_working_days(today() + datetime.timedelta(days=1), -number) for number in range(1, count + 1)]


def climb(ladder="petition", moment=None):
    return services.climb(ladder=ladder, at=moment or at())


def told():
    """Who was told what, by the ledger."""
    rows = RungStep.objects.order_by("pk").select_related("recipient")
    return [(row.step, row.meant, row.reached, row.recipient) for row in rows]


def test_the_office_is_told_once_of_a_petition_past_its_day(world, request, office):
    petition = late(world, request, 1)
    RungFactory()
    climb()
    climb()
    climb(moment=at(today() + datetime.timedelta(days=9)))
    assert told() == [(1, "office", "office", office)]
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.subject) == (office, "petition", petition.pk)
    assert message.title == f"Xã Sơn Phú · {petition.field}: quá hạn trả lời 1 ngày làm việc"


def test_nothing_is_told_before_its_day_or_of_what_is_answered(world, request, office):
    late(world, request, 0)
    late(world, request, 9, status="answered")
    RungFactory()
    assert climb().steps == []


def test_nights_that_were_missed_lose_nothing(world, request, office, department_head, standing_member):
    late(world, request, 9)
    for step, (days, to) in enumerate([(-2, "handler"), (1, "head"), (3, "office"), (7, "member")], start=1):
        RungFactory(step=step, working_days=days, to=to)
    climb()
    assert told() == [
        (1, "focal_point", "focal_point", department_head),
        (2, "head", "head", department_head),
        (3, "office", "office", office),
        (4, "member", "member", standing_member),
    ]
    messages = Message.objects.filter(recipient=department_head)
    assert [row.step.step for row in messages] == [2]  # two rungs at once for one person are one word, the last


def test_a_ladder_tells_of_what_comes_to_it_from_its_first_day_on(world, request, office):
    late(world, request, 9)
    recent = late(world, request, 3)
    RungFactory(valid_from=working_days_ago(4))
    climb()
    assert [row.subject for row in RungStep.objects.all()] == [recent.pk]


def test_a_rung_set_anew_neither_repeats_nor_forgets(world, request, office):
    first, second = late(world, request, 9), late(world, request, 3)
    RungFactory()
    climb(moment=at(working_days_ago(5)))
    RungFactory(working_days=2, valid_from=today())  # what came to the old row since then was not yet told
    climb()
    climb()
    assert [row.subject for row in RungStep.objects.order_by("pk")] == [first.pk, second.pk]


@pytest.mark.parametrize("gone", ["nobody", "absent", "closed account"])
def test_when_the_one_meant_is_not_there_it_falls_to_the_next_and_the_ledger_says_so(
    world, request, office, standing_committee, gone
):
    late(world, request, 8)
    if gone != "nobody":
        member = request.getfixturevalue("standing_member")
        if gone == "absent":
            make.AbsenceFactory(officer=member.officer)
        else:
            type(member).objects.filter(pk=member.pk).update(is_active=False)
    RungFactory(working_days=7, to="member")
    climb()
    assert told() == [(1, "member", "standing", standing_committee)]
    assert "không có người nhận được" in Message.objects.get().text


def test_who_stands_in_for_an_absent_holder_is_told_instead(world, request, standing_member):
    late(world, request, 8)
    make.AbsenceFactory(officer=standing_member.officer, substitute=(other := make.OfficerFactory()))
    RungFactory(working_days=7, to="member")
    climb()
    assert told() == [(1, "member", "member", other.user)]


def test_of_several_in_a_post_the_one_who_is_there_is_told(world, request, office):
    late(world, request, 1)
    second = in_post("office", world.province, "Phó Chánh Văn phòng", "Hà Thị Phó", "Văn phòng Tỉnh ủy")
    make.AbsenceFactory(officer=office.officer)
    RungFactory()
    climb()
    assert told() == [(1, "office", "office", second)]


def test_a_post_named_by_the_rung_comes_first(world, request, standing_committee):
    late(world, request, 1)
    deputy = in_post("standing", world.province, "Phó Bí thư", "Tạ Văn Phó", "Tỉnh ủy Bến Tre")
    RungFactory(to="standing", post=deputy.officer.positions.get().post)
    climb()
    assert told() == [(1, "standing", "standing", deputy)]


def test_with_nobody_in_the_whole_province_the_rung_stays_due(world, request):
    late(world, request, 5)
    RungFactory()
    assert climb().unreached == 1
    office = in_post("office", world.province, "Chánh Văn phòng", "Ngô Văn Sau", "Văn phòng Tỉnh ủy")
    climb()
    assert told() == [(1, "office", "office", office)]


def test_whoever_set_the_clock_going_is_not_told_of_it(world, officer, office, commune_secretary):
    visit = unconfirmed(world, officer, 6, entered_by=commune_secretary)
    RungFactory(ladder="visit", stamp="received", working_days=5, to="handler")
    climb("visit")
    assert told() == [(1, "commune", "office", office)]
    assert RungStep.objects.get().subject == visit.pk


def test_who_sent_it_on_is_not_told_that_it_was(world, request, office):
    second = in_post("office", world.province, "Phó Chánh Văn phòng", "Hà Thị Phó", "Văn phòng Tỉnh ủy")
    unheard = make.AgencyFactory(kind="department")
    late(world, request, -9, referral=ReferralFactory(department=unheard, by=office))
    RungFactory(stamp="dispatched", working_days=0, to="head")
    climb(moment=at(today() + datetime.timedelta(days=1)))
    assert told() == [(1, "head", "office", second)]


def test_who_sent_it_in_is_told_all_the_same_that_it_is_late_where_it_is_their_turn(world, request, commune_secretary):
    late(world, request, 2, status="handled_locally", entered_by=commune_secretary)
    RungFactory(to="handler")
    climb()
    assert told() == [(1, "commune", "commune", commune_secretary)]


@pytest.mark.parametrize("away", ["moved", "absent"])
def test_a_correction_is_the_visitors_and_nobody_elses(world, officer, standing_member, request, away):
    """Neither who holds the place by now nor who stands in may change the other's visit."""
    unconfirmed(world, officer, 6, correction="Ghi lại ngày.")
    if away == "moved":
        request.getfixturevalue("successor")
    else:
        make.AbsenceFactory(officer=officer.officer, substitute=make.OfficerFactory())
    RungFactory(ladder="visit", stamp="received", working_days=5, to="handler")
    climb("visit")
    assert told() == [(1, "holder", "member", standing_member)]


def test_a_hot_issue_is_told_at_once_also_when_it_was_sent_on_meanwhile(
    world, request, office, standing_member, standing_committee
):
    late(world, request, -9, category="hot_issue")
    for step, to in enumerate(["member", "standing"], start=1):
        RungFactory(ladder="hot", step=step, stamp="received", working_days=0, to=to, urgent=True)
    climb("hot", at(today() + datetime.timedelta(days=1)))
    assert {row[3] for row in told()} == {standing_member, standing_committee}
    assert set(Message.objects.values_list("urgent", flat=True)) == {True}


def test_another_answer_of_a_petition_begins_another_cycle(world, request, officer):
    petition = late(world, request, 0, status="answered")
    rung = {"ladder": "carry_back", "stamp": "answered", "working_days": 7, "to": "holder"}
    RungFactory(**rung)
    for days in (30, 10):
        type(petition).objects.filter(pk=petition.pk).update(answered_at=at(working_days_ago(days)))
        climb("carry_back")
        climb("carry_back")
    assert [(row[1], row[3]) for row in told()] == [("holder", officer)] * 2


def test_an_answer_is_told_by_who_holds_the_place_now(world, request, successor):
    late(world, request, 0, status="answered", answered_at=at(working_days_ago(8)))
    RungFactory(ladder="carry_back", stamp="answered", working_days=7, to="holder")
    climb("carry_back")
    assert told() == [(1, "holder", "holder", successor)]


def test_a_commune_never_hears_of_a_comment_to_the_superior(world, officer, commune_secretary, standing_member):
    visit = unconfirmed(world, officer, 3)
    CommentFactory(visit=visit, visibility=Visibility.SUPERIOR, sent_at=at(working_days_ago(6)))
    RungFactory(ladder="comment", stamp="received", working_days=5, to="handler")
    RungFactory(ladder="comment", step=2, stamp="received", working_days=5, to="commune")
    climb("comment")
    assert commune_secretary not in {row[3] for row in told()}
    assert told()[0][3] == standing_member


def test_while_a_departments_promise_stands_its_day_counts_and_not_the_first(world, request, office, department_head):
    promise = add_working_days(today(), 3)
    referral = ReferralFactory(
        department=department(request), status="in_progress", due_on=working_days_ago(5), committed_on=promise
    )
    petition = late(world, request, 5, status="in_progress", referral=referral)
    RungFactory(to="head")
    RungFactory(step=2, stamp="committed")
    assert climb().steps == []
    climb(moment=at(add_working_days(promise, 1)))
    assert told() == [(2, "office", "office", office)]
    assert Message.objects.get().title == f"Xã Sơn Phú · {petition.field}: quá ngày hẹn 1 ngày làm việc"


def test_an_answer_sent_back_is_counted_from_its_new_day(world, request, office):
    late(world, request, 20, status="reopened", renewed_due_on=working_days_ago(2))
    RungFactory()
    climb()
    assert "quá hạn trả lời 2 ngày làm việc" in Message.objects.get().title


def test_a_day_off_by_decision_does_not_count(world, request, office):
    late(world, request, 1)
    RungFactory()
    ChangedDay.objects.create(date=max(days_with_work(1)), kind="off")
    assert climb().steps == []


def test_a_returned_petition_waits_for_its_sender_and_no_ladder_counts_it(world, request, office):
    late(world, request, 20, status="returned")
    RungFactory()
    assert climb().steps == []


def test_what_is_settled_on_the_spot_is_the_communes_turn(world, request, office, commune_secretary):
    late(world, request, 2, status="handled_locally")
    RungFactory(to="handler")
    climb()
    assert told() == [(1, "commune", "commune", commune_secretary)]


def test_a_message_leaves_the_bell_when_its_matter_is_done(world, request, office):
    petition = late(world, request, 1)
    RungFactory()
    climb()
    assert services.settle(at=at()) == 0
    type(petition).objects.filter(pk=petition.pk).update(status="answered", reply="Đã sửa.", answered_at=at())
    assert services.settle(at=at()) == 1
    assert not Message.objects.waiting().exists()


def test_not_sent_on_is_over_when_it_is_sent_on(world, request, office):
    petition = late(world, request, -9, status="submitted", created_at=at(working_days_ago(4)))
    RungFactory(stamp="unsent", working_days=2)
    climb()
    assert services.settle(at=at()) == 0
    referral = ReferralFactory(department=department(request))
    type(petition).objects.filter(pk=petition.pk).update(
        status="dispatched", referral=referral, department=referral.department
    )
    assert services.settle(at=at()) == 1


def test_every_message_holds_place_field_and_days_and_no_person(
    world, request, officer, office, department_head, commune_secretary, standing_member, standing_committee, successor
):
    secret = "Ông Bảy Đen bức xúc vì nợ ngân hàng, điện thoại 0912345678."
    late(world, request, 20, content=secret)
    late(world, request, 20, content=secret, category="hot_issue")
    late(world, request, 0, status="answered", content=secret, answered_at=at(working_days_ago(30)))
    visit = unconfirmed(world, officer, 30, highlights=secret)
    CommentFactory(visit=visit, matter=secret, sent_at=at(working_days_ago(30)))
    write_ladders(since=make.LONG_AGO)
    for ladder in LADDERS:
        climb(ladder)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds >= {"petition", "hot", "carry_back", "visit", "comment"}
    names = list(type(officer).objects.values_list("full_name", flat=True))
    for message in Message.objects.all():
        said = f"{message.title} {message.text}"
        assert "Xã Sơn Phú" in said
        assert "ngày" in said or "mới nhận" in said
        assert not any(word in said for word in ("Bảy Đen", "nợ", "0912", *names))
        assert warnings_for(said) == []


def test_the_ledger_is_written_once_and_never_changed(world, request, office):
    late(world, request, 1)
    RungFactory()
    climb()
    for change in ("UPDATE reminders_rungstep SET step = 9", "DELETE FROM reminders_rungstep"):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reminders_message SET step_id = step_id")
            cursor.execute(change)


@pytest.mark.parametrize("count", [1, 3])
def test_a_pass_costs_the_same_for_one_petition_and_for_three(world, request, office, count, django_assert_num_queries):
    for _nth in range(count):
        late(world, request, 1)
    RungFactory()
    with django_assert_num_queries(7):
        climb()


def test_the_shipped_ladders_are_written_once(world):
    assert write_ladders(since=today()) == (31, True)
    assert write_ladders(since=today()) == (0, False)
    assert set(Rung.objects.values_list("ladder", flat=True)) == set(LADDERS)
