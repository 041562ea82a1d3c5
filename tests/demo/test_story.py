"""The illustration tells the story of the sources, with invented people, and breaks none of the portal's rules."""

import datetime
import json
import random
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from assignments import queries
from assignments.access import access_of
from assignments.models import (
    Agency,
    Assignment,
    ClusterMember,
    Household,
    LegalDocument,
    Officer,
    Position,
    Tier,
    Unit,
)
from nammanh.accounts.models import User
from nammanh.accounts.passwords import DEMO_PASSWORD
from nammanh.demo import loading
from nammanh.demo.accounts import ROLES
from nammanh.demo.stage import SON_PHU
from nammanh.demo.texts.names import REAL_OFFICIALS
from nammanh.platform.numbers import format_ratio
from nammanh.platform.privacy import warnings_for
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries import months_of
from reports.contacts.models import Contact
from reports.evidence import files
from reports.evidence.models import Evidence
from reports.feedback.models import CarriedBack, Petition, PetitionStep
from reports.feedback.policies import may as may_with_petition
from reports.feedback.states import Status as PetitionStatus
from reports.recommendations.models import Comment, CommentStep, Visibility
from reports.recommendations.policies import is_recipient
from reports.visits.models import Amendment, Visit, VisitStep
from reports.visits.policies import may_confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_day")]

NAMED_BY_THE_SOURCES = {
    "Võ Thành Hạo", "Cao Văn Dũng", "Phan Văn Mãi", "Trần Ngọc Tam", "Cao Văn Trọng", "Hồ Thị Hoàng Yến",
    "Trần Thanh Vũ", "Võ Hồng Hải", "Nguyễn Như Dũng", "Nguyễn Văn Ngoạn",
}  # fmt: skip
SAMPLED = (
    Agency, Officer, Position, Assignment, Household, LegalDocument, Unit, User,
    Visit, VisitStep, Amendment, Comment, CommentStep, Petition, PetitionStep, CarriedBack, Contact,
)  # fmt: skip

NULL_BUT_NOT_BLANK = (
    "secretary",
    "department",
    "logged_at",
    "typed_at",
    "confirmed_by",
    "confirmed_at",
    "taken_back_at",
)
"""Columns that services leave empty and no form shows."""


def cho_lach_figure(order, day):
    matrix = queries.matrix(day, Unit.objects.all(), ClusterMember.objects.all())
    tier = next(tier for tier in matrix.tiers if tier.order == order)
    return matrix.at(queries.RowKey(Unit.objects.get(gso_code="832").pk), tier)


@pytest.mark.parametrize("day", [datetime.date(2018, 10, 11), datetime.date(2026, 11, 22)])
def test_cho_lach_has_its_11_standing_members_and_47_officers_for_90_hamlets(day):
    eleven = Assignment.objects.on(day).filter(role__code="district_officer_for_commune", district__gso_code="832")
    assert (
        eleven.count() == eleven.values("officer").distinct().count() == eleven.values("unit").distinct().count() == 11
    )
    figure = cho_lach_figure(2, day)
    assert (figure.held, figure.total, len(figure.officers)) == (90, 90, 47)
    assert format_ratio(figure.held, len(figure.officers)) == "1,91"


def test_not_everything_is_held(story_day):
    province = Tier.objects.filter(order=1).last()
    assert queries.unheld(province, story_day, Unit.objects.all()).count() == 9
    assert 0 < queries.unheld(Tier.objects.filter(order=2).last(), story_day, Unit.objects.all()).count() < 30


def test_nobody_on_stage_bears_the_name_of_a_real_official():
    names = set(Officer.objects.values_list("full_name", flat=True)) | set(
        Household.objects.values_list("householder", flat=True)
    )
    assert names.isdisjoint(NAMED_BY_THE_SOURCES | REAL_OFFICIALS)
    assert Officer.objects.values("full_name").distinct().count() == Officer.objects.count()


@pytest.mark.parametrize("model", SAMPLED, ids=lambda model: model.__name__)
def test_a_random_sample_of_rows_passes_the_same_checks_as_a_persons_entry(model):
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    for row in model.objects.filter(pk__in=random.Random(7).sample(keys, min(12, len(keys)))):
        row.full_clean(exclude=["life", *NULL_BUT_NOT_BLANK])


def test_every_visit_was_made_or_planned_under_an_assignment_of_its_officer():
    above = ("unit_id", "hamlet_id", "commune_id", "district_id")
    held = {}
    for row in Assignment.objects.select_related("role"):
        held.setdefault((row.officer_id, row.unit_id, row.role.tier_id), []).append(row)
    for visit in Visit.objects.all():
        rows = [row for name in above for row in held.get((visit.officer_id, getattr(visit, name), visit.tier_id), [])]
        planned_on = timezone.localdate(visit.created_at)  # a plan outlives its planner's assignment until handed over
        days = [visit.date, planned_on] if visit.status in {"planned", "postponed"} else [visit.date]
        assert any(row.in_force_on(day) for row in rows for day in days), visit


def test_each_row_carries_its_steps_up_to_its_state():
    assert Visit.objects.filter(steps=None).count() == 0
    assert Petition.objects.filter(steps=None).count() == 0
    for row in [*Visit.objects.prefetch_related("steps")[:400], *Petition.objects.prefetch_related("steps")]:
        assert list(row.steps.all())[-1].status == row.status


def test_nothing_happened_in_the_future_or_before_its_cause(story_day):
    now = datetime.datetime.combine(story_day, datetime.time(23, 59), tzinfo=datetime.UTC)
    assert not VisitStep.objects.filter(at__gt=now).exists()
    assert not PetitionStep.objects.filter(at__gt=now).exists()
    assert not Visit.objects.happened().filter(date__gte=story_day).exists()
    assert not Visit.objects.filter(Q(confirmed_at__lt=F("logged_at")) | Q(logged_at__lt=F("created_at"))).exists()
    assert Visit.objects.upcoming().filter(date__gt=story_day).count() > 60


def test_the_story_has_enough_of_everything(story_day):
    states = dict(Visit.objects.order_by().values_list("status").annotate(Count("pk")))
    assert set(states) == {"planned", "postponed", "done", "confirmed", "cancelled"}
    assert 3000 <= Visit.objects.count() <= 6500
    stands = set(Petition.objects.order_by().values_list("status", flat=True))
    assert stands >= set(PetitionStatus) - {PetitionStatus.CONSOLIDATED}
    assert_months_are_told(story_day)
    assert set(Petition.objects.order_by().values_list("source", flat=True)) == {"visit", "commune", "meeting"}
    assert Petition.objects.overdue(story_day).exists()
    assert set(PetitionStep.objects.values_list("action", flat=True)) >= {"reopen", "direct"}
    assert Visit.objects.values("highlights").distinct().count() > 3000
    assert Comment.objects.values("matter", "proposal").distinct().count() > 500
    assert {"specific", "vague", "hard", ""} == set(Comment.objects.order_by().values_list("specificity", flat=True))
    assert set(Comment.objects.order_by().values_list("status", flat=True)) == {
        *("draft", "sent", "read", "answered", "followed_up", "done"),
    }
    assert set(Comment.objects.order_by().values_list("visibility", flat=True)) == set(Visibility.values)
    registers = Comment.objects.exclude(number=None).order_by().values("commune", "visibility", "number_year")
    assert all(row["last"] == row["many"] for row in registers.annotate(last=Max("number"), many=Count("pk")))
    assert Amendment.objects.exists()
    assert VisitStep.objects.exclude(secretary=None).exists()


def test_pictures_lie_on_disk_and_came_after_the_visit_was_told():
    pictures = Evidence.objects.select_related("visit")
    assert len(pictures) >= 5
    for picture in pictures:
        assert files.path_of(picture.key).stat().st_size == picture.size
        assert files.path_of(picture.key, small=True).exists()
        assert (picture.visit.happened, picture.at > picture.visit.logged_at) == (True, True)
    assert not pictures.filter(steps=None).exists()


def test_no_text_holds_what_the_law_forbids_about_people():
    texts = {
        *Visit.objects.values_list("highlights", flat=True)[:1500],
        *Visit.objects.values_list("difficulties", flat=True)[:1500],
        *Comment.objects.values_list("proposal", flat=True)[:1500],
        *Petition.objects.values_list("content", flat=True),
        *Petition.objects.values_list("reply", flat=True),
    }
    assert [text for text in texts if warnings_for(text)] == []
    assert [text for text in texts if "{" in text or "  " in text] == []


def test_the_main_story_can_be_played_today(story_day):
    people = {user.username: user for user in User.objects.filter(username__in=ROLES)}
    assert set(people) == set(ROLES)
    waiting = Visit.objects.awaiting_confirmation().filter(officer__user=people["canbotinh"], commune__gso_code=SON_PHU)
    assert all(may_confirm(people["xa.sonphu"], visit) for visit in waiting) and waiting
    of_commune = Comment.objects.to_commune().filter(commune__gso_code=SON_PHU)
    for waiting in (of_commune.awaiting_reading(), of_commune.awaiting_answer()):
        assert all(is_recipient(people["xa.sonphu"], comment) for comment in waiting) and waiting
    own = Comment.objects.filter(officer__user=people["canbotinh"])
    assert own.filter(status="answered").exists()
    to_answer = Petition.objects.filter(officer__user=people["canbotinh"]).overdue(story_day)
    assert all(may_with_petition(people["so.nongnghiep"], petition, "answer") for petition in to_answer) and to_answer
    assert Petition.objects.filter(officer__user=people["canbotinh"], status="submitted").exists()
    assert access_of(people["thuongtruc"]).reads_all_records
    assert access_of(people["canbotinh"]).holds_units
    assert Visit.objects.upcoming().filter(officer__user=people["canbotinh"]).count() >= 3


def test_a_commune_can_say_who_held_it_on_which_day(story_day):
    unit = Unit.objects.on(story_day).get(gso_code=SON_PHU)
    rows = Assignment.objects.of_unit(unit).filter(role__code="province_officer_for_commune").order_by("valid_from")
    assert rows.count() == 4
    for day in (datetime.date(2018, 8, 14), datetime.date(2022, 1, 1), datetime.date(2025, 12, 1), story_day):
        assert rows.on(day).count() == 1
    assert len({row.document_id for row in rows}) == 4


def test_invented_places_say_that_they_are_invented():
    assert not Unit.objects.filter(level__in=["hamlet", "group"]).exclude(note__contains="minh họa").exists()


def test_the_texts_name_no_real_official():
    source = Path("nammanh/demo")
    for file in source.rglob("*.py"):
        if file.name != "names.py":
            text = file.read_text(encoding="utf-8")
            assert not [name for name in NAMED_BY_THE_SOURCES if name in text], file


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_a_second_loading_does_nothing(story_day):
    before = Visit.objects.count()
    assert loading.load(story_day) is False
    assert "không thay đổi" in run("load_demo")
    assert "không thay đổi" in run("load_demo", "--if-empty")
    assert Visit.objects.count() == before


def test_accounts_come_as_a_table_and_as_json_only():
    rows = json.loads(run("demo_accounts", "--json"))
    assert [row["username"] for row in rows] == list(ROLES)
    assert all(set(row) == {"username", "password", "role", "name"} and all(row.values()) for row in rows)
    assert {row["password"] for row in rows} == {DEMO_PASSWORD}
    lines = run("demo_accounts").splitlines()
    assert lines[0].split()[:3] == ["Tên", "đăng", "nhập"]
    assert len(lines) == len(ROLES) + 2


def test_demo_accounts_can_log_in_and_the_others_on_stage_cannot():
    assert authenticate(None, username="canbotinh", password=DEMO_PASSWORD).full_name
    extra = User.objects.exclude(username__in=ROLES).first()
    assert extra.is_demo and not extra.has_usable_password()
    assert not User.objects.filter(is_demo=False).exists()


def assert_months_are_told(day):
    """Months with their batches, one that nobody gathered, and lines that know what they came from."""
    months = months_of(Batch.objects.select_related("agency"), day)
    assert sum(row.batch is None for row in months) == 1
    assert {row.batch.status for row in months if row.batch} >= {"dispatched"}
    sent = BatchLine.objects.filter(referral__isnull=False)
    assert sent.exists() and not sent.exclude(sources__state="sent").exists()
    held = Petition.objects.filter(batch_sources__state="held")
    assert set(held) == set(Petition.objects.filter(status="consolidated"))
