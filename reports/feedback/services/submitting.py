"""Petitions on their way in: with a visit, straight from a commune, or out of a meeting."""

from __future__ import annotations

import datetime
import uuid as uuids
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import check_values, explained, require
from nammanh.platform.text import long_text, one_line
from reports.feedback import policies
from reports.feedback.clocks import due_date
from reports.feedback.models import Category, CoProposer, Petition, Source
from reports.feedback.services.filing import attach
from reports.feedback.services.stepping import hold_all, move
from reports.feedback.states import Action, Status
from reports.visits.models import Visit
from reports.visits.services import queue_for

TYPED = ("category", "field", "content", "proposed_solution", "whose", "since")


LATER = {"later": True}
"""Marks a field that came later: one that says only the usual changes no hash of an entry stored before."""


@dataclass(frozen=True)
class PetitionContent:
    """What a person types as one petition: its sort and what it is; the rest may be refined at consolidation."""

    uuid: uuids.UUID
    category: str
    content: str
    field: FieldOfWork | None = None
    proposed_solution: str = ""
    whose: str = dataclass_field(default="", metadata=LATER)
    since: datetime.date | None = dataclass_field(default=None, metadata=LATER)
    like: uuids.UUID | None = dataclass_field(default=None, metadata=LATER)
    """What the sender takes for the same matter, out of the petitions that they see."""


@dataclass(frozen=True)
class Origin:
    """Where a petition without a visit comes from; `meeting` names the meeting that it was raised at."""

    unit: Unit
    sender: Agency
    reported_on: datetime.date
    meeting: str = ""
    co_units: tuple[Unit, ...] = ()
    co_agencies: tuple[Agency, ...] = ()
    co_names: tuple[str, ...] = ()
    """Organisations that the portal doesn't know."""


class PetitionConflict(ValidationError):  # noqa: N818  as visits.services.Conflict
    """This entry was sent before with other words; those stay."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Lần nhập này đã được gửi trước đó với nội dung khác; bản đã gửi giữ nguyên. "
                "Nếu đây là việc khác, đồng chí bấm gửi lần nữa để gửi thành phản ánh mới."
            )
        )


def write_petitions(*, visit: Visit, contents: list[PetitionContent], by: Actor) -> list[Petition]:
    """Make the visit's petitions what was typed. One that has been received already is not changed, only kept; so the
    visit keeps its place as well, or the department would answer for another one than the visit tells of.

    Call it in the visit's own transaction.
    """
    known = {petition.uuid: petition for petition in hold_all(visit.petitions.all())}
    if any(row.status != Status.SUBMITTED and row.unit_id != visit.unit_id for row in known.values()):
        raise ValidationError(
            {
                "unit": _(
                    "Phản ánh của chuyến đi này đã được tiếp nhận nên không đổi địa bàn được. "
                    "Chọn lại địa bàn cũ; nếu ghi nhầm địa bàn, hãy báo Văn phòng Tỉnh ủy."
                )
            }
        )
    written = []
    for content in contents:
        petition = known.pop(content.uuid, None)
        if petition and petition.status != Status.SUBMITTED:
            continue
        petition = petition or Petition(uuid=content.uuid, entered_by=by.at_keyboard, reported_on=visit.date)
        petition.visit, petition.unit_id, petition.officer_id = visit, visit.unit_id, visit.officer_id
        written.append(_write(petition, content, by))
    if known:
        raise ValidationError(_("Phản ánh đã gửi thì không xóa được; Văn phòng Tỉnh ủy đang theo dõi."))
    return written


def submit(
    *, content: PetitionContent, origin: Origin, by: Actor, files: Collection[UploadedFile] = ()
) -> tuple[Petition, bool]:
    """A commune's Party committee sends one of its own, or the office enters one from a meeting. Returns it, and
    whether this call wrote it: the same entry sent again is one petition, other words in it raise PetitionConflict.
    """
    require(policies.may_send_from(by.user, origin.unit, origin.sender))
    if origin.reported_on > today():
        raise ValidationError({"reported_on": _("Ngày phản ánh không được sau hôm nay.")})
    with explained():
        queue_for(content.uuid)
        stored = Petition.objects.filter(uuid=content.uuid).first()
        if stored:
            if stored.sender_id != origin.sender.pk:
                raise ValidationError(_("Mã của lần nhập này không dùng được. Hãy mở lại biểu mẫu và nhập lại."))
            if _words(stored) != _typed(content, origin):
                raise PetitionConflict()
            return stored, False
        petition = Petition(
            uuid=content.uuid,
            source=Source.MEETING if origin.meeting else Source.COMMUNE,
            sender=origin.sender,
            meeting=origin.meeting,
            unit=origin.unit,
            reported_on=origin.reported_on,
            entered_by=by.at_keyboard,
        )
        _write(petition, content, by)
        CoProposer.objects.bulk_create(
            [
                *(CoProposer(petition=petition, unit=unit) for unit in set(origin.co_units) - {origin.unit}),
                *(CoProposer(petition=petition, agency=agency) for agency in set(origin.co_agencies) - {origin.sender}),
                *(CoProposer(petition=petition, name=name) for name in sorted(set(map(one_line, origin.co_names)))),
            ]
        )
        attach(files, by, petition=petition)
        return petition, True


def _typed(content: PetitionContent, origin: Origin) -> tuple[object, ...]:
    said = (long_text(content.content), long_text(content.proposed_solution), content.since)
    return (content.category, *said, origin.unit.pk, origin.reported_on, one_line(origin.meeting))


def _words(petition: Petition) -> tuple[object, ...]:
    said = (petition.content, petition.proposed_solution, petition.since)
    return (petition.category, *said, petition.unit_id, petition.reported_on, petition.meeting)


def _same_matter(petition: Petition, like: uuids.UUID | None, by: Actor) -> Petition | None:
    """What the sender pointed to: a hint for the office, dropped when it is out of the sender's sight meanwhile."""
    if like is None:
        return None
    return Petition.objects.visible_to(by.user).filter(uuid=like).exclude(uuid=petition.uuid).first()


def _write(petition: Petition, content: PetitionContent, by: Actor) -> Petition:
    """Store the typed words; the day for an answer follows from the day reported and the sort alone."""
    was_hot = petition.is_hot if petition.pk else None
    for name in TYPED:
        setattr(petition, name, getattr(content, name))
    if petition.like != content.like:
        petition.alike_to = _same_matter(petition, content.like, by)
    hot = content.category == Category.HOT_ISSUE
    if was_hot is None or was_hot != hot:
        petition.due_on = due_date(petition.reported_on, hot=hot)
    if petition.pk is None:
        return move(petition, Action.SUBMIT, by)
    check_values(petition)
    petition.save()
    return petition
