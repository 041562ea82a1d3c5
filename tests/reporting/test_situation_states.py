"""The life of an officer's report: the whole grid of state and action, and the database's own word on it."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from reports.reporting import policies, services, states
from reports.reporting.models import Sentence, SentenceSource, SituationReport, SituationStep
from reports.reporting.states import Action, Status
from tests.factories.reporting import report_on
from tests.factories.reports import VisitFactory

DOORS = {
    Action.SEND: lambda report, by: services.send(report=report, by=by),
    Action.RECALL: lambda report, by: services.recall(report=report, by=by),
    Action.RECEIVE: lambda report, by: services.receive(report=report, by=by),
    Action.RETURN: lambda report, by: services.return_report(report=report, reason="Thiếu số liệu.", by=by),
    Action.DISCARD: lambda report, by: services.discard(report=report, by=by),
}
REPEATED = {
    Action.SEND: {Status.SENT, Status.RECEIVED},
    Action.RECALL: {Status.DRAFT},
    Action.RECEIVE: {Status.RECEIVED},
    Action.RETURN: set(),
    Action.DISCARD: {Status.DISCARDED},
}
"""Where the same step again changes nothing and is no error."""


@pytest.fixture
def report_in(world, officer, standing_member):
    return lambda status: report_on(world.commune, officer=officer, addressee=standing_member, status=status)


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, DOORS)))
def test_each_action_leads_where_the_table_says_or_is_refused(report_in, officer, standing_member, by, status, action):
    report = report_in(status)
    actor = by(standing_member if action in policies.OF_ADDRESSEE else officer)
    if states.may_follow(action, status):
        assert DOORS[action](report, actor).status == states.after(action, status)
        assert SituationStep.objects.get(report=report).action == action
        return
    if status in REPEATED[action]:
        assert DOORS[action](report, actor).status == status
    else:
        with pytest.raises(ValidationError, match="Không thể"):
            DOORS[action](report, actor)
    assert SituationReport.objects.get(pk=report.pk).status == status
    assert not SituationStep.objects.exists()


@pytest.mark.parametrize("action", DOORS)
def test_each_step_belongs_to_one_side(report_in, officer, standing_member, organiser, by, action):
    status = next(iter(sorted(states.TRANSITIONS[action][0])))
    report = report_in(status)
    wrong_side = officer if action in policies.OF_ADDRESSEE else standing_member
    for person in (wrong_side, organiser):
        with pytest.raises(PermissionDenied):
            DOORS[action](report, by(person))


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(Status, 2)))
def test_the_database_refuses_moves_that_are_not_in_the_table(report_in, before, after):
    report = report_in(before)
    rows = SituationReport.objects.filter(pk=report.pk)
    sent_at = report.created_at if after in states.GIVEN else None
    if (before.value, after.value) in states.moves():
        assert rows.update(status=after, sent_at=sent_at) == 1
        return
    with pytest.raises(IntegrityError, match="may not make this move"), transaction.atomic():
        rows.update(status=after, sent_at=sent_at)


@pytest.mark.parametrize("status", [Status.SENT, Status.RECEIVED, Status.DISCARDED])
def test_what_was_sent_keeps_its_sentences_sources_and_places(report_in, status, officer, world):
    report = report_in(status)
    visit = VisitFactory(officer=officer.officer, unit=world.commune)
    changes = (
        lambda: report.sentences.update(text="Sửa lén."),
        lambda: report.sentences.all().delete(),
        lambda: Sentence.objects.create(report=report, section="highlights", sphere="party", order=9, text="Thêm."),
        lambda: SentenceSource.objects.create(report=report, visit=visit, part="highlights"),
        lambda: report.places.all().delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="what was sent is not changed"), transaction.atomic():
            change()


def test_a_report_keeps_its_officer_and_period_and_is_never_deleted(report_in, standing_member):
    report = report_in(Status.DRAFT)
    rows = SituationReport.objects.filter(pk=report.pk)
    for change in (lambda: rows.update(start="2020-01-01"), lambda: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        SituationStep.objects.create(report=report, action="draft", status="draft", by=standing_member)
        SituationStep.objects.update(note="Khác")


def test_one_report_for_an_officer_and_a_period_unless_the_draft_was_given_up(report_in):
    first = report_in(Status.DRAFT)
    with pytest.raises(IntegrityError, match="once_a_period"), transaction.atomic():
        report_in(Status.SENT)
    SituationReport.objects.filter(pk=first.pk).update(status=Status.DISCARDED)
    report_in(Status.SENT)
