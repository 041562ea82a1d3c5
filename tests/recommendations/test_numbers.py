"""Numbers: from 1 for each commune, year and circle of readers, without a gap, also for senders of one moment."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.recommendations import services
from reports.recommendations.models import Comment
from reports.recommendations.numbering import numbered
from tests.conftest import holder
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, DraftFactory, VisitFactory
from tests.fieldbook.scenes import officers_visit
from tests.recommendations.scenes import content
from tests.world import build_world

TIMES = 8


@pytest.fixture
def visit(world, request):
    return officers_visit(world, request)


def write(visit, by, *contents):
    return services.write_comments(visit=visit, contents=list(contents), by=by)


def numbers(**filters) -> list[int | None]:
    return list(Comment.objects.filter(**filters).order_by("pk").values_list("number", flat=True))


def test_each_commune_year_and_circle_of_readers_has_its_own_register(world, request, by, officer, visit):
    CommentFactory(visit=visit, number=41, number_year=today().year - 1)
    elsewhere = VisitFactory(officer=officer.officer, unit=world.neighbour, tier=world.tiers[0])
    in_hamlet = VisitFactory(officer=officer.officer, unit=world.hamlet, tier=world.tiers[0])
    write(
        visit, by(officer), content(), content(visibility="superior"), content(type="informal"), content(as_draft=True)
    )
    write(in_hamlet, by(officer), content())
    write(elsewhere, by(officer), content())
    assert numbers(visit=visit, number_year=today().year, visibility="commune") == [1]
    assert numbers(visibility="superior") == [1]
    assert numbers(type="informal") == [None]
    assert numbers(status="draft") == [None]
    assert (numbers(visit=in_hamlet), numbers(visit=elsewhere)) == ([2], [1])
    first = Comment.objects.select_related("commune").get(visit=in_hamlet)
    assert numbered(first) == f"Góp ý số 2/{today().year} của xã Sơn Phú"


def test_a_withdrawn_comment_keeps_its_number_and_gets_it_again(by, officer, visit):
    (first, _second) = write(visit, by(officer), content(), content())
    services.withdraw_comment(comment=first, by=by(officer))
    write(visit, by(officer), *(content(uuid=row.uuid) for row in visit.comments.filter(status="sent")), content())
    services.send_comment(comment=first, by=by(officer))
    assert numbers() == [1, 2, 3]
    assert set(Comment.objects.values_list("status", flat=True)) == {"sent"}


def test_what_moves_to_another_commune_or_other_readers_leaves_its_number_behind(world, by, officer, visit):
    make.AssignmentFactory(
        officer=officer.officer, unit=world.neighbour, role=world.roles["province_officer_for_commune"]
    )
    words = content()
    write(visit, by(officer), words)
    visit.unit = world.neighbour
    visit.save()
    write(visit, by(officer), words)
    old, new = Comment.objects.order_by("pk")
    assert (old.status, old.commune, old.number) == ("withdrawn", world.commune, 1)
    assert (new.status, new.commune, new.number) == ("sent", world.neighbour, 1)
    for _time in range(2):
        write(visit, by(officer), content(uuid=new.uuid, visibility="private"))
        assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [
            "withdrawn", "withdrawn", "draft",
        ]  # fmt: skip
        new = Comment.objects.get(status="draft")


def test_a_failed_transaction_leaves_no_gap(by, officer, visit):
    with pytest.raises(ValidationError), transaction.atomic():
        write(visit, by(officer), content(), content(due_on=visit.date.replace(year=2020)))
    write(visit, by(officer), content())
    assert numbers() == [1]


def test_the_database_takes_no_number_twice(visit):
    CommentFactory(visit=visit, number=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentFactory(visit=visit, number=7)
    CommentFactory(visit=visit, number=7, visibility="superior")


def test_a_comment_that_becomes_formal_before_it_is_read_gets_a_number(by, officer, visit):
    (talk,) = write(visit, by(officer), content(type="informal"))
    write(visit, by(officer), content(uuid=talk.uuid))
    assert numbers() == [1]


# --- an edit of the visit --------------------------------------------------------------------------------------------


def test_a_comment_that_was_read_stands_whatever_an_edit_brings(by, officer, commune_secretary, visit):
    (comment,) = write(visit, by(officer), content())
    services.read_comment(comment=comment, by=by(commune_secretary))
    write(visit, by(officer), content(uuid=comment.uuid), content(matter="Thêm việc mới ở ấp 2"))  # the same words
    write(visit, by(officer))  # left out
    comment.refresh_from_db()
    assert comment.status == "read"
    with pytest.raises(ValidationError, match="đã được đọc"):
        write(visit, by(officer), content(uuid=comment.uuid, matter="Lời khác"))


def test_a_visit_whose_comment_was_read_keeps_its_place(world, by, officer, commune_secretary, visit):
    (comment,) = write(visit, by(officer), content())
    services.read_comment(comment=comment, by=by(commune_secretary))
    visit.unit = world.hamlet
    visit.save()
    with pytest.raises(ValidationError, match="Chọn lại địa bàn cũ"):
        write(visit, by(officer), content(uuid=comment.uuid))


def test_what_an_edit_leaves_out_is_withdrawn_and_a_draft_thrown_away(by, officer, visit):
    sent, _draft = write(visit, by(officer), content(), content(as_draft=True))
    write(visit, by(officer))
    assert list(Comment.objects.values_list("uuid", "status")) == [(sent.uuid, "withdrawn")]


def test_a_draft_is_sent_and_a_sent_one_held_back_by_an_edit(by, officer, visit):
    sent, draft = write(visit, by(officer), content(), content(as_draft=True))
    write(visit, by(officer), content(uuid=sent.uuid, as_draft=True), content(uuid=draft.uuid))
    assert dict(Comment.objects.values_list("uuid", "status")) == {sent.uuid: "withdrawn", draft.uuid: "sent"}
    assert [step.action for step in draft.steps.all()] == ["write", "send"]


# --- at once ---------------------------------------------------------------------------------------------------------


def at_once(jobs) -> list[Exception]:
    """Run every job in a thread and a connection of its own, all starting together; what they raised."""
    ready, failed = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            ready.wait(30)
            job()
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


def test_comments_sent_to_one_commune_at_once_get_numbers_without_gap_or_double(transactional_db):
    world = build_world()
    person = holder(world, "province_officer_for_commune", world.commune, "Nguyễn Văn Tỉnh")
    drafts = []
    for unit in [world.commune, world.hamlet] * (TIMES // 2):
        visit = VisitFactory(officer=person.officer, unit=unit, tier=world.tiers[0])
        drafts.append(DraftFactory(visit=visit))
    jobs = [lambda row=row: services.send_comment(comment=row, by=Actor(person)) for row in drafts]
    assert at_once(jobs) == []
    assert sorted(numbers()) == list(range(1, TIMES + 1))


def test_one_comment_sent_many_times_at_once_is_sent_once(transactional_db):
    world = build_world()
    person = holder(world, "province_officer_for_commune", world.commune, "Nguyễn Văn Tỉnh")
    draft = DraftFactory(visit=VisitFactory(officer=person.officer, unit=world.commune, tier=world.tiers[0]))
    assert at_once([lambda: services.send_comment(comment=draft, by=Actor(person))] * TIMES) == []
    assert (numbers(), draft.steps.count()) == ([1], 1)
