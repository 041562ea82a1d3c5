"""What one officer lets another know about a plan; the private address of one's own calendar."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Officer
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class PlanNoteQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever wrote it, and whoever the plan belongs to; both with those who stand in for them."""
        own = access_of(user).officer_ids
        return self.filter(Q(officer__in=own) | Q(visit__officer__in=own))

    def current(self) -> Self:
        return self.filter(taken_back_at__isnull=True)


@pghistory.track()
class PlanNote(models.Model):
    """A question that an officer asks another to take along on a planned visit to a place that both look after."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="plan_notes", verbose_name=_("chuyến đi"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    text = NormalizedCharField(_("câu hỏi, việc nhờ"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc gửi"), default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(_("lúc rút lại"), null=True, editable=False)

    objects = PlanNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời nhắn vào kế hoạch")
        verbose_name_plural = _("lời nhắn vào kế hoạch")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


_REFUSE_REVIVAL = """
    IF OLD.revoked_at IS NOT NULL OR NEW.token_hash <> OLD.token_hash THEN
        RAISE EXCEPTION 'an address that was given out is only ever revoked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'planner_calendarfeed_only_revoked';
    END IF;
    RETURN NEW;
"""


class CalendarFeed(models.Model):
    """The private address under which a person's phone reads their calendar. Only the token's hash is kept.

    Never deleted: which addresses there were, and until when, stays answerable.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("người dùng")
    )
    token_hash = models.CharField(_("dấu của mã"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("lúc tạo"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("lúc thu hồi"), null=True, editable=False)

    class Meta:
        verbose_name = _("liên kết lịch riêng")
        verbose_name_plural = _("liên kết lịch riêng")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="planner_calendarfeed_one_in_use",
                violation_error_message=_("Đồng chí đã có một liên kết lịch đang dùng. Hãy tải lại trang."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_revoked", when=pgtrigger.Before, operation=pgtrigger.Update, func=_REFUSE_REVIVAL
            )
        ]

    def __str__(self) -> str:
        return str(self.created_at)
