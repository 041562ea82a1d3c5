"""Which cells must be counted again, noted by whoever changed a record, in the same transaction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TouchedPlace(models.Model):
    """Something of this unit and month was written; with a tier also the latest contact may be another one.

    Writers only insert here, so they never wait for one another. A row is seen only together with the records that it
    speaks of. Whoever reads figures deletes it and counts the cell again (`services.freshen`). Plain numbers instead of
    references: a unit may be gone before its cell is counted.
    """

    unit_id = models.BigIntegerField(_("địa bàn"))
    month = models.DateField(_("tháng"))
    tier_id = models.BigIntegerField(_("tầng nắm"), null=True)

    class Meta:
        verbose_name = _("ô số liệu của địa bàn cần tính lại")
        verbose_name_plural = _("ô số liệu của địa bàn cần tính lại")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.month:%m/%Y}"


class TouchedDepartment(models.Model):
    """Something that this agency owed for this month was written."""

    agency_id = models.BigIntegerField(_("ngành"))
    month = models.DateField(_("tháng"))

    class Meta:
        verbose_name = _("ô số liệu của ngành cần tính lại")
        verbose_name_plural = _("ô số liệu của ngành cần tính lại")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.month:%m/%Y}"
