"""A month is gathered, worded, approved and sent: once, whole, and as the table of states says."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from nammanh.platform.dates import add_months, month_start, today
from reports.consolidation import queries, services, states
from reports.consolidation.models import Batch, BatchLine, ClosingDay, LineSource
from reports.consolidation.services import Wording
from reports.consolidation.services import batches as batch_services
from reports.consolidation.states import Action, Status
from reports.feedback import services as feedback
from reports.feedback.models import Referral
from tests.at_once import at_once
from tests.consolidation.scenes import (
    BRIDGE_AGAIN,
    WATER,
    agency_of,
    approved,
    field_of,
    held,
    opened,
    petition,
)
from tests.factories.reports import ReplyTermFactory


@pytest.fixture
def month(world, office, department_head, request, by):
    """An open batch with two petitions about a bridge and one about water, none placed yet."""
    ReplyTermFactory()
    field = field_of(request)
    batch = opened(by, office)
    rows = [petition(world, field), petition(world, field, BRIDGE_AGAIN), petition(world, field, WATER)]
    return batch, rows


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


def test_one_batch_a_month_and_a_missed_month_stays_missed(world, office, by):
    batch = opened(by, office)
    assert opened(by, office) == batch
    with pytest.raises(ValidationError, match="không lập kỳ tập hợp được nữa"):
        services.open_batch(month=add_months(month_start(today()), -2), agency=agency_of(office), by=by(office))


def test_months_without_a_batch_are_gaps_between_the_first_and_today(world, office):
    agency, day = agency_of(office), datetime.date(2026, 11, 26)
    for month in (6, 8):
        Batch.objects.create(
            month=datetime.date(2026, month, 1),
            agency=agency,
            closes_on=datetime.date(2026, month, 25),
            opened_by=office,
        )
    rows = queries.months_of(Batch.objects.select_related("agency"), day)
    assert [(row.month.month, row.batch is not None) for row in rows] == [
        (10, False), (9, False), (8, True), (7, False), (6, True),
    ]  # fmt: skip


def test_the_closing_day_is_the_row_of_that_month(db):
    ClosingDay.objects.create(day=20, valid_from=datetime.date(2026, 3, 1), valid_to=datetime.date(2026, 6, 30))
    found = [queries.closing_date(datetime.date(2026, month, 1)).day for month in (2, 3, 6, 7)]
    assert found == [25, 20, 20, 25]


def test_the_lead_is_proposed_and_each_petition_is_in_one_line(month, by, office, department_head):
    batch, [bridge, again, water] = month
    line = services.place(batch=batch, petitions=[bridge, again], by=by(office))
    assert line.lead == line.proposed == agency_of(department_head)
    assert (line.area, line.wording) == (bridge.unit, bridge.content)
    other = services.place(batch=batch, petitions=[water], by=by(office))
    services.place(batch=batch, petitions=[again], line=other, by=by(office))
    assert (held(line), held(other)) == ({bridge.pk}, {again.pk, water.pk})
    with pytest.raises(DatabaseError, match="consolidation_source_in_one_line"), transaction.atomic():
        LineSource.objects.create(line=line, petition=again)
    assert {status_of(row) for row in (bridge, again, water)} == {"consolidated"}


def test_merged_split_and_taken_out(month, by, office):
    batch, [bridge, again, water] = month
    lines = [services.place(batch=batch, petitions=[row], by=by(office)) for row in (bridge, again, water)]
    first = services.merge(batch=batch, lines=lines[:2], by=by(office))
    assert held(first) == {bridge.pk, again.pk}
    assert BatchLine.objects.get(pk=lines[1].pk).released_at
    third = services.split(line=first, petitions=[again], by=by(office))
    assert third.number == 4
    assert (held(first), held(third)) == ({bridge.pk}, {again.pk})
    for _click in range(2):
        services.take_out(batch=batch, petition=again, by=by(office))
    assert status_of(again) == "received"
    assert BatchLine.objects.get(pk=third.pk).released_at
    with pytest.raises(ValidationError, match="ít nhất một phản ánh trong dòng"):
        services.split(line=first, petitions=[bridge], by=by(office))


def test_what_was_reported_after_the_closing_day_belongs_to_the_next_month(month, by, office):
    batch, [bridge, *_rest] = month
    late = Batch.objects.get(pk=batch.pk)
    assert bridge in queries.waiting(late, office)
    late.closes_on = bridge.reported_on - datetime.timedelta(days=1)
    assert bridge not in queries.waiting(late, office)


def test_sent_as_one_referral_a_line_and_a_second_click_changes_nothing(month, by, office):
    batch, [bridge, again, water] = month
    line = services.place(batch=batch, petitions=[bridge, again], by=by(office))
    services.word(line=line, worded=Wording("Sửa cầu ấp 3.", line.field, line.lead), by=by(office))
    approved(batch, by, office)
    sent = services.dispatch(batch=batch, by=by(office), number="12-CV/VPTU", signed_on=today(), signer="Ngô Văn Phòng")
    assert (sent.status, sent.number, sent.left_out) == (Status.DISPATCHED, "12-CV/VPTU", 1)
    assert services.dispatch(batch=batch, by=by(office), number="13-CV/VPTU").number == "12-CV/VPTU"
    referral = Referral.objects.get()
    assert (referral.wording, referral.uuid) == ("Sửa cầu ấp 3.", line.uuid)
    assert set(referral.petitions.all()) == {bridge, again}
    assert status_of(water) == "submitted"
    assert [row.pk for row in queries.lines_of(batch, office)] == [line.pk]


def test_what_is_left_unfinished_is_named(month, by, office):
    batch, [bridge, *_rest] = month
    line = services.place(batch=batch, petitions=[bridge], by=by(office))
    services.word(line=line, worded=Wording(line.wording, line.field, None), by=by(office))
    with pytest.raises(ValidationError, match="Dòng 1 chưa có ngành chủ trì"):
        services.review(batch=batch, by=by(office))


def test_a_petition_that_left_on_its_own_way_is_not_sent_twice(month, by, office, department_head):
    batch, [bridge, again, _water] = month
    line = services.place(batch=batch, petitions=[bridge, again], by=by(office))
    approved(batch, by, office)
    feedback.dispatch(petition=again, department=agency_of(department_head), note="", by=by(office))
    services.dispatch(batch=batch, by=by(office))
    assert set(Referral.objects.get(uuid=line.uuid).petitions.all()) == {bridge}


def test_half_way_death_leaves_nothing(month, by, office, monkeypatch):
    batch, [bridge, _again, water] = month
    for row in (bridge, water):
        services.place(batch=batch, petitions=[row], by=by(office))
    approved(batch, by, office)
    real, calls = batch_services.refer, []

    def dying(**words):
        calls.append(words)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**words)

    monkeypatch.setattr(batch_services, "refer", dying)
    with pytest.raises(KeyboardInterrupt):
        services.dispatch(batch=batch, by=by(office))
    assert (Referral.objects.count(), status_of(batch), status_of(bridge)) == (0, "approved", "consolidated")
    monkeypatch.setattr(batch_services, "refer", real)
    services.dispatch(batch=batch, by=by(office))
    assert Referral.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_send_at_once_and_each_line_goes_once(month, by, office):
    batch, [bridge, _again, water] = month
    for row in (bridge, water):
        services.place(batch=batch, petitions=[row], by=by(office))
    approved(batch, by, office)
    met = at_once([lambda: services.dispatch(batch=batch, by=by(office)).status] * 4, hands=4)
    assert met.done == [Status.DISPATCHED] * 4
    assert Referral.objects.count() == 2
    assert batch.steps.filter(action=Action.DISPATCH).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [services.review, services.approve])
def test_a_double_click_at_once_is_one_step(month, by, office, step):
    batch, [bridge, *_rest] = month
    services.place(batch=batch, petitions=[bridge], by=by(office))
    if step == services.approve:
        services.review(batch=batch, by=by(office))
    met = at_once([lambda: step(batch=batch, by=by(office)).status] * 3, hands=3)
    assert met.done == [Status.REVIEWED if step == services.review else Status.APPROVED] * 3


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("entered", Status.values)
def test_the_database_refuses_what_the_table_does_not_know(world, office, status, entered):
    fields = {
        "approved_at": datetime.datetime.now(tz=datetime.UTC) if status in ("approved", "dispatched") else None,
        "dispatched_at": datetime.datetime.now(tz=datetime.UTC) if status == "dispatched" else None,
        "left_out": 0,
    }
    month = month_start(today())
    batch = Batch.objects.create(
        month=month,
        agency=agency_of(office),
        closes_on=month.replace(day=25),
        status=status,
        opened_by=office,
        **fields,
    )
    change = Batch.objects.filter(pk=batch.pk)
    allowed = (status, entered) in states.moves() or (status == entered and status != Status.DISPATCHED)
    stamps = (
        {"approved_at": None}
        if entered in ("open", "reviewed")
        else {"approved_at": datetime.datetime.now(tz=datetime.UTC)}
    )
    stamps["dispatched_at"] = datetime.datetime.now(tz=datetime.UTC) if entered == "dispatched" else None
    if allowed:
        assert change.update(status=entered, **stamps) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            change.update(status=entered, **stamps)


def test_a_frozen_line_is_refused_by_the_database_too(month, by, office):
    batch, [bridge, *_rest] = month
    line = services.place(batch=batch, petitions=[bridge], by=by(office))
    services.review(batch=batch, by=by(office))
    with pytest.raises(ValidationError, match="Không thể sửa"):
        services.word(line=line, worded=Wording("Khác", line.field, line.lead), by=by(office))
    for change in (
        lambda: BatchLine.objects.filter(pk=line.pk).update(wording="Khác"),
        lambda: LineSource.objects.filter(line=line).delete(),
        lambda: BatchLine.objects.create(batch=batch, number=9, wording="Thêm", area=bridge.unit),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    services.take_back(batch=batch, reason="Sửa lời", by=by(office))
    services.word(line=line, worded=Wording("Khác", line.field, line.lead), by=by(office))


@pytest.mark.parametrize("who", ["standing_committee", "organiser", "officer", "department_head", "commune_secretary"])
def test_only_the_office_changes_a_batch(month, request, by, office, who):
    batch, [bridge, *_rest] = month
    person = by(request.getfixturevalue(who))
    for act in (
        lambda: services.open_batch(month=batch.month, agency=batch.agency, by=person),
        lambda: services.place(batch=batch, petitions=[bridge], by=person),
        lambda: services.review(batch=batch, by=person),
        lambda: services.approve(batch=batch, by=person),
        lambda: services.dispatch(batch=batch, by=person),
        lambda: services.keep_rule(field=bridge.field, unit=None, lead=batch.agency, by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_petition_tells_its_month_its_line_and_the_letter_that_sent_it(month, office, officer, by, as_user):
    batch, rows = month
    line = services.place(batch=batch, petitions=rows[:1], by=by(office))
    of_petition = reverse("consolidation:of_petition", args=[rows[0].uuid])
    page = as_user(office).get(reverse("feedback:detail", args=[rows[0].uuid]))
    assert of_petition in page.text
    assert str(batch) in [step.note for step in rows[0].steps.all()]
    fragment = as_user(office).get(of_petition)
    assert f"/{batch.pk}/?dong={line.number}#dong-{line.pk}" in fragment.text and f"dòng {line.number}" in fragment.text
    services.dispatch(batch=approved(batch, by, office), by=by(office), number="12-CV/VPTU")
    assert "công văn số 12-CV/VPTU" in as_user(office).get(of_petition).text
    never = as_user(office).get(reverse("consolidation:of_petition", args=[rows[2].uuid]))
    assert "Không ở trong kỳ tập hợp nào" in never.text
    for person in (office, officer):  # an officer reads the month in the timeline, and opens no batch
        page = as_user(person).get(reverse("feedback:detail", args=[rows[0].uuid]))
        assert str(batch) in page.text
        assert (of_petition in page.text) == (person == office)
