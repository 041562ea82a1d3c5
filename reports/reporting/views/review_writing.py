"""Beginning and writing a synthesis or review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from nammanh.platform.views import PolicyMixin, ServiceFormView, put_on_form
from reports.reporting import policies
from reports.reporting.models import Review
from reports.reporting.review_forms import (
    ParagraphRows,
    ReviewForm,
    ReviewStartForm,
    TargetRows,
    paragraphs,
    scopes_for,
    targets,
)
from reports.reporting.services import review as services
from reports.reporting.views.reviews import OfReview
from reports.visits.guard import SEND_ANYWAY, warnings_in


class StartReview(PolicyMixin, ServiceFormView):
    """Kind, scope and months; the portal then drafts the sections from the figures."""

    policy = staticmethod(policies.compiles)
    template_name = "reporting/review_start.html"
    form_class = ReviewStartForm
    success_message = _("Đã soạn bản nháp từ số liệu của kỳ. Đồng chí đọc, sửa rồi trình duyệt.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scopes": scopes_for(self.request.actor.user)}

    def call(self, form: ReviewStartForm) -> Review:
        data = form.cleaned_data
        return services.draft_review(
            uuid=data["uuid"],
            kind=data["kind"],
            scope=data["scope"],
            months=data["months"],
            abstract=form.abstract_or_usual(),
            by=self.request.actor,
        )

    def get_success_url(self) -> str:
        return reverse("reporting:edit_review", args=[self.result.uuid])


class EditReview(OfReview, TemplateView):
    """Paragraphs by section and targets, all on one page."""

    template_name = "reporting/review_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initial = {"revision": self.review.revision, "abstract": self.review.abstract}
        kwargs.setdefault("form", ReviewForm(initial=initial))
        kwargs.setdefault("rows", self._paragraphs())
        kwargs.setdefault("target_rows", self._targets())
        return super().get_context_data(
            report=self.review, draft_key=f"review-{self.review.uuid}-{self.review.revision}", **kwargs
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReviewForm(request.POST)
        rows = ParagraphRows(request.POST, prefix="doan", form_kwargs={"review": self.review})
        target_rows = TargetRows(request.POST, prefix="chi-tieu")
        shown = {"form": form, "rows": rows, "target_rows": target_rows}
        if not all([form.is_valid(), rows.is_valid(), target_rows.is_valid()]):
            return self._again(**shown)
        typed = paragraphs(rows, self.review)
        if SEND_ANYWAY not in request.POST and (warnings := warnings_in(row.text for row in typed)):
            return self._again(**shown, privacy_warnings=warnings)
        try:
            services.save_review(
                review=self.review,
                paragraphs=typed,
                targets=targets(target_rows),
                by=request.actor,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self._again(**shown)
        messages.success(request, _("Đã lưu báo cáo."))
        return redirect(self.get_success_url())

    def _again(self, **shown: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**shown), status=422)

    def _paragraphs(self) -> Any:
        order = [section.value for section in self.review.outline]
        stored = sorted(self.review.sentences.all(), key=lambda row: order.index(row.section))
        initial = [{"pk": row.pk, "section": row.section, "text": row.text} for row in stored]
        rows = ParagraphRows(prefix="doan", initial=initial, form_kwargs={"review": self.review})
        rows.extra = len(initial) + 1
        return rows

    def _targets(self) -> Any:
        names = ("name", "measure_unit", "target", "measure", "actual")
        initial = [{name: getattr(row, name) for name in names} for row in self.review.targets.all()]
        rows = TargetRows(prefix="chi-tieu", initial=initial)
        rows.extra = len(initial) + 1
        return rows
