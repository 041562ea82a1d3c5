"""What a person's private calendar holds."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.planner.models import Attendance, CalendarFeed, LocalMeeting
from reports.visits.models import Visit
from reports.visits.states import Status

BACK, AHEAD = datetime.timedelta(days=30), datetime.timedelta(days=365)
CANCELLED_KEPT = datetime.timedelta(days=90)


@dataclass(frozen=True)
class FeedItem:
    """A visit as the calendar shows it. `revision` only ever rises; `meeting` is the one the visit goes to."""

    visit: Visit
    revision: int
    changed_at: datetime.datetime
    meeting: LocalMeeting | None


def hash_of(token: str) -> str:
    """What is kept of a token. A plain hash suffices: 32 random bytes can't be guessed, unlike a password."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token: str) -> User | None:
    """Whose calendar this token opens: none for one that is unknown, revoked, or of somebody no longer active."""
    rows = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at__isnull=True, user__is_active=True)
    feed = rows.select_related("user").first()
    return feed.user if feed else None


def feed_items(user: User) -> list[FeedItem]:
    """One's own visits from a month ago to a year ahead; a cancelled one for ninety days after. One query."""
    since, until = today() - BACK, today() + AHEAD
    rows = _with_changes(Visit.objects.filter(officer__user=user, date__range=(since, until)))
    kept = ~Q(status=Status.CANCELLED) | Q(own_changed_at__gte=timezone.now() - CANCELLED_KEPT)
    rows = rows.filter(kept).select_related("unit", "hamlet", "commune", "district", "attendance__meeting")
    return [_item(visit) for visit in rows.order_by("date", "pk")]


def _with_changes(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """How often each row was written, and when last: of the visit, and of its attendance."""
    of_visit = Visit.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))
    of_link = Attendance.pgh_event_model.objects.filter(pgh_obj__visit=OuterRef("pk"))
    return visits.annotate(
        own_changes=_count(of_visit),
        own_changed_at=_latest(of_visit),
        link_changes=_count(of_link, "pgh_obj__visit"),
        link_changed_at=_latest(of_link, "pgh_obj__visit"),
    )


def _count(events: QuerySet, key: str = "pgh_obj") -> Subquery:
    return Subquery(events.order_by().values(key).annotate(n=Count("*")).values("n"))


def _latest(events: QuerySet, key: str = "pgh_obj") -> Subquery:
    return Subquery(events.order_by().values(key).annotate(at=Max("pgh_created_at")).values("at"))


def _item(visit: Visit) -> FeedItem:
    revision = (visit.own_changes or 1) - 1 + (visit.link_changes or 0)
    moments = [visit.own_changed_at or visit.created_at, visit.link_changed_at]
    link = getattr(visit, "attendance", None)
    if link:
        revision += link.meeting.revision
        moments.append(link.meeting.changed_at)
    return FeedItem(
        visit,
        revision,
        max(moment for moment in moments if moment),
        link.meeting if link and link.left_at is None else None,
    )
