"""The terms of the loop, in working days, as the regulation in force says."""

from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import LegalDocument
from nammanh.platform.periods import Dated, DatedQuerySet


class TermKind(models.TextChoices):
    """What a term is for."""

    ORDINARY = "ordinary", _("Trả lời phản ánh thường, từ ngày phản ánh")
    HOT = "hot", _("Trả lời vấn đề bức xúc, từ ngày phản ánh")
    DEPARTMENT = "department", _("Ít nhất dành cho ngành, từ ngày chuyển")
    RENEWED = "renewed", _("Trả lời lại, từ ngày yêu cầu")
    VERDICT = "verdict", _("Đánh giá câu trả lời, từ ngày trả lời")
    EXTENSION = "extension", _("Hẹn lại xa nhất, từ ngày trả lời tạm")
    WAY_BACK = "way_back", _("Báo lại cho dân, từ ngày trả lời")


@pghistory.track()
class ReplyTerm(Dated):
    """How many working days something may take; a later row of its kind replaces an earlier one."""

    kind = models.CharField(_("dùng cho"), max_length=10, choices=TermKind, default=TermKind.ORDINARY)
    working_days = models.PositiveSmallIntegerField(_("số ngày làm việc"), validators=[MinValueValidator(1)])
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn trả lời")
        verbose_name_plural = _("thời hạn trả lời")
        ordering = ["kind", "-valid_from"]
        constraints = [
            *Dated.constraints("feedback_replyterm"),
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="feedback_replyterm_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.working_days}"
