"""Visits, comments and petitions as the services leave them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nammanh.platform.dates import today
from reports.feedback.models import Petition, ReplyTerm
from reports.household_visits.models import HouseholdLine, IssueCategory, RetentionTerm
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from reports.visits.states import HAPPENED, Status
from tests.factories.assignments import (
    LONG_AGO,
    CommuneFactory,
    FieldFactory,
    HouseholdFactory,
    OfficerFactory,
    TierFactory,
    UserFactory,
)


class VisitFactory(DjangoModelFactory):
    """A visit made yesterday and not yet confirmed; `status=` moves the fields that go with it."""

    class Meta:
        model = Visit

    class Params:
        confirmer = factory.SubFactory(UserFactory)

    officer = factory.SubFactory(OfficerFactory)
    unit = factory.SubFactory(CommuneFactory)
    tier = factory.SubFactory(TierFactory)
    date = factory.LazyFunction(lambda: today() - datetime.timedelta(days=1))
    type = "working_session"
    status = Status.DONE
    highlights = "Xã tập trung nạo vét kênh nội đồng trước mùa mặn."
    content_hash = "0" * 64
    entered_by = factory.SelfAttribute("officer.user")
    logged_at = factory.LazyAttribute(lambda v: timezone.now() if v.status in HAPPENED else None)
    confirmed_by = factory.LazyAttribute(lambda v: v.officer.user if v.status == Status.CONFIRMED else None)
    confirmed_at = factory.LazyAttribute(lambda v: timezone.now() if v.status == Status.CONFIRMED else None)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    visit = factory.SubFactory(VisitFactory)
    unit = factory.SelfAttribute("visit.unit")
    officer = factory.SelfAttribute("visit.officer")
    given_on = factory.SelfAttribute("visit.date")
    addressee = "committee"
    matter = "Nạo vét kênh nội đồng chậm"
    proposal = "Huy động máy của hợp tác xã"
    entered_by = factory.SelfAttribute("officer.user")


class ReplyTermFactory(DjangoModelFactory):
    class Meta:
        model = ReplyTerm

    working_days = 15
    valid_from = LONG_AGO


class PetitionFactory(DjangoModelFactory):
    class Meta:
        model = Petition

    visit = factory.SubFactory(VisitFactory)
    unit = factory.SelfAttribute("visit.unit")
    officer = factory.SelfAttribute("visit.officer")
    category = "obstacle"
    field = factory.SubFactory(FieldFactory)
    content = "Cầu ấp 3 xuống cấp, xe cứu thương không qua được."
    reported_on = factory.SelfAttribute("visit.date")
    due_on = factory.LazyAttribute(lambda p: p.reported_on + datetime.timedelta(days=21))
    entered_by = factory.SelfAttribute("officer.user")


class IssueCategoryFactory(DjangoModelFactory):
    class Meta:
        model = IssueCategory

    code = factory.Sequence(lambda n: f"nhom-{n}")
    name = factory.Sequence(lambda n: f"Nước sạch {n}")
    valid_from = LONG_AGO


class RetentionTermFactory(DjangoModelFactory):
    class Meta:
        model = RetentionTerm

    months = 24
    valid_from = LONG_AGO


class HouseholdLineFactory(DjangoModelFactory):
    """One household of a visit that is made and not confirmed; the household lies where the visit went."""

    class Meta:
        model = HouseholdLine

    visit = factory.SubFactory(VisitFactory, type="household_visit")
    household = factory.SubFactory(HouseholdFactory, unit=factory.SelfAttribute("..visit.unit"))
    unit = factory.SelfAttribute("household.unit")
    visited_on = factory.SelfAttribute("visit.date")
    category = factory.SubFactory(IssueCategoryFactory)
