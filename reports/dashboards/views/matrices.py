"""Tables of places or departments by months, each as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assignments.access import PortalRole, access_of
from assignments.models import Level, Unit
from assignments.queries import FORMER
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.fields import MonthField
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, scoped_or_404
from reports.dashboards import links, matrices, policies, scope
from reports.dashboards.matrices import CELL_MEETINGS, DEPARTMENT_MEASURES, PLACE_MEASURES, Matrix, PlaceTables
from reports.dashboards.overview import districts_of
from reports.dashboards.scope import Scope
from reports.dashboards.templatetags.matrices import told
from reports.facts.months import Months
from reports.facts.reading import ReadsFacts

USUAL, WIDEST = 12, 24
"""Months side by side when none are asked for, and at most."""


class MatrixForm(forms.Form):
    """From month to month; what is counted, where there is a choice."""

    xem = forms.ChoiceField(label=gettext_lazy("Xem"), required=False)
    tu = MonthField(label=gettext_lazy("Từ tháng"), required=False)
    den = MonthField(label=gettext_lazy("Đến tháng"), required=False)

    def __init__(self, *args: Any, kinds: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["xem"].choices = list(kinds.items())
        if len(kinds) < 2:
            del self.fields["xem"]

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


class PlaceMatrixForm(MatrixForm):
    """And of which part: the communes of a district, the hamlets of a commune, or district by district."""

    theo = forms.ChoiceField(
        label=gettext_lazy("Từng"),
        required=False,
        choices=[("", gettext_lazy("Xã, phường")), ("huyen", gettext_lazy("Huyện"))],
    )
    huyen = forms.ChoiceField(label=gettext_lazy("Huyện"), required=False)
    xa = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    field_order = ("xem", "theo", "huyen", "xa", "tu", "den")

    def __init__(self, *args: Any, districts: list[Unit], narrowed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["huyen"].choices = [
            ("", _("Tất cả các huyện")),
            *((str(row.pk), str(row)) for row in districts),
        ]
        if len(districts) < 2:
            del self.fields["huyen"]
        if len(districts) < 2 or narrowed:
            del self.fields["theo"]


class TablePage(ExportMixin, TemplateView):
    """What was asked, and the table of it. What can't be read is said at its field and counts as not asked."""

    template_name = "dashboards/matrix.html"
    kinds: dict[str, Any] = {}
    lead: Any = ""
    form_class: type[MatrixForm] = MatrixForm
    renewed = "#bang"
    """What a change of the filter renews; nothing: the whole page is opened anew."""

    def form_data(self) -> QueryDict:
        return self.request.GET

    def form_options(self) -> dict[str, Any]:
        return {"kinds": self.kinds}

    @cached_property
    def form(self) -> MatrixForm:
        data, usual = self.form_data().copy(), Months.latest(today(), USUAL)
        asked = any(data.get(name) for name in self.form_class.base_fields)
        if not (data.get("tu") or data.get("den")):
            data.update(usual.query)
        form = self.form_class(data if asked else None, initial=usual.query, **self.form_options())
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
            renewed=self.renewed,
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


class MatrixPage(PolicyMixin, ReadsFacts, TablePage):
    """A table of figures that are kept."""


class PlaceMatrixPage(MatrixPage):
    """A page about the places of the person's own area, of one district, or of one commune: hamlet by hamlet.

    The name of a place opens the same table of what lies in it, the name of a hamlet its own page.
    """

    policy = staticmethod(policies.reads_places)
    form_class = PlaceMatrixForm
    renewed = ""  # the head names the place and leads to it
    url_name = ""

    @cached_property
    def districts(self) -> list[Unit]:
        return districts_of(self.request.actor.user)

    @cached_property
    def place(self) -> Unit | None:
        """The asked district or commune; one that is not the person's own does not exist. A commune that does not lie
        in the asked district was left behind when that was chosen.
        """
        asked = {name: self.request.GET.get(name, "") for name in ("huyen", "xa")}
        units = Unit.objects.visible_to(self.request.actor.user).select_related("province", "district")
        units = units.annotate(former=FORMER)
        if asked["xa"]:
            commune = scoped_or_404(units.filter(level=Level.COMMUNE), pk=_key(asked["xa"]))
            if "huyen" not in self.request.GET or asked["huyen"] == str(commune.district_id or ""):
                return commune
        if not asked["huyen"]:
            return None
        return scoped_or_404(units.filter(level=Level.DISTRICT), pk=_key(asked["huyen"]))

    def form_data(self) -> QueryDict:
        """The choices as the page shows them: the district around the commune, no commune of another district."""
        data, place = self.request.GET.copy(), self.place
        if place is None or place.level != Level.COMMUNE:
            data.pop("xa", None)
        elif place.district_id:
            data["huyen"] = str(place.district_id)
        return data

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "districts": self.districts, "narrowed": self.place is not None}

    @property
    def scope(self) -> Scope:
        user, place = self.request.actor.user, self.place
        return scope.of_unit(user, place, place.former) if place else scope.whole(user)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What every place of the table is asked, for its address."""
        return {**self.months.query, **({"xem": self.kind} if len(self.kinds) > 1 else {})}

    def open_place(self, unit: Unit) -> str:
        if unit.level == Level.DISTRICT:
            return links.address(self.url_name, huyen=unit.pk, **self.asked)
        if unit.level == Level.COMMUNE and self.place != unit:
            return links.address(self.url_name, huyen=unit.district_id, xa=unit.pk, **self.asked)
        return links.place(unit.pk, **self.months.query)

    def tables(self) -> PlaceTables:
        by_district = self._asked.get("theo") == "huyen"
        return PlaceTables(self.request.actor.user, self.scope, self.months, self.open_place, by_district)

    def _chain(self) -> list[tuple[str, str]]:
        """The way back: the same table of all, and of the district around the commune."""
        if self.place is None:
            return []
        found = [(str(self.export_title), links.address(self.url_name, **self.asked))]
        around = self.place.district if self.place.level == Level.COMMUNE else None
        if around is not None:
            own = any(row.pk == around.pk for row in self.districts)
            found.append((str(around), self.open_place(around) if own else ""))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page_url = links.place(self.place.pk, **self.months.query) if self.place else ""
        return super().get_context_data(place=self.place, chain=self._chain(), page_url=page_url, **kwargs)

    def export_notes(self) -> list[str]:
        where = [_("Trong: %(place)s.") % {"place": self.place}] if self.place else []
        return [*where, *super().export_notes()]


def _key(text: str) -> int:
    """A key as an address gives it; what is none is nobody's."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class PlacesByMonth(PlaceMatrixPage):
    export_title = gettext_lazy("Địa bàn theo tháng")
    lead = gettext_lazy(
        "Mỗi số mở danh sách của nó. Tháng đã chốt giữ số lúc chốt; phần thay đổi sau đó ghi trong ngoặc."
    )
    url_name = "dashboards:places_by_month"

    @property
    def kinds(self) -> dict[str, Any]:
        """Of hamlets the cell meetings come first."""
        found = {key: measure.label for key, measure in PLACE_MEASURES.items()}
        own = access_of(self.request.actor.user).has(PortalRole.COMMUNE_COMMITTEE)
        if not own and (self.place is None or self.place.level != Level.COMMUNE):
            return found
        return {CELL_MEETINGS: found.pop(CELL_MEETINGS), **found}

    def read(self) -> Matrix:
        return self.tables().by_month(PLACE_MEASURES[self.kind])


class BothWays(PlaceMatrixPage):
    export_title = gettext_lazy("Thông tin hai chiều")
    lead = gettext_lazy("Đưa gì xuống cơ sở, nhận gì từ cơ sở lên, và câu trả lời có về tới nơi hay không.")
    url_name = "dashboards:both_ways"

    def read(self) -> Matrix:
        return self.tables().both_ways()


class DepartmentsByMonth(MatrixPage):
    export_title = gettext_lazy("Sở, ngành trả lời theo tháng")
    lead = gettext_lazy(
        "Mỗi ô là số trả lời đúng hạn trên số đến hạn; tháng là tháng của hạn ban đầu. Xếp theo tên, không xếp hạng."
    )
    policy = staticmethod(policies.reads_departments)
    kinds = {key: row.label for key, row in DEPARTMENT_MEASURES.items()}

    def read(self) -> Matrix:
        return matrices.departments(self.request.actor.user, self.months, DEPARTMENT_MEASURES[self.kind])
