"""Documents, bulletins and batches: by number first, then by the words of what they are about."""

from __future__ import annotations

import datetime
import re
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from assignments.queries.documents import documents_for
from nammanh.accounts.models import User
from nammanh.platform.dates import month_label
from nammanh.platform.fulltext import Asked
from nammanh.platform.text import fold
from reports.bulletins.models import Bulletin, BulletinKind
from reports.consolidation.models import Batch
from reports.search.closeness import closeness
from reports.search.queries.found import MOST, Group, Paper

DOCUMENT, BULLETIN, BATCH = "document", "bulletin", "batch"

_ALWAYS = Value(True, output_field=BooleanField())

SHORTEST = 2
"""One letter stands in every title."""

# vi-data: how a month is asked for
_MONTH = re.compile(r"(?:^|\s)(?:tháng|thang|kỳ|ky)?\s*(\d{1,2})\s*[/\-. ]\s*(\d{4})$", re.IGNORECASE | re.ASCII)


def papers(user: User, asked: Asked) -> Group:
    """The ones of that number first: "12-TB/TU", "12 tb tu", or its beginning."""
    if len(asked.plain) < SHORTEST:
        return Group()
    rows = _documents(user, asked).union(_bulletins(user, asked), _batches(user, asked), all=True)
    found = [_paper(*row) for row in rows]
    found.sort(key=lambda row: (closeness(fold(row.name), asked.plain), -(row.day or datetime.date.min).toordinal()))
    return Group(found[:MOST], more=len(found) > MOST)


def _paper(kind: str, key: str, name: str, about: str, day: datetime.date | None, opens: bool) -> Paper:
    if kind == BULLETIN:
        return Paper(kind, UUID(key), name, str(BulletinKind(about).label), day)
    if kind == BATCH:
        month = datetime.date.fromisoformat(about)
        return Paper(kind, int(key), name or str(Batch(month=month)), month_label(month), day)
    return Paper(kind, int(key), name, about, day, opens=opens)


def _columns(rows: QuerySet, kind: str, *, key: str, name: str, about: str, day: Any, opens: Any = _ALWAYS) -> QuerySet:
    """The newest in columns that are the same for every kind, so that all are read together."""
    columns = {
        "found_kind": Value(kind),
        "found_key": Cast(key, TextField()),
        "found_name": Cast(name, TextField()),
        "found_about": Cast(about, TextField()),
        "found_day": day,
        "found_opens": opens,
    }
    return rows.annotate(**columns).values_list(*columns)[: MOST + 1]


def _numbered(column: str, asked: Asked) -> Q:
    """The number begins with these words, whatever stands between them; no sign of a pattern comes from outside."""
    # vi-data: a letter in both its forms
    words = [word.replace("d", "[dđĐ]") for word in asked.plain.split()]
    end = "([^0-9]|$)" if words[-1][-1].isdigit() else ""
    return Q(**{f"{column}__iregex": "^" + "[^[:alnum:]]*".join(words) + end})


def _about(column: str, asked: Asked) -> Q:
    return Q(*[Q(**{f"{column}__contains": word}) for word in asked.plain.split()])


def _documents(user: User, asked: Asked) -> QuerySet:
    rows = documents_for(user).filter(_numbered("number", asked) | _about("search", asked))
    opens = ExpressionWrapper(~Q(file=""), output_field=BooleanField())
    rows = rows.order_by("-issued_on", "number", "pk")
    return _columns(rows, DOCUMENT, key="pk", name="number", about="abstract", day=F("issued_on"), opens=opens)


def _bulletins(user: User, asked: Asked) -> QuerySet:
    """Also for those who write them, what is still a draft is no information yet."""
    rows = Bulletin.objects.visible_to(user).filter(published_at__isnull=False).filter(_about("search", asked))
    return _columns(rows.newest_first(), BULLETIN, key="uuid", name="title", about="kind", day=F("valid_from"))


def _batches(user: User, asked: Asked) -> QuerySet:
    wanted = _numbered("number", asked)
    if match := _MONTH.search(asked.text):
        month, year = int(match[1]), int(match[2])
        wanted |= Q(month__month=month, month__year=year)
    rows = Batch.objects.visible_to(user).filter(wanted).order_by("-month", "-pk")
    return _columns(rows, BATCH, key="pk", name="number", about="month", day=Coalesce("signed_on", "month"))
