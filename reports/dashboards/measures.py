"""The six numbers of a period, and the list that each of them counts.

Why these six: whether officers go (visits), whether they sit in the Party cell as the regulation asks (cell meetings),
whether they leave something that can be acted on (comments), what comes up (petitions), whether those who must answer
do so in time, and whether the people hear of it (carried back). A seventh would be read by nobody in ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.numbers import format_number, format_percent
from reports.dashboards import links
from reports.facts.months import Months
from reports.facts.queries import Totals
from reports.visits.models import VisitType

Asks = Mapping[str, Any]
SMALL = 20
"""Below this many a percentage says less than the two numbers."""


@dataclass(frozen=True)
class Measure:
    """One number: what it is, its column's short heading, its value, its list, and what is said beside it."""

    key: str
    label: Any
    column: Any
    columns: tuple[str, ...]
    """What of `Totals` it is worked out from: all that a table of one measure reads."""
    value: Callable[[Totals], int]
    url: Callable[[Months, Asks], str]
    beside: Callable[[Totals], str] = lambda _totals: ""
    whole: Callable[[Totals], int] | None = None
    """Out of how many, where the number alone misleads."""

    def corrected(self, totals: Totals) -> int:
        """By how much the records of closed months have changed since: a list counts this as well."""
        if totals.corrections is None:
            return 0
        return self.value(totals.now) - self.value(totals)

    def compared(self, totals: Totals) -> str:
        """What the number was in another period: “41”, or “3/4”."""
        value = format_number(self.value(totals))
        return f"{value}/{format_number(self.whole(totals))}" if self.whole else value


def share(part: int, whole: int) -> str:
    """“75% (15/20)”, and of few only “3/4”."""
    if not whole:
        return ""
    both = f"{format_number(part)}/{format_number(whole)}"
    return both if whole < SMALL else f"{format_percent(part, whole)} ({both})"


def _specific(totals: Totals) -> str:
    told = share(totals.specific, totals.comments)
    return _("cụ thể: %(share)s") % {"share": told} if told else ""


def _of_due(totals: Totals) -> str:
    told = share(totals.answered_on_time, totals.answers_due)
    return _("%(share)s việc có hạn trong kỳ") % {"share": told} if told else _("không có việc nào đến hạn")


MEASURES = (
    Measure(
        "visits",
        gettext_lazy("Lượt đi cơ sở"),
        gettext_lazy("Đi cơ sở"),
        ("visits",),
        lambda totals: totals.visits,
        lambda months, asks: links.visits(months, asks),
    ),
    Measure(
        "cell_meetings",
        gettext_lazy("Lượt dự sinh hoạt chi bộ"),
        gettext_lazy("Dự chi bộ"),
        ("cell_meetings",),
        lambda totals: totals.cell_meetings,
        lambda months, asks: links.visits(months, asks, loai=VisitType.PARTY_CELL_MEETING.value),
    ),
    Measure(
        "comments",
        gettext_lazy("Góp ý gửi cấp ủy xã"),
        gettext_lazy("Góp ý"),
        ("comments", "specific"),
        lambda totals: totals.comments,
        lambda months, asks: links.comments_sent(months, asks),
        _specific,
    ),
    Measure(
        "petitions",
        gettext_lazy("Phản ánh, kiến nghị nhận được"),
        gettext_lazy("Phản ánh"),
        ("petitions",),
        lambda totals: totals.petitions,
        lambda months, asks: links.petitions_received(months, asks),
    ),
    Measure(
        "on_time",
        gettext_lazy("Trả lời đúng hạn ban đầu"),
        gettext_lazy("Đúng hạn"),
        ("answered_on_time", "answers_due"),
        lambda totals: totals.answered_on_time,
        lambda months, asks: links.petitions_on_time(months, asks),
        _of_due,
        lambda totals: totals.answers_due,
    ),
    Measure(
        "carried",
        gettext_lazy("Đã báo lại cho dân"),
        gettext_lazy("Báo lại"),
        ("carried_back",),
        lambda totals: totals.carried_back,
        lambda months, asks: links.petitions_carried(months, asks),
    ),
)
