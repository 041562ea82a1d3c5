"""Urging: an act with a record. The urged one gets a message; what came of it is added later, once."""

from __future__ import annotations

import dataclasses
import datetime
import uuid as uuids

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from assignments.models.people import AgencyKind
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import long_text
from reports.reminders import policies
from reports.reminders.models import Message, Urge
from reports.reminders.queries import Record, what_waits
from reports.reminders.queries.people import Directory, Reached
from reports.reminders.states import Kind, Target
from reports.reminders.subjects import Matter
from reports.reminders.wording import Word, urged

OF_DEPARTMENT = {Target.HEAD, Target.FOCAL_POINT}


def urge(*, uuid: uuids.UUID, record: Record, words: str, by: Actor) -> Urge:
    """Urge whoever has `record` in hand. The same act sent twice is one; other words under its number are refused."""
    day = today()
    with explained():
        type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        known = sent_before(uuid, words, by, record=record)
        if known is not None:
            return known
        found = what_waits(type(record), record.uuid, day)
        if found is None:
            raise ValidationError(_("Việc này không còn chờ ai giải quyết nên không cần đôn đốc nữa."))
        kind, matter = found
        directory = Directory(day)
        require(policies.may_urge(by.user, matter, directory))
        reached = hearer(matter, directory, by.user)
        if reached is None:
            raise ValidationError(_("Chưa có ai nhận được lời đôn đốc: nơi giữ việc chưa có tài khoản."))
        row = Urge(uuid=uuid, words=words, by=by.user, secretary=by.secretary, **_whom(matter, reached, day))
        setattr(row, str(record._meta.model_name), record)
        row.full_clean(validate_constraints=False)
        row.save()
        tell(row, urged(kind, matter, day), matter.url, reached.user_id)
    return row


def sent_before(uuid: uuids.UUID, words: str, by: Actor, **about: object) -> Urge | None:
    """The act that was stored under this number, if it is the same; other words or another record are refused."""
    known = Urge.objects.filter(uuid=uuid).first()
    if known is None:
        return None
    require(known.by_id == by.user.pk)
    if known.words == long_text(words) and all(getattr(known, name) == value for name, value in about.items()):
        return known
    raise ValidationError(_("Lời đôn đốc này đã gửi với nội dung khác. Hãy mở lại trang để đôn đốc lần nữa."))


def record_outcome(*, urge: Urge, outcome: str, by: Actor) -> Urge:
    """Add what came of it. A second word by anybody is refused; the same one again is the same."""
    with explained():
        urge = Urge.objects.select_for_update(of=("self",)).get(pk=urge.pk)
        if urge.outcome and (urge.outcome, urge.outcome_by_id) == (long_text(outcome), by.user.pk):
            return urge
        if urge.outcome:
            raise ValidationError(_("Kết quả của lần đôn đốc này đã được ghi."))
        require(policies.may_record_outcome(by.user, urge))
        if not outcome.strip():
            raise ValidationError({"outcome": _("Ghi kết quả của lần đôn đốc.")})
        urge.outcome, urge.outcome_by, urge.outcome_at = outcome, by.user, timezone.now()
        urge.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    return urge


def hearer(matter: Matter, directory: Directory, user: User) -> Reached | None:
    """Who hears it: a department's head, unless the head it is who urges."""
    aim: str = matter.handler
    if aim == Target.FOCAL_POINT and not policies.is_head(user, matter, directory):
        aim = Target.HEAD
    return directory.reach(aim, dataclasses.replace(matter, actor_id=user.pk))


def _whom(matter: Matter, reached: Reached, day: datetime.date) -> dict[str, int | None]:
    """Who is urged: the agency that has it in hand even where its word goes to the office, which passes it on."""
    if matter.handler == Target.FOCAL_POINT:
        own = reached.officer_id if reached.target in OF_DEPARTMENT else None
        return {"agency_id": matter.department_id, "officer_id": own}
    if matter.handler == Target.COMMUNE:
        if reached.target == Target.COMMUNE:
            return {"agency_id": reached.agency_id, "officer_id": reached.officer_id}
        committee = Agency.objects.on(day).filter(unit=matter.commune_id, kind=AgencyKind.PARTY_COMMITTEE)
        agency_id = committee.order_by("pk").values_list("pk", flat=True).first()
        return {"agency_id": agency_id, "officer_id": None if agency_id else reached.officer_id}
    return {"agency_id": reached.agency_id, "officer_id": reached.officer_id}


def tell(row: Urge, word: Word, url: str, user_id: int) -> None:
    """The message of an act of urging; it is urgent, so it goes with the next letter."""
    Message.objects.create(
        recipient_id=user_id,
        key=f"{Kind.URGE}:{row.uuid}",
        kind=Kind.URGE,
        subject=row.pk,
        title=word.title,
        text=word.text,
        url=url,
        urgent=True,
        urge=row,
        created_at=row.at,
    )
