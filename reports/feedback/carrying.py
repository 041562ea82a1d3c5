"""Carrying answers back to the people they are for: written with a visit, one line for each answer."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assignments.queries import former_of
from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import RULES, check_values
from nammanh.platform.text import one_line
from reports.feedback import policies, states
from reports.feedback.models import CarriedBack, Petition, Reaction
from reports.feedback.queries import to_carry_back
from reports.feedback.services.stepping import hold_all, leave_line
from reports.feedback.states import Action
from reports.visits.models import Visit


@dataclass(frozen=True)
class CarriedContent:
    """What a person says of one answer told. `uuid` is the petition's: an answer is told once."""

    uuid: uuids.UUID
    reaction: str
    note: str = ""


def write_carried_back(*, visit: Visit, contents: list[CarriedContent], by: Actor) -> list[CarriedBack]:
    """Make the answers told on the visit what was typed: new ones are added, known ones changed, missing ones taken
    back. Each leaves a line in the petition's history.

    Call it in the visit's own transaction. The visit is the caller's and not yet confirmed.
    """
    named = Q(uuid__in=[content.uuid for content in contents]) | Q(carried_back__visit=visit)
    held = {row.pk: row for row in hold_all(Petition.objects.filter(named))}
    known = {held[row.petition_id].uuid: row for row in visit.carried_back.standing() if row.petition_id in held}
    for row in known.values():
        row.petition = held[row.petition_id]
    answered = {row.uuid: row for row in held.values()}
    written = []
    for content in contents:
        row = known.pop(content.uuid, None)
        if row is None:
            written.append(_tell(visit, _tellable(visit, answered.get(content.uuid), by), content, by))
        elif (row.reaction, row.note) != (content.reaction, one_line(content.note)):
            written.append(_save(row, content, by))
        else:
            written.append(row)
    for taken_back in known.values():
        petition = taken_back.petition
        if not states.may_follow(Action.UNCARRY, petition.status):
            raise ValidationError(RULES["feedback_carriedback_closed"])
        taken_back.delete()
        leave_line(petition, Action.UNCARRY, by)
    return written


def _tellable(visit: Visit, petition: Petition | None, by: Actor) -> Petition:
    """The petition, which is answered and of the place or below."""
    if petition is None or not policies.may_carry_back(by.user, petition):
        raise ValidationError(_("Phản ánh được báo lại không còn trong danh sách. Hãy tải lại trang."))
    if not states.may_follow(Action.CARRY, petition.status):
        raise ValidationError(RULES["feedback_carriedback_answered"])
    places = [visit.unit_id, *former_of([visit.unit])[visit.unit_id]]
    if not to_carry_back(Petition.objects.filter(pk=petition.pk), places).exists():
        if CarriedBack.objects.of_the_answer(petition, petition.answered_at).exists():
            raise ValidationError(_("Câu trả lời này đã được báo lại cho dân trong một chuyến đi khác."))
        raise ValidationError({"unit": _("Phản ánh được chọn để báo lại không thuộc địa bàn của chuyến đi này.")})
    return petition


def _tell(visit: Visit, petition: Petition, content: CarriedContent, by: Actor) -> CarriedBack:
    row = CarriedBack(
        petition=petition,
        answered_at=petition.answered_at,
        visit=visit,
        officer_id=visit.officer_id,
        entered_by=by.at_keyboard,
    )
    return _save(row, content, by)


def _save(row: CarriedBack, content: CarriedContent, by: Actor) -> CarriedBack:
    row.reaction, row.note = content.reaction, content.note
    check_values(row)
    row.save()
    said = _now("%(reaction)s. %(note)s") % {"reaction": Reaction(row.reaction).label, "note": row.note}
    leave_line(row.petition, Action.CARRY, by, said.strip())
    return row
