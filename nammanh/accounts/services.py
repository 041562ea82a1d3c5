"""Acting for a leader, and the access log."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from nammanh.accounts.models import AccessLog, SecretaryMandate, User
from nammanh.platform.dates import today

ACTING_FOR = "acting_for"
"""Session key: the id of the leader for whom a secretary enters records."""


def leaders_of(secretary: User) -> QuerySet[User]:
    """The leaders for whom this person may enter records today."""
    mandates = SecretaryMandate.objects.on(today()).filter(secretary=secretary)
    return User.objects.filter(pk__in=mandates.values("leader"), is_active=True)


def mandates_of(secretary: User) -> QuerySet[SecretaryMandate]:
    """The mandates in force today behind `leaders_of`, each with its leader."""
    return (
        SecretaryMandate.objects.on(today())
        .filter(secretary=secretary, leader__is_active=True)
        .select_related("leader")
        .order_by("leader__full_name", "pk")
    )


def act_for(*, request: HttpRequest, leader: User) -> None:
    """From the next request on, this session enters records for `leader`; the caller chose from `leaders_of`."""
    request.session[ACTING_FOR] = leader.pk


def stop_acting(*, request: HttpRequest) -> None:
    """Back to one's own name."""
    request.session.pop(ACTING_FOR, None)


def record_access(*, request: HttpRequest, kind: str) -> None:
    """Write one line of the access log for this request; what is on record is never kept on a device."""
    request.on_record = True
    AccessLog.objects.create(
        kind=kind,
        user=request.actor.at_keyboard,
        for_user=request.actor.user if request.actor.secretary else None,
        path=request.path[:300],
    )
