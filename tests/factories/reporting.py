"""Officers' reports as the services leave them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nammanh.platform.dates import add_months, month_end, month_start, today
from reports.reporting.models import Review, ReviewSentence, Sentence, SituationPlace, SituationReport
from reports.reporting.queries.figures import annex_of
from reports.reporting.states import GIVEN, Status
from tests.factories.assignments import OfficerFactory


def last_month() -> tuple[datetime.date, datetime.date]:
    first = add_months(month_start(today()), -1)
    return first, month_end(first)


class SituationReportFactory(DjangoModelFactory):
    """Last month's report with one sentence; parts go in while it is a draft, then it moves to `status`."""

    class Meta:
        model = SituationReport
        skip_postgeneration_save = True

    officer = factory.SubFactory(OfficerFactory)
    addressee = factory.SubFactory(OfficerFactory)
    holder_level = "province"
    start = factory.LazyFunction(lambda: last_month()[0])
    end = factory.LazyFunction(lambda: last_month()[1])
    entered_by = factory.SelfAttribute("officer.user")


def report_on(*units, officer, addressee, status=Status.DRAFT, **fields):
    """A report of `officer` (a user) on these units, given to `addressee` (a user) as far as `status` says."""
    report = SituationReportFactory(officer=officer.officer, addressee=addressee.officer, **fields)
    for unit in units:
        SituationPlace.objects.create(report=report, unit=unit)
    Sentence.objects.create(report=report, section="highlights", sphere="people", order=1, text="Nước mặn vào sớm.")
    for step in {Status.DRAFT: (), Status.DISCARDED: (status,), Status.SENT: (status,)}.get(
        status, (Status.SENT, status)
    ):
        report.status = step
        report.sent_at = timezone.now() if step in GIVEN else None
        report.save()
    return report


def review_by(author, unit, status="draft", **fields):
    """A report by `author` (a user) on `unit` for last month with one paragraph, as far as `status` says."""
    first, _last = last_month()
    names = {"kind": "interim", "abstract": "sơ kết việc nắm địa bàn", "first": first, "last": first, **fields}
    review = Review.objects.create(author=author.officer, unit=unit, entered_by=author, **names)
    ReviewSentence.objects.create(report=review, section="results", order=1, text="Cán bộ đã đi cơ sở.")
    for step in {"draft": (), "approved": ("submitted", "approved")}.get(status, (status,)):
        review.status = step
        if step == "submitted":
            review.submitted_at, review.annex = timezone.now(), annex_of(review)
        if step == "approved":
            review.approved_at, review.approved_by = timezone.now(), author
        review.save()
    return review
