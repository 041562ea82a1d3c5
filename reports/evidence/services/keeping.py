"""What becomes of evidence afterwards: taken back by its giver, judged by the scanner, swept when nobody knows it."""

from __future__ import annotations

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from reports.evidence import files, policies, scanning
from reports.evidence.models import Evidence
from reports.evidence.services.steps import move
from reports.evidence.states import Action, Status
from reports.visits import states as visit_states
from reports.visits.models import Visit
from reports.visits.services import lock

ORPHAN_AFTER = datetime.timedelta(hours=6)
"""Far longer than any request lives: a file may come to its place a moment before its row is committed."""


def take_back(*, evidence: Evidence, reason: str, by: Actor) -> Evidence:
    """The giver takes evidence back, with the reason: the file goes, a mark stays. Twice is once."""
    with explained():
        visit = lock(evidence.visit)
        evidence = _lock(evidence)
        require(policies.gave(by.user, evidence))
        if evidence.status == Status.TAKEN_BACK:
            return evidence
        if visit.status == visit_states.Status.CONFIRMED:
            raise ValidationError(_("Xã đã xác nhận chuyến đi nên không gỡ được minh chứng."))
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do.")})
        return _emptied(move(evidence, Action.TAKE_BACK, by, reason))


def judge(*, evidence: Evidence) -> Evidence:
    """Ask the scanner about a kept or waiting file. Raises scanning.Unreachable: nothing changes then."""
    malware = scanning.found_in(files.path_of(evidence.key))
    with explained():
        evidence = _lock(evidence)
        if not evidence.has_file:
            return evidence
        if malware:
            return _emptied(move(evidence, Action.REJECT, None, malware[:300]))
        return move(evidence, Action.PASS, None) if evidence.status == Status.WAITING else evidence


def check_type_with_evidence(*, visit: Visit) -> None:
    """A visit that has evidence does not become one to households. Call it where the visit is locked."""
    if not policies.takes_evidence(visit) and visit.evidence.with_file().exists():
        raise ValidationError(
            {
                "type": _(
                    "Chuyến đi đang có ảnh, tệp, mà chuyến thăm hộ gia đình thì không kèm ảnh, tệp. "
                    "Ai đã gửi thì gỡ trước, rồi đồng chí đổi loại."
                )
            }
        )


def remove_orphans() -> int:
    """Delete files that no row claims; safe at any time. Returns how many."""
    removed = 0
    for key in set(files.kept_keys(ORPHAN_AFTER)):
        if not Evidence.objects.with_file().filter(key=key).exists():
            files.remove(key)
            removed += 1
    return removed


def _lock(evidence: Evidence) -> Evidence:
    return Evidence.objects.select_for_update(of=("self",)).select_related("visit").get(pk=evidence.pk)


def _emptied(evidence: Evidence) -> Evidence:
    """The file is deleted when the mark is safely written; should that fail, the sweep finds it."""
    transaction.on_commit(partial(files.remove, evidence.key), robust=True)
    return evidence
