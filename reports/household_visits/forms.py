"""Which households were visited, and what each was about: ticks first, details only where they are wanted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assignments.models import Household
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, MoneyField, OneLineField, TooLongValidator, VietnameseDateField
from reports.household_visits.models import HouseholdLine, IssueCategory, SupportKind
from reports.household_visits.services import WORDS, HouseholdContent
from reports.household_visits.spans import Span, SpanKind, span_of
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import ClientUUIDField, PickField

PREFIX = "households"
MOST = 60
"""More households than one group has are no single visit."""


def short_text(limit: int, **kwargs: Any) -> OneLineField:
    """One line; too long a text is refused in words, never cut by the browser."""
    return OneLineField(required=False, validators=[TooLongValidator(limit)], **kwargs)


class HouseholdForm(forms.Form):
    """One household of the place. Without its tick nothing else in it counts."""

    chosen = forms.BooleanField(required=False)
    category = PickField(label=_("Vấn đề của hộ này"), required=False)
    note = short_text(
        300,
        label=_("Việc cần giải quyết"),
        help_text=_("Ngắn gọn, chỉ nêu việc. Không ghi tên, số giấy tờ, sức khỏe, tôn giáo, nợ nần, thái độ của ai."),
    )
    support_kind = forms.ChoiceField(
        label=_("Hỗ trợ"),
        required=False,
        choices=[("", _("Không có")), *SupportKind.choices],
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    support_programme = short_text(
        160, label=_("Chương trình hỗ trợ"), help_text=_("Ví dụ: Nước sạch nông thôn, Mái ấm tình thương.")
    )
    support_amount = MoneyField(label=_("Giá trị hỗ trợ"), required=False)
    follow_up_by = VietnameseDateField(label=_("Cần theo dõi, xong trước ngày"), required=False)

    def __init__(self, *args: Any, household: Household, categories: list[IssueCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        self.fields["category"].offer(categories)
        self.fields["category"].choices = [("", _("Như vấn đề chung")), *self.fields["category"].choices[1:]]

    @property
    def has_details(self) -> bool:
        """Whether the closed part of the row holds anything."""
        return bool(self.errors) or any(self[name].value() for name in WORDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, programme = cleaned.get("support_kind"), cleaned.get("support_programme")
        if (programme or cleaned.get("support_amount")) and not kind and "support_kind" not in self.errors:
            self.add_error("support_kind", _("Chọn hình thức hỗ trợ."))
        if kind and not programme and "support_programme" not in self.errors:
            self.add_error("support_programme", _("Ghi tên chương trình hỗ trợ."))
        if cleaned.get("support_amount") is not None and cleaned["support_amount"] <= 0:
            self.add_error("support_amount", _("Giá trị hỗ trợ phải lớn hơn 0 đồng."))
        return cleaned

    def content(self, common: IssueCategory) -> HouseholdContent:
        data = {name: self.cleaned_data[name] for name in WORDS}
        return HouseholdContent(self.household, **{**data, "category": data["category"] or common})


class CommonForm(forms.Form):
    """What holds for every ticked household. `known` tells that the page had this part, even with no tick in it."""

    known = forms.CharField(required=False, initial="1", widget=forms.HiddenInput({"data-draft": "off"}))
    category = PickField(label=_("Vấn đề chung của các hộ"), error_messages={"required": _("Chọn nhóm vấn đề.")})

    def __init__(self, *args: Any, categories: list[IssueCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].offer(categories)
        if categories:
            self.fields["category"].choices = self.fields["category"].choices[1:]
            self.fields["category"].initial = str(categories[0].pk)


def _filled(
    form: type[forms.Form], prefix: str, data: QueryDict | None, stored: Mapping[str, Any] | None, checked: bool
) -> dict[str, Any]:
    if data is None:
        return {"prefix": prefix, "initial": stored}
    if checked:
        return {"prefix": prefix, "data": data}
    sent = {name: data[f"{prefix}-{name}"] for name in form.base_fields if data.get(f"{prefix}-{name}")}
    return {"prefix": prefix, "initial": sent}


class HouseholdRows:
    """The households of a place as rows of one form, each under its own key."""

    def __init__(
        self,
        households: Iterable[Household],
        categories: list[IssueCategory],
        data: QueryDict | None = None,
        initial: Mapping[int, Mapping[str, Any]] | None = None,
        *,
        checked: bool = True,
    ) -> None:
        """`data` is what was sent; with `checked=False` it is shown again as it is, every word kept."""
        stored = initial or {}
        self.common = CommonForm(**_filled(CommonForm, PREFIX, data, None, checked), categories=categories)
        self.rows = []
        for household in households:
            prefix = f"{PREFIX}-{household.pk}"
            filled = _filled(HouseholdForm, prefix, data, stored.get(household.pk), checked)
            self.rows.append(HouseholdForm(**filled, household=household, categories=categories))

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def chosen(self) -> list[HouseholdForm]:
        return [row for row in self.rows if row["chosen"].value()]

    @property
    def forms(self) -> list[forms.BaseForm]:
        """The filled forms: those whose words are checked and written."""
        return [self.common, *self.chosen] if self.chosen else []

    def is_valid(self, day: datetime.date | None) -> bool:
        """Check every filled form, not only up to the first that is wrong."""
        fine = not [form for form in self.forms if not form.is_valid()]
        for row in self.chosen:
            due = row.cleaned_data.get("follow_up_by")
            if due and day and due < day:
                row.add_error("follow_up_by", _("Hạn theo dõi phải từ ngày thăm trở về sau."))
                fine = False
        if len(self.chosen) > MOST:
            self.common.add_error(None, _("Mỗi lần ghi tối đa 60 hộ. Hãy tách thành nhiều lần."))
            fine = False
        return fine

    def texts(self) -> Iterable[str]:
        for row in self.chosen:
            yield row.cleaned_data["note"]
            yield row.cleaned_data["support_programme"]

    def contents(self) -> tuple[HouseholdContent, ...]:
        if not self.chosen:
            return ()
        common = self.common.cleaned_data["category"]
        return tuple(row.content(common) for row in self.chosen)


def rows_of_lines(lines: Iterable[HouseholdLine]) -> dict[int, dict[str, Any]]:
    """Stored lines as what their rows show."""
    return {
        line.household_id: {
            "chosen": True,
            **{name: getattr(line, name) for name in WORDS},
            "category": str(line.category_id),
        }
        for line in lines
    }


class VisitForm(forms.Form):
    """The short page: the day, and a sentence if there is something to say of the place itself."""

    uuid = ClientUUIDField()
    date = VietnameseDateField(label=_("Ngày thăm"), initial=today, error_messages={"required": _("Nhập ngày thăm.")})
    highlights = LongTextField(
        label=_("Tình hình chung của tổ, ấp"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Không bắt buộc. Không nêu hộ nào."),
    )


class SpanForm(forms.Form):
    """Which month, quarter or year the numbers are of; without an answer this quarter."""

    ky = forms.ChoiceField(
        label=_("Kỳ"),
        required=False,
        choices=SpanKind.choices,
        initial=SpanKind.QUARTER,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    ngay = VietnameseDateField(label=_("Có ngày"), required=False)

    @classmethod
    def asked_in(cls, query: QueryDict) -> SpanForm:
        """The form as the address fills it; without an answer it stands at the quarter."""
        return cls(query if query.get("ky") or query.get("ngay") else None)

    def span(self) -> Span:
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return span_of(data.get("ky") or SpanKind.QUARTER, data.get("ngay") or today())
