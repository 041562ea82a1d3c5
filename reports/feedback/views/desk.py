"""A department's desk: what was referred to it, what is due first, and what the sender's side said of its answers."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView
from reports.feedback.deadlines import referral_deadline, referral_tone
from reports.feedback.models import Petition, Referral, ReferralSupport, Verdict
from reports.feedback.queries import answering_agencies
from reports.feedback.states import ReferralStatus
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, TickFilter


def owed(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.owed() if value else qs


def late(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.overdue(today()) if value else qs


def hot(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.filter(hot=True) if value else qs


class ReferralFilter(django_filters.FilterSet):
    """trang_thai · vai: chu_tri (lead) or phoi_hop (support) · phai_tra_loi=1 · qua_han=1 · buc_xuc=1.

    What a figure of a department counts: nganh, the lead · han_tu, han_den: days on which the answer was due first ·
    ket_qua: among those that were to be answered, what became of them.
    """

    trang_thai = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Trạng thái"),
        choices=ReferralStatus.choices,
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    vai = django_filters.ChoiceFilter(
        label=_("Vai trò của ngành"),
        choices=[("chu-tri", _("Chủ trì")), ("phoi-hop", _("Phối hợp"))],
        empty_label=_("Chủ trì và phối hợp"),
        method="in_role",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    phai_tra_loi = TickFilter(label=_("Còn phải trả lời"), method=owed)
    qua_han = TickFilter(label=_("Quá hạn ban đầu"), method=late)
    buc_xuc = TickFilter(label=_("Vấn đề bức xúc"), method=hot)
    nganh = django_filters.ModelChoiceFilter(
        field_name="department",
        label=_("Ngành chủ trì"),
        queryset=lambda request: answering_agencies(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    han_tu = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Đến hạn từ ngày"), widget=forms.HiddenInput)
    han_den = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Đến hạn đến ngày"), widget=forms.HiddenInput)
    ket_qua = django_filters.ChoiceFilter(
        label=_("Kết quả"),
        choices=[
            ("den-han", _("Phải trả lời")),
            ("dung-han", _("Trả lời đúng hạn ban đầu")),
            ("dung-hen", _("Trả lời đúng hạn đã hẹn")),
            ("tre", _("Trả lời trễ hạn ban đầu")),
            ("con-no", _("Chưa trả lời")),
            ("chua-dat", _("Có câu trả lời chưa đạt")),
        ],
        widget=forms.HiddenInput,
        method="with_outcome",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    class Meta:
        model = Referral
        fields: list[str] = []

    def in_role(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        mine = access_of(self.request.actor.user).department_ids
        if value == "chu-tri":
            return qs.filter(department__in=mine) if mine else qs
        return qs.filter(pk__in=ReferralSupport.objects.filter(agency__in=mine).values("referral"))

    def with_outcome(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Of what was to be answered: what was handed back or recalled is nobody's."""
        if value == "con-no":
            return qs.owed()
        if value == "chua-dat":
            return qs.filter(Exists(Verdict.objects.filter(reply__referral=OuterRef("pk"), passed=False)))
        rows = qs.exclude(status__in=[ReferralStatus.HANDED_BACK, ReferralStatus.RECALLED]).with_punctuality()
        wanted = {
            "dung-han": {"on_time_original": True},
            "dung-hen": {"on_time_committed": True},
            "tre": {"on_time_original": False},
        }
        return rows.filter(**wanted.get(value, {}))


class ReferralList(ExportMixin, KeysetListView):
    """Phiếu chuyển, the first due first; a department sees its own, offices all. What is still owed, unless asked."""

    model = Referral
    keyset = ("expected_on", "pk")
    filterset_class = ReferralFilter
    unasked = {"phai_tra_loi": "1"}
    template_name = "feedback/desk.html"
    export_title = _("Phiếu chuyển phản ánh, kiến nghị")
    export_columns = (
        Column(_("Nội dung chuyển"), "wording", width=60),
        Column(_("Lĩnh vực"), "field.name"),
        Column(_("Ngành chủ trì"), "department.name", width=32),
        Column(_("Số phản ánh"), "count", CellKind.NUMBER, 12),
        Column(_("Trạng thái"), "get_status_display", width=22),
        Column(_("Ngày chuyển"), "dispatched_at", CellKind.DATE, 13),
        Column(_("Hạn ban đầu"), "due_on", CellKind.DATE, 13),
        Column(_("Ngày hẹn"), "committed_on", CellKind.DATE, 13),
        Column(_("Hạn trả lời lại"), "renewed_due_on", CellKind.DATE, 13),
    )

    def get_queryset(self) -> QuerySet[Referral]:
        mine = Petition.objects.visible_to(self.request.actor.user)
        said = Verdict.objects.filter(petition__in=mine).order_by("-at", "-pk")
        verdicts = said.select_related("by", "secretary", "petition__commune")
        seen = mine.select_related("unit", "commune").order_by("pk")
        return (
            super()
            .get_queryset()
            .with_names()
            .with_count()
            .prefetch_related(
                Prefetch("petitions", seen, to_attr="shown_petitions"),
                Prefetch("replies__verdicts", verdicts),
                "supports__agency",
            )
        )

    def filtered(self) -> QuerySet:
        rows = super().filtered()
        self.total = rows.count()
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mine, day = access_of(self.request.actor.user).department_ids, today()
        for row in context["object_list"]:
            row.deadline, row.tone = referral_deadline(row, day), referral_tone(row)
            row.leads = row.department_id in mine
            row.supported = any(support.agency_id in mine for support in row.supports.all())
            row.answers = row.leads and row.is_owed
            verdicts = [verdict for reply in row.replies.all() for verdict in reply.verdicts.all()]
            row.verdict = max(verdicts, key=lambda verdict: verdict.at, default=None)
        filtered = any(self.request.GET.get(name) for name in self.filter.form.fields)
        return context | {
            "rows": context["object_list"],
            "total": self.total,
            "filtered": filtered,
            "export_url": context["export_url"] if self.total else "",
        }
