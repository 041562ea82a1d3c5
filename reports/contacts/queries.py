"""What is read about contacts."""

from __future__ import annotations

from assignments.access import access_of
from nammanh.accounts.models import User
from reports.contacts.models import Channel, Contact


def usual_channel(user: User) -> str:
    """The channel that this person chose last, so that it need not be chosen again."""
    latest = Contact.objects.filter(officer_id=access_of(user).officer_id or 0).order_by("-pk")
    return latest.values_list("channel", flat=True).first() or Channel.PHONE
