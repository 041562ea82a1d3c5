"""The list of rounds, and one round: its units, its comparison with the eve, its checks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments import policies
from assignments.models import Officer, Unit
from assignments.rounds import queries
from assignments.rounds.forms import LinesShownForm
from assignments.rounds.models import Round
from assignments.rounds.queries import Change, Comparison, Finding, UnitChange
from nammanh.accounts.exports import ExportMixin, filter_in_words
from nammanh.accounts.models import User
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, scoped_or_404

TONES = {
    Change.ADDED: "success",
    Change.MOVED: "info",
    Change.ENDED: "warning",
    Change.UNCHANGED: "neutral",
    Change.MISSING: "danger",
}
SHOWN_FINDINGS = 100


class RoundList(PolicyMixin, ExportMixin, KeysetListView):
    model = Round
    template_name = "rounds/list.html"
    keyset = ("-starts_on", "-pk")
    policy = staticmethod(policies.may_manage_assignments)
    export_title = gettext_lazy("Đợt phân công")
    export_columns = (
        Column(gettext_lazy("Đợt"), "name", width=36),
        Column(gettext_lazy("Tầng"), "tier.name", width=28),
        Column(gettext_lazy("Phạm vi"), "unit.full_name", width=28),
        Column(gettext_lazy("Từ ngày"), "starts_on", CellKind.DATE, 13),
        Column(gettext_lazy("Đến hết ngày"), "ends_on", CellKind.DATE, 13),
        Column(gettext_lazy("Trạng thái"), "get_status_display", width=18),
        Column(gettext_lazy("Quyết định"), "document", width=28),
    )

    def get_queryset(self) -> QuerySet[Round]:
        return super().get_queryset().with_names()


def tabs(turn: Round, here: str, comparison: Comparison) -> list[dict[str, Any]]:
    """The pages of one round."""
    changed = len(comparison.of(Change.ADDED, Change.MOVED, Change.ENDED))
    pages = [
        ("rounds:detail", _("Danh sách địa bàn"), len(comparison.units)),
        ("rounds:compare", _("So sánh"), changed),
        ("rounds:checks", _("Kiểm tra"), None),
    ]
    return [
        {"label": label, "url": reverse(name, args=[turn.pk]), "active": name == here, "count": count}
        for name, label, count in pages
    ]


class OfRound(PolicyMixin):
    """A page of one round of the person's scope."""

    policy = staticmethod(policies.may_manage_assignments)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rounds = Round.objects.visible_to(request.actor.user).with_names().select_related("approved_by", "created_by")
        if policies.may_manage_assignments(request.actor.user):
            self.turn = scoped_or_404(rounds, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


def unit_lines(comparison: Comparison, units: list[Unit], user: User) -> list[dict[str, Any]]:
    """One entry a unit, with the names of those concerned: two queries for all of them."""
    changes = [comparison.units[unit.pk] for unit in units]
    wanted = {row.officer_id for change in changes for row in [*change.before, *change.lines] if row.officer_id}
    officers = Officer.objects.visible_to(user).in_bulk(wanted)
    roles = {role.pk: role.name for role in comparison.round.tier.roles.all()}
    return [_unit_line(unit, change, officers, roles) for unit, change in zip(units, changes, strict=True)]


def _unit_line(unit: Unit, change: UnitChange, officers: dict[int, Officer], roles: dict[int, str]) -> dict[str, Any]:
    return {
        "unit": unit,
        "before": [{"row": row, "officer": officers.get(row.officer_id)} for row in change.before],
        "after": [
            {"line": line, "officer": officers.get(line.officer_id), "role": roles.get(line.role_id, "")}
            for line in change.lines
        ],
        "change": change.change.label,
        "tone": TONES[change.change],
        "stale": change.changed_since,
    }


def _named(line: dict[str, Any], side: str) -> str:
    """Who holds it before or after, as the page names them; an empty officer of a line means left vacant."""
    return "; ".join(entry["officer"].full_name if entry["officer"] else _("Để trống") for entry in line[side])


class RoundDetail(OfRound, ExportMixin, KeysetListView):
    """One line a unit: who holds it now, who is to hold it; narrowed to the changed ones or to those without a line."""

    model = Unit
    template_name = "rounds/detail.html"
    keyset = ("name_key", "pk")
    export_columns = (
        Column(gettext_lazy("Địa bàn"), lambda line: line["unit"].full_name, width=28),
        Column(gettext_lazy("Trực thuộc"), lambda line: line["unit"].parent.full_name, width=28),
        Column(gettext_lazy("Đang phụ trách"), lambda line: _named(line, "before"), width=36),
        Column(gettext_lazy("Sau đợt này"), lambda line: _named(line, "after"), width=36),
        Column(gettext_lazy("So với hiện nay"), lambda line: line["change"], width=18),
    )

    @property
    def export_title(self) -> str:
        return self.turn.name

    def export_notes(self) -> list[str]:
        return [filter_in_words(self.shown)]

    def dress(self, rows: list[Unit]) -> list[dict[str, Any]]:
        return unit_lines(self.comparison, rows, self.request.actor.user)

    def get_queryset(self) -> QuerySet[Unit]:
        self.comparison = queries.compare(self.turn)
        self.shown = LinesShownForm(self.request.GET)
        condition = queries.unit_condition(self.comparison, self.shown.changes)
        return self.shown.named(super().get_queryset().filter(condition)).select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        missing = self.comparison.of(Change.MISSING)
        return context | {
            "turn": self.turn,
            "shown": self.shown,
            "tabs": tabs(self.turn, "rounds:detail", self.comparison),
            "lines": unit_lines(self.comparison, context["rows"], self.request.actor.user),
            "missing": len(missing),
            "silent": sum(not row.before for row in missing),
        }


class RoundCompare(OfRound, TemplateView):
    """The round beside its eve, by unit in figures and by officer in names."""

    template_name = "rounds/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = queries.compare(self.turn)
        detail = reverse("rounds:detail", args=[self.turn.pk])
        filters = {Change.ADDED: "them", Change.MOVED: "doi", Change.ENDED: "thoi", Change.UNCHANGED: "giu"}
        figures = [
            {
                "label": change.label,
                "value": comparison.counts[change],
                "url": f"{detail}?loc={word}",
                "tone": TONES[change],
            }
            for change, word in [*filters.items(), (Change.MISSING, "chua-ghi")]
        ]
        return super().get_context_data(
            turn=self.turn,
            tabs=tabs(self.turn, "rounds:compare", comparison),
            figures=figures,
            officer_figures=[(change.label, comparison.officer_counts[change]) for change in filters],
            officers=self._officers(comparison),
            kept=sum(len(row.kept) for row in comparison.units.values()),
            **kwargs,
        )

    def _officers(self, comparison: Comparison) -> list[dict[str, Any]]:
        """Those whose units change, in the order of their names."""
        changed = [row for row in comparison.officers if row.change != Change.UNCHANGED]
        user = self.request.actor.user
        people = Officer.objects.visible_to(user).in_bulk([row.officer_id for row in changed])
        named = {pk for row in changed for pk in row.before | row.after}
        units = Unit.objects.visible_to(user).select_related("parent").in_bulk(named)
        changed.sort(key=lambda row: people[row.officer_id].name_key)
        return [
            {
                "officer": people[row.officer_id],
                "change": row.change.label,
                "tone": TONES[row.change],
                "out": _in_order(units, row.before - row.after),
                "stay": _in_order(units, row.before & row.after),
                "into": _in_order(units, row.after - row.before),
            }
            for row in changed
        ]


def _in_order(units: dict[int, Unit], keys: frozenset[int]) -> list[Unit]:
    return sorted((units[pk] for pk in keys), key=lambda unit: unit.name_key)


class RoundChecks(OfRound, TemplateView):
    """What stands against approval and what deserves a look, each with the line that it is about."""

    template_name = "rounds/checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = queries.compare(self.turn)
        report = queries.check(comparison)
        return super().get_context_data(
            turn=self.turn,
            tabs=tabs(self.turn, "rounds:checks", comparison),
            error_count=len(report.errors),
            warning_count=len(report.warnings),
            errors=self._with_units(report.errors),
            warnings=self._with_units(report.warnings),
            limit=SHOWN_FINDINGS,
            stale=sum(row.changed_since for row in comparison.units.values()),
            silent=sum(not row.before for row in comparison.of(Change.MISSING)),
            **kwargs,
        )

    def _with_units(self, findings: list[Finding]) -> list[dict[str, Any]]:
        shown = findings[:SHOWN_FINDINGS]
        units = Unit.objects.visible_to(self.request.actor.user).select_related("parent")
        named = units.in_bulk([row.unit_id for row in shown if row.unit_id])
        return [{"text": row.text, "unit": named.get(row.unit_id)} for row in shown]
