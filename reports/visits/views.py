"""Lists of visits, and what may be done to a planned or confirmed one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments.models import Unit
from assignments.policies import may_share_views
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.saved_views import SavedViewsMixin
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, ScopedMixin, ServiceFormView, scoped_or_404
from reports.visits import policies, services, states
from reports.visits.filters import VisitFilter
from reports.visits.forms import AmendForm, CancelForm, PostponeForm, SayForm
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.models import Visit
from reports.visits.states import Action
from reports.visits.timeline import STATUS_TONES, author

LATEST = 10
"""How many visits the fragment of a unit shows."""


COUNTED_UP_TO, SAYING_UP_TO = 50_000, 1_000
"""Rows are counted so far, and those with certain words: to count all of a million would be to read all."""


class CountedListView(ExportMixin, KeysetListView):
    """A list that says how many rows there are, counted on the very rows that it shows; of very many, that they are."""

    def filtered(self) -> QuerySet:
        rows = super().filtered()
        most = SAYING_UP_TO if self.request.GET.get("tim") else COUNTED_UP_TO
        counted = rows.order_by()[: most + 1].count()
        self.total, self.at_least = min(counted, most), counted > most
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = context["object_list"]
        filtered = self.filter.form.is_bound and any(self.request.GET.get(name) for name in self.filter.form.fields)
        return context | {
            "total": self.total,
            "at_least": self.at_least,
            "place": self.filter.place,
            "export_url": context["export_url"] if self.total else "",
            "filtered": filtered,
            "first_page": not self.request.GET.get("sau"),
        }


def dressed(visits: list[Visit]) -> list[Visit]:
    """Rows with what the list shows beside their fields: whose visit, and the tone of its state."""
    for visit in visits:
        visit.author, visit.tone = author(visit), STATUS_TONES[visit.status]
    return visits


PLACE_COLUMNS = (
    Column(_("Địa bàn"), "unit.full_name", width=26),
    Column(_("Xã, phường, thị trấn"), "commune.full_name", width=26),
    Column(_("Huyện, thành phố"), "district.full_name", width=26),
)


class VisitList(SavedViewsMixin, CountedListView):
    model = Visit
    list_key = "di-co-so"
    may_share_views = staticmethod(may_share_views)
    keyset = ("-date", "-pk")
    filterset_class = VisitFilter
    template_name = "visits/list.html"
    export_title = _("Danh sách chuyến đi cơ sở")
    export_columns = (
        *PLACE_COLUMNS,
        Column(_("Ngày đi"), "date", CellKind.DATE, 13),
        Column(_("Cán bộ"), author, width=32),
        Column(_("Loại chuyến đi"), "get_type_display"),
        Column(_("Trạng thái"), "get_status_display"),
        Column(_("Xã đề nghị sửa"), "correction", width=40),
    )

    def get_queryset(self) -> QuerySet[Visit]:
        return super().get_queryset().with_names().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"])
        return context | {"may_log": policies.may_log_visits(self.request.actor.user)}


class VisitsOfUnit(ScopedMixin, ListView):
    """Fragment: the latest visits to a unit and to those below it."""

    model = Visit
    template_name = "visits/_of_unit.html"

    def get_queryset(self) -> list[Visit]:
        user = self.request.actor.user
        self.unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        rows = super().get_queryset().within(self.unit).with_names().select_related("entered_by").newest_first()
        return dressed(list(rows[:LATEST]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, rows=self.object_list, **kwargs)


class VisitActionView(ServiceFormView):
    """One step of the officer's own visit: the page asks, the POST does it."""

    action: Action
    template_name = "visits/action.html"
    heading: Any = ""
    lead: Any = ""
    button: Any = ""
    danger = False
    whose: Any = _("Chỉ đồng chí đã đi, người làm thay hoặc thư ký nhập thay làm được việc này.")

    def has_right(self) -> bool:
        return policies.handles(self.request.actor.user, self.visit)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        rows = Visit.objects.visible_to(user).with_names().select_related("entered_by")
        self.visit = scoped_or_404(rows, uuid=kwargs["uuid"])
        if not self.has_right():
            raise PermissionDenied(self.whose)
        if request.method == "GET" and not states.may_follow(self.action, self.visit.status):
            messages.warning(request, _("Chuyến đi đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("visits:detail", args=[self.visit.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            visit=self.visit,
            tone=STATUS_TONES[self.visit.status],
            author=author(self.visit),
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            danger=self.danger,
            draft_key=f"visit-{self.action}-{self.visit.uuid}",
            **kwargs,
        )


class PostponeVisit(VisitActionView):
    action = Action.POSTPONE
    form_class = PostponeForm
    heading = _("Hoãn chuyến đi")
    lead = _("Chuyến đi giữ nguyên địa bàn, chuyển sang ngày khác.")
    button = _("Hoãn chuyến đi")
    success_message = _("Đã hoãn chuyến đi sang ngày mới.")

    def call(self, form: PostponeForm) -> Visit:
        return services.postpone_visit(visit=self.visit, by=self.request.actor, **form.cleaned_data)


class CancelVisit(VisitActionView):
    action = Action.CANCEL
    form_class = CancelForm
    heading = _("Hủy chuyến đi")
    lead = _("Chuyến đi đã hủy không khôi phục được; khi cần, đồng chí lập kế hoạch mới.")
    button = _("Hủy chuyến đi")
    danger = True
    success_message = _("Đã hủy chuyến đi.")

    def call(self, form: CancelForm) -> Visit:
        return services.cancel_visit(visit=self.visit, by=self.request.actor, **form.cleaned_data)


class AmendVisit(PrivacyGuardMixin, VisitActionView):
    action = Action.AMEND
    form_class = AmendForm
    guarded = ("text", "reason")
    heading = _("Bổ sung, đính chính")
    lead = _("Nội dung xã đã xác nhận được giữ nguyên. Phần bổ sung hiện ngay bên cạnh, kèm lý do và tên đồng chí.")
    button = _("Lưu phần bổ sung, đính chính")
    success_message = _("Đã lưu phần bổ sung, đính chính.")

    def call(self, form: AmendForm) -> Any:
        return services.amend_visit(visit=self.visit, by=self.request.actor, **form.cleaned_data)


class AskToCorrect(PrivacyGuardMixin, VisitActionView):
    """The commune says what is to be set right; it judges no person."""

    action = Action.ASK
    form_class = SayForm
    guarded = ("text",)
    heading = _("Đề nghị sửa")
    lead = _(
        "Ghi chỗ chưa khớp thực tế: ngày, nơi đến, nội dung. Đồng chí cán bộ sửa hoặc trả lời, sau đó xã xác nhận."
    )
    button = _("Gửi đề nghị sửa")
    success_message = _("Đã gửi đề nghị sửa đến đồng chí cán bộ.")
    whose = _("Chỉ Đảng ủy của địa bàn đề nghị sửa.")

    def has_right(self) -> bool:
        return policies.confirms_for(self.request.actor.user, self.visit)

    def call(self, form: SayForm) -> Visit:
        return services.ask_to_correct(visit=self.visit, by=self.request.actor, **form.cleaned_data)


class ReplyToCorrection(PrivacyGuardMixin, VisitActionView):
    action = Action.REPLY
    form_class = SayForm
    guarded = ("text",)
    heading = _("Trả lời đề nghị sửa")
    lead = _("Trả lời khi nội dung đã đúng, không cần sửa. Nếu cần sửa, đồng chí dùng “Sửa nội dung”.")
    button = _("Gửi trả lời")
    success_message = _("Đã trả lời xã.")

    def call(self, form: SayForm) -> Visit:
        return services.reply_to_correction(visit=self.visit, by=self.request.actor, **form.cleaned_data)
