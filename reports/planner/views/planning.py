"""What an officer is told while planning, and the taps that follow from it: join, move, keep, hand over a question."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from assignments.models import Unit
from nammanh.platform.dates import format_date, month_start, parse_date, today
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404
from reports.planner import policies, services
from reports.planner.calendars import days_in_words
from reports.planner.forms import NoteForm
from reports.planner.models import Attendance, LocalMeeting, PlanNote
from reports.planner.queries import cells, meetings, radar
from reports.planner.queries.events import events_in_use, occurrences
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit
from reports.visits.policies import handles


def surroundings(request: HttpRequest, unit: Unit, day: datetime.date, own: Visit | None = None) -> dict[str, Any]:
    """All that is known about going to `unit` on `day`; `own` is the plan that stands there already."""
    user = request.actor.user
    start, end = day - radar.EXPECTED, day + radar.EXPECTED
    published = LocalMeeting.objects.visible_to(user).filter(commune=unit.commune_id).between(start, end)
    demand = radar.demand_at(user, unit, day)
    month = month_start(day)
    marks: cells.Cells = {}
    if unit.level == "hamlet":
        attended = cells.attendance_in(Visit.objects.visible_to(user))
        marks = cells.cells(attended, [unit], [month], today())
    return {
        "unit": unit,
        "day": day,
        "own": own,
        "encounters": [
            {
                "row": row,
                "may_join": _may_join(user, own, row.visit),
                "may_ask": policies.may_leave_note(user, row.visit),
            }
            for row in radar.encounters(user, unit, day, own)
        ],
        "published": meetings.with_attendance(published, user).with_names().first_first(),
        "events": [(row.event, days_in_words(row)) for row in occurrences(events_in_use(), start, end)],
        "demand": demand,
        "days_since": demand.days_on(day) if demand else None,
        "late": bool(demand and demand.is_late_on(day)),
        "mark": marks.get((unit.pk, month)),
        "month": month,
        "place_links": _links(unit),
    }


def _may_join(user: Any, own: Visit | None, other: Visit) -> bool:
    """One's own stored plan can go to a day to come on which somebody else is there."""
    return bool(
        own and own.is_open and handles(user, own) and other.is_open and other.date >= today()
        and other.date != own.date
    )  # fmt: skip


def _links(unit: Unit) -> list[tuple[Any, str]]:
    """What later slices know of the place, by their addresses."""
    return [
        (_("Phản ánh, kiến nghị chưa có trả lời"), f"{reverse('feedback:list')}?dang_mo=1&dia_ban={unit.pk}"),
        (_("Góp ý đã nêu tại địa bàn"), f"{reverse('recommendations:list')}?dia_ban={unit.pk}"),
        (_("Các chuyến đi trước"), f"{reverse('visits:list')}?dia_ban={unit.pk}"),
    ]


class AroundPlan(PolicyMixin, TemplateView):
    """Fragment for the plan form: it sends its own fields, `unit` and `date`."""

    policy = staticmethod(policies.reads_calendar)
    template_name = "planner/_around.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("unit") or self.request.GET.get("dia-ban")
        try:
            day = parse_date(self.request.GET.get("date", ""))
        except ValidationError:
            return super().get_context_data(unit=None, **kwargs)
        if not asked:
            return super().get_context_data(unit=None, **kwargs)
        units = Unit.objects.visible_to(self.request.actor.user).filter(commune__isnull=False)
        unit = scoped_or_404(units.select_related("commune", "hamlet"), pk=asked)
        return super().get_context_data(**surroundings(self.request, unit, day), filling=True, **kwargs)


class OfVisit(TemplateView):
    """Fragment for a visit's page: the meeting it goes to, questions to take along; while planned, what is around."""

    template_name = "planner/_of_visit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        rows = Visit.objects.visible_to(user).select_related("unit", "unit__commune", "unit__hamlet", "officer")
        visit = scoped_or_404(rows, uuid=self.kwargs["uuid"])
        links = Attendance.objects.visible_to(user).filter(left_at__isnull=True, visit=visit)
        attendance = links.select_related("meeting", "meeting__unit", "visit").first()
        notes = PlanNote.objects.visible_to(user).current().filter(visit=visit).select_related("officer")
        around = surroundings(self.request, visit.unit, visit.date, visit) if visit.is_open else {"unit": None}
        return super().get_context_data(
            **around,
            visit=visit,
            attendance=attendance,
            moved=bool(attendance and meetings.needs_answer(attendance)),
            may_act=handles(user, visit),
            may_follow=bool(attendance and attendance.meeting.date >= today()),
            notes=[(note, policies.wrote(user, note)) for note in notes],
            **kwargs,
        )


class PlanStep(View):
    """POST only: one tap on one's own plan, then back to it."""

    http_method_names = ["post"]

    def act(self, visit: Visit) -> Any:
        """Do it; return the sentence that says so."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit = scoped_or_404(Visit.objects.visible_to(request.actor.user), uuid=kwargs["uuid"])
        if not handles(request.actor.user, visit):
            raise PermissionDenied(_("Chỉ đồng chí có chuyến đi này, người làm thay hoặc thư ký làm được việc này."))
        try:
            messages.success(request, self.act(visit))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("visits:detail", visit.uuid)

    def attendance(self, visit: Visit) -> Attendance:
        rows = Attendance.objects.visible_to(self.request.actor.user).filter(left_at__isnull=True)
        return scoped_or_404(rows.select_related("meeting", "visit"), visit=visit)


class FollowMeeting(PlanStep):
    def act(self, visit: Visit) -> Any:
        moved = services.move_with_meeting(attendance=self.attendance(visit), by=self.request.actor)
        return _("Đã chuyển kế hoạch sang ngày %(day)s theo lịch họp.") % {"day": format_date(moved.date)}


class KeepPlan(PlanStep):
    def act(self, visit: Visit) -> Any:
        services.keep_plan(attendance=self.attendance(visit), by=self.request.actor)
        return _("Đã giữ chuyến đi như kế hoạch, không theo lịch họp nữa.")


class JoinVisit(PlanStep):
    """One's plan goes to the day of somebody else's visit to the same commune."""

    def act(self, visit: Visit) -> Any:
        other = scoped_or_404(_neighbouring(self.request), uuid=self.kwargs["other"])
        moved = services.move_plan(visit=visit, date=other.date, by=self.request.actor)
        return _("Đã chuyển kế hoạch sang ngày %(day)s, cùng ngày với đ/c %(name)s.") % {
            "day": format_date(moved.date),
            "name": other.officer,
        }


def _neighbouring(request: HttpRequest) -> QuerySet[Visit]:
    """Visits that the radar shows this person, also those that have no page for them."""
    return radar.neighbouring(request.actor.user).select_related("officer", "unit", "commune")


class LeaveNote(PrivacyGuardMixin, ServiceFormView):
    """A question for another officer's planned visit. The page tells no more of it than name, place and day."""

    template_name = "planner/note.html"
    form_class = NoteForm
    guarded = ("text",)
    success_message = _("Đã gửi câu hỏi vào kế hoạch của đồng chí.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.visit = scoped_or_404(_neighbouring(request), uuid=kwargs["uuid"])
        if not policies.may_leave_note(request.actor.user, self.visit):
            raise PermissionDenied(_("Chỉ nhắn được vào kế hoạch chưa đi của đồng chí khác cùng địa bàn."))
        return super().dispatch(request, *args, **kwargs)

    def call(self, form: NoteForm) -> PlanNote:
        return services.write_note(visit=self.visit, by=self.request.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("planner:calendar")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = PlanNote.objects.visible_to(self.request.actor.user).current().filter(visit=self.visit)
        return super().get_context_data(
            visit=self.visit,
            notes=[note for note in own if policies.wrote(self.request.actor.user, note)],
            draft_key=f"plan-note-{self.visit.uuid}",
            **kwargs,
        )


class TakeBackNote(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = PlanNote.objects.visible_to(request.actor.user).select_related("visit")
        note = scoped_or_404(rows, uuid=kwargs["uuid"])
        services.take_back_note(note=note, by=request.actor)
        messages.success(request, _("Đã rút lại lời nhắn."))
        return redirect("planner:calendar")
