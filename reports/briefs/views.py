"""The brief of one planned visit: one page for the phone and for paper."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from nammanh.platform.views import ScopedDetailView
from reports.briefs import policies, queries
from reports.visits.models import Visit
from reports.visits.timeline import author


class BriefPage(ScopedDetailView):
    """Readable without scripts and, once kept on the device, without a network."""

    model = Visit
    template_name = "briefs/brief.html"
    context_object_name = "visit"

    def get_queryset(self) -> QuerySet[Visit]:
        return super().get_queryset().select_related(*queries.BRIEF_NAMES)

    def get_object(self, queryset: QuerySet[Visit] | None = None) -> Visit:
        """Somebody else's brief does not exist, also for those who may read the visit."""
        visit = super().get_object(queryset)
        if not policies.takes_along(self.request.actor.user, visit):
            raise Http404
        return visit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brief = queries.brief_of(self.request.actor.user, self.object)
        return super().get_context_data(
            brief=brief, sections=brief.sections(), author=author(self.object), gathered_at=timezone.now(), **kwargs
        )
