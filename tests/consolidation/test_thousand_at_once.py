"""More than a thousand submits, routings, replies and reminders on a handful of petitions, from sixteen hands at once.

No update is lost, nothing is sent twice, each step stands in its ledger once.
"""

import datetime
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.db import IntegrityError

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.consolidation import services as month
from reports.consolidation.models import BatchLine, LineSource
from reports.feedback import services
from reports.feedback.models import Petition, PetitionStep, Referral, Reply
from reports.feedback.services import Asked, Origin, PetitionContent
from reports.reminders.models import Message, RungStep
from reports.reminders.services import climb, settle
from tests.at_once import at_once
from tests.consolidation.scenes import field_of, opened, petition
from tests.factories.reminders import RungFactory
from tests.factories.reports import ReplyTermFactory
from tests.fieldbook.scenes import department
from tests.reminders.scenes import at, late

HANDS = 16
FEW = 10

pytestmark = pytest.mark.django_db(transaction=True)


def go(acts):
    return at_once(list(acts), HANDS)


def once(rows, action):
    """Whether `action` stands once in the history of each, and in no other's."""
    taken = Counter(PetitionStep.objects.filter(action=action).values_list("petition", flat=True))
    return taken == dict.fromkeys((row.pk for row in rows), 1)


@pytest.fixture
def few(world, request):
    """Ten petitions that were just sent, and the department that their field belongs to."""
    ReplyTermFactory(working_days=10)
    field = field_of(request)
    return [petition(world, field, f"Cầu ấp {number} xuống cấp") for number in range(FEW)]


def test_three_hundred_submits_of_ten_entries(world, commune_secretary):
    ReplyTermFactory()
    committee, by = commune_secretary.officer.positions.get().agency, Actor(commune_secretary)

    def send(key):
        content = PetitionContent(key, "difficulty", "Cầu ấp 3 xuống cấp")
        return lambda: services.submit(content=content, origin=Origin(world.commune, committee, today()), by=by)[0].pk

    keys = [uuid.uuid4() for _number in range(FEW)]
    met = go(send(key) for _nth in range(30) for key in keys)
    rows = Petition.objects.all()
    assert met.refused == []
    assert Counter(met.done) == dict.fromkeys((row.pk for row in rows), 30)
    assert {row.uuid for row in rows} == set(keys)
    assert once(rows, "submit")


def test_five_hundred_routings_of_ten_petitions(few, request, office, department_head):
    """Into the month, past it one by one or two as one matter; then the month goes while some are sent past it."""
    by, agency, field = Actor(office), department(request), few[0].field
    batch = opened(Actor, office)

    def past(row):
        return lambda: services.dispatch(petition=row, department=agency, note="", field=field, by=by)

    def routes(row):
        yield lambda: month.place(batch=batch, petitions=[row], by=by)
        if row in kept:
            return
        yield past(row)
        yield lambda: services.refer(petitions=[row, few[0]], asked=Asked("Sửa cầu", field, agency), by=by)

    kept = few[-2:]  # until the month goes, these are sent with it or not at all
    go(act for _nth in range(9) for row in few for act in routes(row))
    in_month = list(LineSource.objects.filter(state="held").values_list("petition", flat=True))
    sent = set(Petition.objects.exclude(referral=None).values_list("pk", flat=True))
    assert len(in_month) == len(set(in_month))
    assert set(in_month) | sent == {row.pk for row in few}  # what was sent past it leaves its line at the review
    assert {row.pk for row in kept} <= set(in_month) - sent
    assert once([row for row in few if row.pk in sent], "dispatch")

    for line in BatchLine.objects.standing():
        month.word(line=line, worded=month.Wording("Cầu xuống cấp", field, agency), by=by)
    for step in (month.review, month.approve):
        assert len(set(go([lambda step=step: step(batch=batch, by=by).status] * HANDS).done)) == 1
    go([*(past(row) for _nth in range(20) for row in few), *[lambda: month.dispatch(batch=batch, by=by)] * HANDS])
    assert once(few, "dispatch")
    assert set(Petition.objects.values_list("status", flat=True)) == {"dispatched"}
    assert not Petition.objects.filter(referral=None).exists()
    assert not Referral.objects.filter(petitions=None).exists()
    assert batch.steps.filter(action="dispatch").count() <= 1  # none if all went past it before


def test_three_hundred_and_fifty_replies_to_ten_petitions(few, request, office, department_head):
    """Taken up, put off to later days, answered in three ways: the promises only grow, and one answer stands."""
    ReplyTermFactory(kind="extension", working_days=30)
    asked = Asked("Sửa cầu", few[0].field, department(request))
    for row in few[2:]:
        services.refer(petitions=[row], asked=asked, by=Actor(office))
    shared = services.refer(petitions=few[:2], asked=asked, by=Actor(office))
    *days, latest = [shared.due_on + datetime.timedelta(days=count) for count in (3, 6, 9)]
    by = Actor(department_head)

    def first(row):
        yield lambda: services.take_up(petition=row, by=by)
        for day in days:
            yield lambda day=day: services.interim(petition=row, reason="Chờ khảo sát", committed_on=day, by=by)

    def then(row):
        yield lambda: services.interim(petition=row, reason="Chờ vốn", committed_on=latest, by=by)
        for text in ("Khởi công 05/01.", "Đã bố trí vốn.", "Xong trước Tết."):
            yield lambda text=text: services.answer(petition=row, text=text, by=by)

    go(act for _nth in range(5) for row in few for act in first(row))
    assert set(Referral.objects.values_list("committed_on", flat=True)) == {days[-1]}
    go(act for _nth in range(5) for row in few for act in then(row))
    for referral in Referral.objects.all():
        [final] = referral.replies.filter(kind="final")
        promised = list(
            referral.replies.filter(kind="interim").order_by("at", "pk").values_list("committed_on", flat=True)
        )
        assert promised == sorted(set(promised))
        assert referral.committed_on == (promised[-1] if promised else None)
        for row in referral.petitions.all():
            assert (row.status, row.reply, row.answered_at) == ("answered", final.text, final.at)
    assert once(few, "answer")
    assert Reply.objects.filter(kind="final").count() == FEW - 1  # two were asked as one matter


def test_a_ladder_climbed_by_a_hundred(world, request, office, department_head):
    for days in range(FEW):
        late(world, request, days)
    for number, to in enumerate(("head", "office", "head"), start=1):
        RungFactory(step=number, stamp="due", working_days=number, to=to)
    later = at(today() + datetime.timedelta(days=40))

    def try_to_climb():
        """As two runs without the lock of `run_due` would: the ledger refuses the second step."""
        with suppress(IntegrityError):
            climb(ladder="petition", at=later)

    go([*[try_to_climb] * 80, *[lambda: settle(at=later)] * 20])
    try_to_climb()
    taken = Counter(RungStep.objects.values_list("subject", "step"))
    subjects = Petition.objects.values_list("pk", flat=True)
    assert taken == dict.fromkeys(((subject, step) for subject in subjects for step in (1, 2, 3)), 1)
    assert Message.objects.count() == 2 * len(
        subjects
    )  # what a person has unread of a matter grows, it is not said twice
