"""Reading messages, and choosing which come as letters."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from nammanh.accounts.actor import Actor
from reports.reminders.models import MailChoice, Message
from reports.reminders.states import Kind


def read(*, message: Message, by: Actor) -> Message:
    """Note that its recipient has seen it; the first time counts. `message` comes from `visible_to`."""
    Message.objects.visible_to(by.user).filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())
    message.refresh_from_db(fields=["read_at"])
    return message


def read_all(*, by: Actor) -> int:
    """Note that everything which waits has been seen; returns how many."""
    return Message.objects.visible_to(by.user).filter(read_at__isnull=True).update(read_at=timezone.now())


def choose_mail(*, kinds: Collection[str], by: Actor) -> None:
    """Letters come about `kinds` and about nothing else."""
    unwanted = [kind for kind in Kind.values if kind not in kinds]
    with transaction.atomic():
        MailChoice.objects.filter(user=by.user).exclude(kind__in=unwanted).delete()
        rows = [MailChoice(user=by.user, kind=kind) for kind in unwanted]
        MailChoice.objects.bulk_create(rows, ignore_conflicts=True)
