"""Officers' reports as the services leave them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nammanh.platform.dates import add_months, month_end, month_start, today
from reports.reporting.models import Sentence, SituationPlace, SituationReport
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
