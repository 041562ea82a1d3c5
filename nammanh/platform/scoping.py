"""Row scope, once: what a person may see is a method of the queryset and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows which of its rows a person may see.

    Views, forms, admin and exports start from `visible_to(user)`; a row outside it does not exist for them (404).
    """

    def visible_to(self, user: User) -> Self:
        """The rows that `user` may see today."""
        raise NotImplementedError(f"{type(self).__name__} must say whose rows these are")
