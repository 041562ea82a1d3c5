"""Tables of places or departments by months, each as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.fields import MonthField
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin
from reports.dashboards import matrices, policies, scope
from reports.dashboards.matrices import DEPARTMENT_MEASURES, PLACE_MEASURES, Matrix, PlaceTables
from reports.dashboards.overview import districts_of
from reports.dashboards.templatetags.matrices import told
from reports.facts.months import Months
from reports.facts.reading import ReadsFacts

USUAL, WIDEST = 12, 24
"""Months side by side when none are asked for, and at most."""


class MatrixForm(forms.Form):
    """From month to month; what is counted and of which district, where there is a choice."""

    xem = forms.ChoiceField(label=gettext_lazy("Xem"), required=False)
    huyen = forms.ChoiceField(label=gettext_lazy("Huyện"), required=False)
    tu = MonthField(label=gettext_lazy("Từ tháng"), required=False)
    den = MonthField(label=gettext_lazy("Đến tháng"), required=False)

    def __init__(self, *args: Any, kinds: dict[str, Any], districts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.districts = kinds, {str(row.pk): row for row in districts}
        self.fields["xem"].choices = list(kinds.items())
        self.fields["huyen"].choices = [
            ("", _("Tất cả các huyện")),
            *((key, str(row)) for key, row in self.districts.items()),
        ]
        if len(kinds) < 2:
            del self.fields["xem"]
        if len(districts) < 2:
            del self.fields["huyen"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if first or last:
            try:
                months = Months(first or last, last or first)
                if len(months) > WIDEST:
                    message = _("Chọn khoảng thời gian không quá %(months)s tháng.")
                    raise ValidationError(message, code="too_long", params={"months": WIDEST})
                data["months"] = months
            except ValidationError as refusal:
                self.add_error("tu", refusal)
        return data


class MatrixPage(PolicyMixin, ReadsFacts, ExportMixin, TemplateView):
    """What was asked, and the table of it. What can't be read is said at its field and counts as not asked."""

    template_name = "dashboards/matrix.html"
    kinds: dict[str, Any] = {}
    lead: Any = ""
    has_districts = False

    @cached_property
    def form(self) -> MatrixForm:
        usual = Months.latest(today(), USUAL)
        districts = districts_of(self.request.actor.user) if self.has_districts else []
        asked = any(self.request.GET.get(name) for name in MatrixForm.base_fields)
        form = MatrixForm(
            self.request.GET if asked else None, initial=usual.query, kinds=self.kinds, districts=districts
        )
        form.is_valid()
        return form

    @property
    def _asked(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form.is_bound else {}

    @property
    def months(self) -> Months:
        return self._asked.get("months") or Months.latest(today(), USUAL)

    @property
    def kind(self) -> str:
        return self._asked.get("xem") or next(iter(self.kinds), "")

    def read(self) -> Matrix:
        raise NotImplementedError

    @cached_property
    def matrix(self) -> Matrix:
        return self.read()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            matrix=self.matrix,
            months=self.months,
            heading=self.export_title,
            kind_label=self.kinds.get(self.kind, ""),
            lead=self.lead,
            **kwargs,
        )

    # --- what is taken along -----------------------------------------------------------------------------------------

    def export_rows(self) -> Iterable[Any]:
        return self.matrix.lines

    def export_notes(self) -> list[str]:
        return [note for note in (f"{self.months.label}.", str(self.kinds.get(self.kind, ""))) if note]

    @property
    def export_columns(self) -> Sequence[Column]:
        matrix = self.matrix
        over = [label for label, width in matrix.groups for _number in range(width)] or [""] * len(matrix.columns)
        names = [
            f"{group}: {name.lower()}" if group else name for group, name in zip(over, matrix.columns, strict=True)
        ]
        return [
            Column(matrix.corner, "name", width=36),
            Column(_("Trực thuộc"), "above", width=28),
            *(_column(index, name, matrix) for index, name in enumerate(names)),
        ]


def _column(index: int, name: str, matrix: Matrix) -> Column:
    """Numbers as numbers; what is told out of how many, as text."""
    if any(line.entries[index].whole is not None or line.entries[index].change for line in matrix.lines):
        return Column(name, lambda line: told(line.entries[index]), width=12)
    return Column(name, lambda line: line.entries[index].value, CellKind.NUMBER, 10)


class PlaceMatrixPage(MatrixPage):
    """A page about the places of the person's own area, or of one district of it."""

    policy = staticmethod(policies.reads_places)
    has_districts = True

    def tables(self) -> PlaceTables:
        user = self.request.actor.user
        district = self.form.districts.get(self._asked.get("huyen", ""))
        return PlaceTables(user, matrices.whole_of(scope.whole(user), district), self.months)


class PlacesByMonth(PlaceMatrixPage):
    export_title = gettext_lazy("Địa bàn theo tháng")
    lead = gettext_lazy(
        "Mỗi số mở danh sách của nó. Tháng đã chốt giữ số lúc chốt; phần thay đổi sau đó ghi trong ngoặc."
    )
    kinds = {key: measure.label for key, measure in PLACE_MEASURES.items()}

    def read(self) -> Matrix:
        return self.tables().by_month(PLACE_MEASURES[self.kind])


class BothWays(PlaceMatrixPage):
    export_title = gettext_lazy("Thông tin hai chiều")
    lead = gettext_lazy("Đưa gì xuống cơ sở, nhận gì từ cơ sở lên, và câu trả lời có về tới nơi hay không.")

    def read(self) -> Matrix:
        return self.tables().both_ways()


class DepartmentsByMonth(MatrixPage):
    export_title = gettext_lazy("Sở, ngành trả lời theo tháng")
    lead = gettext_lazy("Xếp theo tên, không xếp hạng. Tháng là tháng của hạn trả lời ban đầu.")
    policy = staticmethod(policies.reads_departments)
    kinds = {key: row.label for key, row in DEPARTMENT_MEASURES.items()}

    def read(self) -> Matrix:
        return matrices.departments(self.request.actor.user, self.months, DEPARTMENT_MEASURES[self.kind])
