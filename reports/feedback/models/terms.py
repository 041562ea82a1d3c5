"""The terms of the loop, in working days, as the regulation in force says; and when a figure is a warning."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
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


class Ratio(models.TextChoices):
    """A share that the statistics tell."""

    ON_FIRST_DAY = "on_first_day", _("Đúng hạn ban đầu")
    ON_LAST_DAY = "on_last_day", _("Đúng hạn hoặc ngày hẹn")
    FOR_SENDER = "for_sender", _("Đúng hạn tính từ ngày phản ánh")
    REOPENED = "reopened", _("Phải trả lời lại")
    FAILED = "failed", _("Chưa đạt")
    CARRIED = "carried", _("Đã báo lại")


WORSE_ABOVE = {Ratio.REOPENED, Ratio.FAILED}
"""Shares that are better small; the others are better large."""


@pghistory.track()
class WarningLevel(Dated):
    """From which share on a figure of the statistics is marked, so that somebody asks why. No mark ranks anybody.

    Of fewer than `fewest` cases no share is marked: one late answer of two says little.
    """

    ratio = models.CharField(_("số liệu"), max_length=12, choices=Ratio)
    percent = models.PositiveSmallIntegerField(
        _("mức (%)"),
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Đúng hạn, đã báo lại: đánh dấu khi thấp hơn mức. Trả lời lại, chưa đạt: khi cao hơn mức."),
    )
    fewest = models.PositiveSmallIntegerField(_("số trường hợp ít nhất"), default=5, validators=[MinValueValidator(1)])
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mức cảnh báo của thống kê")
        verbose_name_plural = _("mức cảnh báo của thống kê")
        ordering = ["ratio", "-valid_from"]
        constraints = [
            *Dated.constraints("feedback_warninglevel"),
            models.CheckConstraint(condition=Q(ratio__in=Ratio.values), name="feedback_warninglevel_ratio"),
            models.CheckConstraint(condition=Q(percent__range=(1, 99)), name="feedback_warninglevel_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_ratio_display()}: {self.percent}%"

    def marks(self, part: int, whole: int) -> bool:
        """Whether the share is beyond the level."""
        if whole < self.fewest:
            return False
        share, level = part * 100, self.percent * whole
        return share > level if self.ratio in WORSE_ABOVE else share < level
