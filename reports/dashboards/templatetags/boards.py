"""Writes large tables of figures in Python: cell by cell in a template costs more than all their queries."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from nammanh.platform.templatetags.ui import icon
from reports.dashboards.grids import Cell, Grid, GridRow
from reports.dashboards.maps.places import Layer, Place

register = template.Library()


@register.simple_tag
def grid(grid: Grid) -> SafeString:
    """<thead> and <tbody> of a grid, for `{% table stacked=False %}`."""
    body = format_html_join("", "<tr>{}{}</tr>", ((_head(row), _cells(row, grid.names)) for row in grid.rows))
    return format_html("<thead>{}</thead><tbody>{}</tbody>", _headings(grid), body)


def _headings(grid: Grid) -> SafeString:
    columns = [column for group in grid.groups for column in group.columns]
    lower = format_html_join("", '<th scope="col" class="nm-number">{}</th>', ((column,) for column in columns))
    if not any(group.title for group in grid.groups):
        return format_html('<tr><th scope="col">{}</th>{}</tr>', grid.corner, lower)
    upper = format_html_join(
        "",
        '<th scope="colgroup" colspan="{}" class="nm-number">{}</th>',
        ((len(group.columns), group.title) for group in grid.groups),
    )
    corner = format_html('<th scope="col" rowspan="2">{}</th>', grid.corner)
    return format_html("<tr>{}{}</tr><tr>{}</tr>", corner, upper, lower)


def _cells(row: GridRow, names: list[str]) -> SafeString:
    figures = ((_figure(cell, row, name),) for cell, name in zip(row.cells, names, strict=True))
    return format_html_join("", '<td class="nm-number">{}</td>', figures)


def _head(row: GridRow) -> SafeString:
    if row.url:
        return format_html('<th scope="row" class="nm-nowrap"><a href="{}">{}</a></th>', row.url, row.name)
    return format_html('<th scope="row" class="nm-nowrap">{}</th>', row.name)


def _figure(cell: Cell, row: GridRow, name: str) -> SafeString:
    text = format_number(cell.value)
    if cell.alarm:
        text = format_html("<strong>{}</strong>", text)
    if cell.change:
        text = format_html('{} <span class="nm-soft">({})</span>', text, f"{cell.change:+d}")
    if not cell.url or not cell.value + cell.change:  # nothing to open behind a nought
        return format_html("{}", text)
    what = _("%(figure)s, %(place)s, %(column)s") % {
        "figure": format_number(cell.value),
        "place": row.name,
        "column": name,
    }
    return format_html('<a href="{}" aria-label="{}">{}</a>', cell.url, what, text)


@register.simple_tag
def map_rows(layer: Layer, tells_districts: bool) -> SafeString:
    """The map's places as lines of a list. The button is shown by the script, for those that it has drawn."""
    sign, show = icon("map-pin"), _("Xem %(place)s trên bản đồ")
    return format_html_join(
        "",
        '<li data-place="{}"><span class="nm-sign nm-tone-{}" aria-hidden="true">{}</span>'
        '<span class="nm-map-words"><a href="{}">{}</a><br><span class="nm-soft">{}{}</span>'
        '<span class="visually-hidden">, {}</span></span>'
        '<button type="button" class="nm-iconbutton" data-map-show="{}" aria-label="{}" hidden>{}</button></li>',
        (
            (
                place.unit.pk,
                layer.legend[place.status].tone,
                layer.legend[place.status].letter,
                place.url,
                place.unit,
                _district(place) if tells_districts else "",
                place.text,
                layer.legend[place.status].label,
                place.unit.pk,
                show % {"place": place.unit},
                sign,
            )
            for place in layer.places
        ),
    )


def _district(place: Place) -> SafeString | str:
    return format_html("{} · ", place.unit.district) if place.unit.district else ""
