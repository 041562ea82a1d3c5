"""The batch of a month (kỳ tập hợp), and what was done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Agency
from nammanh.platform.dates import month_label
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet
from reports.consolidation import rules
from reports.consolidation.states import Action, Status

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class BatchQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever reads all records. A department sees what was sent to it as referrals, not the batch."""
        return self.all() if access_of(user).reads_all_records else self.none()


@pghistory.track()
class Batch(models.Model):
    """Kỳ tập hợp: what one agency gathers in one month and sends to the departments together.

    `closes_on` is fixed when the batch is opened: petitions reported later belong to the next one. `number` and
    `signed_on` are those of the forwarding letter, as a person typed them; `left_out` is how many petitions reported
    in time were in no line when it was sent.
    """

    month = models.DateField(_("tháng"), help_text=_("Ngày đầu tháng."))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="batches", verbose_name=_("cơ quan tập hợp"))
    closes_on = models.DateField(_("ngày khóa sổ"))
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.OPEN, editable=False)
    number = NormalizedCharField(_("số, ký hiệu công văn"), max_length=40, blank=True)
    signed_on = models.DateField(_("ngày ký công văn"), null=True, blank=True)
    signer = NormalizedCharField(_("người ký"), max_length=120, blank=True)
    left_out = models.PositiveIntegerField(_("phản ánh ngoài kỳ"), null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người lập")
    )
    opened_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("duyệt")
    )
    approved_at = models.DateTimeField(_("lúc duyệt"), null=True, editable=False)
    dispatched_at = models.DateTimeField(_("lúc chuyển"), null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ tập hợp")
        verbose_name_plural = _("kỳ tập hợp")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "month"],
                name="consolidation_batch_once",
                violation_error_message=_("Cơ quan này đã lập kỳ tập hợp của tháng."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="consolidation_batch_month"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="consolidation_batch_status"),
            models.CheckConstraint(
                condition=Q(status__in=[Status.APPROVED, Status.DISPATCHED], approved_at__isnull=False)
                | Q(status__in=[Status.OPEN, Status.REVIEWED], approved_at__isnull=True, approved_by__isnull=True),
                name="consolidation_batch_approved",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DISPATCHED, dispatched_at__isnull=False, left_out__isnull=False)
                | ~Q(status=Status.DISPATCHED) & Q(dispatched_at__isnull=True),
                name="consolidation_batch_dispatched",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.BATCH_TRANSITION,
            ),
            pgtrigger.Trigger(
                name="fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("month", "agency", "closes_on", "opened_by", "opened_at"),
                func=rules.BATCH_FIXED,
            ),
            pgtrigger.Trigger(
                name="sealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'dispatched'"),
                func=rules.BATCH_FIXED,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return _("Kỳ tập hợp %(month)s") % {"month": month_label(self.month).lower()}

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def is_dispatched(self) -> bool:
        return self.status == Status.DISPATCHED


class BatchStep(models.Model):
    """One line of a batch's history."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="steps", verbose_name=_("kỳ tập hợp"))
    action = models.CharField(_("việc"), max_length=10, choices=Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=10, choices=Status)
    note = NormalizedCharField(_("ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người nhập thay")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bước của kỳ tập hợp")
        verbose_name_plural = _("bước của kỳ tập hợp")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(Action(self.action).label)
