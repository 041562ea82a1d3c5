"""Writes a matrix in Python: 150 lines of 13 figures cost more in a template than all their queries."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from reports.dashboards.matrices import Entry, Line, Matrix

register = template.Library()


@register.simple_tag
def matrix(matrix: Matrix) -> SafeString:
    """<thead> and <tbody> of a matrix, for `{% table stacked=False %}`."""
    body = format_html_join("", "<tr>{}{}</tr>", ((_head(line), _entries(line, matrix)) for line in matrix.lines))
    return format_html("<thead>{}</thead><tbody>{}</tbody>", _headings(matrix), body)


def _headings(matrix: Matrix) -> SafeString:
    columns = format_html_join("", '<th scope="col" class="nm-number">{}</th>', ((name,) for name in matrix.columns))
    if not matrix.groups:
        return format_html('<tr><th scope="col">{}</th>{}</tr>', matrix.corner, columns)
    groups = format_html_join(
        "",
        '<th scope="colgroup" colspan="{}" class="nm-number">{}</th>',
        ((width, label) for label, width in matrix.groups),
    )
    corner = format_html('<th scope="col" rowspan="2">{}</th>', matrix.corner)
    return format_html("<tr>{}{}</tr><tr>{}</tr>", corner, groups, columns)


def _head(line: Line) -> SafeString:
    name = format_html('<a href="{}">{}</a>', line.url, line.name) if line.url else format_html("{}", line.name)
    above = format_html('<br><span class="nm-soft">{}</span>', line.above) if line.above else ""
    return format_html('<th scope="row" class="nm-nowrap">{}{}</th>', name, above)


def _entries(line: Line, matrix: Matrix) -> SafeString:
    cells = ((_figure(entry, line.name, column),) for entry, column in zip(line.entries, matrix.columns, strict=True))
    return format_html_join("", '<td class="nm-number nm-nowrap">{}</td>', cells)


def _figure(entry: Entry, place: str, column: str) -> SafeString:
    text = told(entry)
    if entry.is_empty or not entry.url:
        return format_html("{}", text)
    what = _("%(figure)s, %(place)s, %(column)s") % {"figure": text, "place": place, "column": column}
    return format_html('<a href="{}" aria-label="{}">{}</a>', entry.url, what, text)


def told(entry: Entry) -> str:
    """“12”, “8/10”, “12 (+2)”; where nothing was to be done, a dash."""
    if entry.whole == 0 and not entry.change:
        return "–"
    text = format_number(entry.value) if entry.whole is None else f"{entry.value}/{entry.whole}"
    return f"{text} ({entry.change:+d})" if entry.change else text
