"""Văn phòng's own page of what it decides once: the closing day and the routing rules, with their days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments.models import Level, Unit
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ServiceFormView
from reports.consolidation import policies, services
from reports.consolidation.models import ClosingDay, RoutingRule
from reports.consolidation.policy_forms import ClosingDayForm, EndRuleForm, RuleForm
from reports.consolidation.queries.calendar import DEFAULT_DAY
from reports.feedback.queries import answering_agencies, fields_of_work


def rules() -> QuerySet[RoutingRule]:
    """All rules by field and place, the latest first; those that are over stay to be read."""
    rows = RoutingRule.objects.select_related("field", "unit", "lead").prefetch_related("supporting")
    return rows.order_by("field__name", "unit__name_key", "-valid_from", "pk")


class Policy(PolicyMixin, ExportMixin, TemplateView):
    """What holds, what held, what will hold."""

    template_name = "consolidation/policy.html"
    policy = staticmethod(policies.reads_batches)
    export_title = _("Quy tắc chuyển ngành")
    export_columns = (
        Column(_("Lĩnh vực"), "field.name", width=32),
        Column(_("Địa bàn"), lambda row: row.unit.full_name if row.unit else str(_("Mọi nơi")), width=32),
        Column(_("Ngành chủ trì"), "lead.name", width=40),
        Column(_("Ngành phối hợp"), lambda row: "; ".join(str(one) for one in row.supporting.all()), width=40),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "valid_to", CellKind.DATE, 13),
    )

    def export_rows(self) -> Iterable[RoutingRule]:
        return rules()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        rows, closing = list(rules()), list(ClosingDay.objects.order_by("-valid_from"))
        for row in (*rows, *closing):
            row.over, row.ahead = bool(row.valid_to and row.valid_to < day), row.valid_from > day
        may_change = policies.consolidates(self.request.actor.user)
        now = next((row.day for row in closing if row.in_force_on(day)), DEFAULT_DAY)
        return super().get_context_data(rules=rows, closing=closing, now=now, may_change=may_change, **kwargs)


class PolicyFormView(PolicyMixin, ServiceFormView):
    """One decision; back to the page afterwards."""

    policy = staticmethod(policies.consolidates)
    template_name = "consolidation/policy_form.html"
    success_url = reverse_lazy("consolidation:policy")
    heading: Any
    lead: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, lead=self.lead, **kwargs)


class SetClosingDay(PolicyFormView):
    form_class = ClosingDayForm
    heading = _("Đổi ngày khóa sổ")
    lead = _("Kỳ đã lập giữ ngày khóa sổ của mình; ngày mới áp dụng cho các kỳ lập sau.")
    success_message = _("Đã ghi ngày khóa sổ.")

    def call(self, form: ClosingDayForm) -> ClosingDay:
        return services.set_closing_day(by=self.request.actor, **form.cleaned_data)


class AddRule(PolicyFormView):
    form_class = RuleForm
    heading = _("Thêm quy tắc chuyển ngành")
    lead = _("Khi xếp dòng, hệ thống đề xuất ngành chủ trì theo quy tắc của địa bàn gần nhất.")
    success_message = _("Đã thêm quy tắc chuyển ngành.")

    def get_form_kwargs(self) -> dict[str, Any]:
        day = today()
        units = Unit.objects.visible_to(self.request.actor.user).on(day)
        places = units.filter(level__in=[Level.DISTRICT, Level.COMMUNE]).select_related("district")
        return super().get_form_kwargs() | {
            "fields": list(fields_of_work()),
            "units": list(places.order_by("-level", "name_key", "pk")),
            "leads": list(answering_agencies().on(day).filter(unit__level=Level.PROVINCE).order_by("name_key", "pk")),
        }

    def call(self, form: RuleForm) -> RoutingRule:
        return services.add_rule(by=self.request.actor, **form.cleaned_data)


class EndRule(PolicyFormView):
    form_class = EndRuleForm
    heading = _("Kết thúc quy tắc chuyển ngành")
    success_message = _("Đã ghi ngày kết thúc quy tắc.")

    @property
    def lead(self) -> str:
        return str(self.rule)

    @property
    def rule(self) -> RoutingRule:
        return get_object_or_404(rules(), pk=self.kwargs["rule"])

    def call(self, form: EndRuleForm) -> RoutingRule:
        return services.end_rule(rule=self.rule, by=self.request.actor, **form.cleaned_data)
