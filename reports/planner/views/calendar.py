"""The calendar: one's own, one's area's, one's delegation's, by month, week, day or as a list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments.access import access_of
from assignments.models import Delegation
from nammanh.accounts.exports import ExportMixin, filter_in_words
from nammanh.platform.dates import format_date, today
from nammanh.platform.spreadsheets import CellKind, Column, require_room
from nammanh.platform.views import PolicyMixin
from reports.planner import policies
from reports.planner.calendars import Day, Entry, arranged, event_entry, meeting_entry, visit_entry
from reports.planner.filters import AREA, DELEGATION, MEETINGS, MINE, VISITS, CalendarFilter
from reports.planner.models import LocalMeeting
from reports.planner.queries import agenda
from reports.planner.queries.events import Occurrence, events_in_use, occurrences
from reports.planner.spans import MONTH, MOST_A_DAY, VIEWS, Span, span_from
from reports.visits.models import Visit
from reports.visits.policies import may_log_visits

MOST_EXPORTED = 1_000_000


class CalendarPage(PolicyMixin, ExportMixin, TemplateView):
    policy = staticmethod(policies.reads_calendar)
    template_name = "planner/calendar.html"
    export_title = _("Lịch đi cơ sở")
    export_columns = (
        Column(_("Ngày"), "day", CellKind.DATE, 13),
        Column(_("Giờ"), lambda entry: f"{entry.time:%H:%M}" if entry.time else "", width=8),
        Column(_("Việc"), "kind", width=14),
        Column(_("Địa bàn"), "place", width=36),
        Column(_("Nội dung"), "text", width=40),
        Column(_("Cán bộ"), "who", width=30),
        Column(_("Trạng thái"), "state", width=26),
    )

    # --- what is asked ---------------------------------------------------------------------------------------------

    @cached_property
    def span(self) -> Span:
        return span_from(self.request.GET)

    @cached_property
    def delegations(self) -> dict[str, Delegation]:
        rows = agenda.delegations_of(self.request.actor.user, today())
        return {f"{DELEGATION}{row.pk}": row for row in rows}

    @cached_property
    def filter(self) -> CalendarFilter:
        mine, area = (MINE, _("Tôi")), (AREA, _("Địa bàn của tôi"))
        holds = may_log_visits(self.request.actor.user)
        if access_of(self.request.actor.user).reads_all_records:
            area = (AREA, _("Toàn tỉnh"))
        delegations = [(key, row.name) for key, row in self.delegations.items()]
        whose = [mine, area, *delegations] if holds else [area, *delegations]
        query, nothing = self.request.GET or None, Visit.objects.visible_to(self.request.actor.user).none()
        return CalendarFilter(query, queryset=nothing, request=self.request, whose=whose)

    @property
    def whose(self) -> str:
        return self.filter.asked("cua") or self.filter.form.fields["cua"].choices[0][0]

    # --- what is read ----------------------------------------------------------------------------------------------

    def visits(self) -> QuerySet[Visit]:
        user = self.request.actor.user
        if self.whose in self.delegations:
            return agenda.visits_of_delegation(self.delegations[self.whose], user, today())
        return agenda.own_visits(user) if self.whose == MINE else Visit.objects.visible_to(user)

    def meetings(self) -> QuerySet[LocalMeeting]:
        rows = LocalMeeting.objects.visible_to(self.request.actor.user)
        if self.whose in self.delegations:
            return agenda.meetings_of_delegation(self.delegations[self.whose], rows)
        return rows

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The same filter for visits and meetings."""
        if not self.filter.form.is_bound:
            return rows
        return self.filter.filter_queryset(rows) if self.filter.form.is_valid() else rows.none()

    @cached_property
    def happening(self) -> list[Occurrence]:
        own = self.span.period
        return occurrences(events_in_use(), own.start, own.end)

    def pages(self, visits: list[Visit]) -> set[int]:
        """Which of these visits this person may open: all that were read as the area's, and one's own."""
        user, own = self.request.actor.user, access_of(self.request.actor.user).officer_id
        known = {visit.pk for visit in visits if self.whose == AREA or visit.officer_id == own}
        return known | agenda.readable(user, [visit for visit in visits if visit.pk not in known])

    def read(self, period: agenda.Period, most: int) -> tuple[list[Entry], dict[datetime.date, int]]:
        """The lines of these days, and how many of each day are left out."""
        kind, user = self.filter.asked("loai"), self.request.actor.user
        visits = [] if kind == MEETINGS else agenda.visits_in(self.narrowed(self.visits()), period, most)
        meetings = [] if kind == VISITS else agenda.meetings_in(self.narrowed(self.meetings()), period, most)
        links, pages = agenda.attendances_by_visit(visits), self.pages(visits)
        more: dict[datetime.date, int] = {}
        for rows in (visits, meetings):
            of_day = {row.date: row.of_day - most for row in rows if row.of_day > most}
            more |= {day: more.get(day, 0) + count for day, count in of_day.items()}
        own = access_of(user).officer_id
        entries = [
            visit_entry(
                visit,
                links.get(visit.pk),
                own=visit.officer_id == own,
                url=reverse("visits:detail", args=[visit.uuid]) if visit.pk in pages else "",
            )
            for visit in visits
        ]
        taken = {link.meeting_id for link in links.values()} if self.whose == MINE else set()
        entries += [meeting_entry(meeting) for meeting in meetings if meeting.pk not in taken]
        return entries, more

    # --- what is shown ---------------------------------------------------------------------------------------------

    def url(self, **changes: str) -> str:
        query = self._query()
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def dated_events(self) -> list[Entry]:
        """Events that are certain to fall on days of this period stand on the first of them; the card names all."""
        rows = (row for row in self.happening if row.is_fixed)
        return [event_entry(row, max(row.first, self.span.period.start)) for row in rows]

    def days(self) -> list[Day]:
        shown, own = self.span.shown, self.span.period
        entries, more = self.read(shown, MOST_A_DAY[self.span.view])
        entries += self.dated_events()
        return arranged(entries, shown, own, today(), lambda day: self.url(xem="ngay", ngay=format_date(day)), more)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        span, days = self.span, self.days()
        own_days = [day for day in days if day.belongs]
        is_now = any(day.is_today for day in own_days)
        return super().get_context_data(
            filter=self.filter,
            span=span,
            days=days,
            coming=[day for day in own_days if day.date >= today() or not is_now],
            passed=[day for day in own_days if day.date < today() and is_now],
            views=[
                {"label": label, "url": self.url(xem=view, ngay=format_date(span.day)), "active": view == span.view}
                for view, label in VIEWS.items()
            ],
            previous_url=self.url(ngay=format_date(span.previous)),
            next_url=self.url(ngay=format_date(span.next)),
            today_url=self.url(ngay=format_date(today())),
            is_month=span.view == MONTH,
            by_width=span.view == MONTH and "xem" not in self.request.GET,
            happening=self.happening,
            may_plan=may_log_visits(self.request.actor.user),
            may_publish=policies.may_publish(self.request.actor.user),
            empty=not any(day.entries for day in own_days),
            **kwargs,
        )

    # --- what is taken along ---------------------------------------------------------------------------------------

    def export_rows(self) -> Iterator[Entry]:
        own = self.span.period
        entries, _more = self.read(own, MOST_EXPORTED)
        entries += [event_entry(row, max(row.first, own.start)) for row in self.happening]  # in words, “khoảng …”
        require_room(len(entries), above=10)
        return iter(sorted(entries, key=lambda entry: (entry.day, entry.sort)))

    def export_notes(self) -> list[str]:
        return [self.span.title, filter_in_words(self.filter.form)]
