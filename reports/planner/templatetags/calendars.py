"""Writes calendars in Python: cell by cell in a template costs more than all their queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, format_weekday_date
from nammanh.platform.templatetags.ui import icon
from reports.planner.calendars import Day, Entry

register = template.Library()


@register.simple_tag
def month_grid(days: list[Day]) -> SafeString:
    """<thead> and <tbody> of a month, a week a row."""
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    body = format_html_join("", "<tr>{}</tr>", ((_cells(week),) for week in weeks))
    return format_html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", _weekdays(), body)


@register.simple_tag
def day_list(days: list[Day]) -> SafeString:
    """The days that hold something, one after another; today always."""
    shown = [day for day in days if day.entries or day.more or (day.is_today and day.belongs)]
    return format_html_join("", "{}", ((_listed(day),) for day in shown))


def _weekdays() -> SafeString:
    names = (
        (_("T2"), _("Thứ Hai")),
        (_("T3"), _("Thứ Ba")),
        (_("T4"), _("Thứ Tư")),
        (_("T5"), _("Thứ Năm")),
        (_("T6"), _("Thứ Sáu")),
        (_("T7"), _("Thứ Bảy")),
        (_("CN"), _("Chủ nhật")),
    )
    return format_html_join("", '<th scope="col"><abbr title="{1}">{0}</abbr></th>', names)


def _cells(week: Iterable[Day]) -> SafeString:
    return format_html_join("", '<td class="{}">{}{}{}</td>', ((_look(d), _head(d), _lines(d), _more(d)) for d in week))


def _look(day: Day) -> str:
    names = ["nm-cal-day"]
    if not day.belongs:
        names.append("nm-cal-other")
    if day.is_today:
        names.append("nm-cal-today")
    return " ".join(names)


def _head(day: Day) -> SafeString:
    label = format_weekday_date(day.date)
    if day.is_today:
        label = _("%(day)s, hôm nay") % {"day": label}
    number = format_html(
        '<a href="{}" data-calendar-day><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></a>',
        day.url,
        day.date.day,
        label,
    )
    holiday = format_html('<span class="nm-cal-holiday">{}</span>', day.holiday) if day.holiday else ""
    return format_html('<div class="nm-cal-head">{}{}</div>', number, holiday)


def _lines(day: Day) -> SafeString:
    if not day.entries:
        return SafeString("")
    items = format_html_join("", "<li>{}</li>", ((_short(entry),) for entry in day.entries))
    return format_html('<ul class="nm-cal-list">{}</ul>', items)


def _short(entry: Entry) -> SafeString:
    """One line of a cell: the hour, the place, the rest for those who open or hear it."""
    time = format_html("{} ", f"{entry.time:%H:%M}") if entry.time else ""
    said = " · ".join(part for part in (entry.text if entry.place else "", entry.who, entry.state) if part)
    text = format_html("{}{}{}", icon(entry.icon), time, entry.place or entry.text)
    if entry.url:
        return format_html(
            '<a class="nm-cal-entry nm-tone-{}" href="{}" title="{}">{}<span class="visually-hidden"> {}</span></a>',
            entry.tone, entry.url, said, text, said,
        )  # fmt: skip
    return format_html(
        '<span class="nm-cal-entry nm-tone-{}" title="{}">{}<span class="visually-hidden"> {}</span></span>',
        entry.tone, said, text, said,
    )  # fmt: skip


def _more(day: Day) -> SafeString:
    if not day.more:
        return SafeString("")
    text = _("và %(count)s việc nữa") % {"count": day.more}
    label = _("%(text)s, ngày %(day)s") % {"text": text, "day": format_date(day.date)}
    return format_html('<a class="nm-cal-more" href="{}" aria-label="{}">{}</a>', day.url, label, text)


def _listed(day: Day) -> SafeString:
    heading = format_weekday_date(day.date)
    notes = [_("hôm nay")] if day.is_today else []
    notes += [day.holiday] if day.holiday else []
    if day.entries:
        items = format_html_join("", "<li>{}</li>", ((_long(entry),) for entry in day.entries))
        body: Any = format_html('<ul class="nm-cal-lines">{}</ul>', items)
    else:
        body = format_html('<p class="nm-missing">{}</p>', _("Chưa có việc nào trong ngày."))
    return format_html(
        '<section class="nm-cal-listed{}"><h2>{}{}</h2>{}{}</section>',
        " nm-cal-today" if day.is_today else "",
        heading,
        format_html(' <span class="nm-soft">{}</span>', " · ".join(notes)) if notes else "",
        body,
        _more(day),
    )


def _long(entry: Entry) -> SafeString:
    """One line of a list: all of it in words."""
    name = entry.place or entry.text
    title = format_html('<a href="{}">{}</a>', entry.url, name) if entry.url else format_html("{}", name)
    time = format_html('<span class="nm-cal-time">{}</span>', f"{entry.time:%H:%M}") if entry.time else ""
    said = " · ".join(part for part in (entry.text if entry.place else "", entry.who) if part)
    state = (
        format_html('<span class="nm-badge nm-tone-{}">{}{}</span>', entry.tone, icon(entry.icon), entry.state)
        if entry.state
        else ""
    )
    return format_html(
        '<span class="nm-cal-sign nm-tone-{}">{}</span><div>{}<strong>{}</strong><div class="nm-soft">{}</div>{}</div>',
        entry.tone, icon(entry.icon), time, title, said, state,
    )  # fmt: skip
