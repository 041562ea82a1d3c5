"""What changes a contact: recorded once, changed or taken back on its own day. The history is kept field by field."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import RULES, check_values, explained, require
from nammanh.platform.text import one_line
from reports.contacts import policies
from reports.contacts.models import Contact
from reports.visits.services import queue_for

NOT_TODAY = _("Lần liên hệ chỉ sửa hoặc rút lại được trong ngày ghi.")
RULES.update(
    {
        "contacts_contact_same_day": NOT_TODAY,
        "contacts_contact_taken_back": _("Lần liên hệ này đã được rút lại nên không sửa được nữa."),
    }
)


@dataclass(frozen=True)
class ContactContent:
    """What a person types about one contact."""

    unit: Unit
    date: datetime.date
    channel: str
    text: str


class ContactConflict(Exception):  # noqa: N818  as visits.services.Conflict
    """The same identity holds other words. Nothing was written."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(str(_("Lần liên hệ này đã được ghi với nội dung khác.")))
        self.contact = contact


def record_contact(*, uuid: uuids.UUID, content: ContactContent, by: Actor) -> tuple[Contact, bool]:
    """Record a contact; returns it, and whether this call wrote it.

    The same entry again gives the stored one back; other words under its identity raise ContactConflict.
    """
    require(policies.may_record(by.user))
    with explained():
        queue_for(uuid)
        stored = Contact.objects.filter(uuid=uuid).first()
        if stored:
            if not policies.is_author(by.user, stored):
                raise ValidationError(_("Mã của lần nhập này không dùng được. Hãy mở lại biểu mẫu và nhập lại."))
            if _words(stored) != _typed(content):
                raise ContactConflict(stored)
            return stored, False
        contact = Contact(uuid=uuid, entered_by=by.at_keyboard)
        contact.officer_id = access_of(by.user).officer_id or 0  # `may_record` has found an officer
        return _write(contact, content, by), True


def change_contact(*, contact: Contact, content: ContactContent, by: Actor) -> Contact:
    """Put right what was typed, on the same day. The same words twice are one change."""
    with explained():
        contact = _lock(contact, by)
        if _words(contact) == _typed(content):
            return contact
        return _write(contact, content, by)


def take_back_contact(*, contact: Contact, by: Actor) -> Contact:
    """It was no contact after all: it leaves the lists and stays in the history. Twice is once."""
    with explained():
        stored = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if stored.taken_back_at and policies.is_author(by.user, stored):
            return stored
        contact = _lock(contact, by)
        contact.taken_back_at = timezone.now()
        contact.save(update_fields=["taken_back_at"])
        return contact


def _lock(contact: Contact, by: Actor) -> Contact:
    contact = Contact.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contact.pk)
    require(policies.is_author(by.user, contact))
    if contact.taken_back_at:
        raise ValidationError(RULES["contacts_contact_taken_back"])
    if not policies.may_change(by.user, contact):
        raise ValidationError(NOT_TODAY)
    return contact


def _typed(content: ContactContent) -> tuple[object, ...]:
    return (content.unit.pk, content.date, content.channel, one_line(content.text))


def _words(contact: Contact) -> tuple[object, ...]:
    return (contact.unit_id, contact.date, contact.channel, contact.text)


def _write(contact: Contact, content: ContactContent, by: Actor) -> Contact:
    if content.date > today():
        message = _("Ngày liên hệ ở tương lai: theo giờ máy chủ, hôm nay là %(today)s.") % {
            "today": format_date(today())
        }
        raise ValidationError({"date": message})
    if policies.holding_for(by.user, content.unit, content.date) is None:
        raise ValidationError({"unit": _("Đồng chí không phụ trách địa bàn này vào ngày đã chọn.")})
    if not content.unit.in_force_on(content.date):
        raise ValidationError({"unit": _("Địa bàn này không tồn tại vào ngày đã chọn. Chọn đơn vị của ngày đó.")})
    contact.unit, contact.date, contact.channel, contact.text = (
        content.unit,
        content.date,
        content.channel,
        content.text,
    )
    check_values(contact)
    contact.save()
    return contact
