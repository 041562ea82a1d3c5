"""Reading a bulletin and conveying it, on its own page or within the entry of a visit."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import local_date, today
from nammanh.platform.refusals import check_values, explained, require
from reports.bulletins import policies
from reports.bulletins.models import Bulletin, BulletinReading, Conveyance
from reports.bulletins.queries import meant_places
from reports.visits.models import Visit
from reports.visits.services import queue_for


@dataclass(frozen=True)
class ConveyanceContent:
    """What a person types about one occasion."""

    unit: Unit
    conveyed_on: datetime.date
    form: str
    attended: int | None = None
    question: str = ""


@dataclass(frozen=True)
class ConveyedContent:
    """What the entry of a visit says about one bulletin; place and day are the visit's."""

    bulletin: Bulletin
    form: str
    attended: int | None = None
    question: str = ""


def mark_read(*, bulletin: Bulletin, by: Actor) -> bool:
    """This person has read it; once said is said. Returns whether it is new. The bulletin comes from one's scope."""
    if not bulletin.is_published:
        raise ValidationError(_("Thông tin này đã thu hồi hoặc chưa phát hành."))
    with explained():
        _row, created = BulletinReading.objects.get_or_create(
            bulletin=bulletin, reader=by.user, defaults={"secretary": by.secretary}
        )
    return created


def convey(*, uuid: uuids.UUID, bulletin: Bulletin, content: ConveyanceContent, by: Actor) -> Conveyance:
    """Record that a bulletin was conveyed at a place. The same entry, or the same occasion again, is once."""
    with explained():
        require(policies.may_convey(by.user))
        queue_for(uuid)
        if stored := Conveyance.objects.filter(uuid=uuid, officer=access_of(by.user).officer_id).first():
            return stored
        _check_bulletin(bulletin)
        _check_place(bulletin, content.unit, content.conveyed_on)
        if not policies.conveys_at(by.user, content.unit, content.conveyed_on):
            raise ValidationError({"unit": _("Đồng chí không phụ trách địa bàn này vào ngày đã chọn.")})
        queue_for(
            uuids.uuid5(bulletin.uuid, f"{content.unit.pk} {access_of(by.user).officer_id} {content.conveyed_on}")
        )
        same = Conveyance.objects.filter(
            bulletin=bulletin,
            unit=content.unit,
            officer=access_of(by.user).officer_id,
            conveyed_on=content.conveyed_on,
            form=content.form,
        ).first()
        if same:
            return same
        row = Conveyance(uuid=uuid, bulletin=bulletin, entered_by=by.at_keyboard)
        row.officer_id = access_of(by.user).officer_id or 0
        for name in ("unit", "conveyed_on", "form", "attended", "question"):
            setattr(row, name, getattr(content, name))
        return _save(row)


def take_back(*, conveyance: Conveyance, by: Actor) -> None:
    """Remove an occasion that was recorded by mistake; its history is kept. One that is gone already is gone."""
    require(policies.takes_back(by.user, conveyance))
    with explained():
        Conveyance.objects.filter(pk=conveyance.pk, visit__isnull=True).delete()


def write_conveyances(*, visit: Visit, contents: list[ConveyedContent], by: Actor) -> list[Conveyance]:
    """Make the visit's conveyances what was typed: new ones are added, known ones changed, missing ones taken back.

    Call it in the visit's own transaction. The visit is the caller's and not yet confirmed.
    """
    known = {row.bulletin_id: row for row in visit.conveyances.select_for_update(of=("self",))}
    written = []
    for content in contents:
        row = known.pop(content.bulletin.pk, None)
        if row is None:
            _check_bulletin(content.bulletin)
            row = Conveyance(bulletin=content.bulletin, entered_by=by.at_keyboard)
        _check_place(content.bulletin, visit.unit, visit.date)
        row.visit, row.unit_id, row.officer_id, row.conveyed_on = visit, visit.unit_id, visit.officer_id, visit.date
        row.form, row.attended, row.question = content.form, content.attended, content.question
        written.append(row)
    for taken_back in known.values():
        taken_back.delete()
    return [_save(_or_stored(row)) for row in written]


def _or_stored(row: Conveyance) -> Conveyance:
    """The occasion may have been recorded on the bulletin's own page before: then the visit takes that record over."""
    if row.pk:
        return row
    same = Conveyance.objects.filter(
        bulletin=row.bulletin_id,
        unit=row.unit_id,
        officer=row.officer_id,
        conveyed_on=row.conveyed_on,
        form=row.form,
        visit__isnull=True,
    ).first()
    if same is None:
        return row
    same.visit, same.attended, same.question = row.visit, row.attended, row.question
    return same


def _check_bulletin(bulletin: Bulletin) -> None:
    if not bulletin.is_published:
        raise ValidationError(_("Thông tin này đã thu hồi hoặc chưa phát hành nên không ghi truyền đạt được."))


def _check_place(bulletin: Bulletin, unit: Unit, day: datetime.date) -> None:
    if day > today():
        raise ValidationError({"conveyed_on": _("Ngày truyền đạt ở tương lai. Chỉ ghi việc đã thực hiện.")})
    if bulletin.published_at and day < local_date(bulletin.published_at):
        raise ValidationError({"conveyed_on": _("Ngày truyền đạt trước ngày phát hành thông tin.")})
    if not unit.in_force_on(day):
        raise ValidationError({"unit": _("Địa bàn này không tồn tại vào ngày đã chọn. Chọn đơn vị của ngày đó.")})
    if not Unit.objects.filter(meant_places(bulletin), pk=unit.pk).exists():
        raise ValidationError({"unit": _("Thông tin này không dành cho địa bàn đã chọn.")})


def _save(row: Conveyance) -> Conveyance:
    check_values(row)
    row.save()
    return row
