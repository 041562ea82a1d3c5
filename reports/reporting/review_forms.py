"""What is typed about a synthesis or review: kind, scope and months; its paragraphs and targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Cluster, Delegation, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, month_label, month_start, today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator
from nammanh.platform.numbers import format_number, parse_number
from reports.facts.months import Months
from reports.reporting import policies
from reports.reporting.models import Review, ReviewKind
from reports.reporting.periods import period_label
from reports.reporting.queries.figures import MEASURES
from reports.reporting.services.review import Paragraph, ReviewScope, TargetLine
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField

MONTHS_OFFERED = 60
SELECT = {"class": "form-select"}
CONTROL = {"class": "form-control"}


def scopes_for(user: User) -> dict[str, tuple[str, ReviewScope]]:
    """What this person may report on: key → label and scope. Three queries."""
    day = today()
    units = Unit.objects.visible_to(user).on(day).filter(level__in=["province", "district"])
    found = {
        f"unit-{unit.pk}": (unit.full_name, ReviewScope(unit))
        for unit in sorted(units, key=lambda unit: (unit.level != "province", unit.name_key))
        if policies.compiles_for(user, unit)
    }
    allowed = {scope.unit.pk: scope.unit for _label, scope in found.values()}
    clusters = Cluster.objects.visible_to(user).on(day).filter(unit__in=allowed).select_related("unit").in_order()
    for row in clusters:
        found[f"cluster-{row.pk}"] = (f"{row} ({row.unit})", ReviewScope(row.unit, cluster=row))
    province = next((unit for unit in allowed.values() if unit.level == "province"), None)
    if province:
        for row in Delegation.objects.visible_to(user).on(day).in_order():
            found[f"delegation-{row.pk}"] = (str(row), ReviewScope(province, delegation=row))
    return found


class ReviewStartForm(forms.Form):
    """Begin a report: the organiser chooses its kind, what it is about and from which month to which."""

    uuid = ClientUUIDField()
    kind = forms.ChoiceField(
        label=_("Loại báo cáo"),
        choices=[CHOOSE, *ReviewKind.choices],
        error_messages={"required": _("Chọn loại báo cáo."), "invalid_choice": NO_SUCH_CHOICE},
    )
    scope = forms.ChoiceField(
        label=_("Phạm vi"), error_messages={"required": _("Chọn phạm vi."), "invalid_choice": NO_SUCH_CHOICE}
    )
    first = forms.ChoiceField(
        label=_("Từ tháng"), error_messages={"required": _("Chọn tháng đầu."), "invalid_choice": NO_SUCH_CHOICE}
    )
    last = forms.ChoiceField(
        label=_("Đến tháng"), error_messages={"required": _("Chọn tháng cuối."), "invalid_choice": NO_SUCH_CHOICE}
    )
    abstract = OneLineField(
        label=_("Trích yếu"),
        required=False,
        validators=[TooLongValidator(300)],
        help_text=_("Để trống thì hệ thống ghi theo loại báo cáo, kỳ và phạm vi."),
    )

    def __init__(self, *args: Any, scopes: dict[str, tuple[str, ReviewScope]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = scopes
        self.fields["scope"].choices = [CHOOSE, *((key, label) for key, (label, _scope) in scopes.items())]
        months = [add_months(month_start(today()), -back) for back in range(MONTHS_OFFERED)]
        for name in ("first", "last"):
            self.fields[name].choices = [CHOOSE, *((f"{month:%Y-%m}", month_label(month)) for month in months)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last"):
            try:
                cleaned["months"] = Months.parse(cleaned["first"], cleaned["last"])
            except ValidationError as refusal:
                self.add_error("last", refusal)
        if cleaned.get("scope"):
            cleaned["scope"] = self.scopes[cleaned["scope"]][1]
        return cleaned

    def abstract_or_usual(self) -> str:
        """“sơ kết việc nắm địa bàn 6 tháng đầu năm 2026, tỉnh Bến Tre”."""
        data = self.cleaned_data
        if data["abstract"]:
            return data["abstract"]
        months, scope = data["months"], data["scope"]
        within = scope.cluster or scope.delegation
        place = str(within) if within else scope.unit.name_in_sentence
        names = {"period": period_label(months.start, months.end), "place": place}
        if data["kind"] == ReviewKind.MONTHLY:
            return _("tổng hợp tình hình %(period)s, %(place)s") % names
        names["kind"] = str(ReviewKind(data["kind"]).label).lower()
        return _("%(kind)s việc nắm địa bàn %(period)s, %(place)s") % names


class ReviewForm(forms.Form):
    """What belongs to the whole report."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    abstract = OneLineField(
        label=_("Trích yếu"),
        validators=[TooLongValidator(300)],
        error_messages={"required": _("Ghi trích yếu của báo cáo.")},
    )


class ParagraphForm(forms.Form):
    """One paragraph: its section and its words. Emptied, it leaves the report."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    section = forms.ChoiceField(
        label=_("Mục"),
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Chọn mục."), "invalid_choice": NO_SUCH_CHOICE},
    )
    text = LongTextField(
        label=_("Nội dung"), max_length=5000, required=False, widget=forms.Textarea(attrs={**CONTROL, "rows": 4})
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(row.value, row.label) for row in review.outline]


class DecimalTextField(forms.CharField):
    """A number as people write it: “1.234,5”, “431,381”."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return parse_number(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else format_number(value, 3)


class TargetForm(forms.Form):
    """A target and what came of it; without a name it is no target."""

    name = OneLineField(
        label=_("Chỉ tiêu"), required=False, validators=[TooLongValidator(200)], widget=forms.TextInput(attrs=CONTROL)
    )
    measure_unit = OneLineField(
        label=_("Đơn vị tính"), required=False, validators=[TooLongValidator(40)], widget=forms.TextInput(attrs=CONTROL)
    )
    target = DecimalTextField(label=_("Chỉ tiêu giao"), required=False, widget=forms.TextInput(attrs=CONTROL))
    measure = forms.ChoiceField(
        label=_("Thực hiện lấy từ"),
        required=False,
        choices=[("", _("Tự nhập")), *MEASURES.items()],
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    actual = DecimalTextField(label=_("Thực hiện"), required=False, widget=forms.TextInput(attrs=CONTROL))


class Rows(forms.BaseFormSet):
    """Repeated rows; none counts as “initial”: what is missing has been taken out."""

    def initial_form_count(self) -> int:
        return 0


_MESSAGES = {
    "too_many_forms": _("Báo cáo có quá nhiều dòng. Gộp bớt rồi lưu lại."),
    "missing_management_form": _("Nội dung gửi lên không đủ. Hãy kiểm tra lại rồi lưu lại."),
}


def _rows(form: type[forms.Form], most: int) -> type[Rows]:
    made = forms.formset_factory(form, formset=Rows, extra=1, max_num=most, absolute_max=most * 2, validate_max=True)
    made.default_error_messages = {**forms.BaseFormSet.default_error_messages, **_MESSAGES}
    return made


ParagraphRows = _rows(ParagraphForm, 300)
TargetRows = _rows(TargetForm, 60)


def paragraphs(rows: Any, review: Review) -> list[Paragraph]:
    """What was typed, in the order of the outline."""
    order = [section.value for section in review.outline]
    typed = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("section")]
    typed.sort(key=lambda row: order.index(row["section"]))
    return [Paragraph(row["section"], row["text"], row["pk"]) for row in typed]


def targets(rows: Any) -> list[TargetLine]:
    typed = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("name")]
    return [TargetLine(**row) for row in typed]


class SubmitForm(forms.Form):
    """For approval; knowingly with numbers that the records no longer give."""

    despite_changes = forms.BooleanField(
        label=_("Giữ số đã ghi trong báo cáo dù khác số liệu hiện nay"), required=False
    )

    def __init__(self, *args: Any, changed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not changed:
            del self.fields["despite_changes"]
