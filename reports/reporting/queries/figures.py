"""The figures of a review: counted by `facts.queries` alone, so that a report and a dashboard can't differ.

A measure is told as it is printed. Every measure of `Totals` has its own name; rates are worked out from two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Assignment, ClusterMember, Unit
from assignments.queries import with_former
from nammanh.accounts.models import User
from nammanh.platform.dates import month_label
from nammanh.platform.numbers import format_number, format_percent
from reports.facts import queries as facts
from reports.facts.models import Activity
from reports.facts.models.activity import ActivityQuerySet, grain_of
from reports.facts.queries import Totals
from reports.reporting.models import Review, ReviewTarget

MEASURES: dict[str, Any] = {
    "visits": gettext_lazy("Lượt đi cơ sở"),
    "confirmed": gettext_lazy("Lượt được xã xác nhận"),
    "cell_meetings": gettext_lazy("Lượt dự sinh hoạt chi bộ"),
    "comments": gettext_lazy("Góp ý chính thức"),
    "specific": gettext_lazy("Góp ý cụ thể"),
    "petitions": gettext_lazy("Phản ánh, kiến nghị"),
    "hot": gettext_lazy("Vấn đề bức xúc"),
    "answers_due": gettext_lazy("Phản ánh đến hạn trả lời"),
    "answered_on_time": gettext_lazy("Trả lời đúng hạn"),
    "answered_late": gettext_lazy("Trả lời quá hạn"),
    "carried_back": gettext_lazy("Lượt báo lại cho dân"),
    "conveyed": gettext_lazy("Lượt truyền đạt thông tin"),
}
"""What a target may be counted by, and the columns of the annex, in this order."""

RATES: dict[str, tuple[str, str]] = {
    "confirmed_rate": ("confirmed", "visits"),
    "specific_rate": ("specific", "comments"),
    "on_time_rate": ("answered_on_time", "answers_due"),
}
COUNTED: dict[str, Callable[[Totals], int]] = {"vague": lambda row: row.vague, "waiting": lambda row: row.waiting}


def shown(measure: str, row: Totals) -> str:
    """A measure as a report prints it: “1.234”, “117,5%”."""
    if measure in RATES:
        part, whole = RATES[measure]
        return format_percent(getattr(row, part), getattr(row, whole))
    if measure in COUNTED:
        return format_number(COUNTED[measure](row))
    return format_number(getattr(row, measure))


def rows_of(review: Review) -> ActivityQuerySet:
    """The facts of the review's scope, with what its units came out of, as far as its author may read them.

    As on the dashboards, words to the superior alone are counted nowhere: a review has other readers than they.
    """
    rows = Activity.objects.visible_to(author_of(review)).filter(superior=False)
    units = units_of(review) if review.cluster_id or review.delegation_id else [review.unit]
    grain = max((grain_of(unit.level) for unit in units), default=grain_of(review.unit.level))
    return rows.filter(with_former(units)).down_to(grain)


def author_of(review: Review) -> User:
    """The author's account, which outlives the post. Raises ValidationError when there is none."""
    if review.author.user is None:
        raise ValidationError(_("Người soạn không còn tài khoản nên không đếm được số liệu của báo cáo."))
    return review.author.user


def units_of(review: Review) -> list[Unit]:
    """The units of a cluster, or those that a delegation's members held, on any day of the period."""
    months = review.months
    if review.cluster_id:
        members = ClusterMember.objects.filter(cluster=review.cluster_id, valid_from__lte=months.end)
        members = members.exclude(valid_to__lt=months.start)
        return list(Unit.objects.filter(pk__in=members.values("unit")).in_order())
    held = Assignment.objects.in_force_between(months.start, months.end).filter(delegation=review.delegation_id)
    return list(Unit.objects.filter(pk__in=held.values("unit")).in_order())


def totals_of(review: Review) -> Totals:
    return facts.totals(rows_of(review), review.months)


# --- the annex -------------------------------------------------------------------------------------------------------


def annex_of(review: Review, total: Totals | None = None) -> dict[str, Any]:
    """The tables of the annex as text, ready to be kept: by place, by month, targets. `total` where it is known."""
    rows, months = rows_of(review), review.months
    total = facts.totals(rows, months) if total is None else total
    return {
        "by_place": _table(_("Địa bàn"), _places(review, rows), total),
        "by_month": _table(
            _("Tháng"),
            [(month_label(month), row) for month, row in facts.by_month(rows, months).items()],
            total,
        ),
        "targets": [target_row(row, total) for row in review.targets.all()],
    }


def _table(head: str, rows: Iterable[tuple[str, Totals]], total: Totals) -> dict[str, Any]:
    lines = [[name, *(shown(measure, row) for measure in MEASURES)] for name, row in rows]
    lines.append([_("Cộng"), *(shown(measure, total) for measure in MEASURES)])
    return {"head": [head, *(str(label) for label in MEASURES.values())], "rows": lines}


def _places(review: Review, rows: ActivityQuerySet) -> list[tuple[str, Totals]]:
    """The units one level below the scope that were there at the end of the period or have figures, each with its row.

    What was recorded at the scope's own level has a line of its own, so that the lines add up to the total.
    """
    level = _level_below(review)
    found = facts.by_place(rows, review.months, level)
    there = set(Unit.objects.on(review.months.end).within(review.unit).filter(level=level).values_list("pk", flat=True))
    if review.cluster_id or review.delegation_id:
        there = {unit.pk for unit in units_of(review) if unit.level == level}
    units = Unit.objects.filter(pk__in=there | {pk for pk in found if pk}).in_order()
    lines = [(unit.full_name, found.get(unit.pk, Totals())) for unit in units]
    own = found.get(None)
    return [*lines, (_("Cấp trên các địa bàn này"), own)] if own else lines


def _level_below(review: Review) -> str:
    if review.unit.level != "province" or review.cluster_id or review.delegation_id:
        return "commune"
    districts = Unit.objects.on(review.months.end).within(review.unit).filter(level="district")
    return "district" if districts.exists() else "commune"


def target_row(row: ReviewTarget, total: Totals) -> dict[str, str]:
    """“47 / 40 → 117,5%”: never clamped; what has no target has no rate."""
    actual = Decimal(_counted(row.measure, total)) if row.measure else row.actual
    return {
        "name": row.name,
        "unit": row.measure_unit,
        "target": format_number(row.target, 3),
        "actual": format_number(actual, 3),
        "rate": format_percent(actual, row.target),
    }


def _counted(measure: str, total: Totals) -> int:
    return getattr(total, measure)


# --- figures in the text ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A number in the text that the records no longer give."""

    sentence_id: int
    measure: str
    written: str
    now: str
    start: int
    end: int


def changes_of(sentence: Any, total: Totals) -> list[Change]:
    """The tied numbers of a sentence that have changed since it was drafted. A number that a person has changed or
    taken out is theirs, and tied no more.
    """
    found: list[Change] = []
    taken: list[tuple[int, int]] = []
    for figure in sentence.figures:
        span = _place_of(figure, sentence.text, taken)
        if span is None:
            continue
        taken.append(span)
        now = shown(figure["measure"], total)
        if now != figure["shown"]:
            found.append(Change(sentence.pk, figure["measure"], figure["shown"], now, *span))
    return found


def _place_of(figure: dict[str, str], text: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the number stands: as a whole number, preferably with the words around it that it was drafted with."""
    pattern = rf"(?<![\d.,]){re.escape(figure['shown'])}(?![\d%]|[.,]\d)"
    places = [match.span() for match in re.finditer(pattern, text)]
    places = [span for span in places if span not in taken]
    if not places:
        return None
    before, after = figure.get("before", ""), figure.get("after", "")
    return max(
        places,
        key=lambda span: (text[: span[0]].endswith(before)) + (text[span[1] :].startswith(after)),
    )


def corrected(text: str, changes: Iterable[Change]) -> str:
    """The text with the changed numbers in the place of the old ones; every other word stays."""
    for change in sorted(changes, key=lambda row: row.start, reverse=True):
        text = text[: change.start] + change.now + text[change.end :]
    return text
