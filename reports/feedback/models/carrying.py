"""Answers carried back to the people they are for."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Officer
from nammanh.platform.fields import NormalizedCharField
from reports.feedback import rules
from reports.feedback.models.petitions import Petition
from reports.visits.models import Visit


class Reaction(models.TextChoices):
    """How those who asked took the answer."""

    AGREED = "agreed", _("Đồng tình")
    DISAGREED = "disagreed", _("Chưa đồng tình")
    ADDED = "added", _("Bổ sung thêm ý kiến")


class CarriedBackQuerySet(models.QuerySet):
    def of_the_answer(self, petition: Any, answered_at: Any) -> Self:
        """Those that told this very answer; an earlier one, before the petition was reopened, counts no more."""
        return self.filter(petition=petition, answered_at=answered_at)

    def standing(self) -> Self:
        """Those that told the answer which their petition has now."""
        return self.filter(answered_at=F("petition__answered_at"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CarriedBack(models.Model):
    """One answer told on a visit to the people it came from (báo lại cho dân), and how they took it.

    Once for each answer: after a reopening the new answer is carried back anew. It names no person who was told.
    """

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="carried_back", verbose_name=_("phản ánh, kiến nghị")
    )
    answered_at = models.DateTimeField(_("câu trả lời lúc"), editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="carried_back", verbose_name=_("chuyến đi"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("cán bộ báo lại"))
    reaction = models.CharField(_("ý kiến của dân"), max_length=10, choices=Reaction)
    note = NormalizedCharField(_("ghi thêm"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    at = models.DateTimeField(_("lúc ghi"), default=timezone.now, editable=False)

    objects = CarriedBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần báo lại cho dân")
        verbose_name_plural = _("lần báo lại cho dân")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "answered_at"],
                name="feedback_carriedback_once",
                violation_error_message=_("Câu trả lời này đã được báo lại cho dân trong một chuyến đi khác."),
            ),
            models.CheckConstraint(condition=Q(reaction__in=Reaction.values), name="feedback_carriedback_reaction"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("petition_id", "answered_at"),
                func=rules.REFUSE_UNANSWERED,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=rules.REFUSE_UNCARRIED_END,
            ),
        ]

    def __str__(self) -> str:
        return self.get_reaction_display()
