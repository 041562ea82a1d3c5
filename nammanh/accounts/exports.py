"""Every list as a workbook: `?xuat=xlsx` on the list's own address, so that scope and filter are the page's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import record_access
from nammanh.platform.dates import format_date, format_datetime, local_date, today
from nammanh.platform.spreadsheets import CONTENT_TYPE, Column, Table, attachment, require_room, workbook_of

CHUNK = 1_000
"""Rows that are read, and given what a queryset can't carry, at a time."""
NAME = "xuat"


class ExportMixin:
    """A list that can be taken along. Stands left of the list view, right of `PolicyMixin`.

    `export_title` and `export_columns` are what the workbook shows; `dress(rows)` adds to a thousand rows at a time
    what the page adds to its own (titles of that day …). A view that is no `KeysetListView` says `export_rows` itself.
    Each export leaves a line in the access log.
    """

    export_title: Any = ""
    export_columns: Sequence[Column] = ()
    request: HttpRequest

    @property
    def exporting(self) -> bool:
        return self.request.GET.get(NAME) == "xlsx"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.exporting:
            return super().get(request, *args, **kwargs)  # type: ignore[misc]
        try:
            return self.export()
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return HttpResponseRedirect(f"{request.path}?{self._query().urlencode()}")

    def export(self) -> FileResponse:
        rows = self.export_rows()  # first: the filter is read with the rows
        table = Table(str(self.export_title), [*self.export_notes(), *self._origin()], self.export_columns, rows)
        response = FileResponse(workbook_of(table), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = attachment(table.title, today())
        record_access(request=self.request, kind=AccessLog.Kind.EXPORT)
        return response

    def export_rows(self) -> Iterable[Any]:
        """All rows that the page would show one after another."""
        found: QuerySet = self.filtered().order_by(*self.keyset)
        require_room(found.count(), above=10)
        return self._in_chunks(found)

    def _in_chunks(self, found: QuerySet) -> Iterator[Any]:
        chunk: list[Any] = []
        for row in found.iterator(chunk_size=CHUNK):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from self.dress(chunk)
                chunk = []
        yield from self.dress(chunk) if chunk else ()

    def dress(self, rows: list[Any]) -> Iterable[Any]:
        return rows

    def export_notes(self) -> list[str]:
        """What the rows are narrowed by, in words."""
        form = self.filter.form if getattr(self, "filter", None) else None
        return [filter_in_words(form)]

    def _origin(self) -> list[str]:
        """As of when, and who took it along."""
        actor = self.request.actor
        person = _("Đ/c %(person)s") % {"person": actor.user}
        if actor.secretary:
            person = _("Đ/c %(leader)s (đ/c %(person)s nhập thay)") % {
                "leader": actor.user,
                "person": actor.at_keyboard,
            }
        return [
            _("Số liệu đến %(moment)s.") % {"moment": format_datetime(timezone.now())},
            _("Người xuất: %(person)s.") % {"person": person},
        ]

    def _query(self) -> Any:
        query = self.request.GET.copy()
        for name in (NAME, "sau", "trang"):
            query.pop(name, None)
        return query

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self._query()
        query[NAME] = "xlsx"
        return super().get_context_data(**{"export_url": f"?{query.urlencode()}", **kwargs})  # type: ignore[misc]


def filter_in_words(form: BaseForm | None) -> str:
    """“Lọc: Huyện Huyện Chợ Lách; Từ ngày 01/11/2026.”"""
    parts = []
    for name, field in form.fields.items() if form is not None and form.is_bound and form.is_valid() else ():
        value = form.cleaned_data.get(name)
        if value in (None, "", False):
            continue
        if isinstance(field, ModelChoiceField):
            words = field.label_from_instance(value) if isinstance(value, Model) else field.null_label
        elif hasattr(field, "choices"):
            words = dict(field.choices).get(value, value)
        elif hasattr(value, "year"):
            words = format_date(local_date(value))
        else:
            words = _("có") if value is True else value
        parts.append(f"{field.label}: {words}")
    return _("Lọc theo %(parts)s.") % {"parts": "; ".join(parts)} if parts else _("Không lọc.")
