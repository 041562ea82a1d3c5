"""Citing a document: the one on record, or a new record of it."""

from __future__ import annotations

import datetime

from assignments import policies
from assignments.models import LegalDocument
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line


def cite_document(
    *, kind: str, number: str, issued_on: datetime.date, issuer: str, abstract: str, by: Actor
) -> LegalDocument:
    """The document with this number, kind, issuer and day; recorded now if nobody has cited it before.

    Raises ValidationError when a field is not fit to be kept.
    """
    require(policies.may_manage_assignments(by.user))
    known = LegalDocument.objects.filter(
        type=kind, number__iexact=one_line(number), issued_on=issued_on, issuer__iexact=one_line(issuer)
    ).first()
    if known:
        return known
    with explained():
        document = LegalDocument(type=kind, number=number, issued_on=issued_on, issuer=issuer, abstract=abstract)
        document.full_clean()
        document.save()
    return document
