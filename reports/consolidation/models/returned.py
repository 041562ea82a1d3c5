"""A department's sheet that came back, before and after it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import PortalRole, access_of
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet
from reports.consolidation.models.batches import Batch

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ReturnedSheetQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those who bring sheets in: the office."""
        return self.all() if access_of(user).has(PortalRole.OFFICE) else self.none()


class ReturnedSheet(models.Model):
    """The lines of a file as they were read: looked at first, written by one confirmation, kept as they came."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="returned_sheets", verbose_name=_("kỳ tập hợp"))
    file_name = NormalizedCharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(_("mã tệp"), max_length=64)
    rows = models.JSONField(_("các dòng"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người tải lên")
    )
    uploaded_at = models.DateTimeField(_("lúc tải lên"), default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người ghi")
    )
    applied_at = models.DateTimeField(_("lúc ghi"), null=True)
    written = models.PositiveIntegerField(_("số câu trả lời đã ghi"), null=True)

    objects = ReturnedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu trả lời bằng Excel")
        verbose_name_plural = _("phiếu trả lời bằng Excel")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True, written__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False, written__isnull=False),
                name="consolidation_sheet_applied",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("batch", "file_name", "sha256", "rows", "uploaded_by", "uploaded_at"),
            ),
            pgtrigger.Protect(
                name="once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.applied_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.file_name
