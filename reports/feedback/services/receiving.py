"""What the office does with a petition before anybody must answer it, and what the sender adds when asked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import FieldOfWork
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from reports.feedback import policies
from reports.feedback.clocks import due_date, moved_by, paused
from reports.feedback.models import Category, Pause, Petition
from reports.feedback.services.stepping import hold, hold_all, move, refuse_out_of_turn, repeated, words
from reports.feedback.states import Action, Status


def receive(*, petition: Petition, by: Actor, note: str = "") -> Petition:
    """The office has seen it and takes it; a returned one it may take as it is."""
    with explained():
        petition = hold(petition, Action.RECEIVE, by)
        if repeated(petition, Action.RECEIVE, note, by):
            return petition
        return move(petition, Action.RECEIVE, by, note, **_received(petition), **_end_of_pause(petition))


def send_back(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """Back to the sender for more detail; the clock stops."""
    with explained():
        petition = hold(petition, Action.RETURN, by)
        if repeated(petition, Action.RETURN, reason, by):
            return petition
        move(petition, Action.RETURN, by, words(reason, "reason"), **_received(petition))
        Pause.objects.create(petition=petition, started_on=today())
        return petition


def supplement(*, petition: Petition, text: str, by: Actor) -> Petition:
    """The sender's side adds what was asked for; the clock runs on. The first words stay as they were."""
    with explained():
        petition = hold(petition, Action.SUPPLEMENT, by)
        if repeated(petition, Action.SUPPLEMENT, text, by):
            return petition
        added = "\n\n".join(part for part in (petition.supplement, words(text)) if part)
        if len(added) > 4000:
            raise ValidationError({"text": _("Nội dung bổ sung dài quá 4.000 ký tự. Rút gọn rồi gửi lại.")})
        return move(petition, Action.SUPPLEMENT, by, text, supplement=added, **_end_of_pause(petition))


def refine(*, petition: Petition, category: str, field: FieldOfWork | None, whose: str, by: Actor) -> Petition:
    """The office puts sort and field right; what the sender wrote stays. A hot issue gets its own term from its day."""
    with explained():
        petition = hold(petition, Action.REFINE, by)
        changed: dict[str, Any] = {
            name: value
            for name, value in (("category", category), ("field", field), ("whose", whose))
            if getattr(petition, name) != value
        }
        if not changed:
            return petition
        hot = category == Category.HOT_ISSUE
        if hot != petition.is_hot:
            changed["due_on"] = moved_by(due_date(petition.reported_on, hot=hot), petition.paused_days)
        note = "; ".join(
            [str(Category(category).label), *([field.name] if field else []), *([whose_label(whose)] if whose else [])]
        )
        return move(petition, Action.REFINE, by, note, **changed)


def whose_label(whose: str) -> str:
    return str(dict(Petition._meta.get_field("whose").choices or ())[whose])


def handle(*, petition: Petition, by: Actor, note: str = "") -> Petition:
    """It can be settled in the commune: its Party committee does so and says what came of it."""
    with explained():
        petition = hold(petition, Action.HANDLE, by)
        if repeated(petition, Action.HANDLE, note, by):
            return petition
        return move(petition, Action.HANDLE, by, note, **_received(petition))


def escalate(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """The commune can't settle it: back to the office."""
    with explained():
        petition = hold(petition, Action.ESCALATE, by)
        if repeated(petition, Action.ESCALATE, reason, by):
            return petition
        return move(petition, Action.ESCALATE, by, words(reason, "reason"))


def link(*, petition: Petition, root: Petition, by: Actor, note: str = "") -> Petition:
    """The same matter as another petition: followed there, kept here. Its own duplicates come along to the root."""
    with explained():
        root_pk = Petition.objects.values_list("duplicate_of", flat=True).get(pk=root.pk) or root.pk
        if root_pk == petition.pk:
            raise ValidationError({"root": _("Một phản ánh không thể trùng với chính nó.")})
        children = Petition.objects.filter(duplicate_of=petition.pk)
        rows = {row.pk: row for row in hold_all([petition, Petition(pk=root_pk), *children])}
        petition, root = rows[petition.pk], rows[root_pk]
        require(policies.has_right(by.user, petition, Action.LINK))
        if petition.duplicate_of_id == root.pk:
            return petition
        if root.duplicate_of_id is not None:
            raise ValidationError({"root": _("Phản ánh gốc vừa được ghi trùng với phản ánh khác. Hãy tải lại trang.")})
        refuse_out_of_turn(petition, Action.LINK)
        for child in Petition.objects.filter(duplicate_of=petition.pk).order_by("pk"):
            child.duplicate_of = root
            child.save(update_fields=["duplicate_of"])
        return move(petition, Action.LINK, by, note, duplicate_of=root, **_end_of_pause(petition))


def unlink(*, petition: Petition, reason: str, by: Actor) -> Petition:
    """It was another matter after all."""
    with explained():
        petition = hold(petition, Action.UNLINK, by)
        if repeated(petition, Action.UNLINK, reason, by):
            return petition
        return move(petition, Action.UNLINK, by, words(reason, "reason"), duplicate_of=None, told_at=None)


def _received(petition: Petition) -> dict[str, Any]:
    """The stamp of the first reception, which nothing sets anew."""
    return {} if petition.received_at else {"received_at": timezone.now()}


def _end_of_pause(petition: Petition) -> dict[str, Any]:
    """Close the pause of a returned petition; its day moves by exactly the working days that it lasted."""
    if petition.status != Status.RETURNED:
        return {}
    pause = petition.pauses.filter(ended_on=None).first()
    if pause is None:
        return {}
    pause.ended_on = max(today(), pause.started_on)
    pause.working_days = paused(pause.started_on, pause.ended_on)
    pause.save(update_fields=["ended_on", "working_days"])
    if not pause.working_days:
        return {}
    return {
        "due_on": moved_by(petition.due_on, pause.working_days),
        "paused_days": petition.paused_days + pause.working_days,
    }
