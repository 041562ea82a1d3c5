"""A supporting department gives its part; the lead one reads it; the clock and the answer stay the lead's."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from reports.feedback import services
from reports.feedback.models import Contribution, PetitionFile, Referral
from tests.factories.assignments import AgencyFactory
from tests.fieldbook.scenes import department, petition_in

WORDS = "Vốn bảo trì năm nay còn 400 triệu đồng, đủ sửa mặt cầu."


@pytest.fixture
def supported(world, request):
    """Asked of another department, with `department_head`'s in support."""
    lead = AgencyFactory(unit=world.province, kind="department", name="Sở Tài chính")
    row = petition_in(world, request, "dispatched", department=lead)
    row.referral.supports.create(agency=department(request), note="Cho ý kiến về vốn")
    return row


def page(row, name="contribute"):
    return reverse(f"feedback:{name}", args=[row.uuid])


def test_it_is_given_once_with_its_papers_and_moves_no_clock(supported, department_head, as_user):
    browser, before = as_user(department_head), Referral.objects.values().get()
    assert "Gửi ý kiến phối hợp" in browser.get(page(supported, "detail")).text
    for _click in range(2):
        paper = SimpleUploadedFile("von.pdf", b"%PDF-1.7\n")
        sent = browser.post(page(supported), {"text": WORDS, "files": paper, "not_secret": "on"})
        assert sent["Location"] == page(supported, "detail")
    assert Contribution.objects.get().files.get().name == "von.pdf"
    assert Referral.objects.values().get() == before
    supported.refresh_from_db()
    assert supported.status == "dispatched"
    assert supported.answered_at is None


@pytest.mark.parametrize(
    ("who", "reads"), [("department_head", True), ("office", True), ("commune_secretary", False), ("officer", False)]
)
def test_departments_and_the_office_read_it_others_read_that_it_was_given(
    supported, request, department_head, by, as_user, who, reads
):
    paper = SimpleUploadedFile("von.pdf", b"%PDF-1.7\n")
    services.contribute(petition=supported, text=WORDS, files=[paper], by=by(department_head))
    browser = as_user(request.getfixturevalue(who))
    shown = browser.get(page(supported, "detail")).text
    assert "Ý kiến phối hợp" in shown
    assert (WORDS in shown) is reads
    file = browser.get(reverse("feedback:file", args=[PetitionFile.objects.get().uuid]))
    assert file.status_code == (200 if reads else 404)


def test_the_lead_department_reads_it(world, request, department_head, by, as_user):
    row, helper = petition_in(world, request, "dispatched"), AgencyFactory(unit=world.province, kind="department")
    support = row.referral.supports.create(agency=helper)
    Contribution.objects.create(support=support, text=WORDS, by=department_head)
    shown = as_user(department_head).get(page(row, "detail")).text
    assert WORDS in shown
    assert page(row) not in shown, "the lead answers, it does not contribute"


def test_the_same_words_are_one_part_however_their_lines_end(supported, department_head, by):
    for text in (f"{WORDS}\nĐề nghị làm sớm.", f"{WORDS} \r\nĐề nghị làm sớm.\r\n"):
        services.contribute(petition=supported, text=text, by=by(department_head))
    assert Contribution.objects.count() == 1


def test_the_desk_marks_what_one_supports(supported, department_head, office, as_user):
    for person, marked in ((department_head, True), (office, False)):
        [row] = as_user(person).get("/phan-anh/nganh/").context["rows"]
        assert row.supported is marked


def test_nobody_else_gives_and_not_after_the_answer(supported, request, department_head, by):
    for who in ("office", "commune_secretary", "officer", "standing_committee"):
        with pytest.raises(PermissionDenied):
            services.contribute(petition=supported, text=WORDS, by=by(request.getfixturevalue(who)))
    services.recall(petition=supported, reason="Nhầm ngành", by=by(request.getfixturevalue("office")))
    with pytest.raises(ValidationError, match="không còn chờ trả lời"):
        services.contribute(petition=supported, text=WORDS, by=by(department_head))


def test_what_was_given_stays(supported, department_head, by):
    services.contribute(petition=supported, text=WORDS, by=by(department_head))
    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.update(text="Khác")


def test_the_page_costs_the_same_for_one_part_and_for_three(
    supported, office, department_head, by, as_user, django_assert_num_queries
):
    browser = as_user(office)
    for number in (1, 3):
        while Contribution.objects.count() < number:
            support = supported.referral.supports.create(agency=AgencyFactory(kind="department"))
            Contribution.objects.create(support=support, text=WORDS, by=department_head)
        with django_assert_num_queries(12):  # three more than without: who supports, what was given, and its papers
            browser.get(page(supported, "detail"))
