"""What is read about messages and about what waits."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet

from nammanh.accounts.models import User
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


def urges_waiting(day: datetime.date) -> QuerySet[Urge]:
    """Those of which nothing has come, and whose record still waits for somebody."""
    about = Q()
    for model, kinds in KINDS_OF.items():
        for kind in kinds:
            about |= Q(**{f"{model._meta.model_name}__in": SUBJECTS[kind].open(day).order_by().values("pk")})
    return Urge.objects.waiting().filter(about)


def waiting_count(person_id: int) -> QuerySet[Any, Any]:
    """How many messages wait for a person, as one row for a subquery: the bell's number."""
    rows = Message.objects.waiting().filter(recipient=person_id)
    return rows.order_by().values("recipient").annotate(count=Count("pk")).values("count")


def kinds_by_mail(user: User) -> list[str]:
    """The kinds about which this person gets letters."""
    unwanted = set(MailChoice.objects.filter(user=user).values_list("kind", flat=True))
    return [kind for kind in Kind.values if kind not in unwanted]
