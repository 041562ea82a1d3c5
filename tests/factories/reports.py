"""Visits, comments and petitions as the services leave them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nammanh.platform.dates import today
from reports.contacts.models import Contact
from reports.feedback.models import CarriedBack, Petition, Reaction, Referral, ReplyTerm
from reports.feedback.states import WITH_DEPARTMENT, ReferralStatus
from reports.feedback.states import Status as PetitionStatus
from reports.household_visits.models import HouseholdLine, IssueCategory, RetentionTerm
from reports.recommendations.models import Comment
from reports.recommendations.states import FOLLOWED, SEEN, UNSENT
from reports.recommendations.states import Status as CommentStatus
from reports.visits.models import ConfirmTerm, Visit
from reports.visits.states import HAPPENED, Status
from tests.factories.assignments import (
    LONG_AGO,
    AgencyFactory,
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
    """A comment sent to the commune and not yet read; a verdict brings the reading, `status=` what goes with it."""

    class Meta:
        model = Comment

    class Params:
        reader = factory.SubFactory(UserFactory)
        seen = factory.LazyAttribute(lambda c: c.status in SEEN)
        answered = factory.LazyAttribute(lambda c: c.status in FOLLOWED)

    visit = factory.SubFactory(VisitFactory)
    unit = factory.SelfAttribute("visit.unit")
    officer = factory.SelfAttribute("visit.officer")
    given_on = factory.SelfAttribute("visit.date")
    addressee = "committee"
    matter = "Nạo vét kênh nội đồng chậm"
    proposal = "Huy động máy của hợp tác xã"
    specificity = ""
    judged_by = factory.LazyAttribute(lambda c: c.reader if c.specificity else None)
    judged_at = factory.LazyAttribute(lambda c: timezone.now() if c.specificity else None)
    status = factory.LazyAttribute(lambda c: CommentStatus.READ if c.specificity else CommentStatus.SENT)
    number = factory.Sequence(lambda n: n + 1)
    number_year = factory.LazyAttribute(lambda c: today().year if c.number else None)
    sent_at = factory.LazyAttribute(lambda c: None if c.status in UNSENT else timezone.now())
    read_by = factory.LazyAttribute(lambda c: c.reader if c.seen else None)
    read_at = factory.LazyAttribute(lambda c: timezone.now() if c.seen else None)
    answer = factory.LazyAttribute(lambda c: "accepted" if c.answered else "")
    reply = factory.LazyAttribute(lambda c: "Xã nạo vét trong tháng." if c.answered else "")
    answered_by = factory.LazyAttribute(lambda c: c.reader if c.answer else None)
    answered_at = factory.LazyAttribute(lambda c: timezone.now() if c.answer else None)
    progress = factory.LazyAttribute(lambda c: {"followed_up": "under_way", "done": "done"}.get(c.status, ""))
    followed_on = factory.LazyAttribute(lambda c: today() if c.progress else None)
    entered_by = factory.SelfAttribute("officer.user")


class ContactFactory(DjangoModelFactory):
    """A contact of today, which its author may still change."""

    class Meta:
        model = Contact

    officer = factory.SubFactory(OfficerFactory)
    unit = factory.SubFactory(CommuneFactory)
    date = factory.LazyFunction(today)
    channel = "phone"
    text = "Trao đổi với Văn phòng Đảng ủy xã về lịch nạo vét kênh."
    entered_by = factory.SelfAttribute("officer.user")


class ConfirmTermFactory(DjangoModelFactory):
    class Meta:
        model = ConfirmTerm

    working_days = 5
    valid_from = LONG_AGO


class DraftFactory(CommentFactory):
    """A comment that its author has not sent."""

    status = CommentStatus.DRAFT
    number = None


class ReplyTermFactory(DjangoModelFactory):
    class Meta:
        model = ReplyTerm

    working_days = 15
    valid_from = LONG_AGO


class ReferralFactory(DjangoModelFactory):
    """Sent to `department` today and not taken up."""

    class Meta:
        model = Referral

    wording = "Cầu ấp 3 xuống cấp, xe cứu thương không qua được."
    field = factory.SubFactory(FieldFactory)
    department = factory.SubFactory(AgencyFactory, kind="department")
    due_on = factory.LazyFunction(lambda: today() + datetime.timedelta(days=21))
    by = factory.SubFactory(UserFactory)


def _referral_of(petition):
    """What a petition in its state was sent with: to `department`, when that or the state asks for one."""
    if petition.status not in {*WITH_DEPARTMENT, PetitionStatus.ANSWERED} and petition.department is None:
        return None
    status = petition.status if petition.status in ReferralStatus.values else ReferralStatus.ANSWERED
    given = {"department": petition.department} if petition.department else {}
    return ReferralFactory(
        **given,
        field=petition.field,
        wording=petition.content,
        due_on=petition.due_on,
        status=status,
        answered_at=petition.answered_at if status == ReferralStatus.ANSWERED else None,
    )


class PetitionFactory(DjangoModelFactory):
    """A petition of a visit; `status=` brings what goes with it, `department=` the referral to that agency."""

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
    status = PetitionStatus.SUBMITTED
    department = None
    answered_at = factory.LazyAttribute(lambda p: timezone.now() if p.status in HAS_ANSWER else None)
    reply = factory.LazyAttribute(lambda p: "Sẽ sửa cầu trong quý I." if p.answered_at else "")
    reason = factory.LazyAttribute(lambda p: p.reply if p.status == PetitionStatus.UNRESOLVABLE else "")
    duplicate_of = factory.Maybe(
        factory.LazyAttribute(lambda p: p.status == PetitionStatus.DUPLICATE),
        factory.SubFactory("tests.factories.reports.PetitionFactory", visit=factory.SelfAttribute("..visit")),
        None,
    )
    referral = factory.LazyAttribute(_referral_of)
    entered_by = factory.LazyAttribute(lambda p: p.officer.user)


HAS_ANSWER = {
    PetitionStatus.ANSWERED,
    PetitionStatus.RESOLVED,
    PetitionStatus.UNRESOLVABLE,
    PetitionStatus.CLOSED,
}


class CarriedBackFactory(DjangoModelFactory):
    """Needs `petition=`, answered."""

    class Meta:
        model = CarriedBack

    visit = factory.SelfAttribute("petition.visit")
    officer = factory.SelfAttribute("visit.officer")
    answered_at = factory.SelfAttribute("petition.answered_at")
    reaction = Reaction.AGREED
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
