"""The one place where the state of an import is written."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.imports.models import ImportJob
from assignments.imports.states import TRANSITIONS


def held(job: ImportJob) -> ImportJob:
    """The job as it is now, its row held to the end of the transaction: steps of one import go one after another."""
    return ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)


def move(job: ImportJob, state: str, *fields: str) -> None:
    """Write the next state of a held job, with `fields`. Raises ValidationError when the table has no such step."""
    if state not in TRANSITIONS[job.state]:
        raise ValidationError(
            _("Lần nhập này đang ở tình trạng “%(state)s”. Hãy tải lại trang.") % {"state": job.get_state_display()}
        )
    job.state = state
    job.save(update_fields=["state", *fields])
