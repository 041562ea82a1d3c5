"""The entry is made of parts: what an old page doesn't know, and what the hash of an entry depends on."""

import datetime
import uuid
from dataclasses import dataclass

import pytest
from django.urls import reverse

from assignments.models import FieldOfWork, Unit
from reports.feedback.models import Petition
from reports.feedback.services import PetitionContent
from reports.fieldbook.entries import Entry
from reports.fieldbook.parts import PARTS
from reports.recommendations.models import Comment
from reports.recommendations.services import CommentContent
from reports.visits.models import Visit
from reports.visits.services import VisitContent
from tests.factories.assignments import FieldFactory
from tests.factories.reports import CommentFactory, PetitionFactory, ReplyTermFactory
from tests.fieldbook.entry_data import a_comment, a_petition, entry_data
from tests.fieldbook.scenes import officers_visit

KEY = uuid.UUID(int=7)
SAID = VisitContent(
    unit=Unit(pk=7),
    date=datetime.date(2026, 11, 2),
    type="working_session",
    origin="adhoc",
    highlights="Đã nạo vét kênh.",
)


def without(data, *prefixes):
    """The body as a page sends it that doesn't know these parts."""
    return {key: value for key, value in data.items() if not key.startswith(prefixes)}


def test_an_entry_has_the_hash_that_it_had_before_there_were_parts():
    """Literals: an entry stored by an earlier release and sent again by its device must stay the same."""
    comment = CommentContent(KEY, "committee", "Việc", "Đề xuất", due_on=datetime.date(2026, 12, 1))
    petition = PetitionContent(KEY, "obstacle", "Cầu hỏng", FieldOfWork(pk=3))
    assert Entry(KEY, SAID).content_hash == "2314eadce9684d9bac49406eb920c6a248425f90eface820a0970fff00dffd3c"
    full = Entry(KEY, SAID, {"comments": (comment,), "petitions": (petition,)})
    assert full.content_hash == "999f7d6ce7b78d14845c378274ff164db96919e37b0534ea4d301e5e1e1121c7"


def test_a_part_counts_in_the_hash_when_something_is_in_it_and_not_by_being_there():
    @dataclass(frozen=True)
    class Promise:
        uuid: uuid.UUID
        text: str

    plain = Entry(KEY, SAID).content_hash
    assert Entry(KEY, SAID, {"comments": (), "petitions": (), "promises": ()}).content_hash == plain
    one, other = (Entry(KEY, SAID, {"promises": (Promise(KEY, text),)}).content_hash for text in ("10 bao", "20 bao"))
    assert len({plain, one, other}) == 3


def test_an_old_page_that_knows_no_part_can_still_send_a_new_entry(world, officer, as_user):
    data = without(entry_data(world.commune), "comments-", "petitions-", "has_petitions")
    assert as_user(officer).post("/ghi-nhan/", data).status_code == 302
    assert (Visit.objects.count(), Comment.objects.count(), Petition.objects.count()) == (1, 0, 0)


def test_an_edit_leaves_the_parts_alone_that_its_page_did_not_know(world, officer, as_user, request):
    visit = officers_visit(world, request)
    comment, petition = CommentFactory(visit=visit), PetitionFactory(visit=visit)
    data = entry_data(world.commune, base=visit.content_hash, highlights="Sửa lại cho đúng.", has_petitions=None)
    address = reverse("fieldbook:edit", args=[visit.uuid])
    assert as_user(officer).post(address, without(data, "comments-", "petitions-")).status_code == 302
    visit.refresh_from_db()
    assert visit.highlights == "Sửa lại cho đúng."
    assert (visit.comments.get(), visit.petitions.get()) == (comment, petition)

    # The page that knows them and has none takes the comment back; it is another version, not a resend.
    again = data | {"base": visit.content_hash} | {"petitions-TOTAL_FORMS": None, "petitions-INITIAL_FORMS": None}
    answer = as_user(officer).post(address, {key: value for key, value in again.items() if value is not None})
    assert answer.status_code == 302
    assert not visit.comments.sent().exists()
    assert visit.petitions.get() == petition


def test_a_section_is_closed_until_something_is_in_it_or_wrong_with_it(world, officer, as_user):
    ReplyTermFactory()
    browser, field = as_user(officer), FieldFactory()
    assert opened(browser.get("/ghi-nhan/")) == set()
    data = entry_data(world.commune, comments=[a_comment(proposal="")], petitions=[a_petition(field)], people_met="")
    assert opened(browser.post("/ghi-nhan/", data)) == {"comments", "petitions"}
    assert opened(browser.post("/ghi-nhan/", entry_data(world.commune, origin="", people_met=""))) == {"more"}
    assert opened(browser.post("/ghi-nhan/", entry_data(world.commune, people_met="") | {"them": "gop-y"})) == {
        "comments"
    }
    too_many = entry_data(world.commune, date="") | {"comments-TOTAL_FORMS": "nhiều"}
    assert opened(browser.post("/ghi-nhan/", too_many)) == {"comments", "more"}


def opened(page):
    names = ("more", *(part.name for part in PARTS))
    return {name for name in names if f'id="part-{name}" open' in page.text}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_keeps_the_contract(part, world, officer, request):
    """Names are prefixes of no other name, and what is stored can be asked for any visit."""
    assert not any(other.name.startswith(part.name) for other in PARTS if other is not part)
    visit = officers_visit(world, request)
    assert part.stored(visit) == ()
    assert part.stored_lines(visit, officer) == []
    shown = part.shown(visit, officer)
    assert shown is None or shown.rows == []
