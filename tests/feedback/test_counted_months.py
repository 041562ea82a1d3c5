"""Whatever is written, the months that are kept say what the records say: as one counts by hand, for every grouping."""

import datetime
import statistics as by_hand
from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assignments.models import ChangedDay, Unit
from assignments.queries import changed_days
from nammanh.platform.dates import VIETNAM, add_months, local_date, month_start, today
from nammanh.platform.working_days import working_days_between
from reports.facts.checking import differences
from reports.feedback import states
from reports.feedback.measures import Measure, Now
from reports.feedback.models import CarriedBack, MonthCount, Petition, Referral, Reply, TouchedMonth, Verdict
from reports.feedback.services import counting
from reports.feedback.statistics import Grouping, Period, statistics, statistics_of_all
from reports.feedback.tallies import Tally
from tests.factories import assignments as make
from tests.factories.reports import CarriedBackFactory, PetitionFactory, ReferralFactory, ReplyTermFactory, VisitFactory

YEAR = Period(add_months(month_start(today()), -11), month_start(today()))
N = st.integers(0, 30)
ACTS = (
    *("answer", "answer", "judge", "carry", "uncarry", "reopen", "promise", "move", "resort", "close", "change_day"),
    *("keep_day", "link", "read"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), N, N), min_size=6, max_size=24)
OPEN_WITH_DEPARTMENT = ("dispatched", "in_progress", "reopened")


def at(day, hour=9):
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=VIETNAM)


@dataclass
class Province:
    """Petitions of four months, sent to two departments and to none; whoever acts picks by number among them."""

    agencies: list
    places: list

    @classmethod
    def of(cls, world):
        agencies = [make.AgencyFactory(unit=world.province, kind="department") for _number in range(2)]
        found = cls(agencies, [world.commune, world.far_commune, world.hamlet])
        for number in range(8):
            found.report(number)
        return found

    def report(self, number):
        visit = VisitFactory(unit=self.places[number % 3], date=today() - datetime.timedelta(days=number * 13))
        given = {}
        if number % 4:
            day = visit.date + datetime.timedelta(days=1)
            given = {"status": "in_progress"}
            given["referral"] = ReferralFactory(
                department=self.agencies[number % 2], dispatched_at=at(min(day, today())), status="in_progress",
                due_on=day + datetime.timedelta(days=10),
            )  # fmt: skip
        PetitionFactory(visit=visit, **given)

    @staticmethod
    def pick(rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def answer(self, one, other):
        if petition := self.pick(Petition.objects.filter(status__in=OPEN_WITH_DEPARTMENT), one):
            day = min(petition.reported_on + datetime.timedelta(days=1 + other), today())
            Petition.objects.filter(pk=petition.pk).update(status="answered", answered_at=at(day), reply="Đã sửa cầu")

    def judge(self, one, other):
        if petition := self.pick(Petition.objects.filter(status="answered"), one):
            reply = Reply.objects.create(
                referral=petition.referral, kind="final", text="Sẽ làm", by=petition.entered_by
            )
            Verdict.objects.create(
                reply=reply, petition=petition, passed=bool(other % 3), specific=True, reason="Thiếu ngày",
                by=petition.entered_by,
            )  # fmt: skip

    def carry(self, one, other):
        petition = self.pick(Petition.objects.filter(status="answered"), one)
        if petition and not petition.carried_back.filter(answered_at=petition.answered_at).exists():
            CarriedBackFactory(petition=petition)

    def uncarry(self, one, other):
        if told := self.pick(CarriedBack.objects.exclude(petition__status="closed"), one):
            told.delete()

    def reopen(self, one, other):
        if petition := self.pick(Petition.objects.filter(status="answered"), one):
            renewed = today() + datetime.timedelta(days=other + 1)
            Petition.objects.filter(pk=petition.pk).update(
                status="reopened", answered_at=None, renewed_due_on=renewed, reply=""
            )

    def promise(self, one, other):
        if referral := self.pick(Referral.objects.filter(status="in_progress"), one):
            later = referral.expected_on + datetime.timedelta(days=other + 1)
            Referral.objects.filter(pk=referral.pk).update(committed_on=later)

    def move(self, one, other):
        if petition := self.pick(Petition.objects.all(), one):
            petition.unit = self.pick(Unit.objects.exclude(level="group"), other)
            petition.save(update_fields=["unit"])

    def resort(self, one, other):
        petition, like = (self.pick(Petition.objects.all(), number) for number in (one, other))
        Petition.objects.filter(pk=petition.pk).update(field=like.field)

    def close(self, one, other):
        if petition := self.pick(Petition.objects.filter(status="answered"), one):
            Petition.objects.filter(pk=petition.pk).update(status="closed", told_at=at(today()))

    def link(self, one, other):
        roots = Petition.objects.filter(status="submitted", duplicates__isnull=True)
        petition, root = self.pick(roots, one), self.pick(roots, other)
        if petition and petition != root:
            Petition.objects.filter(pk=petition.pk).update(status="duplicate", duplicate_of=root)

    def change_day(self, one, other):
        day = today() - datetime.timedelta(days=other * 3)
        ChangedDay.objects.update_or_create(date=day, defaults={"kind": ("off", "working")[one % 2]})

    def keep_day(self, one, other):
        if day := self.pick(ChangedDay.objects.all(), one):
            day.delete()

    def read(self, one, other):
        counting.drain()


def line_of(petition, grouping):
    if grouping == Grouping.MONTH:
        return month_start(petition.reported_on)
    names = {Grouping.DEPARTMENT: "department_id", Grouping.FIELD: "field_id", Grouping.PLACE: "district_id"}
    return getattr(petition, names[grouping])


def true_of(petition, now):
    """What counts for one petition, told from its records one after another."""
    if petition.renewed_due_on:
        yield Measure.REOPENED
    if petition.answered_at or petition.renewed_due_on:
        yield Measure.EVER_ANSWERED
    verdicts = [verdict.passed for verdict in petition.verdicts.all()]
    if verdicts:
        yield Measure.JUDGED
    if not all(verdicts):
        yield Measure.FAILED
    if petition.answered_at:
        yield from true_of_answered(petition, local_date(petition.answered_at), now)


def true_of_answered(petition, day, now):
    referral = petition.referral
    told = any(row.answered_at == petition.answered_at for row in petition.carried_back.all())
    told = told or (petition.status == "closed" and petition.told_at is not None)
    yield Measure.ANSWERED
    if told:
        yield Measure.CARRIED
    elif day <= now.late_since:
        yield Measure.CARRIED_LATE
    if referral:
        yield Measure.BY_DEPARTMENT
    if day <= (referral.due_on if referral else petition.due_on):
        yield Measure.ON_FIRST_DAY
    if day <= (referral.expected_on if referral else petition.deadline_on):
        yield Measure.ON_LAST_DAY
    if day <= petition.due_on:
        yield Measure.FOR_SENDER


def counted_by_hand(grouping, now):
    found = defaultdict(lambda: {"total": 0, "open": 0, "true": Counter(), "took": []})
    rows = Petition.objects.filter(reported_on__range=YEAR.days)
    for petition in rows.select_related("referral").prefetch_related("verdicts", "carried_back"):
        line = found[line_of(petition, grouping)]
        line["total"] += 1
        line["open"] += petition.status in states.OPEN
        line["true"].update(true_of(petition, now))
        if petition.answered_at and petition.referral:
            days = (petition.referral.dispatched_at, petition.answered_at)
            line["took"].append(working_days_between(*map(local_date, days), changed_days()))
    return found


def agree():
    now = Now.on(today())
    for grouping in Grouping.values:
        kept = statistics_of_all(YEAR, grouping, now=now, day=today())
        assert kept == statistics(Petition.objects.all(), YEAR, grouping, now=now, day=today())
        hand = counted_by_hand(grouping, now)
        assert {row.key for row in kept.rows if row.total} == set(hand)
        for row in kept.rows:
            line = hand[row.key]
            assert (row.total, row.still_open) == (line["total"], line["open"])
            assert {name: count for name, count in row.counts.items() if count} == line["true"]
            assert row.median == (by_hand.median(line["took"]) if line["took"] else None)
    assert list(counting.differences()) == []


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a history of writes takes longer than reading it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STEPS)
def test_whatever_is_written_the_months_say_what_the_records_say(province, steps):
    with transaction.atomic():
        for act, one, other in steps:
            getattr(province, act)(one, other)
        agree()
        transaction.set_rollback(True)


@pytest.fixture
def province(world):
    for kind in ("ordinary", "way_back"):
        ReplyTermFactory(kind=kind, working_days=5)
    return Province.of(world)


@pytest.mark.parametrize("act", sorted({*ACTS} - {"read"}))
def test_each_act_touches_a_month(province, act):
    """So that none of the random histories has quietly stopped meaning anything, and no trigger is silent."""
    for number in range(3):
        province.answer(number, number + 1)
    province.carry(0, 0)
    ChangedDay.objects.create(date=today() - datetime.timedelta(days=2), kind="off")
    counting.drain()
    assert not TouchedMonth.objects.exists()
    getattr(province, act)(1, 2) if act != "uncarry" else province.uncarry(0, 0)
    assert TouchedMonth.objects.exists()


def test_a_month_is_counted_once_and_again_when_touched(province, django_assert_num_queries):
    now = Now.on(today())

    def read():
        return statistics_of_all(YEAR, Grouping.DEPARTMENT, now=now, day=today())

    first = read()
    with django_assert_num_queries(3):  # what is kept, what waits, the departments' names
        assert read() == first
    province.answer(0, 3)
    rows = set(MonthCount.objects.values_list("pk", flat=True))
    assert read().whole.count(Measure.ANSWERED) == first.whole.count(Measure.ANSWERED) + 1
    gone = rows - set(MonthCount.objects.values_list("pk", flat=True))
    assert len(gone) < len(rows)  # the months that nobody touched were left alone


def test_a_wrong_figure_is_found_and_put_right(province):
    counting.drain()
    MonthCount.objects.filter(grain="month", total__gt=0).update(total=99)
    found = [str(difference) for difference in differences()]
    assert found
    assert all("đã nêu: đang ghi 99" in line for line in found)
    counting.rebuild()
    assert differences() == []


@given(st.lists(st.integers(-3, 400), min_size=2, max_size=60))
def test_percentiles_of_a_tally_are_those_of_its_values(values):
    tally = Tally(took=Counter(values))
    assert tally.within(0.5) == pytest.approx(by_hand.median(values))
    assert tally.within(0.9) == pytest.approx(by_hand.quantiles(values, n=10, method="inclusive")[8])


def test_percentiles_of_one_and_of_none():
    assert Tally(took=Counter([7])).within(0.9) == 7
    assert Tally().within(0.5) is None
