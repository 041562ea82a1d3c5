"""A block of the desk: a few rows that wait for this person, and what to do with each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nammanh.platform.among import OneOf
from nammanh.platform.dates import format_date, local_date
from reports.dashboards import links
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit

SHOWN = 4
"""Rows of a block; the rest is behind its link."""
WORDS = 16
"""Words of a text that stand for it on the desk."""


@dataclass(frozen=True)
class Item:
    """One row: where it leads, what it says, and the button to what settles it.

    With `sends` the button does it at once: it posts these (name, value) pairs to `go_url`.
    """

    title: str
    url: str = ""
    note: str = ""
    badge: str = ""
    tone: str = "neutral"
    go_url: str = ""
    go_label: str = ""
    go_icon: str = "check"
    sends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Block:
    """Rows of one kind. `calm` is what the block says when nothing waits."""

    key: str
    title: Any
    icon: str
    calm: Any
    items: list[Item] = field(default_factory=list)
    more_url: str = ""


def first_rows(**asked: QuerySet) -> dict[str, list[Any]]:
    """The first rows of several querysets of one model, all in the order of the first, read by one question."""
    order = next(iter(asked.values())).query.order_by
    parts = [rows.annotate(of_block=Value(key))[:SHOWN] for key, rows in asked.items()]
    found: dict[str, list[Any]] = {key: [] for key in asked}
    for row in parts[0].union(*parts[1:], all=True).order_by(*order):
        found[row.of_block].append(row)
    return found


def first_of_each(
    rows: QuerySet, dressed: Callable[[QuerySet], QuerySet], **asked: tuple[Q, Sequence[str]]
) -> dict[str, list[Any]]:
    """The first rows of several kinds (a condition, an order) by one question that reads `rows` once; one row may be of
    several kinds. For what a person has waiting: all of it is put in order, so not for a province's records. Only
    the first ones are `dressed` with what is printed and put in order by: names from other tables are looked up for
    these alone.
    """
    kinds = {f"of_{key}": ExpressionWrapper(kind, BooleanField()) for key, (kind, _order) in asked.items()}
    places = {
        f"nth_{key}": Window(RowNumber(), partition_by=F(f"of_{key}"), order_by=order)
        for key, (_kind, order) in asked.items()
    }
    any_kind = reduce(or_, (kind for kind, _order in asked.values()))
    among_first = reduce(or_, (Q(**{f"of_{key}": True, f"nth_{key}__lte": SHOWN}) for key in asked))
    first = rows.filter(any_kind).annotate(**kinds).annotate(**places).filter(among_first)
    read = list(dressed(rows.model.objects.filter(OneOf(first.order_by().values("pk")))).annotate(**kinds).order_by())
    of_kind = {key: [row for row in read if getattr(row, f"of_{key}")] for key in asked}
    return {key: _in_order(of_kind[key], order)[:SHOWN] for key, (_kind, order) in asked.items()}


def _in_order(rows: list[Any], order: Sequence[str]) -> list[Any]:
    for name in reversed(order):
        rows = sorted(rows, key=attrgetter(name.lstrip("-")), reverse=name.startswith("-"))
    return rows


PLACE = ("unit", "commune")
"""What `place_name` prints, for select_related."""
PLACE_WORDS = (*PLACE, "unit__kind", "unit__name", "commune__kind", "commune__name")
"""The columns that it prints, for only()."""
PETITION_WORDS = (*PLACE_WORDS, "uuid", "officer", "content", "status", "deadline_on")
"""What `petition_item` prints."""


def block(
    key: str,
    title: Any,
    icon: str,
    calm: Any,
    rows: QuerySet | list[Any],
    to_item: Callable[[Any], Item],
    more_url: str = "",
) -> Block:
    """The first rows of a queryset, or rows that were read, as a block; with something to see comes the link.

    Load with the rows only what `to_item` prints: each further join makes PostgreSQL plan longer than it runs.
    """
    return filled(key, title, icon, calm, [to_item(row) for row in rows[:SHOWN]], more_url)


def filled(key: str, title: Any, icon: str, calm: Any, items: Iterable[Item], more_url: str = "") -> Block:
    items = list(items)
    return Block(key, title, icon, calm, items, more_url if items else "")


def place_name(row: Any) -> str:
    """The unit of a record with its commune: “Ấp 1, Xã Sơn Phú”; needs both loaded (PLACE)."""
    if row.commune is None or row.commune_id == row.unit_id:
        return str(row.unit)
    return f"{row.unit}, {row.commune}"


def petition_item(row: Petition, day: datetime.date) -> Item:
    """A petition with its place and its clock."""
    title = Truncator(row.content).words(WORDS)
    late = row.is_open and not row.is_paused and row.deadline_on < day
    note = _("%(place)s · hạn trả lời %(date)s") % {"place": place_name(row), "date": format_date(row.deadline_on)}
    if late:
        return Item(title, links.petition(row), note, _("Quá hạn"), "danger")
    tone = "info" if row.is_open else "success"
    return Item(title, links.petition(row), note, row.get_status_display(), tone)


def confirmation_badge(row: Visit, limit: datetime.date | None) -> tuple[str, str]:
    """How an unconfirmed visit stands: asked to be corrected, late by the commune's term, or neither."""
    if row.correction:
        return _("Xã đề nghị sửa"), "warning"
    if limit and row.logged_at and local_date(row.logged_at) <= limit:
        return _("Quá hạn xác nhận"), "danger"
    return "", "neutral"


def comment_item(row: Comment, note: str) -> Item:
    """A comment by its matter."""
    return Item(Truncator(row.matter).words(WORDS), links.comment(row), note)
