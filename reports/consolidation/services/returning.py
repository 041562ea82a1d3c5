"""Bringing a department's sheet in: kept as it came, looked at, written by one confirmation."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line
from reports.consolidation import policies
from reports.consolidation.models import Batch, ReturnedSheet
from reports.consolidation.queries.returned import NEW, WRONG, judged
from reports.consolidation.sheets import read_sheet
from reports.feedback.models import Petition
from reports.feedback.services import answer_with


def bring_in(*, batch: Batch, file: UploadedFile, by: Actor) -> ReturnedSheet:
    """Read a sheet; nothing is answered yet. Raises ValidationError, nothing kept, when the file is refused."""
    require(policies.consolidates(by.user))
    if not batch.is_dispatched:
        raise ValidationError({"file": _("Kỳ tập hợp chưa chuyển ngành.")})
    rows = read_sheet(file)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    with explained():
        name = one_line(file.name or "")[-200:]
        return ReturnedSheet.objects.create(
            batch=batch, file_name=name, sha256=digest, rows=rows, uploaded_by=by.at_keyboard
        )


def apply_sheet(*, sheet: ReturnedSheet, by: Actor) -> ReturnedSheet:
    """Write every answer that is new, all of them or none. What is answered already stays; written once."""
    with explained():
        require(policies.consolidates(by.user))
        sheet = ReturnedSheet.objects.select_for_update().get(pk=sheet.pk)
        if sheet.applied_at is not None:
            return sheet
        rows = judged(sheet)
        if problems := [text for row in rows if row.outcome == WRONG for text in row.problems]:
            raise ValidationError([_("Chưa ghi được, chưa có gì thay đổi:"), *problems[:20]])
        new = {row.line.referral_id: row.answer for row in rows if row.outcome == NEW and row.line and row.answer}
        petitions = Petition.objects.filter(referral__in=new).order_by("referral_id", "pk").distinct("referral_id")
        for petition in petitions:
            answer_with(petition=petition, answer=new[petition.referral_id], by=by, for_department=True)
        sheet.applied_by, sheet.applied_at, sheet.written = by.at_keyboard, timezone.now(), len(new)
        sheet.save(update_fields=["applied_by", "applied_at", "written"])
    return sheet
