"""What departments replied, and what those who asked said of it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from reports.feedback.models.petitions import Petition
from reports.feedback.models.referrals import Referral


class ReplyKind(models.TextChoices):
    """Whether it settles the question."""

    INTERIM = "interim", _("Trả lời tạm")
    FINAL = "final", _("Trả lời")


class Reply(models.Model):
    """One reply to a referral, or the outcome of one petition that no department was asked about. Never overwritten.

    An interim reply gives its reason as `text` and a new day; a final one says what is done, on which ground, by when.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("phiếu chuyển")
    )
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("phản ánh, kiến nghị")
    )
    kind = models.CharField(_("loại"), max_length=8, choices=ReplyKind)
    text = NormalizedTextField(_("nội dung trả lời"), max_length=8000)
    legal_ground = NormalizedCharField(_("căn cứ"), max_length=500, blank=True)
    will_do = NormalizedTextField(_("việc sẽ làm"), max_length=4000, blank=True)
    by_when = models.DateField(_("làm xong trước ngày"), null=True, blank=True)
    committed_on = models.DateField(_("hẹn trả lời ngày"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người trả lời"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_reply_says"),
            models.CheckConstraint(
                condition=Q(kind="interim", referral__isnull=False, committed_on__isnull=False)
                | Q(kind="final", committed_on__isnull=True),
                name="feedback_reply_kind",
            ),
            models.CheckConstraint(
                condition=Q(referral__isnull=False, petition__isnull=True)
                | Q(referral__isnull=True, petition__isnull=False),
                name="feedback_reply_to_one",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text[:80]


class Verdict(models.Model):
    """What the sender's side says of a final reply: đạt or chưa đạt, with a reason. Once for each reply and petition.

    The department reads it on the card of what it answered.
    """

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="verdicts", verbose_name=_("câu trả lời"))
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="verdicts", verbose_name=_("phản ánh, kiến nghị")
    )
    passed = models.BooleanField(_("đạt"))
    specific = models.BooleanField(_("cụ thể"))
    reason = NormalizedTextField(_("ý kiến"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người đánh giá"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đánh giá câu trả lời")
        verbose_name_plural = _("đánh giá câu trả lời")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "petition"],
                name="feedback_verdict_once",
                violation_error_message=_("Câu trả lời này đã được đánh giá."),
            ),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""),
                name="feedback_verdict_reason",
                violation_error_message=_("Ghi rõ câu trả lời còn thiếu gì."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(_("Đạt") if self.passed else _("Chưa đạt"))
