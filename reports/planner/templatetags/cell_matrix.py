"""Writes the matrix hamlet × month in Python: 40 × 12 cells cost a template more than all their queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nammanh.platform.dates import month_label, today
from nammanh.platform.numbers import format_number
from nammanh.platform.templatetags.ui import icon
from reports.planner.queries.cells import CellState, MonthTotal
from reports.planner.views.cells import Row

register = template.Library()

SIGNS: dict[str, tuple[str, str]] = {
    # state: (tone, icon)
    CellState.ATTENDED: ("success", "circle-check"),
    CellState.WAITING: ("warning", "hourglass"),
    CellState.PLANNED: ("info", "calendar-event"),
    CellState.LAPSED: ("danger", "calendar-due"),
    CellState.NONE: ("danger", "circle-x"),
    CellState.AHEAD: ("neutral", "minus"),
}


@register.simple_tag
def cell_legend(states: Iterable[CellState]) -> SafeString:
    """What each sign says."""
    items = format_html_join(
        "", '<li class="nm-badge nm-tone-{}">{}{}</li>', ((SIGNS[s][0], icon(SIGNS[s][1]), s.label) for s in states)
    )
    return format_html('<ul class="nm-cal-legend" aria-label="{}">{}</ul>', _("Chú giải"), items)


@register.simple_tag
def cell_rows(rows: list[Row], months: list[datetime.date], totals: list[MonthTotal], hamlets: int) -> SafeString:
    """<thead>, <tbody>, and a foot that counts all hamlets asked for, also those on other pages."""
    heads = format_html_join(
        "",
        '<th scope="col" class="nm-cell-month"><abbr title="{}">T{}</abbr></th>',
        ((month_label(month), month.month) for month in months),
    )
    faces = {state.value: _Face.of(state) for state in CellState}
    names = [month_label(month) for month in months]
    body = format_html_join("", "<tr>{}{}</tr>", ((_head(row), _marks(row, names, faces)) for row in rows))
    head = format_html('<thead><tr><th scope="col">{}</th>{}</tr></thead>', _("Ấp, khu phố"), heads)
    foot = _foot(months, totals, hamlets)
    last = format_html('<tfoot><tr><th scope="row">{}</th>{}</tr></tfoot>', _("Số ấp đã dự"), foot)
    return format_html("{}<tbody>{}</tbody>{}", head, body, last)


def _head(row: Row) -> SafeString:
    return format_html(
        '<th scope="row" class="nm-cell-head">{}<span class="nm-soft nm-cal-under">{}</span></th>',
        row.hamlet,
        row.hamlet.commune or "",
    )


@dataclass(frozen=True)
class _Face:
    """How a state looks in every cell that has it."""

    tone: str
    sign: SafeString
    short: str
    label: str

    @classmethod
    def of(cls, state: CellState) -> _Face:
        short = {
            CellState.ATTENDED: _("Đã dự"),
            CellState.WAITING: _("Chờ"),
            CellState.PLANNED: _("Hẹn"),
            CellState.LAPSED: _("Quá hẹn"),
            CellState.NONE: _("Chưa"),
            CellState.AHEAD: "",
        }
        tone, sign = SIGNS[state]
        return cls(tone, icon(sign), short[state], str(state.label))


def _marks(row: Row, months: list[str], faces: dict[str, _Face]) -> SafeString:
    hamlet, what = str(row.hamlet), _("%(hamlet)s, %(month)s: %(state)s")
    cells = []
    for cell, month in zip(row.cells, months, strict=True):
        face = faces[cell.mark.state]
        said = what % {"hamlet": hamlet, "month": month, "state": face.label}
        cells.append((face.tone, _mark(cell.url, face, said)))
    return format_html_join("", '<td class="nm-cell nm-tone-{}">{}</td>', cells)


def _mark(url: str, face: _Face, said: str) -> SafeString:
    """A sign with its words: read aloud in full, shown as a short word below the sign."""
    if url:
        return format_html(
            '<a href="{}" title="{}">{}<span>{}</span><span class="visually-hidden"> – {}</span></a>',
            url, said, face.sign, face.short, said,
        )  # fmt: skip
    return format_html(
        '<span title="{}">{}<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></span>',
        said, face.sign, face.short, said,
    )  # fmt: skip


def _foot(months: list[datetime.date], totals: list[MonthTotal], hamlets: int) -> SafeString:
    cells = []
    for month, total in zip(months, totals, strict=True):
        text = f"{format_number(total.attended)}/{format_number(hamlets)}"
        if month > today() and not total.attended:
            text = ""
        waiting = _("chờ %(count)s") % {"count": format_number(total.waiting)} if total.waiting else ""
        cells.append((text, waiting))
    return format_html_join("", '<td class="nm-cell-foot">{} <span class="nm-soft nm-cal-under">{}</span></td>', cells)
