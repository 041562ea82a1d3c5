"""The communes' meetings: the list, one meeting, publishing, changing, cancelling, signing up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ScopedDetailView, ServiceFormView, scoped_or_404
from reports.planner import policies, services
from reports.planner.filters import MeetingFilter
from reports.planner.forms import CancelMeetingForm, ChangeForm, PublishForm
from reports.planner.models import LocalMeeting
from reports.planner.queries import meetings as queries
from reports.planner.states import Action
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.timeline import told

COMING, PAST = "sap-toi", "da-qua"
ACTION_TONES: dict[str, str] = {Action.PUBLISH: "info", Action.CHANGE: "warning", Action.CANCEL: "danger"}


class MeetingList(PolicyMixin, ExportMixin, KeysetListView):
    """Published meetings of one's places, those to come first."""

    policy = staticmethod(policies.reads_calendar)
    model = LocalMeeting
    filterset_class = MeetingFilter
    template_name = "planner/meetings.html"
    export_title = _("Lịch họp của cơ sở")
    export_columns = (
        Column(_("Ngày họp"), "date", CellKind.DATE, 13),
        Column(_("Bắt đầu lúc"), lambda row: f"{row.starts_at:%H:%M}", width=12),
        Column(_("Kết thúc lúc"), lambda row: f"{row.ends_at:%H:%M}" if row.ends_at else "", width=12),
        Column(_("Đơn vị tổ chức"), "unit.full_name", width=28),
        Column(_("Xã, phường, thị trấn"), "commune.full_name", width=28),
        Column(_("Loại"), "get_kind_display", width=28),
        Column(_("Nội dung"), "title", width=44),
        Column(_("Nơi họp"), "place", width=32),
        Column(_("Số đồng chí đăng ký dự"), "coming", CellKind.NUMBER, 14),
        Column(_("Trạng thái"), "get_status_display", width=14),
        Column(_("Lý do hủy"), "cancel_reason", width=36),
    )

    @property
    def part(self) -> str:
        return PAST if self.request.GET.get("loc") == PAST else COMING

    @property
    def keyset(self) -> tuple[str, ...]:
        return ("-date", "-pk") if self.part == PAST else ("date", "pk")

    def get_queryset(self) -> QuerySet[LocalMeeting]:
        rows = super().get_queryset().with_names()
        rows = rows.filter(date__lt=today()) if self.part == PAST else rows.filter(date__gte=today())
        return queries.with_attendance(rows, self.request.actor.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = {COMING: _("Sắp tới"), PAST: _("Đã qua")}
        query = self._query()
        parts = []
        for name, label in labels.items():
            query["loc"] = name
            parts.append({"label": label, "url": f"?{query.urlencode()}", "active": name == self.part})
        return super().get_context_data(
            parts=parts, may_publish=policies.may_publish(self.request.actor.user), **kwargs
        )


class MeetingDetail(ScopedDetailView):
    model = LocalMeeting
    template_name = "planner/meeting.html"
    context_object_name = "meeting"

    def get_queryset(self) -> QuerySet[LocalMeeting]:
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.actor.user, self.object
        own = queries.own_attendance(meeting, user)
        return super().get_context_data(
            attending=queries.attending(meeting),
            own=own,
            moved=bool(own and queries.needs_answer(own)),
            may_sign_up=own is None and policies.may_sign_up(user, meeting),
            may_withdraw=bool(own and own.visit.is_open),
            may_change=policies.may_change(user, meeting),
            steps=told(meeting.steps.select_related("by", "secretary"), ACTION_TONES),
            **kwargs,
        )


class MeetingFormView(PrivacyGuardMixin, ServiceFormView):
    """A page of the committee about its meeting."""

    template_name = "planner/meeting_form.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""
    danger = False
    meeting: LocalMeeting | None = None

    def get_success_url(self) -> str:
        return reverse("planner:meeting", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("planner:meeting", args=[self.meeting.uuid]) if self.meeting else reverse("planner:meetings")
        key = f"{self.meeting.uuid}" if self.meeting else "new"
        return super().get_context_data(
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            danger=self.danger,
            meeting=self.meeting,
            back_url=back,
            draft_key=f"meeting-{type(self).__name__.lower()}-{key}",
            **kwargs,
        )


class PublishMeeting(PolicyMixin, MeetingFormView):
    policy = staticmethod(policies.may_publish)
    form_class = PublishForm
    guarded = ("title", "place", "note")
    heading = _("Công bố lịch họp")
    lead = _("Các đồng chí phụ trách địa bàn thấy lịch này trong lịch của mình và đăng ký dự.")
    button = _("Công bố")
    success_message = _("Đã công bố lịch họp.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.actor.user}

    def call(self, form: PublishForm) -> LocalMeeting:
        typed = form.cleaned_data
        rows = services.publish_meeting(
            uuid=typed["uuid"],
            content=form.content(typed["unit"]),
            repeat=typed["repeat"],
            times=typed["times"],
            by=self.request.actor,
        )
        return rows[0]


class OwnMeetingForm(MeetingFormView):
    """A step of a meeting that the person's commune has published."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.meeting = scoped_or_404(LocalMeeting.objects.visible_to(user).with_names(), uuid=kwargs["uuid"])
        if not policies.publishes_for(user, self.meeting.unit):
            raise PermissionDenied(_("Chỉ Đảng ủy của xã tổ chức đổi, hủy được lịch họp."))
        if request.method == "GET" and not policies.may_change(user, self.meeting):
            messages.warning(request, _("Cuộc họp đã qua hoặc đã hủy nên không đổi được nữa."))
            return redirect("planner:meeting", self.meeting.uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "later": queries.later_in_series(self.meeting)}


class ChangeMeeting(OwnMeetingForm):
    form_class = ChangeForm
    guarded = ("title", "place", "note")
    heading = _("Đổi lịch họp")
    lead = _("Các đồng chí đã đăng ký thấy thay đổi này trong kế hoạch của mình.")
    button = _("Lưu thay đổi")
    success_message = _("Đã đổi lịch họp.")

    def get_initial(self) -> dict[str, Any]:
        return ChangeForm.initial_of(self.meeting)

    def call(self, form: ChangeForm) -> LocalMeeting:
        return services.change_meeting(
            meeting=self.meeting,
            content=form.content(self.meeting.unit),
            following=form.cleaned_data.get("following", False),
            by=self.request.actor,
        )


class CancelMeeting(OwnMeetingForm):
    form_class = CancelMeetingForm
    guarded = ("reason",)
    heading = _("Hủy cuộc họp")
    lead = _("Các đồng chí đã đăng ký thấy cuộc họp bị hủy, kèm lý do.")
    button = _("Hủy cuộc họp")
    danger = True
    success_message = _("Đã hủy cuộc họp.")

    def call(self, form: CancelMeetingForm) -> LocalMeeting:
        return services.cancel_meeting(
            meeting=self.meeting,
            reason=form.cleaned_data["reason"],
            following=form.cleaned_data.get("following", False),
            by=self.request.actor,
        )


class AttendView(View):
    """POST only: sign up for a meeting, or take it back."""

    http_method_names = ["post"]
    done: Any = ""

    def act(self, meeting: LocalMeeting) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = LocalMeeting.objects.visible_to(request.actor.user).select_related("unit")
        meeting = scoped_or_404(rows, uuid=kwargs["uuid"])
        try:
            self.act(meeting)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("planner:meeting", meeting.uuid)


class SignUp(AttendView):
    done = _("Đã đăng ký dự. Cuộc họp nằm trong kế hoạch đi cơ sở của đồng chí.")

    def act(self, meeting: LocalMeeting) -> None:
        services.sign_up(meeting=meeting, by=self.request.actor)


class Withdraw(AttendView):
    done = _("Đã rút đăng ký; chuyến đi dự họp được hủy trong kế hoạch.")

    def act(self, meeting: LocalMeeting) -> None:
        services.withdraw(meeting=meeting, by=self.request.actor)
