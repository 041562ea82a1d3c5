"""The clocks of a petition: by when an answer is due, how long a pause was, how far a department may promise.

All days are counted in working days, by the law's calendar with what decisions changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.queries import changed_days
from nammanh.platform.dates import local_date
from nammanh.platform.working_days import add_working_days, working_days_between
from reports.feedback.models import ReplyTerm, TermKind


def terms_on(day: datetime.date) -> dict[str, int]:
    """The working days that each term in force on `day` gives; a kind without a row of its own has the ordinary one.
    Empty when no term is set at all.
    """
    rows = ReplyTerm.objects.on(day).order_by("valid_from", "pk").values_list("kind", "working_days")
    found = dict(rows)
    ordinary = found.get(TermKind.ORDINARY)
    return found if ordinary is None else {kind: found.get(kind, ordinary) for kind in TermKind.values}


def term_of(kind: TermKind, day: datetime.date) -> int:
    """The working days that the term in force on `day` gives.

    Raises ValidationError when there is none at all, since a petition without a clock would be lost.
    """
    term = terms_on(day).get(kind)
    if term is None:
        raise ValidationError(_("Chưa có thời hạn trả lời cho ngày này. Văn phòng Tỉnh ủy cần khai báo thời hạn."))
    return term


def after_term(kind: TermKind, start: datetime.date) -> datetime.date:
    """The last day of the term that begins on `start`."""
    return add_working_days(start, term_of(kind, start), changed_days())


def due_date(reported_on: datetime.date, *, hot: bool = False) -> datetime.date:
    """The day by which an answer is due to those who asked."""
    return after_term(TermKind.HOT if hot else TermKind.ORDINARY, reported_on)


def due_from_department(due: Iterable[datetime.date], day: datetime.date, *, hot: bool) -> datetime.date:
    """The day by which a department must answer what is sent to it on `day`: the first of the petitions' own days, but
    never sooner than the least time that a department has.
    """
    return max(min(due), after_term(TermKind.HOT if hot else TermKind.DEPARTMENT, day))


def latest_promise(day: datetime.date) -> datetime.date:
    """The last day that an interim reply of `day` may promise."""
    return after_term(TermKind.EXTENSION, day)


def renewed(day: datetime.date) -> datetime.date:
    """The day by which an answer that was sent back on `day` is due anew."""
    return after_term(TermKind.RENEWED, day)


def last_day_to_judge(answered_at: datetime.datetime) -> datetime.date:
    """The last day on which an answer may be sent back."""
    return after_term(TermKind.VERDICT, local_date(answered_at))


def carried_late_since(day: datetime.date) -> datetime.date:
    """Answers of this day or earlier should have been told to the people by `day`."""
    return before_term(term_of(TermKind.WAY_BACK, day), day)


def before_term(working_days: int, day: datetime.date) -> datetime.date:
    """The last day whose term of so many working days is over on `day`."""
    return add_working_days(day, -working_days, changed_days()) - datetime.timedelta(days=1)


def paused(started_on: datetime.date, ended_on: datetime.date) -> int:
    """How many working days a clock stood still: those after the day of the return, up to the day it ran on."""
    return working_days_between(started_on, ended_on, changed_days())


def moved_by(due_on: datetime.date, working_days: int) -> datetime.date:
    """A due day after a pause of so many working days."""
    return add_working_days(due_on, working_days, changed_days()) if working_days else due_on
