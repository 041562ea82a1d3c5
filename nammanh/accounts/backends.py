"""Login by user name and password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from nammanh.accounts.models import User


class PortalBackend(BaseBackend):
    """Any capital letters in the name are forgiven; demo accounts open in demo mode only."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or not password:
            return None
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            make_password(password)  # the same time as for a known name, so that names can't be guessed by the clock
            return None
        return user if user.check_password(password) and self.may_log_in(user) else None

    def may_log_in(self, user: User) -> bool:
        return user.is_active and (settings.DEMO or settings.MODE == "test" or not user.is_demo)

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.filter(pk=user_id).first()
        return user if user and self.may_log_in(user) else None
