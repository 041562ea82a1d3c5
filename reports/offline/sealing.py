"""What the server gives a device so that it can close what it keeps: keys, and a pass that outlives the session.

The device makes of each key one that no script can read back and forgets it at logout; the outbox stays, sealed, until
the same person logs in again and is given the same key (docs/adr/0022).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from nammanh.accounts.models import User

_SEAL = "nammanh.offline.seal"
_DEVICE = "nammanh.offline.device"


@dataclass(frozen=True)
class Key:
    """256 bits for one person. `id` names it without giving it away: each sealed item remembers its key's."""

    id: str
    secret: str


def keys_of(user: User) -> list[Key]:
    """The person's keys, the one in use first.

    They follow from the installation's secret; after that is replaced, the former one in SECRET_KEY_FALLBACKS still
    opens what was sealed before.
    """
    return [_key(user, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(user: User, secret: str) -> Key:
    raw = salted_hmac(_SEAL, str(user.pk), secret=secret, algorithm="sha256").digest()
    return Key(id=hashlib.sha256(raw).hexdigest()[:16], secret=base64.b64encode(raw).decode())


def pass_for(user: User) -> str:
    """What a device shows after its session has ended. It opens nothing: it only asks whose account it was."""
    return signing.dumps(user.pk, salt=_DEVICE)


def account_is_closed(device_pass: str) -> bool:
    """Whether the account behind this pass may no longer log in: then the device must forget what it keeps."""
    try:
        person = signing.loads(device_pass, salt=_DEVICE)
    except signing.BadSignature:
        return False
    return not User.objects.filter(pk=person, is_active=True).exists()
