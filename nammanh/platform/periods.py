"""Dated rows: one convention for "từ ngày … đến hết ngày …" in the whole portal.

`valid_from` and `valid_to` are both inside the period, as decisions write them; no `valid_to` means still in force.
The database keeps `life`, the same period as a range, so that "on that day" is one indexed condition.
"""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from nammanh.platform.questions import Given


class DatedQuerySet(models.QuerySet):
    """Rows that hold for a time."""

    def on(self, date: datetime.date | Given) -> Self:
        """The rows in force on `date`: one indexed condition."""
        return self.filter(life__contains=date)


class Dated(models.Model):
    """A row in force from one day to another, both included."""

    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    life = models.GeneratedField(
        expression=Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
        output_field=DateRangeField(),
        db_persist=True,
    )

    class Meta:
        abstract = True

    @staticmethod
    def constraints(label: str) -> list[models.BaseConstraint]:
        """The constraint every dated table has, named after it."""
        return [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name=f"{label}_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."),
            )
        ]

    @staticmethod
    def indexes(label: str) -> list[models.Index]:
        return [GistIndex(fields=["life"], name=f"{label}_life")]

    def in_force_on(self, date: datetime.date) -> bool:
        return self.valid_from <= date and (self.valid_to is None or date <= self.valid_to)

    def covers(self, other: Dated) -> bool:
        """Whether the whole of `other`'s time lies inside this one's."""
        if other.valid_from < self.valid_from:
            return False
        return self.valid_to is None or (other.valid_to is not None and other.valid_to <= self.valid_to)


def id_range(field: str) -> Func:
    """A one-value range over an integer column: equality for an exclusion constraint without btree_gist."""
    value = Cast(F(f"{field}_id"), models.BigIntegerField())
    return Func(value, value, Value("[]"), function="int8range")


def require_inside(inner: Dated, outer: Dated | None, field: str, message: Any) -> None:
    """Refuse `inner` when part of its time lies outside `outer`; the database has the same rule as a trigger.

    Raises ValidationError on `field`.
    """
    if outer is not None and inner.valid_from and not outer.covers(inner):
        raise ValidationError({field: message})
