"""When the figures of a month are closed."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import month_label
from nammanh.platform.periods import Dated, DatedQuerySet


@pghistory.track()
class FreezingDay(Dated):
    """The day of the following month on which the figures of a month are closed; without a row it is the 3rd."""

    day = models.PositiveSmallIntegerField(
        _("chốt số liệu ngày"), validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("Ngày của tháng sau, từ 1 đến 28."),
    )  # fmt: skip

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày chốt số liệu tháng")
        verbose_name_plural = _("ngày chốt số liệu tháng")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.constraints("facts_freezingday"),
            models.CheckConstraint(condition=Q(day__range=(1, 28)), name="facts_freezingday_day"),
            ExclusionConstraint(
                name="facts_freezingday_one_at_a_time",
                expressions=[("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đã có ngày chốt khác trong thời gian này."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class MonthEnd(models.Model):
    """This month is closed: its rows with `frozen_at` are what is told of it, and what came later is a correction.

    Written after them, in one transaction; from then on none can be added, changed or removed.
    """

    month = models.DateField(_("tháng"), unique=True)
    frozen_at = models.DateTimeField(_("chốt lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tháng đã chốt số liệu")
        verbose_name_plural = _("tháng đã chốt số liệu")
        ordering = ["-month"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="facts_monthend_month")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return month_label(self.month)
