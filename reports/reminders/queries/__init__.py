"""What is read about messages and about what waits."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from assignments.models import Assignment, DelegationMember, Unit
from nammanh.accounts.models import User
from nammanh.platform.questions import Given
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reminders.models import MailChoice, Message, Urge
from reports.reminders.states import Kind
from reports.reminders.subjects import SUBJECTS, Matter
from reports.visits.models import Visit

Record = Petition | Visit | Comment

KINDS_OF: dict[type[Record], tuple[str, ...]] = {
    Petition: (Kind.HOT, Kind.PETITION, Kind.CARRY_BACK),
    Visit: (Kind.VISIT,),
    Comment: (Kind.COMMENT,),
}
"""As what a record may wait; at one time as one of them."""


def what_waits(model: type[Record], identity: uuid.UUID, day: datetime.date) -> tuple[str, Matter] | None:
    """As what this record waits, and for whom; None when nobody has anything to do about it."""
    for kind in KINDS_OF[model]:
        row = SUBJECTS[kind].find(identity, day)
        if row is not None:
            return kind, SUBJECTS[kind].matter(row)
    return None


def urges_waiting(day: datetime.date, urges: QuerySet[Urge] | None = None) -> QuerySet[Urge]:
    """Of these (else of all) those of which nothing has come, while the record waits for somebody or the member has the
    place.
    """
    members, held = (model.objects.on(day).order_by().values("pk") for model in (DelegationMember, Assignment))
    about = Q(member__in=members) & (Q(assignment__isnull=True) | Q(assignment__in=held))
    for model, kinds in KINDS_OF.items():
        for kind in kinds:
            about |= Q(**{f"{model._meta.model_name}__in": SUBJECTS[kind].open(day).order_by().values("pk")})
    return (Urge.objects.all() if urges is None else urges).waiting().filter(about)


def held_for_delegation(member: DelegationMember, day: datetime.date) -> QuerySet[Assignment]:
    """What a member holds for their delegation on `day`."""
    return Assignment.objects.on(day).filter(delegation=member.delegation_id, officer=member.officer_id)


def last_went(member: DelegationMember, unit: Unit, user: User, day: datetime.date) -> datetime.date | None:
    """When this member was last at a place, as far as `user` may know of it."""
    visits = Visit.objects.visible_to(user).happened().within(unit).filter(officer=member.officer_id, date__lte=day)
    return visits.aggregate(latest=Max("date"))["latest"]


def waiting_count(person_id: int | Given) -> QuerySet[Any, Any]:
    """How many messages wait for a person, as one row for a subquery: the bell's number."""
    rows = Message.objects.waiting().filter(recipient=person_id)
    return rows.order_by().values("recipient").annotate(count=Count("pk")).values("count")


def kinds_by_mail(user: User) -> list[str]:
    """The kinds about which this person gets letters."""
    unwanted = set(MailChoice.objects.filter(user=user).values_list("kind", flat=True))
    return [kind for kind in Kind.values if kind not in unwanted]
