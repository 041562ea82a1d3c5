"""Citing a document: the one on record, or a new record of it, with its signed file."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import LegalDocument
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line
from nammanh.platform.uploads import check_upload, stored_name

FILE_KINDS = (".pdf", ".docx", ".jpg", ".jpeg", ".png")
FILE_MEGABYTES = 20


def cite_document(
    *,
    kind: str,
    number: str,
    issued_on: datetime.date | None,
    issuer: str,
    abstract: str,
    by: Actor,
    signer: str = "",
    file: UploadedFile | None = None,
) -> LegalDocument:
    """The document with this number, kind, issuer and day; recorded now if nobody has cited it before.

    Signer and file are added to a record that has none. Raises ValidationError when a field is not fit to be kept.
    """
    require(policies.may_cite(by.user))
    known = LegalDocument.objects.filter(
        type=kind, number__iexact=one_line(number), issued_on=issued_on, issuer__iexact=one_line(issuer)
    ).first()
    with explained():
        if known is None:
            known = LegalDocument(
                type=kind, number=number, issued_on=issued_on, issuer=issuer, abstract=abstract, signer=signer
            )
            known.full_clean()
            known.save()
        return complete_document(document=known, signer=signer, file=file, by=by)


def complete_document(
    *, document: LegalDocument, by: Actor, signer: str = "", file: UploadedFile | None = None
) -> LegalDocument:
    """Add the signer or the signed file that a record lacks. What is on record is never replaced.

    Raises ValidationError when the record has another file already, or the file is not one that may be kept.
    """
    if not file and (document.signer or not signer):
        return document
    require(policies.may_complete(by.user, document))
    with explained():
        document = LegalDocument.objects.select_for_update().get(pk=document.pk)
        if signer and not document.signer:
            document.signer = signer
        if file:
            if document.file:
                raise ValidationError(
                    {"document_file": _("Văn bản này đã có tệp trong hệ thống. Bỏ chọn tệp rồi gửi lại.")}
                )
            check_upload(file, accepted=FILE_KINDS, max_megabytes=FILE_MEGABYTES)
            file.name = stored_name(str(document), file.name or "")
            document.file = file
        document.full_clean()
        document.save(update_fields=["signer", "file"])
    return document
