"""Choosing one officer or unit among thousands: type a part of the name, then choose among the matches.

It works with an ordinary form: a name that fits one row is taken, one that fits several comes back with the matches to
choose from. With htmx the matches appear while typing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import queries
from assignments.models import Officer, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import OneLineField
from nammanh.platform.text import fold, search_fold

OFFERED = 12
"""How many matches are offered; with more than that the name wants another word."""


class Picker:
    """How one kind of row is found and shown. `name` is the form field; the typed text is `<name>_text`."""

    name: str
    hint: Any
    optional = False
    nobody: Any = ""
    """What the list offers beside the matches when the choice may be left open."""

    def scope(self, user: User) -> QuerySet:
        raise NotImplementedError

    def find(self, rows: QuerySet, text: str) -> list[Any]:
        """The first matches, an exact name first, one more than is offered."""
        raise NotImplementedError

    def label(self, row: Any) -> str:
        raise NotImplementedError

    def nothing(self, text: str) -> str:
        raise NotImplementedError

    def several(self, text: str) -> str:
        raise NotImplementedError

    def text_field(self, label: Any) -> OneLineField:
        attrs = {
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": reverse_lazy("assignments:choices"),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{self.name}-choices",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        return OneLineField(
            label=label,
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs),
            help_text=self.hint,
        )


class OfficerPicker(Picker):
    name = "officer"
    hint = gettext_lazy("Gõ một phần tên, có dấu hoặc không dấu.")

    def scope(self, user: User) -> QuerySet[Officer]:
        day = today()
        rows = Officer.objects.visible_to(user).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        return queries.with_posts(rows, day)

    def find(self, rows: QuerySet[Officer], text: str) -> list[Officer]:
        key = fold(text)
        exact = list(rows.filter(search=key).in_order()[: OFFERED + 1]) if key else []
        return exact or list(queries.named(rows, text)[: OFFERED + 1])

    def label(self, row: Officer) -> str:
        title = row.current_posts[0].title if row.current_posts else row.get_source_group_display()
        return f"{row.full_name} – {title}"

    def nothing(self, text: str) -> str:
        return _("Không tìm thấy đồng chí nào tên “%(text)s”. Kiểm tra lại, hoặc chỉ gõ tên.") % {"text": text}

    def several(self, text: str) -> str:
        return _("Có nhiều đồng chí tên “%(text)s”. Chọn một đồng chí trong danh sách bên dưới.") % {"text": text}


class UnitPicker(Picker):
    name = "unit"
    hint = gettext_lazy("Ví dụ: Sơn Phú; ấp 1, Sơn Phú.")

    def scope(self, user: User) -> QuerySet[Unit]:
        return Unit.objects.visible_to(user).exclude(level="province").select_related("parent")

    def find(self, rows: QuerySet[Unit], text: str) -> list[Unit]:
        """“Ấp 1, Sơn Phú”: what follows a comma is a unit above. Units in force come first (no last day)."""
        name, *above = [part for part in text.split(",") if search_fold(part)] or [""]
        if not search_fold(name):
            return []
        rows = rows.matching(name)
        for part in above:
            key = search_fold(part)
            rows = rows.filter(Q(commune__search__contains=key) | Q(district__search__contains=key))
        return list(rows.order_by(F("valid_to").desc(nulls_first=True), "name_key", "pk")[: OFFERED + 1])

    def label(self, row: Unit) -> str:
        words = f"{row.full_name}, {row.parent.full_name}" if row.parent else row.full_name
        if row.valid_to is None:
            return words
        return _("%(unit)s (đến hết ngày %(date)s)") % {"unit": words, "date": format_date(row.valid_to)}

    def nothing(self, text: str) -> str:
        return _("Không tìm thấy địa bàn nào tên “%(text)s”. Kiểm tra lại, hoặc bỏ bớt chữ.") % {"text": text}

    def several(self, text: str) -> str:
        return _("Có nhiều địa bàn tên “%(text)s”. Chọn một địa bàn trong danh sách bên dưới.") % {"text": text}


class PickerForm(forms.Form):
    """A form with picked rows. `pickers`: (picker, label of the text, label of the list)."""

    pickers: tuple[tuple[Picker, Any, Any], ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for picker, text_label, list_label in self.pickers:
            scope = picker.scope(user)
            self.fields[f"{picker.name}_text"] = picker.text_field(text_label)
            self.fields[picker.name] = forms.ModelChoiceField(
                label=list_label, queryset=scope, required=False, widget=forms.RadioSelect
            )
            self._offer(picker)

    def _offer(self, picker: Picker) -> list[Any]:
        """Put the matches of what was typed, or the row already chosen, on the list."""
        field = self.fields[picker.name]
        text, chosen = self[f"{picker.name}_text"].value() or "", self[picker.name].value()
        rows = picker.find(field.queryset, str(text))[:OFFERED] if text else []
        if not rows and chosen:
            rows = self._chosen(field.queryset, chosen)
        field.choices = [(row.pk, picker.label(row)) for row in rows]
        if rows and picker.optional:
            field.choices = [("", picker.nobody), *field.choices]
        return rows

    def _chosen(self, scope: QuerySet, chosen: Any) -> list[Any]:
        pk = chosen.pk if isinstance(chosen, Model) else str(chosen)
        return list(scope.filter(pk=pk)) if str(pk).isdecimal() and len(str(pk)) < 19 else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for picker, _text_label, _list_label in self.pickers:
            self._settle(picker, cleaned)
        return cleaned

    def _settle(self, picker: Picker, cleaned: dict[str, Any]) -> None:
        """One row from the list or from the typed name, else say how to get there."""
        name, text = picker.name, cleaned.get(f"{picker.name}_text", "")
        if name in self.errors or f"{name}_text" in self.errors:
            return
        offered = {pk for pk, _label in self.fields[name].choices}
        chosen = cleaned.get(name)
        if chosen and (not text or chosen.pk in offered):
            return
        found = picker.find(self.fields[name].queryset, text) if text else []
        if len(found) == 1:
            cleaned[name] = found[0]
        elif found:
            self.add_error(name, picker.several(text))
        elif text:
            self.add_error(f"{name}_text", picker.nothing(text))
        elif not picker.optional:
            self.add_error(f"{name}_text", _("Nhập tên rồi chọn trong danh sách."))


class Sections:
    """A long form told as data: `fieldsets` names its parts, one template shows them all."""

    fieldsets: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def sections(self) -> Iterable[dict[str, Any]]:
        for legend, names in self.fieldsets:
            bound = [self[name] for name in names if name in self.fields]
            yield {"legend": legend, "fields": [self._row(field) for field in bound]}

    def _row(self, field: forms.BoundField) -> dict[str, Any]:
        """A list of matches keeps its place on the page while it is empty: htmx fills it."""
        matches = isinstance(field.field.widget, forms.RadioSelect)
        return {
            "field": field,
            "choices_id": f"{field.name}-choices" if matches else "",
            "shown": not matches or bool(list(field.field.choices)),
        }
