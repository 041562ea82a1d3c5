"""Records by their words: who finds what, in which order, by which index."""

import datetime
from contextlib import nullcontext, suppress

import pytest
from django.db import connection, transaction

from nammanh.platform.dates import today
from nammanh.platform.fulltext import Asked
from nammanh.platform.patience import TookTooLongError, at_most
from reports.search.queries import records
from reports.search.queries.found import MOST
from reports.visits.models import Visit
from tests.factories.planner import MeetingFactory
from tests.factories.reports import CommentFactory, ContactFactory, DraftFactory, PetitionFactory, VisitFactory

WORDS = "đường giao thông ấp Phú Đông"


def found(user, typed, kind="visit"):
    return [row.uuid for row in records(user, Asked.of(typed))[kind].rows]


@pytest.fixture
def scene(world, officer):
    """One record of each kind about the same road in Sơn Phú."""
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], highlights=f"Xem {WORDS}.")
    return {
        "visit": visit,
        "comment": CommentFactory(visit=visit, matter=f"Sửa {WORDS}"),
        "petition": PetitionFactory(unit=world.commune, officer=officer.officer, visit=visit, content=f"Hư {WORDS}"),
        "contact": ContactFactory(unit=world.commune, officer=officer.officer, text=f"Trao đổi về {WORDS}"),
        "meeting": MeetingFactory(unit=world.commune, title=f"Họp dân về {WORDS}"),
    }


def kinds_found(user, typed=WORDS):
    return {kind for kind, group in records(user, Asked.of(typed)).items() if group.rows}


EVERYTHING = {"visit", "comment", "petition", "contact", "meeting"}


def test_each_kind_is_found_by_those_who_may_read_it(
    scene, officer, commune_secretary, district_secretary, standing_committee, office, organiser, inspector
):
    for person in (officer, commune_secretary, district_secretary, standing_committee, office, organiser, inspector):
        assert kinds_found(person) == EVERYTHING, person


def test_nobody_finds_what_they_may_not_read(scene, stranger, administrator, propaganda, department_head, nobody):
    for person in (stranger, administrator, propaganda, department_head, nobody):
        assert kinds_found(person) == set(), person


def test_a_department_finds_what_was_sent_to_it(scene, world, department_head):
    agency = department_head.officer.positions.get().agency
    sent = PetitionFactory(unit=world.commune, content=f"Đề nghị nâng {WORDS}", department=agency, status="in_progress")
    assert found(department_head, WORDS, "petition") == [sent.uuid]
    assert kinds_found(department_head) == {"petition"}


def test_drafts_and_private_notes_are_found_by_nobody_not_even_their_author(scene, officer, organiser):
    DraftFactory(visit=scene["visit"], matter="Chuyện tế nhị")
    DraftFactory(visit=scene["visit"], matter="Chuyện tế nhị riêng", visibility="private")
    for person in (officer, organiser):
        assert found(person, "tế nhị", "comment") == []


def test_a_comment_to_the_superior_stays_hidden_from_the_commune(scene, commune_secretary, standing_member):
    hidden = CommentFactory(visit=scene["visit"], matter="Nội bộ chưa thống nhất", visibility="superior")
    assert found(standing_member, "chưa thống nhất", "comment") == [hidden.uuid]
    assert found(commune_secretary, "chưa thống nhất", "comment") == []


def test_a_contact_that_was_taken_back_is_gone(scene, officer):
    scene["contact"].taken_back_at = scene["contact"].created_at
    scene["contact"].save(update_fields=["taken_back_at"])
    assert found(officer, WORDS, "contact") == []


def visit_of(scene, days_ago, text):
    first = scene["visit"]
    return VisitFactory(
        unit=first.unit,
        officer=first.officer,
        tier=first.tier,
        date=today() - datetime.timedelta(days=days_ago),
        highlights=text,
    )


def test_words_as_written_come_first_then_words_together_then_the_newest(scene, officer):
    folded = visit_of(scene, 2, "Dương thấp kém")
    apart = visit_of(scene, 3, "Đường rất thấp")
    together = visit_of(scene, 900, "Nền đường thấp trũng")
    assert found(officer, "đường thấp") == [together.uuid, apart.uuid, folded.uuid]
    assert found(officer, "duong thap") == [folded.uuid, together.uuid, apart.uuid]


def test_where_no_record_has_the_accents_it_is_said(scene, officer):
    visit_of(scene, 2, "Nội dung làm việc")
    groups = records(officer, Asked.of("Dũng"))
    assert (len(groups["visit"].rows), groups["visit"].alike) == (1, True)
    assert not records(officer, Asked.of("dung"))["visit"].alike


def test_old_records_are_found_beyond_the_newest(scene, officer, monkeypatch):
    monkeypatch.setattr("reports.search.queries.words.RECENT", 1)
    old = visit_of(scene, 1500, "Đình làng Phú Lễ")
    assert found(officer, "phú lễ") == [old.uuid]
    assert found(officer, "phu le") == [old.uuid]


@pytest.mark.parametrize("typed", ["đình làng Phú Lễ", "đình làng Phú", "đình làn"])
def test_old_records_are_found_by_a_beginning_where_whole_words_are_few(scene, officer, monkeypatch, typed):
    monkeypatch.setattr("reports.search.queries.words.RECENT", 1)
    old = [visit_of(scene, 1500 + day, text) for day, text in enumerate(["Đình làng Phú Lễ", "Đình làng Phú Lễn"])]
    assert found(officer, typed) == [visit.uuid for visit in old][: 1 if typed.endswith("Lễ") else 2]


def test_the_last_word_is_read_whole_before_it_is_read_as_a_beginning():
    assert [reading.folded for reading in Asked.of("Sơn Phú").readings()] == ["'son' & 'phu'", "'son' & 'phu':*"]
    assert [reading.folded for reading in Asked.of("sơn ph").readings()] == ["'son' & 'ph'"]


def test_of_many_only_so_many_are_read_and_it_is_said_that_there_are_more(scene, officer):
    for days in range(30):
        visit_of(scene, days, "Vườn dừa hữu cơ")
    group = records(officer, Asked.of("vườn dừa"))["visit"]
    assert (len(group.rows), group.more) == (20, True)
    assert group.rows[0].day == today()


def test_the_words_index_answers(scene):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = Visit.objects.filter(words__says=Asked.of("đường giao thông").folded).order_by().explain()
    assert "Bitmap Index Scan on visits_visit_words" in plan


def test_a_search_that_takes_too_long_says_so_and_keeps_what_it_has(scene, organiser, monkeypatch):
    monkeypatch.setattr("reports.search.queries.words._older", slow)
    groups = records(organiser, Asked.of("giao thong"))
    assert all(group.unfinished for group in groups.values())
    assert [row.uuid for row in groups["visit"].rows] == [scene["visit"].uuid]


def test_what_is_ones_own_is_looked_through_however_much_is_newer_elsewhere(world, officer, stranger, monkeypatch):
    """Without a look at the index of words: the newest of each of one's places, and of what one did oneself."""
    monkeypatch.setattr("reports.search.queries.words._older", slow)
    monkeypatch.setattr("reports.search.queries.words.RECENT", MOST)
    day = today() - datetime.timedelta(days=9)
    here = VisitFactory(unit=world.commune, officer=stranger.officer, tier=world.tiers[0], date=day, highlights=WORDS)
    far = VisitFactory(unit=world.far_commune, officer=officer.officer, tier=world.tiers[0], date=day, highlights=WORDS)
    for _nth in range(MOST + 5):
        VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=world.tiers[0], highlights=WORDS)
    assert {row.uuid for row in records(officer, Asked.of(WORDS))["visit"].rows} == {here.uuid, far.uuid}


def slow(kind, user, asked, rows):
    raise TookTooLongError


_BOUND = "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("within", [nullcontext, transaction.atomic])
def test_the_database_gives_up_in_time_and_the_bound_ends_with_the_block(within):
    with within(), connection.cursor() as cursor:
        with pytest.raises(TookTooLongError), at_most(300):
            for _reading in range(10):  # none of them takes as long, all together do
                cursor.execute("SELECT pg_sleep(0.1)")
        with at_most(5_000):
            cursor.execute(_BOUND)
            assert 0 < cursor.fetchone()[0] <= 5_000
        cursor.execute(_BOUND)
        assert cursor.fetchone() == (0,)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_time_that_runs_out_with_the_answer_ends_nobody_elses_question(world):
    """PostgreSQL notes that the time is over and ends what comes next, should it have nothing left to end: answers of
    about a millisecond, bound by one."""
    with connection.cursor() as cursor:
        for number in range(1_500):
            with suppress(TookTooLongError), at_most(1):
                cursor.execute(f"SELECT n FROM generate_series(1, {number * 20}) n")
            cursor.execute("SELECT 7")
            assert cursor.fetchone() == (7,)
