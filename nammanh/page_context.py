"""What the frame around every page shows. Each part is worked out only when a template prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, DateField, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _

from assignments.models import Phase
from nammanh.accounts.models import SecretaryMandate, User
from nammanh.navigation import Entry, entries, tabs
from nammanh.platform.dates import today
from nammanh.platform.keeping import is_fetched_to_keep
from nammanh.platform.questions import Given, Question
from reports.reminders.queries import waiting_count

BRAND = _("Nắm Mạnh")


def _ask_frame() -> QuerySet[Any, Any]:
    """The slogan in force, whether the person at the keyboard may enter records for a leader, and what the bell counts
    for whose rights count.
    """
    day = Given("day", DateField())
    phase = Phase.objects.on(day).order_by("-valid_from", "-pk")
    mandate = SecretaryMandate.objects.on(day).filter(secretary=OuterRef("pk"), leader__is_active=True)
    return User.objects.filter(pk=Given("at_keyboard", BigIntegerField())).values(
        of_phase=Subquery(phase.values("slogan")[:1]),
        of_policy=Subquery(phase.values("policy__slogan")[:1]),
        is_secretary=Exists(mandate),
        unread=Subquery(waiting_count(Given("person", BigIntegerField()))),
    )


_FRAME = Question(_ask_frame)


@dataclass
class Frame:
    """The frame of one request: one query, and none when nothing of it is shown."""

    request: HttpRequest

    @cached_property
    def _row(self) -> dict[str, Any]:
        (row,) = _FRAME.rows(day=today(), at_keyboard=self.request.user.pk, person=self.request.actor.user.pk)
        return row

    def slogan(self) -> str:
        return self._row["of_phase"] or self._row["of_policy"] or ""

    def message_count(self) -> int:
        """What the bell shows: of the person whose rights count. A page kept on a device would show an old number."""
        return 0 if is_fetched_to_keep(self.request) else self._row["unread"] or 0

    def navigation(self) -> list[Entry]:
        return entries(self.request, is_secretary=self._row["is_secretary"])


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Anonymous visitors cost no query; an error before login has no `actor`."""
    context: dict[str, Any] = {"brand": BRAND, "demo": settings.DEMO}
    actor = getattr(request, "actor", None)
    if actor is None:
        return context
    frame = Frame(request)
    return context | {
        "navigation": SimpleLazyObject(frame.navigation),
        "section_tabs": SimpleLazyObject(lambda: tabs(request)),
        "slogan": SimpleLazyObject(frame.slogan),
        "message_count": frame.message_count,
        "acting_for": str(actor.user) if actor.secretary else "",
        "current_person": str(actor.at_keyboard),
        "as_of": timezone.now(),
    }
