"""Days that a decision took from the calendar of working days, or gave it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.policy import LegalDocument
from nammanh.platform.fields import NormalizedCharField


class ChangedDayKind(models.TextChoices):
    """What the decision makes of the day."""

    OFF = "off", _("Nghỉ")
    WORKING = "working", _("Làm bù, làm việc")


@pghistory.track()
class ChangedDay(models.Model):
    """One day off or worked against the law's calendar: a swap announced for this year, a day of the province's own.

    Every term in working days reads these; a day that is changed later moves no deadline that is already fixed.
    """

    date = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("ngày này"), max_length=7, choices=ChangedDayKind)
    reason = NormalizedCharField(_("vì sao"), max_length=200, blank=True)
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangedDayKind.values), name="assignments_changedday_kind"),
            models.CheckConstraint(
                condition=Q(date__range=("2000-01-01", "2100-12-31")), name="assignments_changedday_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_kind_display()}"
