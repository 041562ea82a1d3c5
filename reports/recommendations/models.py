"""Formal comments (góp ý chính thức): việc – đề xuất – ai – bao giờ, addressed to the locality."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class CommentType(models.TextChoices):
    """Kinds of comments (glossary 120–125)."""

    OFFICIAL = "official", _("Góp ý chính thức")
    INFORMAL = "informal", _("Góp ý trao đổi")
    SUGGESTION = "suggestion", _("Gợi ý giải pháp")
    REMINDER = "reminder", _("Nhắc nhở, đôn đốc")
    COMMENDATION = "commendation", _("Biểu dương")
    GUIDANCE = "guidance", _("Hướng dẫn")


class Addressee(models.TextChoices):
    """Whom a comment is for (seed 001)."""

    COMMITTEE = "committee", _("Cấp ủy")
    STANDING_BOARD = "standing_board", _("Ban Thường vụ cấp ủy")
    KEY_OFFICIALS = "key_officials", _("Cán bộ chủ chốt")


class Specificity(models.TextChoices):
    """The recipient's verdict (seed 001: “có ý kiến nhưng nêu chung chung”)."""

    SPECIFIC = "specific", _("Cụ thể")
    VAGUE = "vague", _("Chung chung")


COMPLETE = Q(responsible__gt="", due_on__isnull=False)
"""A comment that names who and by when, besides the matter and the proposal that each must have."""

SPECIFIC = Q(specificity=Specificity.SPECIFIC) | Q(specificity="") & COMPLETE
"""The rule of `CommentQuerySet.specific`, for counting beside the total in one query."""


class CommentQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        access = access_of(user)
        if access.reads_all_records:
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def specific(self) -> Self:
        """Held to be specific: by the commune's verdict, or until it has one by its four parts being there."""
        return self.filter(SPECIFIC)

    def vague(self) -> Self:
        return self.filter(Q(specificity=Specificity.VAGUE) | Q(specificity="") & ~COMPLETE)

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "visit")

    def newest_first(self) -> Self:
        return self.order_by("-given_on", "-pk")


@pghistory.track()
class Comment(Placed):
    """One comment given to a locality on a visit."""

    after_succession = AfterSuccession(dated="given_on", pending=Q(specificity=""))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="comments", verbose_name=_("chuyến đi"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="comments", verbose_name=_("cán bộ"))
    given_on = models.DateField(_("ngày góp ý"))
    type = models.CharField(_("loại góp ý"), max_length=14, choices=CommentType, default=CommentType.OFFICIAL)
    addressee = models.CharField(_("đối tượng góp ý"), max_length=16, choices=Addressee)
    matter = NormalizedTextField(_("việc"), max_length=2000)
    proposal = NormalizedTextField(_("đề xuất"), max_length=2000)
    responsible = NormalizedCharField(_("ai làm"), max_length=200, blank=True)
    due_on = models.DateField(_("bao giờ xong"), null=True, blank=True)
    specificity = models.CharField(_("xã đánh giá"), max_length=10, choices=Specificity, blank=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("đánh giá"),
    )
    judged_at = models.DateTimeField(_("lúc đánh giá"), null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("góp ý")
        verbose_name_plural = _("góp ý")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(matter="") & ~Q(proposal=""), name="recommendations_comment_says"),
            models.CheckConstraint(
                condition=Q(specificity="", judged_by__isnull=True, judged_at__isnull=True)
                | ~Q(specificity="") & Q(judged_by__isnull=False, judged_at__isnull=False),
                name="recommendations_comment_judged_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["-given_on", "-id"], name="recommendations_newest"),
            models.Index(fields=["district", "-given_on"], name="recommendations_district"),
            models.Index(fields=["commune", "-given_on"], name="recommendations_commune"),
        ]

    def __str__(self) -> str:
        return self.matter[:80]

    @property
    def is_complete(self) -> bool:
        """Whether all four parts are there."""
        return bool(self.responsible and self.due_on)
