"""Papers that come with a petition or a reply: checked by their content, kept beside the words."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.text import one_line
from nammanh.platform.uploads import check_upload, stored_name
from reports.feedback.models import Contribution, Petition, PetitionFile, Reply

FILE_KINDS = (".pdf", ".docx", ".xlsx")
"""Photographs are evidence of a visit: they are drawn anew there, so that no position leaves with them."""
FILE_MEGABYTES = 20
MOST_FILES = 5


def check_files(files: Collection[UploadedFile]) -> None:
    """Raise ValidationError when any of these may not be kept."""
    if len(files) > MOST_FILES:
        raise ValidationError(_("Mỗi lần gửi kèm tối đa 5 tệp."))
    for file in files:
        check_upload(file, accepted=FILE_KINDS, max_megabytes=FILE_MEGABYTES)


def attach(
    files: Collection[UploadedFile],
    by: Actor,
    *,
    petition: Petition | None = None,
    reply: Reply | None = None,
    contribution: Contribution | None = None,
) -> None:
    """Keep the files with what they came with, in the transaction that writes it."""
    check_files(files)
    for file in files:
        name, size = one_line(file.name or "")[-160:], file.size or 0
        file.name = stored_name("phan-anh", file.name or "")
        row = PetitionFile(petition=petition, reply=reply, contribution=contribution, file=file, name=name, size=size)
        row.uploaded_by = by.at_keyboard
        row.full_clean()
        row.save()
