"""The one door for the status of a petition and of a referral: held, asked of the table, written, with its line.

Locks are taken in one order everywhere: the referral, then petitions by key. So nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import check_values, require
from nammanh.platform.text import long_text
from reports.feedback import policies, states
from reports.feedback.models import Petition, PetitionStep, Referral, Reply
from reports.feedback.states import Action

MOVED_ON = _("Phản ánh này vừa được người khác chuyển đi nơi khác. Hãy tải lại trang.")


def hold(petition: Petition, action: str, by: Actor) -> Petition:
    """The petition as it is now, held to the end of the transaction, for somebody who may take `action` on it."""
    row = hold_all([petition])[0]
    require(policies.has_right(by.user, row, action) or policies.has_done(by.user, row, action))
    return row


def hold_all(petitions: Iterable[Petition]) -> list[Petition]:
    """These petitions by key, with the referrals that they belong to held before them."""
    keys = sorted({petition.pk for petition in petitions})
    before = dict(Petition.objects.filter(pk__in=keys).values_list("pk", "referral"))
    referrals = sorted({pk for pk in before.values() if pk})
    first = Referral.objects.select_for_update(of=("self",)).filter(pk__in=referrals).order_by("pk")
    held = {row.pk: row for row in first}
    rows = list(Petition.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    for row in rows:
        if row.referral_id is not None:
            if row.referral_id not in held:
                raise ValidationError(MOVED_ON)
            row.referral = held[row.referral_id]
    return rows


def hold_referral(referral: Referral) -> tuple[Referral, list[Petition]]:
    """The referral and all its petitions, held in the order of locks."""
    held = Referral.objects.select_for_update(of=("self",)).select_related("department").get(pk=referral.pk)
    rows = list(Petition.objects.select_for_update(of=("self",)).filter(referral=held).order_by("pk"))
    for row in rows:
        row.referral = held
    return held, rows


def repeated(petition: Petition, action: str, note: str, by: Actor, department: Agency | None = None) -> bool:
    """Whether the latest step is this very one by the same person: a double click, not a second decision."""
    latest = petition.steps.order_by("-at", "-pk").first()
    return (
        latest is not None
        and (latest.action, latest.by_id, latest.note) == (action, by.user.pk, long_text(note))
        and (department is None or latest.department_id == department.pk)
    )


def words(text: str, field: str = "text") -> str:
    """What must not be empty, in its stored form."""
    if not text.strip():
        raise ValidationError({field: _("Nội dung không được để trống.")})
    return long_text(text)


def refuse_out_of_turn(petition: Petition, action: str) -> None:
    """Raise unless the table allows `action` on the petition as it is."""
    if not states.may_follow(action, petition.status if petition.pk else None):
        raise ValidationError(
            _("Không thể %(action)s: phản ánh đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": str(Action(action).label).lower(), "status": petition.get_status_display()}
        )


def move(
    petition: Petition,
    action: str,
    by: Actor,
    note: str = "",
    *,
    said: Reply | None = None,
    asked: Referral | None = None,
    **changed: Any,
) -> Petition:
    """Write the state that `action` leads to, with the fields that change along, and leave its line.

    `said`: the reply that the line is about; `asked`: the referral, when the petition belongs to it no longer.
    """
    refuse_out_of_turn(petition, action)
    for name, value in changed.items():
        setattr(petition, name, value)
    petition.status = states.after(action, petition.status if petition.pk else None)
    if petition.pk is None:
        check_values(petition)
        petition.save()
    else:
        petition.save(update_fields=["status", *changed])
        if {"due_on", "renewed_due_on"} & set(changed):
            petition.refresh_from_db(fields=["deadline_on"])
    leave_line(petition, action, by, note, said=said, asked=asked)
    return petition


def leave_line(
    petition: Petition,
    action: str,
    by: Actor,
    note: str = "",
    *,
    said: Reply | None = None,
    asked: Referral | None = None,
) -> None:
    """One line in the petition's history."""
    referral = asked or petition.referral
    PetitionStep.objects.create(
        petition=petition,
        action=action,
        status=petition.status,
        department_id=referral.department_id if referral else None,
        referral=referral,
        reply=said,
        note=note,
        by=by.user,
        secretary=by.secretary,
    )


def move_referral(referral: Referral, action: str, **changed: Any) -> Referral:
    """Write the referral's state after `action`, with the fields that change along."""
    leaves, entered = states.REFERRAL_TRANSITIONS[action]
    if referral.status not in leaves:
        raise ValidationError(
            _("Không thể %(action)s: phiếu chuyển đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": str(Action(action).label).lower(), "status": referral.get_status_display()}
        )
    for name, value in changed.items():
        setattr(referral, name, value)
    referral.status = entered
    referral.save(update_fields=["status", *changed])
    if {"committed_on", "renewed_due_on"} & set(changed):
        referral.refresh_from_db(fields=["expected_on"])
    return referral


def those_that_follow(petitions: Collection[Petition], action: str) -> list[Petition]:
    """The petitions of a referral that `action` moves along; those settled one by one stay as they are."""
    return [petition for petition in petitions if states.may_follow(action, petition.status)]
