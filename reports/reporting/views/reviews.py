"""Syntheses and reviews: the list, one report with its annex and what has changed since, its Word file, its steps."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.papers.rendering import render as render_paper
from nammanh.platform.dates import local_date, today
from nammanh.platform.downloads import attachment
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import PolicyMixin, ScopedDetailView, ServiceFormView, scoped_or_404
from reports.facts.reading import ReadsFacts
from reports.reporting import policies, review_states
from reports.reporting.forms import ReasonForm
from reports.reporting.models import Review, ReviewKind
from reports.reporting.queries import figures
from reports.reporting.review_forms import SubmitForm
from reports.reporting.review_paper import REVIEW_REPORT, ROMAN, review_context
from reports.reporting.review_states import ReviewAction, ReviewStatus
from reports.reporting.services import review as services
from reports.reporting.standing import links_of_review
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.guard import PrivacyGuardMixin
from reports.visits.timeline import told
from reports.visits.views import CountedListView

TONES: dict[str, str] = {
    ReviewStatus.DRAFT: "neutral",
    ReviewStatus.SUBMITTED: "info",
    ReviewStatus.APPROVED: "success",
    ReviewStatus.DISCARDED: "neutral",
}
ACTION_TONES: dict[str, str] = {
    ReviewAction.SUBMIT: "info",
    ReviewAction.APPROVE: "success",
    ReviewAction.RETURN: "warning",
    ReviewAction.RECALL: "warning",
}
BUTTONS = {
    ReviewAction.APPROVE: (_("Duyệt"), "reporting:approve_review", "check", "btn-primary"),
    ReviewAction.SUBMIT: (_("Trình duyệt"), "reporting:submit_review", "send", "btn-primary"),
    ReviewAction.RETURN: (_("Trả lại để sửa"), "reporting:return_review", "arrow-back-up", ""),
    ReviewAction.EDIT: (_("Sửa nội dung"), "reporting:edit_review", "pencil", ""),
    ReviewAction.RECALL: (_("Rút lại để sửa"), "reporting:recall_review", "arrow-back-up", ""),
    ReviewAction.DISCARD: (_("Bỏ bản nháp"), "reporting:discard_review", "trash", "btn-outline-danger"),
}


class ReviewFilter(django_filters.FilterSet):
    """Narrows the list of syntheses and reviews."""

    place = None

    loai = django_filters.ChoiceFilter(
        field_name="kind",
        label=_("Loại báo cáo"),
        choices=ReviewKind.choices,
        empty_label=_("Tất cả các loại"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    trang_thai = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Trạng thái"),
        choices=ReviewStatus.choices,
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    class Meta:
        model = Review
        fields: list[str] = []


class ReviewList(PolicyMixin, CountedListView):
    policy = staticmethod(policies.reads_reviews)
    model = Review
    keyset = ("-last", "-pk")
    filterset_class = ReviewFilter
    template_name = "reporting/reviews.html"
    export_title = _("Báo cáo tổng hợp, sơ kết, tổng kết")
    export_columns = (
        Column(_("Loại báo cáo"), "get_kind_display", width=18),
        Column(_("Trích yếu"), "abstract", width=50),
        Column(_("Kỳ báo cáo"), "period", width=24),
        Column(_("Phạm vi"), "scope", width=28),
        Column(_("Người soạn"), "author.full_name", width=28),
        Column(_("Trạng thái"), "get_status_display", width=20),
        Column(
            _("Ngày duyệt"), lambda row: local_date(row.approved_at) if row.approved_at else None, CellKind.DATE, 13
        ),
    )

    def get_queryset(self) -> QuerySet[Review]:
        return Review.objects.visible_to(self.request.actor.user).with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.tone = TONES[row.status]
        return context | {"compiles": policies.compiles(self.request.actor.user)}


def reviews_of(request: HttpRequest) -> QuerySet[Review]:
    rows = Review.objects.visible_to(request.actor.user).with_names()
    return rows.select_related("author__user", "unit__parent__parent")


class ReviewDetail(ReadsFacts, ScopedDetailView):
    model = Review
    template_name = "reporting/review.html"
    context_object_name = "report"

    def get_queryset(self) -> QuerySet[Review]:
        return reviews_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, user = self.object, self.request.actor.user
        allowed = policies.allowed_review_actions(user, review)
        rows = list(review.sentences.all())
        links = links_of_review(rows, user)
        for row in rows:
            row.links = links.get(row.pk, [])
        total = figures.totals_of(review) if review.is_draft else None
        changes = [change for row in rows for change in figures.changes_of(row, total)] if total else []
        return super().get_context_data(
            parts=[
                {
                    "number": ROMAN[order],
                    "label": section.label,
                    "paragraphs": [row for row in rows if row.section == section],
                }
                for order, section in enumerate(review.outline)
            ],
            annex=review.annex or figures.annex_of(review, total),
            changes=changes,
            tone=TONES[review.status],
            steps=told(review.steps.select_related("by", "secretary"), ACTION_TONES),
            buttons=[
                {"label": label, "url": reverse(name, args=[review.uuid]), "icon": icon, "look": look}
                for action, (label, name, icon, look) in BUTTONS.items()
                if action in allowed
            ],
            may_edit=ReviewAction.EDIT in allowed,
            **kwargs,
        )


class ReviewPaper(View):
    """The report as a Word file, in the layout of the day on which it was approved."""

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        review = scoped_or_404(reviews_of(request), uuid=uuid)
        day = local_date(review.approved_at) if review.approved_at else today()
        context = review_context(review, review.annex or figures.annex_of(review))
        try:
            content = render_paper(REVIEW_REPORT, context, on=day)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("reporting:review", args=[uuid]))
        name = _("Báo cáo – %(report)s.docx") % {"report": str(review).replace("/", "-")}
        return attachment(content, name, CONTENT_TYPES[".docx"])


class OfReview:
    """One report that the person may read, for a step that is theirs."""

    request: HttpRequest
    action: str = ReviewAction.EDIT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.review = scoped_or_404(reviews_of(request), uuid=kwargs["uuid"])
        if not policies.acts_on_review(request.actor.user, self.review, self.action):
            raise PermissionDenied(_("Việc này thuộc đồng chí khác trong báo cáo."))
        if request.method == "GET" and not review_states.may_follow(self.action, self.review.status):
            messages.warning(request, _("Báo cáo đã chuyển sang trạng thái khác nên không làm được việc này nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("reporting:review", args=[self.review.uuid])


class UpdateFigures(OfReview, View):
    """POST only: today's figures in the place of those that nobody has changed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        try:
            count = services.update_figures(review=self.review, by=request.actor)
            messages.success(request, _("Đã cập nhật %(count)s số liệu trong báo cáo.") % {"count": count})
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(self.get_success_url())


class ReviewStepView(OfReview, PrivacyGuardMixin, ServiceFormView):
    """One step: the page says what it means, the POST does it."""

    template_name = "reporting/review_step.html"
    form_class: Any = Form
    heading: Any = ""
    lead: Any = ""
    danger = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.review,
            heading=self.heading,
            lead=self.lead,
            danger=self.danger,
            draft_key=f"review-{self.action}-{self.review.uuid}",
            **kwargs,
        )


class SubmitReview(ReviewStepView):
    action = ReviewAction.SUBMIT
    form_class = SubmitForm
    heading = _("Trình duyệt")
    lead = _("Nội dung và phụ lục số liệu được giữ nguyên từ lúc trình. Chưa duyệt thì đồng chí vẫn rút lại sửa được.")
    success_message = _("Đã trình báo cáo.")

    def get_form_kwargs(self) -> dict[str, Any]:
        total = figures.totals_of(self.review)
        changed = any(figures.changes_of(row, total) for row in self.review.sentences.all())
        return {**super().get_form_kwargs(), "changed": changed}

    def call(self, form: Form) -> Review:
        return services.submit(review=self.review, by=self.request.actor, **form.cleaned_data)


class RecallReview(ReviewStepView):
    action = ReviewAction.RECALL
    heading = _("Rút lại để sửa")
    lead = _("Báo cáo trở lại bản nháp; số liệu phụ lục được đếm lại khi trình lần sau.")
    success_message = _("Đã rút báo cáo về bản nháp.")

    def call(self, form: Form) -> Review:
        return services.recall_review(review=self.review, by=self.request.actor)


class ApproveReview(ReviewStepView):
    action = ReviewAction.APPROVE
    heading = _("Duyệt báo cáo")
    lead = _("Sau khi duyệt, báo cáo không sửa được nữa. Số, ngày ban hành do văn thư cấp.")
    success_message = _("Đã duyệt báo cáo.")

    def call(self, form: Form) -> Review:
        return services.approve_review(review=self.review, by=self.request.actor)


class ReturnReview(ReviewStepView):
    action = ReviewAction.RETURN
    form_class = ReasonForm
    guarded = ("reason",)
    heading = _("Trả lại để sửa")
    lead = _("Người soạn thấy điều cần sửa, sửa rồi trình lại.")
    success_message = _("Đã trả lại báo cáo.")

    def call(self, form: ReasonForm) -> Review:
        return services.return_review(review=self.review, by=self.request.actor, **form.cleaned_data)


class DiscardReview(ReviewStepView):
    action = ReviewAction.DISCARD
    heading = _("Bỏ bản nháp")
    lead = _("Bản nháp không dùng nữa. Số liệu và ghi chép gốc không đổi.")
    danger = True
    success_message = _("Đã bỏ bản nháp.")

    def call(self, form: Form) -> Review:
        return services.discard_review(review=self.review, by=self.request.actor)
