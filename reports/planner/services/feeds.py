"""The private address of one's own calendar: made, renewed, revoked. The token itself is shown once and not kept."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.refusals import explained, require
from reports.planner import policies
from reports.planner.models import CalendarFeed
from reports.planner.queries.feed import hash_of

TOKEN_BYTES = 32


def open_feed(*, by: Actor, replaces: int | None) -> str:
    """Make an address and return its token; the one in use (`replaces`, its key) is revoked at once.

    Raises ValidationError when another one is in use than the page had shown.
    """
    with explained():
        require(policies.keeps_own_feed(by))
        User.objects.select_for_update().get(pk=by.user.pk)  # two clicks go one after another
        current = CalendarFeed.objects.filter(user=by.user, revoked_at__isnull=True).first()
        if (current.pk if current else None) != replaces:
            raise ValidationError(_("Liên kết vừa được đổi ở nơi khác. Hãy xem lại trang này rồi bấm lần nữa."))
        if current:
            _revoke(current)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        CalendarFeed.objects.create(user=by.user, token_hash=hash_of(token))
        return token


def revoke_feed(*, by: Actor) -> None:
    """Nobody reads the calendar by the old address any more. Twice is once."""
    with explained():
        require(policies.keeps_own_feed(by))
        for feed in CalendarFeed.objects.select_for_update().filter(user=by.user, revoked_at__isnull=True):
            _revoke(feed)


def _revoke(feed: CalendarFeed) -> None:
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
