"""Putting another template in the place of the present one. Who may is asked by the slice that has the page."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nammanh.accounts.actor import Actor
from nammanh.papers.kinds import KINDS
from nammanh.papers.models import PaperTemplate
from nammanh.papers.rendering import fill, rules_on
from nammanh.platform.dates import today
from nammanh.platform.uploads import check_docx, check_upload, stored_name

TEMPLATE_MEGABYTES = 5


def check_template(kind: str, file: UploadedFile, day: datetime.date) -> None:
    """Refuse a file that is no plain Word document, or that does not take the sample data. Raises ValidationError."""
    check_upload(file, accepted=[".docx"], max_megabytes=TEMPLATE_MEGABYTES)
    check_docx(file, external_links=False)
    content = file.read()
    file.seek(0)
    fill(content, KINDS[kind].sample, rules_on(KINDS[kind].system, day))


def replace_template(*, kind: str, file: UploadedFile, note: str, by: Actor) -> PaperTemplate:
    """From today on, papers of this kind are made with `file`. Raises ValidationError with what is wrong with it."""
    check_template(kind, file, today())
    file.name = stored_name(kind, file.name or "")
    with transaction.atomic():
        row = PaperTemplate(kind=kind, file=file, note=note, valid_from=today(), uploaded_by=by.at_keyboard)
        row.full_clean()
        row.save()
    return row


def reset_template(*, kind: str, by: Actor) -> PaperTemplate:
    """From today on, the shipped template again."""
    return PaperTemplate.objects.create(kind=kind, valid_from=today(), uploaded_by=by.at_keyboard)
