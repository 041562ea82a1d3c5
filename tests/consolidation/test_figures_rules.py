"""The kept figures of a batch are what counting its lines gives, whatever is done with them."""

import pytest

from reports.consolidation import queries, services
from reports.consolidation.models import Batch, BatchLine, LineSource, LineTally
from reports.consolidation.services import Wording, tallying
from reports.feedback import services as feedback
from reports.feedback.models import Referral
from reports.feedback.states import OWED
from tests.at_once import at_once
from tests.consolidation.scenes import approved, field_of, held, opened, petition
from tests.factories.reports import ReplyTermFactory

TEXTS = ("Cầu ấp 3 xuống cấp.", "Nước mặn vào sớm.", "Trạm y tế thiếu thuốc.", "Đèn đường hỏng.", "Chợ ngập khi mưa.")


@pytest.fixture
def month(world, office, department_head, request, by):
    ReplyTermFactory()
    field = field_of(request)
    return opened(by, office), [petition(world, field, text) for text in TEXTS]


def counted(batch):
    """lines, unfinished, answered, owed, petitions as one would count them by hand"""
    lines = list(BatchLine.objects.filter(batch=batch, released_at=None).select_related("referral"))
    states = [line.referral.status if line.referral else "" for line in lines]
    return (
        len(lines),
        sum(bool(line.lacks) for line in lines),
        states.count("answered"),
        sum(state in OWED for state in states),
        LineSource.objects.filter(line__in=lines).exclude(state="released").count(),
    )


def kept(batch):
    figures = queries.figures_of(batch)
    return figures.lines, figures.unfinished, figures.answered, figures.owed, figures.petitions


def check(batch, *expected):
    assert kept(batch) == counted(batch) == expected
    assert list(tallying.differences()) == []


def test_figures_follow_each_act(month, by, office, department_head):
    batch, [bridge, water, health, light, market] = month
    actor = by(office)
    check(batch, 0, 0, 0, 0, 0)
    first, second = (services.place(batch=batch, petitions=[row], by=actor) for row in (bridge, water))
    services.place(batch=batch, petitions=[health, light], by=actor)
    check(batch, 3, 0, 0, 0, 4)
    services.word(line=second, worded=Wording(second.wording, second.field, None), by=actor)
    check(batch, 3, 1, 0, 0, 4)
    assert [(share.key is None, share.lines) for share in queries.figures_of(batch).shares] == [(True, 1), (False, 2)]
    services.merge(batch=batch, lines=[first, second], by=actor)
    check(batch, 2, 0, 0, 0, 4)
    services.split(line=first, petitions=[water], by=actor)
    services.take_out(batch=batch, petition=water, by=actor)
    services.place(batch=batch, petitions=[market], line=first, by=actor)
    check(batch, 2, 0, 0, 0, 4)
    services.dispatch(batch=approved(batch, by, office), by=actor)
    check(batch, 2, 0, 0, 2, 4)
    assert held(first) == set()  # sent
    feedback.answer(petition=type(bridge).objects.get(pk=bridge.pk), text="Đã sửa.", by=by(department_head))
    check(batch, 2, 0, 1, 1, 4)
    [row] = queries.with_figures(Batch.objects.all())
    assert (row.line_count, row.answered_count, row.owed_count) == (2, 1, 1)


def test_what_left_on_its_own_way_is_in_no_figure(month, by, office, department_head):
    batch, [bridge, water, *_rest] = month
    services.place(batch=batch, petitions=[bridge], by=by(office))
    services.place(batch=batch, petitions=[water], by=by(office))
    lead = department_head.officer.positions.get().agency
    feedback.dispatch(petition=water, department=lead, note="", by=by(office))
    services.review(batch=batch, by=by(office))
    check(batch, 1, 0, 0, 0, 1)


def test_folding_changes_no_figure_and_rebuilding_gives_the_same(month, by, office):
    batch, rows = month
    for row in rows:
        services.place(batch=batch, petitions=[row], by=by(office))
    before = kept(batch)
    assert tallying.fold() > 0
    assert (kept(batch), LineTally.objects.count(), tallying.fold()) == (before, 2, 0)
    tallying.rebuild()
    assert kept(batch) == before
    LineTally.objects.filter(lead=None).update(petitions=7)
    [(cell, one, other)] = tallying.differences()
    assert (cell, one["petitions"], other["petitions"]) == ((batch.pk, None), 7, 5)


def test_the_figures_of_earlier_months_that_departments_still_owe(month, by, office):
    batch, rows = month
    services.place(batch=batch, petitions=rows[:2], by=by(office))
    services.dispatch(batch=approved(batch, by, office), by=by(office))
    later = Batch(pk=None, agency=batch.agency, month=batch.month.replace(year=batch.month.year + 1))
    assert queries.figures_of(later).owed_before == 1
    assert queries.figures_of(batch).owed_before == 0


@pytest.mark.django_db(transaction=True)
def test_answers_and_folding_at_once_lose_nothing(month, by, office, department_head):
    batch, rows = month
    for row in rows:
        services.place(batch=batch, petitions=[row], by=by(office))
    services.dispatch(batch=approved(batch, by, office), by=by(office))
    answers = [
        lambda row=row: feedback.answer(petition=type(row).objects.get(pk=row.pk), text="Xong.", by=by(department_head))
        for row in rows
    ]
    met = at_once([act for answer in answers for act in (answer, tallying.fold)], hands=4)
    assert met.refused == []
    assert not Referral.objects.exclude(status="answered").exists()
    check(batch, 5, 0, 5, 0, 5)
