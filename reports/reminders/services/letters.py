"""Letters: at two fixed hours, what lies unread for longer than the days of grace, gathered for each person.

A letter is written down in one transaction and sent in another, so that a process may die at any point: what is
written and not marked as sent is sent by the next run, under the same number.
"""

from __future__ import annotations

import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.platform.dates import VIETNAM, format_datetime, local_date
from nammanh.platform.numbers import format_number
from reports.reminders.limits import ONE_DAY
from reports.reminders.models import Digest, MailChoice, Message, mail_term

BATCH = 1000
GIVEN_UP_AFTER = datetime.timedelta(days=3)
"""A letter that could not be sent for so long is tried no more: what it told of goes into a later one."""
OF_ONE_LETTER = (SMTPRecipientsRefused, SMTPDataError, ValueError)
"""What is wrong with one address or one letter; any other failure is the mail server's."""
MOST_FAILURES = 5
"""So many of the server's in a row mean that it is away: the others wait for the next run."""


def latest_slot(at: datetime.datetime) -> datetime.datetime | None:
    """The last of the fixed hours up to `at`; none when no term is in force then."""
    for day in (local_date(at), local_date(at) - ONE_DAY):
        term = mail_term(day)
        if term is None:
            continue
        for hour in (term.second_at, term.first_at):
            moment = datetime.datetime.combine(day, hour, tzinfo=VIETNAM)
            if moment <= at:
                return moment
    return None


def write_letters(*, at: datetime.datetime) -> int:
    """Write down the letters of the last fixed hour that are not yet; returns how many. One transaction."""
    slot, term = latest_slot(at), mail_term(local_date(at))
    if slot is None or term is None:
        return 0
    read_since = slot - datetime.timedelta(days=term.grace_days)
    rows = list(_to_tell(slot, read_since, at - GIVEN_UP_AFTER).values_list("pk", "recipient_id"))
    people = sorted({recipient_id for _pk, recipient_id in rows})
    Digest.objects.bulk_create([Digest(recipient_id=pk, slot=slot) for pk in people], batch_size=BATCH)
    written = Digest.objects.filter(recipient=OuterRef("recipient"), slot=slot)
    for start in range(0, len(rows), BATCH):
        told = Message.objects.filter(pk__in=[pk for pk, _recipient in rows[start : start + BATCH]])
        told.update(digest=Subquery(written.values("pk")[:1]))
    return len(people)


def _to_tell(
    slot: datetime.datetime, read_since: datetime.datetime, tried_since: datetime.datetime
) -> QuerySet[Message]:
    """What belongs into the letters of `slot`: at most one to each person who wants one about this kind."""
    unwanted = MailChoice.objects.filter(user=OuterRef("recipient"), kind=OuterRef("kind"))
    had = Digest.objects.filter(slot=slot).values("recipient")
    return (
        Message.objects.waiting()
        .filter(Q(digest__isnull=True) | Q(digest__sent_at__isnull=True, digest__slot__lte=tried_since))
        .filter(recipient__is_active=True)
        .filter(Q(created_at__lte=read_since) | Q(urgent=True, created_at__lte=slot))
        .exclude(recipient__email="")
        .exclude(recipient__in=had)
        .exclude(Exists(unwanted))
    )


def send_letters(*, at: datetime.datetime) -> tuple[int, int]:
    """Send what is written and unsent, each letter in a transaction of its own; returns how many went and failed."""
    waiting = Digest.objects.filter(sent_at__isnull=True, slot__gt=at - GIVEN_UP_AFTER, slot__lte=at)
    went = failed = in_a_row = 0
    for pk in list(waiting.order_by("slot", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            digest = Digest.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=pk)
            if digest.sent_at is not None:
                continue
            try:
                _send(digest)
            except (OSError, ValueError) as problem:  # all of smtplib's are an OSError
                digest.failed = f"{type(problem).__name__}: {problem}"[:300]
                digest.save(update_fields=["failed"])
                failed, in_a_row = failed + 1, 0 if isinstance(problem, OF_ONE_LETTER) else in_a_row + 1
            else:
                digest.sent_at, digest.failed = timezone.now(), ""
                digest.save(update_fields=["sent_at", "failed"])
                went, in_a_row = went + 1, 0
        if in_a_row == MOST_FAILURES:
            break
    return went, failed


def _send(digest: Digest) -> None:
    """What still waits now; a letter whose matters were all seen meanwhile is not sent."""
    rows = list(digest.messages.waiting().order_by("-urgent", "created_at", "pk"))
    if not rows:
        return
    context = {"rows": rows, "portal": settings.PORTAL_URL, "as_of": format_datetime(timezone.now())}
    letter = EmailMultiAlternatives(
        subject=_("Nắm Mạnh: %(count)s việc chờ đồng chí") % {"count": format_number(len(rows))},
        body=render_to_string("reminders/letter.txt", context),
        to=[digest.recipient.email],
        headers={"Message-ID": f"<{digest.uuid}@{settings.PORTAL_URL.partition('://')[2].partition(':')[0]}>"},
    )
    letter.attach_alternative(render_to_string("reminders/letter.html", context), "text/html")
    letter.send()
