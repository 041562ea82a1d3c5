"""Random histories: whatever is written, corrected, taken back or reformed, by services or past them, figures equal a
naive count of the records, at every level and in everyone's scope."""

import datetime
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assignments.models import Unit
from assignments.services import change_unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.bulletins.models import Conveyance
from reports.facts import queries
from reports.facts.checking import differences
from reports.facts.models import Activity
from reports.facts.months import Months
from reports.facts.services import close_months, freshen
from reports.feedback.models import CarriedBack, Petition, Referral
from reports.recommendations.models import Comment
from reports.visits import queries as visit_queries
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.factories.reports import (
    CarriedBackFactory,
    CommentFactory,
    DraftFactory,
    PetitionFactory,
    ReferralFactory,
    VisitFactory,
)
from tests.facts import naive

YEAR = Months.latest(today(), 8)
TYPES = ("party_cell_meeting", "household_visit", "working_session")
N = st.integers(0, 40)
ACTS = (
    *("log", "log", "log", "log_many", "confirm", "confirm_all", "move_visit", "retier", "send", "draft", "withdraw"),
    *("discard", "judge", "report", "recategorise", "answer", "reopen", "mark_duplicate", "move_petition", "carry"),
    *("uncarry", "convey", "unconvey", "refer", "answer_referral", "rename", "fresh", "close", "fail"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), N, N), min_size=8, max_size=30)


@dataclass
class Province:
    """Whoever acts picks by number among what there is."""

    world: object
    organiser: object
    people: list
    bulletins: list = field(default_factory=list)

    def do(self, act, one, other):
        getattr(self, act)(one, other)

    def day(self, number):
        return today() - datetime.timedelta(days=number * 5)

    @staticmethod
    def pick(rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def place(self, number):
        return self.pick(Unit.objects.exclude(level="province"), number)

    def visit(self, one, other, status="done"):
        return VisitFactory(
            unit=self.place(one), officer=self.people[other % len(self.people)].officer, date=self.day(other),
            tier=self.world.tiers[one % 3], type=TYPES[other % 3], status=status,
        )  # fmt: skip

    def log(self, one, other):
        self.visit(one, other, ("planned", "done", "confirmed")[(one + other) % 3])

    def log_many(self, one, other):
        like = self.visit(one, other)
        rows = [VisitFactory.build(
            unit=self.place(one + nth), officer=like.officer, date=self.day(other), tier=like.tier, type=like.type,
            entered_by=like.entered_by, logged_at=timezone.now(), status="done",
        ) for nth in range(3)]  # fmt: skip
        Visit.objects.bulk_create(rows)

    def _confirm(self, rows):
        if someone := Visit.objects.first():
            rows.update(status="confirmed", confirmed_by=someone.entered_by, confirmed_at=timezone.now())

    def confirm(self, one, other):
        if visit := self.pick(Visit.objects.filter(status="done"), one):
            self._confirm(Visit.objects.filter(pk=visit.pk))

    def confirm_all(self, one, other):
        self._confirm(Visit.objects.filter(status="done", unit=self.place(one)))

    def move_visit(self, one, other):
        if visit := self.pick(Visit.objects.filter(status="done"), one):
            visit.unit, visit.date = self.place(other), self.day(other)
            visit.save()

    def retier(self, one, other):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE visits_visit SET tier_id = %s, date = date - %s WHERE status = 'done' AND id %% 3 = %s",
                [self.world.tiers[other % 3].pk, other, one % 3],
            )

    def send(self, one, other):
        if visit := self.pick(Visit.objects.all(), one):
            CommentFactory(
                visit=visit, visibility=("commune", "superior")[other % 2], specificity=("", "hard", "vague")[one % 3],
                responsible="Chi ủy" if other % 3 else "", due_on=today() if one % 2 else None,
            )  # fmt: skip

    def draft(self, one, other):
        if visit := self.pick(Visit.objects.all(), one):
            DraftFactory(visit=visit)

    def withdraw(self, one, other):
        if comment := self.pick(Comment.objects.filter(status="sent"), one):
            Comment.objects.filter(pk=comment.pk).update(status="withdrawn", sent_at=None)
            if other % 2:
                Comment.objects.filter(pk=comment.pk).update(status="sent", sent_at=timezone.now())

    def discard(self, one, other):
        Comment.objects.filter(status="draft").delete()

    def judge(self, one, other):
        if comment := self.pick(Comment.objects.filter(status="read"), one):
            comment.specificity = ("specific", "vague", "hard")[other % 3]
            comment.judged_at, comment.judged_by = timezone.now(), comment.entered_by
            comment.save()

    def report(self, one, other):
        if visit := self.pick(Visit.objects.all(), one):
            status = ("submitted", "received", "returned", "dispatched", "answered")[other % 5]
            PetitionFactory(visit=visit, status=status, category=("hot_issue", "obstacle")[one % 2])

    def recategorise(self, one, other):
        if petition := self.pick(Petition.objects.filter(status="submitted"), one):
            petition.category = "obstacle" if petition.category == "hot_issue" else "hot_issue"
            petition.due_on += datetime.timedelta(days=other)
            petition.save()

    def answer(self, one, other):
        if petition := self.pick(Petition.objects.filter(status__in=["dispatched", "reopened"]), one):
            moment = timezone.now() - datetime.timedelta(days=other)
            Petition.objects.filter(pk=petition.pk).update(status="answered", answered_at=moment, reply="Đã sửa cầu")

    def reopen(self, one, other):
        if petition := self.pick(Petition.objects.filter(status="answered"), one):
            Petition.objects.filter(pk=petition.pk).update(status="reopened", answered_at=None)

    def mark_duplicate(self, one, other):
        roots = Petition.objects.filter(status="submitted", duplicates__isnull=True)
        petition, root = self.pick(roots, one), self.pick(roots, other)
        if petition and petition != root:
            Petition.objects.filter(pk=petition.pk).update(status="duplicate", duplicate_of=root)

    def move_petition(self, one, other):
        if petition := self.pick(Petition.objects.all(), one):
            petition.unit = self.place(other)
            petition.save(update_fields=["unit"])

    def carry(self, one, other):
        petition, visit = self.pick(Petition.objects.filter(status="answered"), one), self.pick(Visit.objects, other)
        if petition and not petition.carried_back.filter(answered_at=petition.answered_at).exists():
            CarriedBackFactory(petition=petition, visit=visit)

    def uncarry(self, one, other):
        if told := self.pick(CarriedBack.objects.all(), one):
            told.delete()

    def convey(self, one, other):
        unit, visit = self.place(one), self.pick(Visit.objects.all(), other)
        ConveyanceFactory(
            bulletin=bulletin_for(unit), unit=unit, conveyed_on=self.day(other), visit=visit if one % 2 else None
        )

    def unconvey(self, one, other):
        if row := self.pick(Conveyance.objects.all(), one):
            if other % 2:
                row.delete()
            else:
                Conveyance.objects.filter(pk=row.pk).update(unit=self.place(other), conveyed_on=self.day(one))

    def refer(self, one, other):
        agency = self.pick(make.AgencyFactory._meta.model.objects.all(), one)
        ReferralFactory(due_on=self.day(other), **({"department": agency} if agency and one % 2 else {}))

    def answer_referral(self, one, other):
        if referral := self.pick(Referral.objects.filter(status__in=["dispatched", "answered"]), one):
            if referral.status == "answered":
                referral.status, referral.answered_at = "reopened", None
                referral.renewed_due_on = referral.due_on + datetime.timedelta(days=other)
            else:
                referral.status, referral.answered_at = "answered", timezone.now() - datetime.timedelta(days=other)
            referral.save()

    def rename(self, one, other):
        tomorrow = today() + datetime.timedelta(days=1)
        units = Unit.objects.filter(level__in=["commune", "hamlet"], valid_to=None, valid_from__lt=today())
        # a commune in which something opens tomorrow isn't renamed tomorrow
        units = units.exclude(pk__in=Unit.objects.filter(valid_from=tomorrow, commune__isnull=False).values("commune"))
        if unit := self.pick(units, one):
            document, by = make.DocumentFactory(), Actor(self.organiser)
            change_unit(unit=unit, on=tomorrow, document=document, name=f"{unit.name} mới {other}", by=by)

    def fresh(self, one, other):
        freshen()

    def close(self, one, other):
        close_months(day=self.day(other))

    def fail(self, one, other):
        with transaction.atomic():
            self.log(one, other)
            self.send(one, other)
            transaction.set_rollback(True)


def agree(world, people):
    """Every level, month, tier, department and place last reached; and what each person may count."""
    every, above = list(naive.records()), naive.lineages()

    def expected(months, place=None, **only):
        return naive.plain(naive.sum_of(every, above, months, place, **only))

    rows = Activity.objects.visible_to(people["standing_committee"])
    months = queries.by_month(rows, YEAR)
    assert {month: naive.plain(row) for month, row in months.items()} == {
        month: expected(Months.of(month)) for month in YEAR
    }
    for level in ("province", "district", "commune", "hamlet", "unit"):
        units = Unit.objects.all() if level == "unit" else Unit.objects.filter(level=level)
        found = queries.by_place(rows, YEAR, level)
        for unit in units:
            told = naive.plain(found.get(unit.pk, queries.Totals()))
            if level == "unit":
                own = [row for row in every if row[0].pk == unit.pk]
                assert told == naive.plain(naive.sum_of(own, above, YEAR)), unit
            else:
                assert told == expected(YEAR, unit) == naive.plain(queries.totals(rows.within(unit), YEAR)), unit
    for tier in world.tiers:
        assert naive.plain(queries.totals(rows.filter(tier=tier), YEAR)) == expected(YEAR, tier=tier.pk)
        columns = ("pk", "last_on", "waiting_on")
        assert set(queries.with_last_contact(tier, today(), Unit.objects.all()).values_list(*columns)) == set(
            visit_queries.with_last_contact(tier, today(), Unit.objects.all()).values_list(*columns)
        )
    for name, place in {
        "officer": world.commune,
        "hamlet_officer": world.hamlet,
        "stranger": world.far_commune,
    }.items():
        scope = Activity.objects.visible_to(people[name])
        assert naive.plain(queries.totals(scope, YEAR)) == expected(YEAR, place, superiors=False)
    found = {agency: queries.together(row).now for agency, row in queries.departments(YEAR).items()}
    assert {
        agency: (row.due, row.on_time, row.on_time_committed, row.late, row.owed) for agency, row in found.items()
    } == naive.departments(YEAR)
    assert [str(difference) for difference in differences()] == []


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a history of writes takes longer than reading it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STEPS)
def test_whatever_is_written_figures_are_those_of_the_records(
    world, officer, stranger, hamlet_officer, standing_committee, organiser, steps
):
    people = {
        "officer": officer, "stranger": stranger, "hamlet_officer": hamlet_officer,
        "standing_committee": standing_committee,
    }  # fmt: skip
    with transaction.atomic():
        province = Province(world, organiser, [officer, stranger, hamlet_officer])
        for act, one, other in steps:
            province.do(act, one, other)
        freshen()
        agree(world, people)
        transaction.set_rollback(True)


@pytest.mark.parametrize("act", sorted(set(ACTS)))
def test_each_act_of_the_random_histories_does_something(world, officer, stranger, organiser, act):
    """So that none of them has quietly stopped meaning anything."""
    province = Province(world, organiser, [officer, stranger])
    for step in ("log", "send", "draft", "report", "convey", "refer"):
        for number in range(10):
            province.do(step, number, number + 1)
    province.carry(0, 0)
    freshen()
    before = written()
    for number in range(6):
        province.do(act, number, number + 1)
    assert (written() != before) is (act not in {"fresh", "fail"})


def written():
    tables = (Visit, Comment, Petition, CarriedBack, Conveyance, Referral, Unit, Activity)
    return [sorted(map(repr, table.objects.values_list())) for table in tables]
