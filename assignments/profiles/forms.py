"""Entering many facts of one unit at once: what is left empty stays as it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.forms.citing import document_label
from assignments.models import Unit
from assignments.profiles import values
from assignments.profiles.models import FactKind, UnitFact, ValueType
from assignments.profiles.services import FactEntry
from assignments.queries import CITABLE, citable_documents
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import OneLineField, VietnameseDateField
from nammanh.platform.privacy import warnings_for

AS_OF, SOURCE, DOCUMENT = "chung.ngay", "chung.nguon", "chung.van-ban"
"""Fields of the whole batch. A kind's code is a slug, so it holds no dot."""

LETTERS = {ValueType.TEXT, ValueType.MONEY}
"""Values that may need more than a number pad: “431,381 tỷ”."""


@dataclass(frozen=True)
class Line:
    """One kind on the form: the fields of it, and what is known now."""

    kind: FactKind
    known: UnitFact | None
    value: forms.BoundField
    same: forms.BoundField | None
    unit: forms.BoundField | None
    as_of: forms.BoundField
    source: forms.BoundField
    seen: forms.BoundField

    @property
    def known_value(self) -> str:
        return values.shown(self.kind, values.value_of(self.known)) if self.known else ""

    @property
    def opened(self) -> bool:
        """Whether the line's own date or source is in use or wrong, so that it must be in sight."""
        return any(field.value() or field.errors for field in (self.as_of, self.source))


class FactsForm(forms.Form):
    """One line a kind, named by its code; one day and one source for all, unless a line has its own."""

    def __init__(self, *args: Any, unit: Unit, kinds: list[FactKind], known: dict[int, UnitFact], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit, self.kinds, self.known = unit, kinds, known
        self.fields[AS_OF] = VietnameseDateField(
            label=gettext_lazy("Số liệu đến ngày"),
            required=False,
            help_text=gettext_lazy("Dùng cho mọi dòng bên dưới."),
        )
        self.fields[SOURCE] = OneLineField(
            label=gettext_lazy("Nguồn"),
            required=False,
            max_length=200,
            help_text=gettext_lazy("Ví dụ: Báo cáo của Ủy ban nhân dân xã quý III năm 2026."),
        )
        self.fields[DOCUMENT] = forms.ModelChoiceField(
            label=gettext_lazy("Văn bản (nếu có)"), queryset=citable_documents(), required=False
        )
        latest = [(row.pk, document_label(row)) for row in citable_documents()[:CITABLE]]
        self.fields[DOCUMENT].choices = [("", gettext_lazy("— Không chọn —")), *latest]
        for kind in kinds:
            self._add_line(kind)

    def _add_line(self, kind: FactKind) -> None:
        known, code = self.known.get(kind.pk), kind.code
        self.fields[code] = _value_field(kind)
        if kind.value_type == ValueType.MONEY:
            self.fields[f"{code}.don-vi"] = forms.ChoiceField(
                label=gettext_lazy("Đơn vị tiền"),
                choices=[("", gettext_lazy("Chọn đơn vị")), *values.MONEY_UNITS],
                required=False,
            )
        if known:
            self.fields[f"{code}.van-dung"] = forms.BooleanField(
                label=gettext_lazy("Vẫn đúng đến ngày số liệu"), required=False
            )
        self.fields[f"{code}.ngay"] = VietnameseDateField(label=gettext_lazy("Ngày riêng của dòng"), required=False)
        self.fields[f"{code}.nguon"] = OneLineField(
            label=gettext_lazy("Nguồn riêng của dòng"), required=False, max_length=200
        )
        self.fields[f"{code}.da-thay"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=40, initial=known.version if known else ""
        )

    # --- for the page ------------------------------------------------------------------------------------------

    @property
    def batch(self) -> list[forms.BoundField]:
        return [self[AS_OF], self[SOURCE], self[DOCUMENT]]

    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under the headings of the profile."""
        found: dict[str, list[Line]] = {}
        for kind in self.kinds:
            found.setdefault(kind.get_group_display(), []).append(self._line(kind))
        return list(found.items())

    def _line(self, kind: FactKind) -> Line:
        code = kind.code
        return Line(
            kind,
            self.known.get(kind.pk),
            self[code],
            self[f"{code}.van-dung"] if f"{code}.van-dung" in self.fields else None,
            self[f"{code}.don-vi"] if f"{code}.don-vi" in self.fields else None,
            self[f"{code}.ngay"],
            self[f"{code}.nguon"],
            self[f"{code}.da-thay"],
        )

    def show_as_seen(self, codes: set[str]) -> None:
        """After a conflict the page tells the newer values of these lines, so sending again is done knowingly."""
        self.data = self.data.copy()
        for kind in self.kinds:
            if kind.code in codes:
                known = self.known.get(kind.pk)
                self.data[f"{kind.code}.da-thay"] = known.version if known else ""

    # --- what was typed -----------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.entries = [entry for kind in self.kinds if (entry := self._entry(kind, cleaned))]
        if not self.errors and not self.entries:
            raise ValidationError(_("Chưa nhập số liệu nào. Điền ít nhất một dòng, hoặc chọn “Vẫn đúng”."))
        return cleaned

    def _entry(self, kind: FactKind, cleaned: dict[str, Any]) -> FactEntry | None:
        typed, same = cleaned.get(kind.code) or "", cleaned.get(f"{kind.code}.van-dung")
        if kind.code in self.errors or not (typed or same):
            return None
        if typed and same:
            self.add_error(kind.code, _("Đã nhập giá trị mới thì bỏ chọn “Vẫn đúng”."))
            return None
        try:
            value = self._value(kind, typed, cleaned.get(f"{kind.code}.don-vi") or "")
            as_of = self._as_of(kind, cleaned)
            source = self._source(kind, cleaned)
        except ValidationError as refusal:
            self.add_error(kind.code, refusal)
            return None
        if as_of is None or not source:
            return None
        return FactEntry(kind, value, as_of, source, cleaned.get(f"{kind.code}.da-thay") or "", cleaned.get(DOCUMENT))

    def _value(self, kind: FactKind, typed: str, money_unit: str) -> values.Value:
        return values.read(kind, typed, money_unit) if typed else values.value_of(self.known[kind.pk])

    def _as_of(self, kind: FactKind, cleaned: dict[str, Any]) -> datetime.date | None:
        """The line's own day or the batch's; None when the one that counts is already refused."""
        name = f"{kind.code}.ngay" if cleaned.get(f"{kind.code}.ngay") or f"{kind.code}.ngay" in self.errors else AS_OF
        if name in self.errors:
            return None
        day = cleaned.get(name)
        if day is None:
            self.add_error(AS_OF, _("Ghi ngày của số liệu."))
        elif day > today():
            self.add_error(name, _("Ngày số liệu không được sau hôm nay, %(day)s.") % {"day": format_date(today())})
        elif not self.unit.in_force_on(day):
            self.add_error(
                name, _("Ngày số liệu nằm ngoài thời gian tồn tại của %(unit)s.") % {"unit": self.unit.full_name}
            )
        return None if name in self.errors else day

    def _source(self, kind: FactKind, cleaned: dict[str, Any]) -> str:
        own = cleaned.get(f"{kind.code}.nguon")
        if not own and not cleaned.get(SOURCE) and SOURCE not in self.errors:
            self.add_error(SOURCE, _("Ghi nguồn của số liệu."))
        return own or cleaned.get(SOURCE) or ""

    def doubts(self) -> list[str]:
        """What looks like a slip, or like something about a person: asked once, never forbidden."""
        return list(dict.fromkeys(self._doubts()))

    def _doubts(self) -> Iterator[str]:
        for entry in self.entries:
            if words := values.doubt(entry.kind, entry.value):
                yield words
            for text in (entry.value if isinstance(entry.value, str) else "", entry.source):
                for warning in warnings_for(text):
                    yield f"“{warning.excerpt}”: {warning.message}"


def _value_field(kind: FactKind) -> forms.Field:
    label = f"{kind.name} ({kind.measure})" if kind.measure and kind.value_type != ValueType.MONEY else kind.name
    if kind.value_type == ValueType.YES_NO:
        return forms.ChoiceField(label=label, choices=[("", gettext_lazy("Chưa rõ")), *values.YES_NO], required=False)
    attrs = {"autocomplete": "off"} | ({} if kind.value_type in LETTERS else {"inputmode": "decimal"})
    return OneLineField(label=label, required=False, max_length=200, widget=forms.TextInput(attrs))
