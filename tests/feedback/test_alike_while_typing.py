"""What may be the same matter, told while it is typed; and who asks along."""

import uuid

import pytest
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.feedback.models import Petition
from reports.feedback.similarity import COMPARED, alike_in_place
from tests.factories import assignments as make
from tests.factories.reports import FieldFactory, PetitionFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.scenes import officers_visit, petition_in

BRIDGE = "Cầu ấp 3 xuống cấp, xe cứu thương không qua được."
ASKED = reverse("feedback:alike")


def asked(browser, place, text="cau ap 3 xuong cap nang roi", **more):
    return browser.post(ASKED, {"place": place.pk, "content": text, **more})


def test_it_is_found_without_accents_in_the_same_commune_only(world, request, commune_secretary, as_user):
    mine = petition_in(world, request, content=BRIDGE)
    PetitionFactory(visit=VisitFactory(unit=world.far_commune), content=BRIDGE)
    petition_in(world, request, content="Thiếu nước ngọt mùa khô ở ấp 1 và ấp 2.")
    browser = as_user(commune_secretary)
    page = asked(browser, world.commune)
    assert [row.pk for row in page.context["rows"]] == [mine.pk]
    assert [row.pk for row in asked(browser, world.hamlet).context["rows"]] == [mine.pk]
    assert str(mine.uuid) in page.text and 'name="like"' in page.text
    assert asked(browser, world.commune, "Cầu ấp").text.strip() == ""
    assert asked(browser, world.commune, uuid=mine.uuid).text.strip() == ""  # itself, being edited


def test_another_field_is_left_out_and_one_without_a_field_is_not(world, request, commune_secretary, as_user):
    found, other = petition_in(world, request, field=None), petition_in(world, request)
    page = asked(as_user(commune_secretary), world.commune, field=FieldFactory().pk)
    assert [row.pk for row in page.context["rows"]] == [found.pk]
    page = asked(as_user(commune_secretary), world.commune, field=other.field_id)
    assert {row.pk for row in page.context["rows"]} == {found.pk, other.pk}


def test_nobody_is_told_of_what_they_may_not_read(world, request, stranger, as_user):
    petition_in(world, request)
    assert asked(as_user(stranger), world.commune).text.strip() == ""
    for wrong in ({}, {"place": "x" * 30, "content": BRIDGE}, {"place": world.commune.pk}, {"content": BRIDGE}):
        assert as_user(stranger).post(ASKED, wrong).text.strip() == ""


def test_it_reads_so_many_rows_of_the_place_and_no_more(world, request, office, django_assert_num_queries):
    visit = officers_visit(world, request)
    PetitionFactory.create_batch(3, visit=visit)
    with django_assert_num_queries(1 + 2) as told:  # the person's rights, once
        alike_in_place(BRIDGE, unit=world.commune, field=None, user=office, day=today())
    assert f"LIMIT {COMPARED}" in told.captured_queries[-1]["sql"]


def test_the_row_of_an_entry_asks_with_its_own_prefix(world, request, officer, as_user):
    mine = petition_in(world, request)
    given = {"unit": world.commune.pk, "petitions-1-content": BRIDGE, "petitions-1-like": str(mine.uuid)}
    page = as_user(officer).post(ASKED, given)
    assert page.context["name"] == "petitions-1-like"
    assert f'value="{mine.uuid}" data-draft="off" checked' in page.text


@pytest.fixture
def sending(world, commune_secretary):
    ReplyTermFactory()
    agency = commune_secretary.officer.positions.get().agency
    return {
        "uuid": uuid.uuid4(), "sender": agency.pk, "place": world.commune.pk, "reported_on": format_date(today()),
        "category": "obstacle", "content": "Cầu ấp 3 hỏng, xe cứu thương không qua được.",
    }  # fmt: skip


def test_what_the_sender_chose_is_kept_and_proposed_to_the_office(
    world, request, sending, commune_secretary, office, as_user
):
    root = petition_in(world, request)
    sent = as_user(commune_secretary).post(reverse("feedback:send"), {**sending, "like": root.uuid})
    assert sent.status_code == 302
    petition = Petition.objects.get(uuid=sending["uuid"])
    assert petition.alike_to == root and petition.status == "submitted"  # a voice of its own until the office links it
    page = as_user(office).get(reverse("feedback:link", args=[petition.uuid]))
    assert str(page.context["form"]["root"].value()) == str(root.pk)
    as_user(office).post(reverse("feedback:link", args=[petition.uuid]), {"root": root.pk, "note": ""})
    assert Petition.objects.with_voices().get(pk=root.pk).voices == 2


def test_a_hint_to_what_one_may_not_read_is_dropped(world, request, sending, commune_secretary, as_user):
    far = PetitionFactory(visit=VisitFactory(unit=world.far_commune))
    as_user(commune_secretary).post(reverse("feedback:send"), {**sending, "like": far.uuid})
    assert Petition.objects.get(uuid=sending["uuid"]).alike_to is None


def test_agencies_of_the_commune_and_other_organisations_ask_along(world, sending, commune_secretary, as_user):
    front = make.AgencyFactory(unit=world.commune, kind="fatherland_front", name="Mặt trận xã Sơn Phú")
    elsewhere = make.AgencyFactory(unit=world.far_commune, kind="fatherland_front", name="Mặt trận xã An Đức")
    browser = as_user(commune_secretary)
    page = browser.get(reverse("feedback:send"))
    assert "Mặt trận xã Sơn Phú" in page.text and "Mặt trận xã An Đức" not in page.text
    refused = browser.post(reverse("feedback:send"), {**sending, "co_names": "Ông Nguyễn Văn A"})
    assert refused.status_code == 422 and "không ghi tên người" in refused.text
    assert browser.post(reverse("feedback:send"), {**sending, "co_agencies": elsewhere.pk}).status_code == 422
    given = {**sending, "co_agencies": front.pk, "co_names": "Hợp tác xã Phước Long\n\nHội quán Sơn Phú"}
    page = browser.post(reverse("feedback:send"), given, follow=True)
    petition = Petition.objects.with_voices().get(uuid=sending["uuid"])
    assert {str(row) for row in petition.co_proposers.all()} == {
        "Mặt trận xã Sơn Phú", "Hợp tác xã Phước Long", "Hội quán Sơn Phú",
    }  # fmt: skip
    assert petition.voices == 4
    assert "Hợp tác xã Phước Long" in page.text
