"""“Cần chỉnh”: what is irregular in who holds what on a day, each kind with its list and the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries
from assignments.filters import AnomalyForm
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import format_date, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin


@dataclass(frozen=True)
class Choice:
    """A kind with the number of its rows and the address of its list; also a tab."""

    kind: queries.Anomaly
    count: int
    url: str
    active: bool

    @property
    def label(self) -> Any:
        return self.kind.title

    @property
    def tone(self) -> str:
        return self.kind.severity if self.count else "success"


class AnomalyList(PolicyMixin, ExportMixin, KeysetListView):
    """Without a kind, all kinds with their numbers; with `?loai=` the list of one."""

    template_name = "assignments/anomalies.html"
    policy = staticmethod(policies.reads_anomalies)
    chosen: queries.Anomaly | None = None

    def _read(self) -> None:
        user = self.request.actor.user
        self.form = AnomalyForm(self.request.GET)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.day = asked.get("ngay") or today()
        self.manages = policies.may_manage_assignments(user)
        self.scope = queries.Scope.of(user)
        self.kinds = queries.kinds_on(self.day, for_manager=self.manages)
        code = self.request.GET.get("loai")
        self.chosen = next((kind for kind in self.kinds if kind.code == code), None)

    @property
    def keyset(self) -> tuple[str, ...]:
        return self.chosen.keyset if self.chosen else ("pk",)

    def get_queryset(self) -> QuerySet:
        self._read()
        if self.chosen is None:
            return self.scope.units.none()
        return self.chosen.rows(self.scope, self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        choices = self._choices()
        return context | {
            "lines": [self._line(self.chosen.tell(row)) for row in context["rows"]] if self.chosen else [],
            "choices": choices,
            "chosen": next((choice for choice in choices if choice.active), None),
            "form": self.form,
            "all_url": "." if self.day == today() else f"?ngay={format_date(self.day)}",
            "day": self.day,
            "all_calm": not any(choice.count for choice in choices),
        }

    def _choices(self) -> list[Choice]:
        found = queries.counted(self.kinds, self.scope, self.day)
        return [Choice(kind, count, self._address(kind), kind is self.chosen) for kind, count in found]

    def _address(self, kind: queries.Anomaly) -> str:
        day = "" if self.day == today() else f"&ngay={format_date(self.day)}"
        return f"?loai={kind.code}{day}"

    def _line(self, told: queries.Finding) -> dict[str, Any]:
        return {
            "told": told,
            "remedies": [(remedy.label, url) for remedy in told.remedies if (url := self._to(remedy))],
        }

    def _to(self, remedy: queries.Remedy) -> str:
        """The address of a remedy, for those who may use it."""
        may = policies.may_manage_accounts if remedy.by_administrator else policies.may_manage_assignments
        if not may(self.request.actor.user):
            return ""
        url = reverse(remedy.url_name, args=[remedy.pk] if remedy.pk else [])
        return f"{url}?dia-ban={remedy.unit_id}" if remedy.unit_id else url

    # ------------------------------------------------------------------------------------------------ taking it along
    @property
    def export_title(self) -> Any:
        return self.chosen.title if self.chosen else _("Phân công cần chỉnh")

    def export_rows(self) -> Any:
        rows = super().export_rows()
        return (self.chosen.tell(row) for row in rows) if self.chosen else self._choices()

    def export_notes(self) -> list[str]:
        return [str(_("Tính cho ngày %(day)s.") % {"day": format_date(self.day)})]

    @property
    def export_columns(self) -> Sequence[Column]:
        return FINDING_COLUMNS if self.chosen else CHOICE_COLUMNS


FINDING_COLUMNS = (
    Column(_("Địa bàn"), "unit.full_name", width=28),
    Column(_("Trực thuộc"), "unit.parent.full_name", width=28),
    Column(_("Cán bộ"), "officer.full_name", width=28),
    Column(_("Điều cần chỉnh"), "detail", width=70),
)
CHOICE_COLUMNS = (
    Column(_("Điều cần chỉnh"), "label", width=50),
    Column(_("Số lượng"), "count", CellKind.NUMBER, 12),
)
