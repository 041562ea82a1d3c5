"""When a place was last reached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments.models import Tier, Unit


class LastContact(models.Model):
    """The latest visit of a tier to a place at which the tier's contact is counted: confirmed, and still waiting."""

    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, related_name="last_contacts", db_constraint=False, db_index=False, editable=False,
        verbose_name=_("địa bàn"),
    )  # fmt: skip
    tier = models.ForeignKey(
        Tier, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False,
        verbose_name=_("tầng nắm"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("chuyến đi gần nhất được xã xác nhận"), null=True, editable=False)
    waiting_on = models.DateField(_("chuyến đi gần nhất chờ xã xác nhận"), null=True, editable=False)

    class Meta:
        verbose_name = _("lần tiếp xúc gần nhất")
        verbose_name_plural = _("lần tiếp xúc gần nhất")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tier", "unit"], name="facts_lastcontact_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.confirmed_on}"
