"""Who may record, change and take back a contact."""

from __future__ import annotations

from assignments.access import access_of
from nammanh.accounts.models import User
from nammanh.platform.dates import local_date, today
from reports.contacts.models import Contact
from reports.visits.policies import holding_for, may_log_visits

__all__ = ["holding_for", "is_author", "may_change", "may_record"]


def may_record(user: User) -> bool:
    """Whoever may log visits; the place and the day are asked again for each contact."""
    return may_log_visits(user)


def is_author(user: User, contact: Contact) -> bool:
    return access_of(user).officer_id == contact.officer_id


def may_change(user: User, contact: Contact) -> bool:
    """Its author, on the day it was entered, while it was not taken back."""
    fresh = local_date(contact.created_at) == today() and contact.taken_back_at is None
    return fresh and is_author(user, contact)
