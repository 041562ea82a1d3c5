"""How events and hours are worded on a page."""

from __future__ import annotations

import datetime

from django import template

from nammanh.platform.numbers import NO_VALUE
from reports.planner import calendars
from reports.planner.queries.events import Occurrence

register = template.Library()


@register.filter
def days_in_words(occurrence: Occurrence) -> str:
    """03/02/2027, or “khoảng …” where the year's announcement decides."""
    return calendars.days_in_words(occurrence)


@register.filter
def hour(time: datetime.time | None) -> str:
    """08:30."""
    return f"{time:%H:%M}" if time else NO_VALUE
