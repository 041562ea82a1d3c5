"""Writes a matrix in Python: 150 lines of 13 figures cost more in a template than all their queries."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from nammanh.platform.numbers import NO_VALUE, format_number
from reports.dashboards.matrices import Entry, Line, Matrix

register = template.Library()


@register.simple_tag
def matrix(matrix: Matrix) -> SafeString:
    """<thead> and <tbody> of a matrix, for `{% table stacked=False %}`."""
    names = [conditional_escape(name) for name in matrix.columns]
    body = format_html_join("", "<tr>{}{}</tr>", ((_head(line), _entries(line, names)) for line in matrix.lines))
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
    name = format_html('<a href="{}">{}</a>', line.url, line.name) if line.url else conditional_escape(line.name)
    above = format_html('<br><span class="nm-soft">{}</span>', line.above) if line.above else ""
    if line.inner:
        return format_html('<th scope="row" class="nm-nowrap fw-normal">– {}{}</th>', name, above)
    return format_html('<th scope="row" class="nm-nowrap">{}{}</th>', name, above)


def _entries(line: Line, names: list[SafeString]) -> SafeString:
    """The cells of a line. What stands in each of thousands is escaped once."""
    place = conditional_escape(line.name)
    figures = (_figure(entry, place, name) for entry, name in zip(line.entries, names, strict=True))
    return mark_safe("".join(figures))  # noqa: S308  each part is escaped where it is made


def _figure(entry: Entry, place: SafeString, column: SafeString) -> str:
    text = escape(told(entry))
    if not entry.is_empty and entry.url:
        text = f'<a href="{escape(entry.url)}" aria-label="{text}, {place}, {column}">{text}</a>'
    return f'<td class="nm-number nm-nowrap">{text}</td>'


def told(entry: Entry) -> str:
    """“12”, “8/10”, “12 (+2)”, “0 thiếu”; where nothing was to be done, a dash."""
    if entry.whole == 0 and not entry.change:
        return NO_VALUE
    text = format_number(entry.value) if entry.whole is None else f"{entry.value}/{entry.whole}"
    text = f"{text} ({entry.change:+d})" if entry.change else text
    return f"{text} {entry.mark}" if entry.mark else text
