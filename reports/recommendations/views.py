"""Comments: the list, each with its history, and the letter that takes them to the commune."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, View

from assignments.models import Unit
from nammanh.papers.rendering import render as render_paper
from nammanh.platform.dates import today
from nammanh.platform.downloads import attachment
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import PolicyMixin, ScopedDetailView, ScopedMixin, scoped_or_404
from reports.recommendations import letter, policies, services
from reports.recommendations.filters import CommentFilter
from reports.recommendations.forms import CommentFields, hints_on
from reports.recommendations.models import Comment
from reports.recommendations.numbering import numbered
from reports.recommendations.queries import dressed
from reports.recommendations.standing import deadline, state_of, story
from reports.recommendations.states import Action
from reports.visits.models import Visit
from reports.visits.policies import may_log_visits
from reports.visits.timeline import author
from reports.visits.views import LATEST, PLACE_COLUMNS, CountedListView

MOST_ROWS = 20
"""Comments of one entry that hints are given for."""

BUTTONS = {
    Action.ANSWER: (_("Trả lời"), "recommendations:answer", "message-2", "btn-primary"),
    Action.FOLLOW_UP: (_("Ghi kết quả theo dõi"), "recommendations:follow_up", "clipboard-check", "btn-primary"),
    Action.FINISH: (_("Ghi nhận đã thực hiện"), "recommendations:follow_up", "clipboard-check", ""),
    Action.EDIT: (_("Sửa góp ý"), "recommendations:edit", "pencil", ""),
}
POSTED = {
    Action.SEND: (_("Gửi góp ý"), "recommendations:send", "send", "btn-primary"),
    Action.WITHDRAW: (_("Rút lại"), "recommendations:withdraw", "refresh", ""),
}
"""Steps that ask nothing: one click."""


def comments_of(request: HttpRequest) -> QuerySet[Comment]:
    return Comment.objects.visible_to(request.actor.user).with_names().select_related("entered_by")


class CommentList(CountedListView):
    model = Comment
    keyset = ("-given_on", "-pk")
    filterset_class = CommentFilter
    template_name = "recommendations/list.html"
    export_title = _("Danh sách góp ý")
    export_columns = (
        Column(_("Góp ý"), numbered, width=34),
        *PLACE_COLUMNS,
        Column(_("Cán bộ"), author, width=32),
        Column(_("Ngày góp ý"), "given_on", CellKind.DATE, 13),
        Column(_("Loại góp ý"), "get_type_display", width=20),
        Column(_("Gửi ai"), "get_visibility_display", width=22),
        Column(_("Đối tượng góp ý"), "get_addressee_display", width=22),
        Column(_("Việc"), "matter", width=50),
        Column(_("Đề xuất"), "proposal", width=50),
        Column(_("Ai làm"), "responsible"),
        Column(_("Bao giờ xong"), "due_on", CellKind.DATE, 13),
        Column(_("Xã đánh giá"), "get_specificity_display", width=14),
        Column(_("Trạng thái"), state_of, width=24),
        Column(_("Trả lời"), "get_answer_display", width=18),
        Column(_("Nội dung trả lời"), "reply", width=50),
        Column(_("Hẹn xong"), "expected_on", CellKind.DATE, 13),
        Column(_("Thời hạn"), lambda row: deadline(row, today())[0], width=18),
    )

    def get_queryset(self) -> QuerySet[Comment]:
        return super().get_queryset().with_names().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], self.request.actor.user)
        return context


class CommentsOfUnit(ScopedMixin, ListView):
    """Fragment: the latest comments on a unit and on those below it."""

    model = Comment
    template_name = "recommendations/_of_unit.html"

    def get_queryset(self) -> list[Comment]:
        user = self.request.actor.user
        self.unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        rows = super().get_queryset().within(self.unit).with_names().select_related("entered_by").newest_first()
        return dressed(rows[:LATEST], user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, rows=self.object_list, **kwargs)


class CommentDetail(ScopedDetailView):
    """One comment with its one history. A recipient who opens it has read it, and from then on its words stand."""

    model = Comment
    template_name = "recommendations/detail.html"
    context_object_name = "comment"

    def get_queryset(self) -> QuerySet[Comment]:
        return comments_of(self.request).select_related("answered_by")

    def get_object(self, queryset: QuerySet | None = None) -> Comment:
        comment, actor = super().get_object(queryset), self.request.actor
        if policies.may(actor.user, comment, Action.READ):
            services.read_comment(comment=comment, by=actor)
            comment = super().get_object(queryset)
        return comment

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, comment = self.request.actor.user, self.object
        dressed([comment], user)
        allowed = policies.allowed_actions(user, comment)
        if Action.FOLLOW_UP in allowed:
            allowed.discard(Action.FINISH)  # the same page takes both
        return super().get_context_data(
            buttons=self._buttons(BUTTONS, allowed),
            posted=self._buttons(POSTED, allowed),
            steps=story(comment.steps.select_related("by", "secretary")),
            visit=Visit.objects.visible_to(user).filter(pk=comment.visit_id).select_related("unit").first(),
            has_letter=letter.goes_by_letter(comment) and policies.takes_letter(user, comment),
            back=self.request.path,
            **kwargs,
        )

    def _buttons(self, known: dict[Action, tuple[Any, ...]], allowed: set[str]) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": reverse(name, args=[self.object.uuid]), "icon": icon, "look": look}
            for action, (label, name, icon, look) in known.items()
            if action in allowed
        ]


class CommentHint(PolicyMixin, View):
    """Fragment: what the comment being typed lacks, with an example. Nothing is stored."""

    http_method_names = ["post"]
    policy = staticmethod(may_log_visits)

    def post(self, request: HttpRequest) -> HttpResponse:
        """One comment (“matter”), or the rows of an entry (“comments-0-matter”, …)."""
        rows = [name.removesuffix("-matter") for name in request.POST if name.endswith("-matter")][:MOST_ROWS]
        typed = [CommentFields(request.POST, prefix=row) for row in rows] or [CommentFields(request.POST)]
        return render(request, "recommendations/_hints.html", {"rows": hints_on(typed), "several": len(typed) > 1})


class LetterView(View):
    """The comments as a Word file for văn thư: number and signature are left to the office."""

    def rows(self) -> tuple[Visit, list[Comment]]:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit, comments = self.rows()
        comments = [comment for comment in comments if letter.goes_by_letter(comment)]
        if not comments:
            raise Http404
        if not any(policies.takes_letter(request.actor.user, comment) for comment in comments):
            raise PermissionDenied(_("Chỉ đồng chí góp ý, Văn phòng và Đảng ủy của địa bàn tải được văn bản này."))
        try:
            content = render_paper(letter.COMMENT_LETTER, letter.context_of(visit, comments), on=today())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("recommendations:detail", comments[0].uuid)
        return attachment(content, letter.file_name(visit, comments), CONTENT_TYPES[".docx"])


class CommentLetter(LetterView):
    def rows(self) -> tuple[Visit, list[Comment]]:
        comment = scoped_or_404(letter.with_places(comments_of(self.request)), uuid=self.kwargs["uuid"])
        return comment.visit, [comment]


class VisitLetter(LetterView):
    def rows(self) -> tuple[Visit, list[Comment]]:
        visits = Visit.objects.visible_to(self.request.actor.user)
        visit = scoped_or_404(visits, uuid=self.kwargs["visit"])
        found = (
            letter.with_places(comments_of(self.request)).filter(visit=visit).order_by("number_year", "number", "pk")
        )
        return visit, list(found)
