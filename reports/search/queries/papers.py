"""Documents, bulletins and batches: by number first, then by the words of what they are about."""

from __future__ import annotations

import datetime
import re

from django.db.models import Q

from assignments.models import LegalDocument
from assignments.queries.documents import documents_for
from nammanh.accounts.models import User
from nammanh.platform.dates import month_label
from nammanh.platform.fulltext import Asked
from nammanh.platform.text import fold
from reports.bulletins.models import Bulletin
from reports.consolidation.models import Batch
from reports.search.closeness import closeness
from reports.search.queries.found import MOST, Group, Paper

DOCUMENT, BULLETIN, BATCH = "document", "bulletin", "batch"

SHORTEST = 2
"""One letter stands in every title."""

# vi-data: how a month is asked for
_MONTH = re.compile(r"(?:^|\s)(?:tháng|thang|kỳ|ky)?\s*(\d{1,2})\s*[/\-. ]\s*(\d{4})$", re.IGNORECASE | re.ASCII)


def papers(user: User, asked: Asked) -> Group:
    """The ones of that number first: "12-TB/TU", "12 tb tu", or its beginning."""
    if len(asked.plain) < SHORTEST:
        return Group()
    found = [*_documents(user, asked), *_bulletins(user, asked), *_batches(user, asked)]
    found.sort(key=lambda row: (closeness(fold(row.name), asked.plain), -(row.day or datetime.date.min).toordinal()))
    return Group(found[:MOST], more=len(found) > MOST)


def _numbered(column: str, asked: Asked) -> Q:
    """The number begins with these words, whatever stands between them; no sign of a pattern comes from outside."""
    # vi-data: a letter in both its forms
    words = [word.replace("d", "[dđĐ]") for word in asked.plain.split()]
    end = "([^0-9]|$)" if words[-1][-1].isdigit() else ""
    return Q(**{f"{column}__iregex": "^" + "[^[:alnum:]]*".join(words) + end})


def _about(column: str, asked: Asked) -> Q:
    return Q(*[Q(**{f"{column}__contains": word}) for word in asked.plain.split()])


def _documents(user: User, asked: Asked) -> list[Paper]:
    rows = documents_for(user).filter(_numbered("number", asked) | _about("search", asked))
    rows = rows.order_by("-issued_on", "number", "pk")[: MOST + 1]
    return [_document(row) for row in rows]


def _document(row: LegalDocument) -> Paper:
    return Paper(DOCUMENT, row.pk, row.number, row.abstract, row.issued_on, opens=bool(row.file))


def _bulletins(user: User, asked: Asked) -> list[Paper]:
    """Also for those who write them, what is still a draft is no information yet."""
    rows = Bulletin.objects.visible_to(user).filter(published_at__isnull=False).filter(_about("search", asked))
    return [
        Paper(BULLETIN, row.uuid, row.title, row.get_kind_display(), row.valid_from)
        for row in rows.newest_first()[: MOST + 1]
    ]


def _batches(user: User, asked: Asked) -> list[Paper]:
    wanted = _numbered("number", asked)
    if match := _MONTH.search(asked.text):
        month, year = int(match[1]), int(match[2])
        wanted |= Q(month__month=month, month__year=year)
    rows = Batch.objects.visible_to(user).filter(wanted).order_by("-month", "-pk")[: MOST + 1]
    return [
        Paper(BATCH, row.pk, row.number or str(row), month_label(row.month), row.signed_on or row.month) for row in rows
    ]
