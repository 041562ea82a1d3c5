"""Every state × action × role of a comment, by service; and moves that the database refuses by itself."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from nammanh.platform.dates import today
from reports.recommendations import services
from reports.recommendations.policies import allowed_actions
from reports.recommendations.states import TRANSITIONS, Action, Status, after, may_follow
from tests.factories.assignments import UserFactory
from tests.recommendations.scenes import comment_in, content

CHANGES = [action for action in Action if action != Action.WRITE]
AUTHOR, COMMITTEE = "officer", "commune_secretary"
WHO = {
    Action.EDIT: AUTHOR,
    Action.SEND: AUTHOR,
    Action.WITHDRAW: AUTHOR,
    Action.READ: COMMITTEE,
    Action.JUDGE: COMMITTEE,
    Action.ANSWER: COMMITTEE,
    Action.FOLLOW_UP: AUTHOR,
    Action.FINISH: AUTHOR,
}
ROLES = [
    *("officer", "commune_secretary", "standing_member", "hamlet_officer", "district_secretary", "household_officer"),
    *("standing_committee", "organiser", "office", "inspector", "administrator", "department_head", "stranger"),
]
ANSWERS_AT_ONCE = {Action.JUDGE, Action.ANSWER}
"""Who judges or answers a comment that was just sent has read it."""


def act(action, comment, by):
    words = content(uuid=comment.uuid, matter="Lời khác", as_draft=comment.is_unsent)
    return {
        Action.EDIT: lambda: services.edit_comment(comment=comment, content=words, by=by),
        Action.SEND: lambda: services.send_comment(comment=comment, by=by),
        Action.WITHDRAW: lambda: services.withdraw_comment(comment=comment, by=by),
        Action.READ: lambda: services.read_comment(comment=comment, by=by),
        Action.JUDGE: lambda: services.judge_comment(comment=comment, specificity="hard", by=by),
        Action.ANSWER: lambda: services.answer_comment(comment=comment, answer="not_yet", text="Chưa có vốn", by=by),
        Action.FOLLOW_UP: lambda: services.follow_up(comment=comment, progress="not_done", day=today(), by=by),
        Action.FINISH: lambda: services.follow_up(comment=comment, progress="done", day=today(), by=by),
    }[action]()


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("status", Status)
def test_the_table_is_what_the_services_do(world, request, by, status, action):
    comment = comment_in(world, request, status)
    person = by(request.getfixturevalue(WHO[action]))
    reads_first = status == Status.SENT and action in ANSWERS_AT_ONCE
    if may_follow(action, status) or reads_first:
        act(action, comment, person)
        comment.refresh_from_db()
        assert comment.status == after(action, Status.READ if reads_first else status)
        assert [step.action for step in comment.steps.all()] == [Action.READ] * reads_first + [action]
    else:
        repeated = {(Action.SEND, Status.SENT), (Action.WITHDRAW, Status.WITHDRAWN)}
        repeated |= {(Action.READ, seen) for seen in TRANSITIONS[Action.JUDGE][0]}
        if (action, status) in repeated:
            act(action, comment, person)  # a second click changes nothing and is no error
        else:
            with pytest.raises((ValidationError, PermissionDenied)):
                act(action, comment, person)
        comment.refresh_from_db()
        assert comment.status == status
        assert not comment.steps.exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", Status)
def test_each_role_may_what_is_its_own_and_nothing_else(world, request, by, status, role):
    comment = comment_in(world, request, status)
    user = request.getfixturevalue(role)
    expected = {action for action in CHANGES if WHO[action] == role and may_follow(action, status)}
    assert allowed_actions(user, comment) == expected
    for action in CHANGES:
        if WHO[action] != role:
            with pytest.raises(PermissionDenied):
                act(action, comment, by(user))
    comment.refresh_from_db()
    assert (comment.status, comment.steps.count()) == (status, 0)


def test_the_superior_answers_what_goes_to_the_superior(world, request, by, standing_member, commune_secretary):
    comment = comment_in(world, request, visibility="superior")
    with pytest.raises(PermissionDenied):
        act(Action.READ, comment, by(commune_secretary))
    act(Action.ANSWER, comment, by(standing_member))
    comment.refresh_from_db()
    assert (comment.status, comment.answered_by) == (Status.ANSWERED, standing_member)


def test_the_next_holder_follows_up_what_the_leaver_left(world, request, by, officer, successor):
    comment = comment_in(world, request, "answered", given_on=today() - datetime.timedelta(days=20))
    act(Action.FOLLOW_UP, comment, by(successor))
    act(Action.FINISH, comment, by(successor))
    comment.refresh_from_db()
    assert (comment.status, comment.officer) == (Status.DONE, officer.officer)
    with pytest.raises(PermissionDenied):
        act(Action.EDIT, comment, by(successor))


def test_following_up_is_repeated_until_it_is_done_and_keeps_both_days(world, request, by, officer):
    asked = today() + datetime.timedelta(days=1)
    comment = comment_in(world, request, "answered", due_on=asked)
    later = today() + datetime.timedelta(days=20)
    look = {"comment": comment, "day": today(), "by": by(officer)}
    for _click in range(2):
        services.follow_up(**look, progress="under_way", expected_on=later, text="Đã làm một nửa")
    comment.refresh_from_db()
    assert (comment.due_on, comment.expected_on, comment.steps.count()) == (asked, later, 1)
    services.follow_up(**look, progress="not_done", expected_on=later)
    services.follow_up(**look, progress="done")
    comment.refresh_from_db()
    assert (comment.status, comment.expected_on) == (Status.DONE, None)
    assert list(comment.steps.values_list("outcome", flat=True)) == ["under_way", "not_done", "done"]
    with pytest.raises(ValidationError):
        services.follow_up(**look, progress="under_way")


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": today() + datetime.timedelta(days=1)},
        {"day": today() - datetime.timedelta(days=30)},
        {"expected_on": today()},
        {"progress": "maybe"},
    ],
)
def test_days_and_words_of_a_follow_up_must_make_sense(world, request, by, officer, wrong):
    comment = comment_in(world, request, "answered")
    with pytest.raises(ValidationError):
        services.follow_up(**{"comment": comment, "progress": "under_way", "day": today(), "by": by(officer)} | wrong)


LEGAL = {
    (state, entered)
    for states, entered in TRANSITIONS.values()
    for state in states
    if state and entered and state != entered
}


@pytest.mark.parametrize("new", Status)
@pytest.mark.parametrize("old", Status)
def test_sql_cannot_make_a_move_that_the_table_forbids(world, request, old, new):
    comment = comment_in(world, request, old)
    with transaction.atomic(), connection.cursor() as cursor:
        if old == new or (old, new) in LEGAL:
            # a move alone lacks what belongs to it: the row's own constraints are asked, not the table
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                cursor.execute("UPDATE recommendations_comment SET status = %s WHERE id = %s", [new.value, comment.pk])
                raise DatabaseError("moved")
            assert "may not move" not in str(refusal.value)
        else:
            with pytest.raises(DatabaseError, match="may not move"), transaction.atomic():
                cursor.execute("UPDATE recommendations_comment SET status = %s WHERE id = %s", [new.value, comment.pk])


@pytest.mark.parametrize(
    ("status", "change"),
    [
        ("read", "matter = 'khác'"),
        ("done", "due_on = NULL, proposal = 'khác'"),
        ("sent", "number = 99"),
        ("withdrawn", "number = NULL, number_year = NULL"),
        ("sent", "visibility = 'private'"),
        ("draft", "visibility = 'private', status = 'sent', sent_at = now()"),
        ("sent", "sent_at = NULL"),
        ("sent", "answer = 'accepted'"),
        ("answered", "progress = 'done'"),
        ("read", "read_by_id = NULL"),
    ],
)
def test_sql_cannot_bring_a_row_out_of_step(world, request, status, change):
    comment = comment_in(world, request, status)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recommendations_comment SET {change} WHERE id = {comment.pk}")


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_sql_cannot_delete_what_was_sent_or_its_history(world, request, status):
    comment = comment_in(world, request, status)
    step = comment.steps.create(action="send", status="sent", by=UserFactory())
    for statement in (
        "DELETE FROM recommendations_comment",
        f"UPDATE recommendations_commentstep SET note = 'x' WHERE id = {step.pk}",
        f"DELETE FROM recommendations_commentstep WHERE id = {step.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_draft_goes_with_its_history(world, request, by, officer):
    comment = comment_in(world, request, "draft")
    act(Action.EDIT, comment, by(officer))
    comment.delete()
    assert not type(comment).objects.exists()
