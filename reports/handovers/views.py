"""The list of hand-overs, the dossier of one, and what receiver and leaver do with its lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView, View

from assignments.models import Assignment, Officer, Unit
from assignments.queries import as_heirs, lines_of
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404
from reports.handovers import policies, queries, services
from reports.handovers.dossiers import Dossier, dossier_of
from reports.handovers.forms import AskForm, ExplainForm
from reports.handovers.models import HandOverLine, HandOverTerm
from reports.handovers.standing import dressed, dressed_lines, dressed_of_place, standing
from reports.visits.guard import PrivacyGuardMixin

WAITING, LATE, CLOSED = "cho-nhan", "qua-han", "da-nhan"
LATEST = 10
"""How many hand-overs the fragment of a unit or an officer shows."""


class HandOverList(PolicyMixin, ExportMixin, KeysetListView):
    """What one receives and hands over; Ban Tổ chức and the leaders see all."""

    policy = staticmethod(policies.reads_hand_overs)
    model = Assignment
    keyset = ("-valid_from", "-pk")
    template_name = "handovers/list.html"
    export_title = _("Danh sách bàn giao địa bàn")
    export_columns = (
        Column(_("Địa bàn"), "unit.full_name", width=28),
        Column(_("Vai trò"), "role.name", width=36),
        Column(_("Đồng chí giao"), "predecessor.officer.full_name", width=28),
        Column(_("Đồng chí nhận"), "officer.full_name", width=28),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        return queries.with_names(self.readable.filter(self.parts[self.part]))

    def dress(self, rows: list[Assignment]) -> list[Assignment]:
        return queries.named_leavers(rows)

    @cached_property
    def term(self) -> HandOverTerm:
        return queries.term_on(today())

    @cached_property
    def readable(self) -> QuerySet[Assignment]:
        return queries.readable_by(self.request.actor.user, today(), self.term)

    @cached_property
    def parts(self) -> dict[str, Q]:
        return {
            WAITING: queries.is_waiting(today()),
            LATE: queries.is_late(today(), self.term),
            CLOSED: queries.IS_CLOSED,
        }

    @property
    def part(self) -> str:
        asked = self.request.GET.get("trang_thai", "")
        return asked if asked in {WAITING, LATE, CLOSED} else WAITING

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        labels = {WAITING: _("Chờ nhận"), LATE: _("Quá hạn nhận"), CLOSED: _("Đã nhận")}
        counts = queries.numbers(self.readable, self.parts.values())
        tabs = [
            {
                "label": labels[name],
                "url": f"?trang_thai={name}",
                "active": name == self.part,
                "count": count,
            }
            for name, count in zip(self.parts, counts, strict=True)
        ]
        rows = dressed(context["object_list"], today(), self.term)
        return context | {"rows": rows, "parts": tabs, "term": self.term}


class HandOverFragment(ListView):
    """The latest hand-overs of a unit or an officer: who gave to whom and how far it is; lines are on their page."""

    model = Assignment
    template_name = "handovers/_latest.html"

    def hand_overs(self, term: HandOverTerm) -> QuerySet[Assignment]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, term = self.request.actor.user, queries.term_on(today())
        rows = queries.with_names(self.hand_overs(term)).order_by("-valid_from", "-pk")[:LATEST]
        rows = dressed_of_place(rows, user, today(), term)
        return super().get_context_data(object_list=[], rows=rows, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list: list[Assignment] = []
        return self.render_to_response(self.get_context_data())


class HandOversOfUnit(HandOverFragment):
    def hand_overs(self, term: HandOverTerm) -> QuerySet[Assignment]:
        user = self.request.actor.user
        unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        return queries.hand_overs(Assignment.objects.visible_to(user).of_unit(unit), today(), term)


class HandOversOfOfficer(HandOverFragment):
    def hand_overs(self, term: HandOverTerm) -> QuerySet[Assignment]:
        user = self.request.actor.user
        officer = scoped_or_404(Officer.objects.visible_to(user), pk=self.kwargs["pk"])
        return queries.between(queries.hand_overs(Assignment.objects.visible_to(user), today(), term), officer)


class DossierMixin:
    """One hand-over that the person may read, found by the receiver's assignment."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def term(self) -> HandOverTerm:
        return queries.term_on(today())

    def read_assignment(self) -> Assignment:
        rows = queries.with_names(queries.readable_by(self.request.actor.user, today(), self.term))
        return scoped_or_404(as_heirs(rows.select_related("document")), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("handovers:dossier", args=[self.kwargs["pk"]])


class DossierPage(DossierMixin, TemplateView):
    template_name = "handovers/dossier.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, assignment = self.request.actor.user, self.read_assignment()
        dossier = dossier_of(assignment, lines_of([assignment])[assignment.pk])
        label, tone = standing(assignment, self.term, today())
        receives = policies.receives(user, assignment)
        return super().get_context_data(
            assignment=assignment,
            standing=label,
            tone=tone,
            predecessor=dossier.taken_from,
            dossier=dossier,
            groups=dressed_lines(dossier, user, receives=receives),
            receives=receives,
            closed=bool(getattr(assignment, "hand_over", None) and assignment.hand_over.closed_at),
            **kwargs,
        )


class AcceptLines(DossierMixin, View):
    """POST only: one line by its button, or all that wait."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assignment = self.read_assignment()
        if not policies.receives(request.actor.user, assignment):
            raise PermissionDenied(_("Chỉ đồng chí đang phụ trách địa bàn nhận bàn giao."))
        keys = None if "tat_ca" in request.POST else request.POST.getlist("dong")
        if not keys and keys is not None:
            messages.warning(request, _("Chọn dòng cần nhận, hoặc bấm “Nhận tất cả”."))
            return redirect(self.get_success_url())
        try:
            dossier = services.accept(assignment=assignment, keys=keys, by=request.actor)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            done = _("Đã nhận xong toàn bộ hồ sơ bàn giao.") if not dossier.waiting else _("Đã nhận dòng bàn giao.")
            messages.success(request, done)
        return redirect(self.get_success_url())


class LineFormView(DossierMixin, PrivacyGuardMixin, ServiceFormView):
    """A word about one line of the dossier."""

    template_name = "handovers/word.html"
    guarded = ("text",)
    heading: Any = ""
    lead: Any = ""
    button: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.assignment = self.read_assignment()
        self.dossier: Dossier = dossier_of(self.assignment)
        line = self.dossier.line(kwargs["line"])
        if line is None:
            raise Http404
        self.line = line
        if not self.may_speak():
            raise PermissionDenied(_("Việc này thuộc đồng chí khác trong bàn giao."))
        if request.method == "GET" and not self.line.waits:
            messages.warning(request, _("Dòng này đã được nhận hoặc đã xong."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def may_speak(self) -> bool:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assignment=self.assignment,
            line=self.line,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            draft_key=f"handover-{self.assignment.pk}-{self.line.key}-{type(self).__name__.lower()}",
            **kwargs,
        )


class AskAboutLine(LineFormView):
    form_class = AskForm
    heading = _("Đề nghị làm rõ")
    lead = _("Đồng chí bàn giao thấy câu hỏi này ở bàn làm việc. Dòng vẫn chờ đồng chí nhận; hạn không đổi.")
    button = _("Gửi đề nghị")
    success_message = _("Đã gửi đề nghị làm rõ.")

    def may_speak(self) -> bool:
        return policies.receives(self.request.actor.user, self.assignment)

    def call(self, form: Any) -> HandOverLine | None:
        return services.ask(assignment=self.assignment, key=self.line.key, by=self.request.actor, **form.cleaned_data)


class ExplainLine(LineFormView):
    form_class = ExplainForm
    heading = _("Làm rõ nội dung bàn giao")
    lead = _("Đồng chí nhận bàn giao đọc phần làm rõ này ngay tại dòng đó.")
    button = _("Gửi phần làm rõ")
    success_message = _("Đã gửi phần làm rõ.")

    def may_speak(self) -> bool:
        return self.line.row is not None and policies.explains(self.request.actor.user, self.line.row)

    def call(self, form: Any) -> HandOverLine:
        return services.explain(line=self.line.row, by=self.request.actor, **form.cleaned_data)
