"""Writes large tables of figures in Python: cell by cell in a template costs more than all their queries."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from reports.dashboards.grids import Cell, Grid, GridRow

register = template.Library()


@register.simple_tag
def grid(grid: Grid, *, named: bool = True) -> SafeString:
    """<thead> and <tbody> of a grid, for `{% table %}`; `named` writes each column's name for stacked rows."""
    head = format_html_join("", '<th scope="col"{}>{}</th>', [
        (SafeString("" if index == 0 else ' class="nm-number"'), column) for index, column in enumerate(grid.columns)
    ])
    names = grid.columns[1:]
    body = format_html_join("", "<tr>{}{}</tr>", (
        (_head(row), format_html_join("", '<td class="nm-number"{}>{}</td>', (
            (format_html(' data-label="{}"', name) if named else "", _figure(cell, row, name))
            for cell, name in zip(row.cells, names, strict=True)
        )))
        for row in grid.rows
    ))
    return format_html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", head, body)


def _head(row: GridRow) -> SafeString:
    if row.url:
        return format_html('<th scope="row"><a href="{}">{}</a></th>', row.url, row.name)
    return format_html('<th scope="row">{}</th>', row.name)


def _figure(cell: Cell, row: GridRow, name: str) -> SafeString:
    text = format_number(cell.value)
    if cell.alarm:
        text = format_html("<strong>{}</strong>", text)
    if not cell.url:
        return format_html("{}", text)
    what = _("%(figure)s, %(place)s, %(column)s") % {
        "figure": format_number(cell.value), "place": row.name, "column": name
    }
    return format_html('<a href="{}" aria-label="{}">{}</a>', cell.url, what, text)
