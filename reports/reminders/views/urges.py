"""Urging: on a record's page, the act itself, what came of it, and the list of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ScopedMixin, ServiceFormView, scoped_or_404
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reminders import policies, services
from reports.reminders.filters import UrgeFilter
from reports.reminders.forms import OutcomeForm, UrgeForm
from reports.reminders.models import Urge
from reports.reminders.queries import Record, what_waits
from reports.reminders.queries.people import Directory, named
from reports.reminders.standing import RECORD_PAGES, about, by_whom, came_of, dressed_urges, place, whom
from reports.reminders.states import Kind
from reports.reminders.subjects import Matter
from reports.reminders.views.messages import tabs
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit
from reports.visits.views import CountedListView

RECORDS: dict[str, type[Record]] = {"phan-anh": Petition, "chuyen-di": Visit, "gop-y": Comment}
"""What can be urged, by the word in the address."""


class UrgeList(PolicyMixin, CountedListView):
    """Every act of urging that this person may know of, the newest first."""

    policy = staticmethod(policies.reads_urges)
    model = Urge
    keyset = ("-at", "-pk")
    filterset_class = UrgeFilter
    template_name = "reminders/urges.html"
    export_title = _("Danh sách đôn đốc")
    export_columns = (
        Column(_("Địa bàn"), place, width=28),
        Column(_("Về việc"), about, width=40),
        Column(_("Nội dung đôn đốc"), "words", width=60),
        Column(_("Người đôn đốc"), by_whom, width=32),
        Column(_("Được đôn đốc"), whom, width=40),
        Column(_("Lúc"), "at", CellKind.MOMENT, 18),
        Column(_("Kết quả"), came_of, width=60),
    )

    def get_queryset(self) -> QuerySet[Urge]:
        return super().get_queryset().with_names().with_progress()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = dressed_urges(context["rows"], self.request.actor.user)
        return context | {"rows": rows, "own_tabs": tabs(self.request)}


class RecordMixin:
    """The petition, visit or comment of the address, within the person's scope, and as what it waits."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def record(self) -> Record:
        model = RECORDS[self.kwargs["kind"]]
        rows = model._default_manager.visible_to(self.request.actor.user).select_related("unit")
        return scoped_or_404(rows, uuid=self.kwargs["uuid"])

    @cached_property
    def waiting(self) -> tuple[str, Matter] | None:
        return what_waits(type(self.record), self.record.uuid, today())

    @property
    def record_url(self) -> str:
        return reverse(RECORD_PAGES[self.record._meta.model_name], args=[self.record.uuid])

    def may_urge(self) -> bool:
        return self.waiting is not None and policies.may_urge(self.request.actor.user, self.waiting[1])


class UrgesOfRecord(RecordMixin, TemplateView):
    """Fragment of a record's page: who urged whom about it, and the button for whoever may."""

    template_name = "reminders/_of_record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        name = self.record._meta.model_name
        rows = Urge.objects.visible_to(user).filter(**{name: self.record}).with_names().with_progress()
        may = self.may_urge()
        return super().get_context_data(
            rows=dressed_urges(rows.order_by("-at", "-pk"), user),
            urge_url=reverse("reminders:urge", args=[self.kwargs["kind"], self.record.uuid]) if may else "",
            **kwargs,
        )


class UrgePage(RecordMixin, PrivacyGuardMixin, ServiceFormView):
    """Say to whoever has it in hand what is to be done, and by when."""

    form_class = UrgeForm
    guarded = ("words",)
    template_name = "reminders/urge.html"
    success_message = _("Đã gửi lời đôn đốc. Việc đôn đốc được ghi lại cùng hồ sơ.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.waiting is None and policies.urges_at_all(request.actor.user):
            if request.method == "GET":
                messages.info(request, _("Việc này không còn chờ ai giải quyết nên không cần đôn đốc nữa."))
                return redirect(self.record_url)
        elif not self.may_urge():
            raise PermissionDenied(
                _("Việc này đồng chí không đôn đốc: không thuộc phần phụ trách, hoặc đang ở chính nơi đồng chí.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.record_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, matter = self.waiting or ("", None)
        reached = services.hearer(matter, Directory(today()), self.request.actor.user) if matter else None
        return super().get_context_data(
            matter=matter,
            hearer=named(reached) if reached else "",
            kind=Kind(kind).label if kind else "",
            record_url=self.record_url,
            draft_key=f"urge-{self.kwargs['kind']}-{self.record.uuid}",
            **kwargs,
        )

    def call(self, form: UrgeForm) -> Urge:
        return services.urge(record=self.record, by=self.request.actor, **form.cleaned_data)


class UrgeOutcome(ScopedMixin, PrivacyGuardMixin, ServiceFormView):
    """Write what came of it."""

    model = Urge
    form_class = OutcomeForm
    guarded = ("outcome",)
    template_name = "reminders/outcome.html"
    success_message = _("Đã ghi kết quả đôn đốc.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.get_queryset().with_names().with_progress()
        self.urge = scoped_or_404(rows, uuid=kwargs["uuid"])
        dressed_urges([self.urge], request.actor.user)
        if request.method == "GET" and self.urge.outcome:
            messages.info(request, _("Kết quả của lần đôn đốc này đã được ghi."))
            return redirect(self.urge.url)
        if not self.urge.outcome and not policies.may_record_outcome(request.actor.user, self.urge):
            raise PermissionDenied(_("Người đôn đốc hoặc nơi được đôn đốc ghi kết quả."))
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.urge.url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(urge=self.urge, draft_key=f"urge-outcome-{self.urge.uuid}", **kwargs)

    def call(self, form: OutcomeForm) -> Urge:
        return services.record_outcome(urge=self.urge, by=self.request.actor, **form.cleaned_data)
