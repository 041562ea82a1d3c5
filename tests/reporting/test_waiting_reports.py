"""Reports to receive climb a ladder; reviews to approve or mend stand on the desk; a synthesis shows its sources."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from nammanh.platform.dates import local_date, today
from reports.reminders.models import Message, RungStep
from reports.reminders.services import climb, settle
from reports.reminders.states import Kind
from reports.reporting import policies
from reports.reporting.models import Review, ReviewSentence, Sentence, SentenceSource, SituationReport
from reports.reporting.queries import reviews_waiting_for
from reports.reporting.review_states import ReviewAction, ReviewStatus
from reports.reporting.services import review as services
from reports.reporting.services import situation
from tests.factories import assignments as make
from tests.factories.reminders import RungFactory
from tests.factories.reporting import report_on, review_by
from tests.factories.reports import VisitFactory
from tests.reminders.scenes import at, working_days_ago

DESK = "/ban-lam-viec/"


@pytest.fixture
def ladder(db):
    return RungFactory(ladder="report", stamp="received", working_days=3, to="addressee")


@pytest.fixture
def sent(world, officer, standing_member):
    """Sent to the standing member four working days ago."""
    report = report_on(world.commune, world.hamlet, officer=officer, addressee=standing_member, status="sent")
    SituationReport.objects.filter(pk=report.pk).update(sent_at=at(working_days_ago(4), hour=9))
    report.refresh_from_db()
    return report


def climbed():
    return climb(ladder=Kind.REPORT, at=timezone.now())


def test_who_has_not_received_a_report_is_told_once_without_names(ladder, sent, officer, standing_member, by):
    climbed()
    climbed()
    message = Message.objects.get()
    assert (message.recipient, message.url) == (standing_member, reverse("reporting:detail", args=[sent.uuid]))
    assert "Xã Sơn Phú và 1 địa bàn khác" in message.title
    assert "đã 4 ngày làm việc chưa được nhận" in message.text
    assert officer.full_name not in message.title + message.text
    situation.receive(report=sent, by=by(standing_member))
    assert settle(at=timezone.now()) == 1


def test_it_is_told_to_who_stands_in_and_else_to_the_next(ladder, sent, standing_member, office):
    substitute = make.OfficerFactory()
    absence = make.AbsenceFactory(
        officer=standing_member.officer, substitute=substitute, valid_from=today(), valid_to=today()
    )
    climbed()
    assert Message.objects.get().recipient == substitute.user
    absence.substitute = None
    absence.save(update_fields=["substitute"])
    RungFactory(ladder="report", step=2, stamp="received", working_days=4, to="addressee")
    climbed()
    step = RungStep.objects.get(step=2)
    assert (step.recipient, step.meant, step.reached) == (office, "addressee", "office")


def test_a_report_that_is_not_late_or_not_sent_is_nobodys_message(ladder, world, officer, standing_member):
    report_on(world.commune, officer=officer, addressee=standing_member, status="sent")
    assert local_date(SituationReport.objects.get().sent_at) == today()
    climbed()
    assert not Message.objects.exists()


# --- reviews on the desk ---------------------------------------------------------------------------------------------


def test_what_waits_for_a_person_is_what_they_may_approve_and_what_came_back(
    world, organiser, office, standing_committee, district_secretary, officer, by
):
    authors = (organiser, district_secretary, standing_committee)
    units = (world.province, world.district, world.other_district)
    for author, unit in itertools.product(authors, units):
        review_by(author, unit, status="submitted")
    back = review_by(organiser, world.province, kind="final", status="submitted")
    services.return_review(review=back, reason="Nêu rõ nguyên nhân.", by=by(standing_committee))
    review_by(organiser, world.district, kind="final")  # never submitted
    for person in (*authors, office, officer):
        may = {
            row.pk
            for row in Review.objects.filter(status=ReviewStatus.SUBMITTED)
            if policies.acts_on_review(person, row, ReviewAction.APPROVE)
        }
        own = {back.pk} if person == organiser else set()
        assert {row.pk for row in reviews_waiting_for(person)} == may | own, person


def test_the_desk_leads_to_the_approval_and_tells_the_author_why_it_came_back(
    world, organiser, standing_committee, by, as_user
):
    review = review_by(organiser, world.province, status="submitted")
    page = as_user(standing_committee).get(DESK).text
    assert reverse("reporting:approve_review", args=[review.uuid]) in page
    assert "chờ duyệt" not in as_user(organiser).get(DESK).text
    services.return_review(review=review, reason="Nêu rõ nguyên nhân.", by=by(standing_committee))
    page = as_user(organiser).get(DESK).text
    assert "Nêu rõ nguyên nhân." in page
    assert reverse("reporting:edit_review", args=[review.uuid]) in page
    assert reverse("reporting:approve_review", args=[review.uuid]) not in as_user(standing_committee).get(DESK).text


# --- where the words of a synthesis are from -------------------------------------------------------------------------


def told_from(report, visit, review):
    """A paragraph that was taken from a sentence of `report`, which tells of `visit`."""
    sentence = Sentence.objects.create(report=report, section="highlights", sphere="people", order=9, text="Mặn sớm.")
    SentenceSource.objects.create(report=report, sentence=sentence, visit=visit, part="highlights")
    return ReviewSentence.objects.create(report=review, section="results", order=9, text=sentence.text, source=sentence)


@pytest.mark.parametrize("count", [1, 3])
def test_a_paragraph_leads_to_its_report_and_records_at_one_cost(
    world, officer, stranger, standing_member, organiser, as_user, count, django_assert_num_queries
):
    review = review_by(organiser, world.district)
    addresses = []
    for _nth in range(count):
        visit = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
        author = make.OfficerFactory()
        report = report_on(world.commune, officer=author.user, addressee=standing_member)
        told_from(report, visit, review)
        report.status, report.sent_at = "sent", timezone.now()
        report.save()
        addresses += [reverse("reporting:detail", args=[report.uuid]), reverse("visits:detail", args=[visit.uuid])]
    browser = as_user(organiser)
    address = reverse("reporting:review", args=[review.uuid])
    browser.get(address)
    with django_assert_num_queries(23):
        page = browser.get(address).text
    assert [one for one in addresses if one not in page] == []


def test_what_the_reader_may_not_open_is_named_without_a_link(
    world, officer, standing_member, organiser, district_secretary, by, as_user
):
    """A district's committee reads the review of its district, not what the province's officers reported."""
    review = review_by(organiser, world.district)
    visit = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    report = report_on(world.commune, officer=officer, addressee=standing_member)
    told_from(report, visit, review)
    report.status, report.sent_at = "sent", timezone.now()
    report.save()
    services.submit(review=review, by=by(organiser))
    page = as_user(district_secretary).get(reverse("reporting:review", args=[review.uuid])).text
    assert f"báo cáo của đ/c {officer.full_name}" in page
    assert reverse("reporting:detail", args=[report.uuid]) not in page
    assert reverse("visits:detail", args=[visit.uuid]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_review_of_a_delegation_costs_the_same_for_one_paragraph_and_for_three(
    world, organiser, as_user, count, django_assert_num_queries
):
    delegation = make.DelegationFactory()
    for _nth in range(count):
        unit, member = make.CommuneFactory(parent=world.district), make.DelegationMemberFactory(delegation=delegation)
        role = world.roles["province_officer_for_commune"]
        make.AssignmentFactory(officer=member.officer, unit=unit, role=role, delegation=delegation)
    review = review_by(organiser, world.province, delegation=delegation)
    for order in range(count - 1):
        ReviewSentence.objects.create(report=review, section="results", order=order + 2, text="Đã đi cơ sở.")
    browser, address = as_user(organiser), reverse("reporting:review", args=[review.uuid])
    browser.get(address)
    with django_assert_num_queries(22):
        page = browser.get(address)
    assert page.context["report"].scope == delegation.name
    assert len(page.context["annex"]["by_place"]["rows"]) == count + 1
