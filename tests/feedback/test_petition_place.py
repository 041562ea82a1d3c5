"""An officer corrects the place of a visit: its petitions go along, unless one has been sent on already."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nammanh.platform.dates import format_date
from reports.feedback import services
from reports.feedback.models import Petition
from reports.fieldbook.entries import Entry
from reports.fieldbook.services import edit_entry
from reports.visits.services import VisitContent
from tests.fieldbook.entry_data import entry_data
from tests.fieldbook.scenes import department, petition_in


def moved(petition: Petition, unit) -> Entry:
    """The visit as it stands, at another place; its petition as it was."""
    visit = petition.visit
    content = services.PetitionContent(petition.uuid, petition.category, petition.content, petition.field)
    place = VisitContent(unit, visit.date, visit.type, visit.origin, highlights=visit.highlights)
    return Entry(uuid.uuid4(), place, {"petitions": (content,)})


def places(petition: Petition) -> tuple:
    petition.refresh_from_db()
    petition.visit.refresh_from_db()
    return petition.visit.unit, petition.unit


def test_a_petition_not_yet_sent_on_goes_along(by, world, request, officer):
    petition = petition_in(world, request)
    edit_entry(visit=petition.visit, entry=moved(petition, world.hamlet), base="0" * 64, by=by(officer))
    assert places(petition) == (world.hamlet, world.hamlet)


def test_one_that_was_sent_on_keeps_the_visit_at_its_place(by, world, request, officer):
    petition = petition_in(world, request, "dispatched")
    with pytest.raises(ValidationError, match="đã được tiếp nhận nên không đổi địa bàn"):
        edit_entry(visit=petition.visit, entry=moved(petition, world.hamlet), base="0" * 64, by=by(officer))
    assert places(petition) == (world.commune, world.commune)


def test_its_other_words_may_still_be_corrected(by, world, request, officer):
    petition = petition_in(world, request, "dispatched")
    entry = moved(petition, world.commune)
    edit_entry(visit=petition.visit, entry=entry, base="0" * 64, by=by(officer))
    assert places(petition) == (world.commune, world.commune)


def test_the_form_says_so_at_the_place_and_keeps_what_was_typed(as_user, world, request, officer):
    petition = petition_in(world, request, "dispatched")
    agency = department(request)
    row = {"uuid": str(petition.uuid), "category": petition.category, "field": str(petition.field_id)}
    data = entry_data(
        world.hamlet,
        petitions=[row | {"content": petition.content, "proposed_solution": ""}],
        uuid=str(petition.visit.uuid),
        base="0" * 64,
        date=format_date(petition.visit.date),
        highlights="Lời đã gõ lại.",
    )
    answer = as_user(officer).post(reverse("fieldbook:edit", args=[petition.visit.uuid]), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "đã được tiếp nhận nên không đổi địa bàn" in page
    assert "Lời đã gõ lại." in page
    assert petition.department == agency
