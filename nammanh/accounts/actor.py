"""Who acts: the person at the keyboard, and the leader in whose name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nammanh.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """`user` is whose rights and whose name count; `secretary` is who typed, when it is someone else."""

    user: User
    secretary: User | None = None

    @property
    def at_keyboard(self) -> User:
        return self.secretary or self.user

    def __str__(self) -> str:
        if self.secretary is None:
            return str(self.user)
        return _("%(leader)s (%(secretary)s nhập thay)") % {"leader": self.user, "secretary": self.secretary}
