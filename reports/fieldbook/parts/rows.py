"""A part made of repeated rows, told apart by their own identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from reports.fieldbook.parts.part import Part

MOST_ROWS = 20


class RowForm(forms.Form):
    """A repeated row. One that a script took off the page sends nothing at all and counts as empty."""

    @cached_property
    def changed_data(self) -> list[str]:
        if self.is_bound and not any(self.add_prefix(name) in self.data for name in self.fields):
            return []
        return super().changed_data


class Rows(forms.BaseFormSet):
    """Repeated rows told apart by their own identity, so that none counts as “initial”. Empty rows are ignored."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def empty_form(self) -> forms.Form:
        """The row that scripts copy; its identity is left to the device."""
        form = super().empty_form
        form.initial = {**(form.initial or {}), "uuid": ""}
        return form

    def filled(self) -> list[forms.Form]:
        return [form for form in self.forms if form.has_changed()]


def rows_of(form: type[forms.Form], too_many: Any) -> type[Rows]:
    """The form set of a part; `too_many` is what to say beyond MOST_ROWS."""
    rows = forms.formset_factory(
        form, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS * 2, validate_max=True
    )
    messages = {
        "too_many_forms": too_many,
        "missing_management_form": _("Phần này gửi lên không đủ. Hãy kiểm tra lại nội dung rồi gửi lại."),
    }
    rows.default_error_messages = {**forms.BaseFormSet.default_error_messages, **messages}
    return rows


class RowsPart(Part):
    """A part whose rows are one form set; `rows` is what its template shows."""

    rows_class: ClassVar[type[Rows]]
    content_class: ClassVar[type]
    """The frozen dataclass that a row's `cleaned_data` fills."""
    more: ClassVar[str]
    """Value of the button “them” that asks for one more row where no script runs."""

    rows: Rows

    def form_kwargs(self) -> dict[str, Any]:
        """What each row's form needs besides its data."""
        return {}

    def initial_rows(self) -> list[Mapping[str, Any]]:
        """The stored rows of `scene.visit`, as the words of their form."""
        return []

    def open(self) -> None:
        self._show(self.initial_rows() if self.scene.visit else [])

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if self.was_sent:
            self.rows = self.rows_class(data, prefix=self.name, form_kwargs=self.form_kwargs())
        else:
            self.open()

    def keep(self, data: QueryDict) -> None:
        self.wanted = data.get("them") == self.more
        self._show(self.raw_rows(data), spare=int(self.wanted))

    def _show(self, initial: list[Mapping[str, Any]], spare: int = 1) -> None:
        self.rows = self.rows_class(prefix=self.name, initial=initial, form_kwargs=self.form_kwargs())
        self.rows.extra = min(len(initial) + spare, MOST_ROWS) or 1
        self._shown = len(initial)

    def raw_rows(self, data: QueryDict) -> list[dict[str, Any]]:
        """The rows as they were sent, unchecked."""
        try:
            total = min(int(data.get(f"{self.name}-TOTAL_FORMS", 0)), MOST_ROWS)
        except ValueError:
            total = 0
        rows = []
        for number in range(total):
            sent = {name: data.get(f"{self.name}-{number}-{name}") for name in self.rows_class.form.base_fields}
            rows.append({name: value for name, value in sent.items() if value})
        return rows

    def forms(self) -> list[forms.BaseForm]:
        return self.rows.filled() if self.rows.is_bound else []

    @property
    def is_filled(self) -> bool:
        return self.count > 0

    @property
    def is_open(self) -> bool:
        return super().is_open or (self.rows.is_bound and bool(self.rows.non_form_errors()))

    @property
    def count(self) -> int:
        return len(self.forms()) if self.rows.is_bound else self._shown

    def is_valid(self, visit_form: forms.BaseForm) -> bool:
        return not self.rows.is_bound or self.rows.is_valid()

    def contents(self) -> tuple[Any, ...] | None:
        if not self.was_sent:
            return None
        return tuple(self.content_class(**row.cleaned_data) for row in self.forms())
