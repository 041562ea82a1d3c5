"""Lines of an import as a list, the failed ones as a file, and the empty sheets to fill in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from assignments.imports import policies
from assignments.imports.kinds import TABLES
from assignments.imports.kinds.cells import as_text
from assignments.imports.models import ImportJob, ImportRow
from assignments.imports.sheets import write_table
from assignments.imports.states import Fault, Kind, Outcome
from assignments.imports.views.steps import OfJob
from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import record_access
from nammanh.platform.text import slug

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


def cells_of(job: ImportJob, row: ImportRow) -> list[str]:
    """The line's matched cells in the order of the sheet's columns, repaired, formulas as they are written."""
    ordered = sorted(job.columns, key=lambda code: job.columns[code])
    shown = []
    for code in ordered:
        cell = row.cells.get(code)
        shown.append(as_text(cell, job.encoding) or row.shown(cell if isinstance(cell, dict) else None))
    return shown


def headings_of(job: ImportJob) -> list[str]:
    """The sheet's own headings of the matched columns."""
    return [job.headings[str(number)] for number in sorted(job.columns.values())]


class RowList(OfJob, ListView):
    """Lines with one outcome (`ket_qua`) or one fault (`loi`), in the order of the sheet, from line `sau` on."""

    template_name = "imports/rows.html"
    context_object_name = "rows"

    def get_queryset(self) -> Any:
        rows = self.job.rows.exclude(outcome=Outcome.UNCHECKED).order_by("line")
        asked, fault, after = (self.request.GET.get(name, "") for name in ("ket_qua", "loi", "sau"))
        self.outcome = Outcome(asked) if asked in Outcome.values else None
        self.fault = Fault(fault) if fault in Fault.values else None
        if self.outcome:
            rows = rows.filter(outcome=self.outcome)
        if self.fault:
            rows = rows.filter(fault=self.fault)
        self.after = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
        return rows.filter(line__gt=self.after)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.get_queryset()[: PAGE + 1])
        query = self.request.GET.copy()
        query.pop("sau", None)
        first_url = f"?{query.urlencode()}" if self.after else ""
        if len(rows) > PAGE:
            query["sau"] = str(rows[PAGE - 1].line)
        shown = [{"row": row, "cells": cells_of(self.job, row), "faults": self._faults(row)} for row in rows[:PAGE]]
        return {
            "job": self.job,
            "lines": shown,
            "headings": headings_of(self.job),
            "title": (self.fault or self.outcome or Outcome.ERROR).label
            if self.fault or self.outcome
            else _("Tất cả các dòng"),
            "first_url": first_url,
            "next_url": f"?{query.urlencode()}" if len(rows) > PAGE else "",
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data())

    def _faults(self, row: ImportRow) -> list[dict[str, str]]:
        return [{"where": self.job.letter_of(fault["column"]), "why": fault["why"]} for fault in row.faults]


class FailedRows(OfJob):
    """The lines that were not taken in, under the sheet's own headings, each with the reason."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record_access(request=request, kind=AccessLog.Kind.EXPORT)
        headings = [*headings_of(self.job), _("Dòng trong tệp gốc"), _("Lý do không nhập")]
        rows = self.job.rows.filter(outcome=Outcome.ERROR).order_by("line")
        lines = ([*cells_of(self.job, row), row.line, self._reasons(row)] for row in rows.iterator(chunk_size=1_000))
        return as_file(write_table(_("Dòng lỗi"), headings, lines), f"{slug(_('dong-loi'))}-{self.job.pk}")

    def _reasons(self, row: ImportRow) -> str:
        told = []
        for fault in row.faults:
            letters = self.job.letter_of(fault["column"])
            told.append(
                _("Cột %(letter)s: %(why)s") % {"letter": letters, "why": fault["why"]} if letters else fault["why"]
            )
        return " ".join(told)


class Sample(View):
    """An empty sheet with the headings that are understood, one example and notes on each column."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in Kind.values:
            raise Http404
        if not policies.may_import(request.actor.user, kind):
            raise PermissionDenied
        table = TABLES[kind]
        notes = [*map(str, table.notes)]
        for column in table.columns:
            need = _("bắt buộc") if column.required else _("có thể bỏ")
            notes.append(f"{column.label} ({need}). {column.hint}".strip())
        headings = [str(column.label) for column in table.columns]
        example = [column.sample for column in table.columns]
        return as_file(
            write_table(str(Kind(kind).label), headings, [example], notes), f"mau-{slug(str(Kind(kind).label))}"
        )


def as_file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
