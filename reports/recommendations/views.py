"""The list of comments and the commune's verdict on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import scoped_or_404
from reports.recommendations import policies, services
from reports.recommendations.filters import CommentFilter
from reports.recommendations.forms import JudgeForm
from reports.recommendations.models import Comment, Specificity
from reports.recommendations.queries import dressed
from reports.visits.timeline import author
from reports.visits.views import PLACE_COLUMNS, CountedListView


class CommentList(CountedListView):
    model = Comment
    keyset = ("-given_on", "-pk")
    filterset_class = CommentFilter
    template_name = "recommendations/list.html"
    export_title = _("Danh sách góp ý")
    export_columns = (
        *PLACE_COLUMNS,
        Column(_("Cán bộ"), author, width=32),
        Column(_("Ngày góp ý"), "given_on", CellKind.DATE, 13),
        Column(_("Loại góp ý"), "get_type_display", width=20),
        Column(_("Đối tượng góp ý"), "get_addressee_display", width=22),
        Column(_("Việc"), "matter", width=50),
        Column(_("Đề xuất"), "proposal", width=50),
        Column(_("Ai làm"), "responsible"),
        Column(_("Bao giờ xong"), "due_on", CellKind.DATE, 13),
        Column(_("Xã đánh giá"), "get_specificity_display", width=14),
    )

    def get_queryset(self) -> QuerySet[Comment]:
        return super().get_queryset().with_names().select_related("entered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], self.request.actor.user)
        return context | {"verdicts": Specificity.choices, "back": self.request.get_full_path()}


class JudgeComment(View):
    """POST only: one click on “Cụ thể” or “Chung chung”, then back to where it was made."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        comment = scoped_or_404(Comment.objects.visible_to(user).select_related("visit"), uuid=kwargs["uuid"])
        if not policies.may_judge(user, comment):
            raise PermissionDenied(_("Chỉ Đảng ủy của địa bàn đánh giá góp ý."))
        form = JudgeForm(request.POST)
        if form.is_valid():
            services.judge_comment(comment=comment, by=request.actor, **form.cleaned_data)
            messages.success(request, _("Đã ghi đánh giá của xã."))
        else:
            messages.error(request, form.errors["specificity"][0])
        return redirect(self.way_back(comment))

    def way_back(self, comment: Comment) -> str:
        """The page that the button stood on, or the visit."""
        back = self.request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, {self.request.get_host()}, self.request.is_secure())
        return back if safe else reverse("visits:detail", args=[comment.visit.uuid])
