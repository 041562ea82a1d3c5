"""What was found, in the words of the page: a title, where it lies, and the piece of text that was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.dates import format_date, today
from nammanh.platform.fulltext import SHORTEST_PREFIX, Asked
from nammanh.platform.text import fold
from reports.search.queries import Group, Paper, Person, Place, Record
from reports.search.queries.papers import BATCH, BULLETIN

EXCERPT = 200
"""Letters of a record's text that are shown around what was found."""
KIN_NAMED = 4

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Line:
    """One line of the result. `pieces` are parts of the text, each with whether it was asked for."""

    title: str
    url: str
    detail: str = ""
    note: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Kind:
    label: Any
    icon: str
    line: Callable[[Any, Asked], Line]
    list_url: Callable[[Asked, Group], str] = field(default=lambda asked, group: "")
    """The list page, narrowed by the words: where everything of this kind is."""


@dataclass(frozen=True)
class Section:
    """One kind of thing on the page: the first lines of its group, and where the others are."""

    name: str
    kind: Kind
    group: Group
    lines: list[Line]
    all_url: str = ""

    @property
    def key(self) -> str:
        return KEYS[self.name]


KEYS = {
    "place": "dia-ban",
    "person": "can-bo",
    "paper": "van-ban",
    "visit": "chuyen-di",
    "petition": "phan-anh",
    "comment": "gop-y",
    "contact": "lien-he",
    "meeting": "lich-hop",
}
"""How the address names a kind: `?nhom=`."""


def full_place(*names: str) -> str:
    return ", ".join(name for name in names if name)


def _ended(unit: Unit) -> bool:
    return unit.valid_to is not None and unit.valid_to < today()


def _named(units: Iterable[Unit]) -> str:
    names = [unit.full_name for unit in units]
    more = _now(" và %(count)d đơn vị khác") % {"count": len(names) - KIN_NAMED} if len(names) > KIN_NAMED else ""
    return ", ".join(names[:KIN_NAMED]) + more


def place_line(found: Place, asked: Asked) -> Line:
    """“Nay là …” of a unit that is no more, “trước là …” of one that came out of others."""
    notes = []
    if found.ended_on:
        notes.append(_now("Có đến hết ngày %(day)s") % {"day": format_date(found.ended_on)})
    if found.kin.after:
        label = _now("sau đó là") if all(map(_ended, found.kin.after)) else _now("nay là")
        notes.append(f"{label} {_named(found.kin.after)}")
    if found.kin.before:
        notes.append(f"{_now('trước là')} {_named(found.kin.before)}")
    note = "; ".join(notes)
    url = reverse("assignments:unit", args=[found.pk])
    return Line(found.full_name, url, full_place(*found.above), note[:1].upper() + note[1:])


def person_line(found: Person, asked: Asked) -> Line:
    left = _now("Thôi công tác từ sau ngày %(day)s") % {"day": format_date(found.left_on)} if found.left_on else ""
    return Line(found.full_name, reverse("assignments:officer", args=[found.pk]), found.title, left)


def paper_line(found: Paper, asked: Asked) -> Line:
    day = format_date(found.day) if found.day else ""
    if found.kind == BULLETIN:
        return Line(found.name, reverse("bulletins:detail", args=[found.key]), _now("Thông tin chủ trương"), day)
    if found.kind == BATCH:
        return Line(found.name, reverse("consolidation:detail", args=[found.key]), _now("Kỳ tập hợp"), found.about)
    url = reverse("assignments:document_file", args=[found.key]) if found.opens else ""
    return Line(found.name, url, day, found.about)


def record_line(found: Record, asked: Asked) -> Line:
    place = full_place(found.unit, found.commune)
    url = reverse(_DETAILS[found.kind], args=[found.uuid]) if found.kind in _DETAILS else _contact_url(found)
    return Line(
        place, url, " · ".join(filter(None, (format_date(found.day), found.who))), pieces=excerpt(found.text, asked)
    )


_DETAILS = {
    "visit": "visits:detail",
    "comment": "recommendations:detail",
    "petition": "feedback:detail",
    "meeting": "planner:meeting",
}


def _contact_url(found: Record) -> str:
    """A contact has no page of its own: the list of that day."""
    day = format_date(found.day)
    return f"{reverse('contacts:list')}?{urlencode({'tu': day, 'den': day})}"


def excerpt(text: str, asked: Asked) -> tuple[tuple[str, bool], ...]:
    """The piece of the text around the first place where most of the words stand, cut at words."""
    text = " · ".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    hits = [match for match in _WORD.finditer(text) if _asked_for(fold(match[0]), asked)]
    if not hits:
        return ((text[:EXCERPT] + "…", False),) if len(text) > EXCERPT else ((text, False),)
    best = max(hits, key=lambda hit: (_together(hits, hit.start()), -hit.start()))
    start = max(0, best.start() - EXCERPT // 4)
    start = text.find(" ", start) + 1 if start else 0
    end = start + EXCERPT
    end = max(text.rfind(" ", start, end), best.end()) if end < len(text) else len(text)
    pieces, at = [("…", False)] if start else [], start
    for hit in hits:
        if start <= hit.start() and hit.end() <= end:
            pieces += [(text[at : hit.start()], False), (hit[0], True)]
            at = hit.end()
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return tuple((piece, hit) for piece, hit in pieces if piece)


def _asked_for(word: str, asked: Asked) -> bool:
    words = asked.plain.split()
    return word in words or (len(words[-1]) >= SHORTEST_PREFIX and word.startswith(words[-1]))


def _together(hits: list[re.Match[str]], start: int) -> int:
    """How many different words stand in the piece that begins here."""
    return len({fold(hit[0]) for hit in hits if start <= hit.start() < start + EXCERPT // 2})


def _list(url_name: str, **fixed: str) -> Callable[[Asked, Group], str]:
    return lambda asked, group: f"{reverse(url_name)}?{urlencode({'tim': asked.text, **fixed})}"


def _meetings(asked: Asked, group: Group) -> str:
    """The list has two parts; the one in which something was found."""
    ahead = any(row.day >= today() for row in group.rows)
    return _list("planner:meetings", loc="sap-toi" if ahead else "da-qua")(asked, group)


KINDS = {
    "place": Kind(_("Địa bàn"), "map-2", place_line),
    "person": Kind(_("Cán bộ"), "users", person_line),
    "paper": Kind(_("Văn bản, thông tin"), "file-text", paper_line),
    "visit": Kind(_("Chuyến đi cơ sở"), "route", record_line, _list("visits:list")),
    "petition": Kind(_("Phản ánh, kiến nghị"), "message-report", record_line, _list("feedback:list")),
    "comment": Kind(_("Góp ý"), "message-2", record_line, _list("recommendations:list", trang_thai="da-gui")),
    "contact": Kind(_("Liên hệ"), "phone", record_line, _list("contacts:list")),
    "meeting": Kind(_("Lịch họp của cơ sở"), "calendar-event", record_line, _meetings),
}


def section(name: str, group: Group, asked: Asked, *, shown: int) -> Section:
    """The first lines of a group, and where the others are: in its list, else on the page of this kind alone."""
    kind = KINDS[name]
    url = ""
    if len(group.rows) > shown or group.more or group.unfinished:
        own_page = f"{reverse('search:results')}?{urlencode({'q': asked.text, 'nhom': KEYS[name]})}"
        url = kind.list_url(asked, group) or ("" if len(group.rows) <= shown else own_page)
    lines = [kind.line(row, asked) for row in group.rows[:shown]]
    return Section(name, kind, group, lines, url)
