"""Every state × action × role of a petition; the services do what the table says, and the database refuses the rest."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nammanh.platform.dates import today
from reports.feedback import policies, services, states
from reports.feedback.models import Petition, Referral
from reports.feedback.states import Action, ReferralStatus, Status
from tests.factories.reports import CarriedBackFactory, PetitionFactory, ReferralFactory, ReplyTermFactory
from tests.fieldbook.scenes import department, officers_visit, petition_in

UNSENT, RETURNED, LOCAL = "submitted received consolidated", "returned", "handled_locally"
OWED, OUTCOME = "dispatched in_progress reopened", "answered resolved unresolvable"

OFFICE, SENDERS, COMMUNE, SECTOR, LEADERS = (
    {"office"},
    {"officer", "commune_secretary", "office"},
    {"commune_secretary", "office"},
    {"department_head"},
    {"standing_committee"},
)
GRID = {
    # action: (states it leaves, who may). Written out by hand, apart from states.py and policies.py.
    "receive": ("submitted returned", OFFICE),
    "send_back": ("submitted received", OFFICE),
    "supplement": ("returned", {"officer", "commune_secretary"}),
    "refine": (UNSENT, OFFICE),
    "handle": ("submitted received", OFFICE),
    "escalate": (LOCAL, COMMUNE),
    "link": (f"{UNSENT} {RETURNED}", OFFICE),
    "unlink": ("duplicate", OFFICE),
    "consolidate": ("submitted received", OFFICE),
    "release": ("consolidated", OFFICE),
    "dispatch": (UNSENT, OFFICE),
    "recall": ("dispatched", OFFICE),
    "take_up": ("dispatched reopened", SECTOR),
    "hand_back": ("dispatched in_progress", SECTOR),
    "interim": (OWED, SECTOR),
    "answer": (OWED, SECTOR),
    "approve": ("answered", {"officer", "commune_secretary"}),
    "reopen": ("answered", SENDERS),
    "resolve": (f"{LOCAL} answered", SENDERS),
    "give_up": (f"received {LOCAL} answered", OFFICE),
    "tell": ("resolved unresolvable duplicate", OFFICE),
    "close": (f"{OUTCOME} duplicate", OFFICE),
    "direct": (f"{UNSENT} {RETURNED} {LOCAL} {OWED} {OUTCOME}", LEADERS),
}
LOCALLY = {"resolve": COMMUNE, "give_up": COMMUNE}
"""What is handled in the commune is the commune's, not the officer's."""
ELSEWHERE = {"submit": "", "carry": f"{OUTCOME} closed", "uncarry": OUTCOME}
"""Done with a visit's entry (test_carrying_back.py)."""

ROLES = (
    *("officer", "commune_secretary", "office", "department_head", "standing_committee"),
    *("stranger", "hamlet_officer", "district_secretary", "organiser", "inspector", "propaganda", "administrator"),
    *("nobody",),
)


def test_the_table_is_the_one_written_here():
    assert set(GRID) | set(ELSEWHERE) == {action.value for action in Action}
    for action in Action:
        wanted = set((GRID[action][0] if action in GRID else ELSEWHERE[action]).split())
        assert {status.value for status in Status if states.may_follow(action, status)} == wanted, action
        assert states.ACTION_MEANINGS[action]
    assert all(states.STATUS_MEANINGS[status] for status in Status)


def test_every_state_action_and_role(world, request):
    """13 states × 23 actions × 13 roles."""
    people = {role: request.getfixturevalue(role) for role in ROLES}
    petition = petition_in(world, request, "dispatched")
    for status in Status:
        petition.status = status
        for action, (leaves, who) in GRID.items():
            right = LOCALLY.get(action, who) if status == Status.HANDLED_LOCALLY else who
            for role, person in people.items():
                wanted = status in leaves.split() and role in right
                assert policies.may(person, petition, action) == wanted, (status, action, role)


AREA = {"officer", "commune_secretary", "district_secretary"}  # who holds a hamlet does not see what its commune raised
READERS = {"office", "standing_committee", "organiser", "inspector"}
WITHOUT_A_STATE = {
    # what belongs to no state of one petition: (its policy, who may)
    "submit": (lambda person, petition: policies.may_send(person), COMMUNE),
    "carry": (policies.may_carry_back, AREA | READERS | SECTOR),  # on a visit of theirs, which visits ask about
}


def test_who_sends_and_who_carries_back(world, request):
    """The rest of the 26 actions × 13 roles; `uncarry` is the same right as `carry`, in the edit of the same visit."""
    assert set(ELSEWHERE) == {*WITHOUT_A_STATE, "uncarry"}
    petition = petition_in(world, request, "answered")
    for action, (policy, who) in WITHOUT_A_STATE.items():
        assert {role for role in ROLES if policy(request.getfixturevalue(role), petition)} == who, action


def act(action, petition, request, by):
    """`action` by its service, as somebody who may."""
    given = {
        "send_back": {"reason": "Chưa rõ nơi"},
        "supplement": {"text": "Ấp 3, đoạn dài 200 m"},
        "refine": {"category": "difficulty", "field": petition.field, "whose": "people"},
        "escalate": {"reason": "Ngoài khả năng của xã"},
        "unlink": {"reason": "Việc khác"},
        "dispatch": {"department": department(request), "note": ""},
        "recall": {"reason": "Chuyển nhầm"},
        "hand_back": {"reason": "Không thuộc thẩm quyền"},
        "interim": {"reason": "Chờ khảo sát", "committed_on": petition.deadline_on + datetime.timedelta(days=8)},
        "answer": {"text": "Khởi công tháng 1"},
        "reopen": {"reason": "Chưa rõ bao giờ"},
        "resolve": {"text": "Đã làm xong"},
        "give_up": {"reason": "Chưa có vốn"},
        "tell": {"note": "Đã gọi điện"},
        "close": {"note": ""},
        "direct": {"text": "Làm ngay"},
    }
    if action == "link":
        given["link"] = {"root": PetitionFactory(visit=petition.visit)}
    person = by(request.getfixturevalue(sorted(doer(action, petition))[0]))
    return getattr(services, action)(petition=petition, by=person, **given.get(action, {}))


def doer(action, petition):
    return LOCALLY.get(action, GRID[action][1]) if petition.status == Status.HANDLED_LOCALLY else GRID[action][1]


def test_of_a_duplicate_nothing_is_told_before_its_root_has_an_answer(world, request, by):
    root = petition_in(world, request, "dispatched")
    petition = petition_in(world, request, "duplicate", duplicate_of=root)
    with pytest.raises(ValidationError, match="gốc chưa có kết quả"):
        act("tell", petition, request, by)
    petition.refresh_from_db()
    assert petition.told_at is None and not petition.steps.exists()


@pytest.mark.parametrize("action", GRID)
def test_the_services_do_what_the_table_says(world, request, by, action):
    ReplyTermFactory(working_days=60)
    for status in Status:
        answered = {"duplicate_of": petition_in(world, request, "answered")} if status == Status.DUPLICATE else {}
        petition = petition_in(world, request, status, **answered)
        petition.refresh_from_db()
        if petition.answered_at:
            CarriedBackFactory(petition=petition)
        elif status == Status.DUPLICATE:
            Petition.objects.filter(pk=petition.pk).update(told_at=timezone.now())
        if status in GRID[action][0].split():
            act(action, petition, request, by)
            petition.refresh_from_db()
            assert petition.status == states.after(action, status)
            assert [step.action for step in petition.steps.all()] == [action], status
        else:
            with pytest.raises((ValidationError, PermissionDenied)):
                act(action, petition, request, by)
            petition.refresh_from_db()
            assert petition.status == status
            assert not petition.steps.exists()


@pytest.mark.parametrize("action", GRID)
def test_nobody_else_may_call_a_service(world, request, by, stranger, action):
    status = GRID[action][0].split()[0]
    petition = petition_in(world, request, status)
    petition.refresh_from_db()
    with pytest.raises(PermissionDenied):
        act(action, petition, request, lambda _person: by(stranger))
    petition.refresh_from_db()
    assert petition.status == status


def test_sql_cannot_make_a_move_that_the_table_forbids(world, request):
    """All 156 pairs of different states, on rows that keep every other rule."""
    legal = {
        (left, entered.value)
        for action, (leaves, _who) in GRID.items()
        for left in leaves.split()
        if (entered := states.TRANSITIONS[action][1])
    }
    referral, root = ReferralFactory(department=department(request)), petition_in(world, request)
    visit = officers_visit(world, request)
    for old in Status:
        petition = PetitionFactory(visit=visit, status=old)
        for new in Status:
            if old == new:
                continue
            refused = None
            try:
                with transaction.atomic():
                    move_by_sql(petition, new, referral, root)
                    raise RollBackError
            except RollBackError:
                pass
            except DatabaseError as error:
                refused = str(error)
            assert (refused is None) == ((old.value, new.value) in legal), (old, new, refused)
            assert refused is None or "may not move" in refused


class RollBackError(Exception):
    """Ends a savepoint whose statement the database took."""


def move_by_sql(petition, status, referral, root):
    answered = status in {Status.ANSWERED, Status.RESOLVED, Status.UNRESOLVABLE, Status.CLOSED}
    values = {
        "status": status.value,
        "referral_id": referral.pk if status in {*states.WITH_DEPARTMENT, Status.ANSWERED} else None,
        "duplicate_of_id": root.pk if status == Status.DUPLICATE else None,
        "answered_at": timezone.now() if answered else None,
        "told_at": timezone.now() if answered else None,
        "reply": "x" if answered else "",
        "reason": "x",
    }
    with connection.cursor() as cursor:
        sets = ", ".join(f"{name} = %s" for name in values)
        cursor.execute(f"UPDATE feedback_petition SET {sets} WHERE id = %s", [*values.values(), petition.pk])


def test_sql_cannot_move_a_referral_against_its_table(world, request):
    legal = states.referral_moves()
    for old in ReferralStatus:
        referral = ReferralFactory(status=old, answered_at=timezone.now() if old == "answered" else None)
        for new in ReferralStatus:
            refused = None
            try:
                with transaction.atomic():
                    answered = timezone.now() if new == "answered" else None
                    Referral.objects.filter(pk=referral.pk).update(status=new, answered_at=answered)
                    raise RollBackError
            except RollBackError:
                pass
            except DatabaseError as error:
                refused = str(error)
            assert (refused is None) == (old == new or (old.value, new.value) in legal), (old, new, refused)


@pytest.mark.parametrize(
    ("status", "change", "rule"),
    [
        ("dispatched", {"due_on": today() + datetime.timedelta(days=90)}, "moves the day"),
        ("returned", {"due_on": today() + datetime.timedelta(days=90)}, "moves the day"),
        ("dispatched", {"paused_days": 3}, "moves the day"),
        ("dispatched", {"renewed_due_on": today() + datetime.timedelta(days=90)}, "sets a new day"),
        ("answered", {"status": "closed"}, "nobody told"),
        ("resolved", {"status": "closed"}, "nobody told"),
        ("received", {"status": "dispatched"}, "feedback_petition_sent_to_whom"),
        ("received", {"status": "unresolvable", "answered_at": timezone.now(), "reply": "x"}, "unresolved_why"),
        ("received", {"status": "duplicate"}, "feedback_petition_duplicate_of"),
        ("dispatched", {"field": None}, "feedback_petition_sent_with_field"),
        ("received", {"source": "commune"}, "feedback_petition_source"),
    ],
)
def test_the_database_keeps_the_rest_by_itself(world, request, status, change, rule):
    petition = petition_in(world, request, status)
    with pytest.raises(DatabaseError, match=rule):
        Petition.objects.filter(pk=petition.pk).update(**change)


def test_what_a_department_was_asked_stays_and_its_first_day_too(world, request):
    petition = petition_in(world, request, "dispatched")
    for change in ({"wording": "Việc khác"}, {"due_on": today()}, {"committed_on": today()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Referral.objects.filter(pk=petition.referral_id).update(**change)


def test_sql_cannot_delete_a_petition_or_rewrite_its_history(world, request, office):
    petition = petition_in(world, request)
    step = petition.steps.create(action="submit", status="submitted", by=office)
    for statement in (
        "DELETE FROM feedback_petition",
        f"UPDATE feedback_petitionstep SET note = 'x' WHERE id = {step.pk}",
        f"DELETE FROM feedback_petitionstep WHERE id = {step.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_duplicate_is_linked_to_the_root_and_its_own_come_along(world, request, by, office):
    root, first, second = (petition_in(world, request, "received") for _number in range(3))
    services.link(petition=second, root=first, by=by(office))
    services.link(petition=first, root=root, by=by(office))
    assert set(root.duplicates.all()) == {first, second}
    with pytest.raises(ValidationError, match="chính nó"):
        services.link(petition=root, root=second, by=by(office))
    with pytest.raises(DatabaseError, match="linked to the root"), transaction.atomic():
        Petition.objects.filter(pk=root.pk).update(duplicate_of=second.pk, status="duplicate")
    assert Petition.objects.with_voices().get(pk=root.pk).voices == 3
