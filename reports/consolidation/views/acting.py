"""One line in words; and the steps of a batch on its way to the departments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from nammanh.papers.rendering import render as render_paper
from nammanh.platform.dates import today
from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.consolidation import forms, policies, queries, services
from reports.consolidation.letter import FORWARDING_LETTER, letter_context
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.states import MEANINGS, TRANSITIONS, Action
from reports.consolidation.views.detail import left_out_in_words
from reports.consolidation.views.dressing import dressed_lines
from reports.consolidation.views.listing import OfBatch
from reports.feedback.deadlines import dressed
from reports.feedback.models import Petition
from reports.feedback.queries import answering_agencies, fields_of_work
from reports.visits.guard import PrivacyGuardMixin

SHOWN_LACKING = 20
"""So many lines that lack something are named before a step; the rest are a link away."""


class OfLine(OfBatch):
    """A page of one line of a batch."""

    policy = staticmethod(policies.consolidates)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.policy(request.actor.user):
            rows = BatchLine.objects.visible_to(request.actor.user).filter(batch=kwargs["pk"]).standing()
            self.line = scoped_or_404(rows.select_related("batch", "area", "proposed"), pk=kwargs["line"])
        return super().dispatch(request, *args, **kwargs)


class LineEdit(PrivacyGuardMixin, OfLine, ServiceFormView):
    """The line's words and departments, with what it came from."""

    form_class = forms.LineForm
    template_name = "consolidation/line.html"
    guarded = ("wording", "note")
    success_message = gettext_lazy("Đã lưu dòng.")

    def get_form_kwargs(self) -> dict[str, Any]:
        offers = {"fields": list(fields_of_work()), "agencies": list(answering_agencies().on(today()))}
        return super().get_form_kwargs() | {"line": self.line} | offers

    def call(self, form: forms.LineForm) -> BatchLine:
        return services.word(line=self.line, worded=form.worded, by=self.request.actor)

    def get_success_url(self) -> str:
        where = reverse("consolidation:detail", args=[self.batch.pk])
        return f"{where}?dong={self.line.number}#dong-{self.line.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sources = queries.held_by_line([self.line])[self.line.pk]
        names = Petition.objects.visible_to(self.request.actor.user).with_names()
        rows = names.filter(pk__in=[row.petition_id for row in sources]).order_by("reported_on", "pk")
        return super().get_context_data(line=self.line, sources=dressed(rows, today()), **kwargs)


class LineSources(OfLine, View):
    """The chosen sources become a line of their own, or leave the batch."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        wanted = Petition.objects.visible_to(request.actor.user).filter(pk__in=self.ticked("phan_anh"))
        rows = list(wanted.order_by("pk"))
        try:
            messages.success(request, self._act(rows))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("consolidation:detail", args=[pk]))

    def _act(self, petitions: list[Petition]) -> str:
        by = self.request.actor
        if not petitions:
            raise ValidationError(_("Chọn ít nhất một phản ánh."))
        if self.request.POST.get("viec") == "tach":
            line = services.split(line=self.line, petitions=petitions, by=by)
            return _("Đã tách thành dòng %(number)s.") % {"number": line.number}
        for petition in petitions:
            services.take_out(batch=self.batch, petition=petition, by=by)
        return _("Đã đưa ra khỏi kỳ; phản ánh lại chờ.")


class Letter(OfBatch, View):
    """The forwarding letter with its annex as a Word file, in the layout and with the template of its day."""

    policy = staticmethod(policies.consolidates)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        lines = dressed_lines(queries.lines_of(self.batch, request.actor.user))
        try:
            if not lines:
                raise ValidationError(_("Kỳ tập hợp chưa có dòng nào."))
            content = render_paper(
                FORWARDING_LETTER, letter_context(self.batch, lines), on=self.batch.signed_on or today()
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("consolidation:detail", args=[pk]))
        return attachment(
            content, _("Công văn chuyển – %(batch)s.docx") % {"batch": self.batch}, CONTENT_TYPES[".docx"]
        )


class BatchStepView(OfBatch, ServiceFormView):
    """One step of the batch: the page says what it means, the POST does it."""

    policy = staticmethod(policies.consolidates)
    template_name = "consolidation/step.html"
    action: str = Action.REVIEW
    form_class = forms.ReviewForm

    DONE = {
        Action.REVIEW: gettext_lazy("Đã soát xong; kỳ tập hợp chờ duyệt."),
        Action.TAKE_BACK: gettext_lazy("Đã đưa về để sửa."),
        Action.APPROVE: gettext_lazy("Đã duyệt; nội dung các dòng đã chốt."),
        Action.DISPATCH: gettext_lazy("Đã chuyển ngành: mỗi dòng là một phiếu chuyển."),
    }

    @property
    def success_message(self) -> Any:
        return self.DONE[Action(self.action)]

    def call(self, form: Any) -> Batch:
        act = {
            Action.REVIEW: services.review,
            Action.TAKE_BACK: services.take_back,
            Action.APPROVE: services.approve,
            Action.DISPATCH: services.dispatch,
        }[Action(self.action)]
        return act(batch=self.batch, by=self.request.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("consolidation:detail", args=[self.batch.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, figures = self.request.actor.user, queries.figures_of(self.batch)
        lacking = queries.chosen(self.batch, user, queries.LACKING).order_by("number")
        return super().get_context_data(
            heading=Action(self.action).label,
            lead=MEANINGS[TRANSITIONS[self.action][1]],
            figures=figures,
            lead_count=sum(share.key is not None for share in figures.shares),
            unfinished=lacking[:SHOWN_LACKING] if figures.unfinished else [],
            more_unfinished=max(figures.unfinished - SHOWN_LACKING, 0),
            left_out=left_out_in_words(self.batch, user),
            **kwargs,
        )
