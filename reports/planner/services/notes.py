"""A question handed over into another officer's plan."""

from __future__ import annotations

import uuid as uuids

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.access import access_of
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import one_line
from reports.planner import policies
from reports.planner.models import PlanNote
from reports.visits.models import Visit
from reports.visits.services import lock, queue_for


def write_note(*, uuid: uuids.UUID, visit: Visit, text: str, by: Actor) -> PlanNote:
    """Ask the officer of a planned visit to take a question along. The same entry again gives the stored note back."""
    with explained():
        queue_for(uuid)
        officer_id = access_of(by.user).officer_id
        if stored := PlanNote.objects.filter(uuid=uuid).first():
            if stored.officer_id != officer_id or stored.visit_id != visit.pk or stored.text != one_line(text):
                raise ValidationError(_("Lời nhắn này đã được gửi với nội dung khác. Hãy mở lại trang rồi gửi."))
            return stored
        visit = lock(visit)
        if not visit.is_open:
            raise ValidationError(_("Chuyến đi không còn trong kế hoạch nên không nhận lời nhắn nữa."))
        require(policies.may_leave_note(by.user, visit))
        note = PlanNote(uuid=uuid, visit=visit, officer_id=officer_id, text=text, by=by.user, secretary=by.secretary)
        note.full_clean(exclude=["secretary"])
        note.save()
        return note


def take_back_note(*, note: PlanNote, by: Actor) -> None:
    """The sender takes the question back; the other no longer sees it. Twice is once."""
    with explained():
        row = PlanNote.objects.select_for_update().get(pk=note.pk)
        require(policies.wrote(by.user, row))
        if row.taken_back_at is None:
            row.taken_back_at = timezone.now()
            row.save(update_fields=["taken_back_at"])
