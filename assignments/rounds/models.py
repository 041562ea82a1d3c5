"""A round (đợt phân công): what is to be held from a day on, drafted first and in force by one approval."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import PortalRole, access_of
from assignments.models import AssignmentRole, LegalDocument, Mandate, Officer, Placed, Tier, Unit
from assignments.rounds import rules
from assignments.rounds.states import Status
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from nammanh.accounts.models import User

CONTENT = ("name", "tier", "unit", "starts_on", "ends_on", "mandate")
"""What a draft may change and an approved round may not."""


class RoundQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Drafts are personnel work in progress: only those who make them see them."""
        return self if access_of(user).has(PortalRole.ORGANISATION, PortalRole.ADMIN) else self.none()

    def with_names(self) -> Self:
        return self.select_related("tier", "tier__phase", "unit", "unit__parent", "mandate", "document")


@pghistory.track()
class Round(Placed):
    """A tier is assigned anew within a unit (the province, a district, a commune) from `starts_on` on.

    A draft has no effect anywhere. Approval writes all its ends and beginnings at once, by `document`.
    """

    name = NormalizedCharField(_("tên đợt"), max_length=160, help_text=_("Ví dụ: Phân công lại năm 2027."))
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="rounds", verbose_name=_("tầng nắm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name=_("phạm vi"))
    starts_on = models.DateField(_("có hiệu lực từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name=_("nhiệm vụ giao"))
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, editable=False, related_name="rounds", verbose_name=_("quyết định")
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    note = NormalizedCharField(_("lý do hủy"), max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("duyệt")
    )
    approved_at = models.DateTimeField(_("lúc duyệt"), null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("đợt phân công")
        verbose_name_plural = _("đợt phân công")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="rounds_round_status"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="rounds_round_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải bằng hoặc sau ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.APPROVED,
                    document__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | ~Q(status=Status.APPROVED)
                & Q(document__isnull=True, approved_by__isnull=True, approved_at__isnull=True),
                name="rounds_round_approved_by_decision",
                violation_error_message=_("Đợt chỉ được duyệt khi có quyết định."),
            ),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.ROUND_TRANSITION,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*CONTENT, "document", "approved_by", "approved_at"),
                func=rules.ROUND_CLOSED,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def eve(self) -> datetime.date:
        """The last day before the round: what it is compared with."""
        return self.starts_on - datetime.timedelta(days=1)

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT


class RoundLineQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(round__in=Round.objects.visible_to(user).order_by())


@pghistory.track()
class RoundLine(Placed):
    """Who is to hold a unit after the round; without an officer the unit is left vacant on purpose.

    `seen` are the assignments of the unit that were in force when the line was last looked at: when others are in
    force at approval, somebody has changed the unit in between.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="lines", verbose_name=_("đợt"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    role = models.ForeignKey(AssignmentRole, models.PROTECT, related_name="+", verbose_name=_("vai trò"))
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đồng chí")
    )
    is_lead = models.BooleanField(_("phụ trách chính"), default=True)
    note = NormalizedCharField(_("ghi chú"), max_length=200, blank=True)
    seen = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = RoundLineQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("dòng của đợt phân công")
        verbose_name_plural = _("dòng của đợt phân công")
        ordering = ["round", "unit", "-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "role", "officer"],
                nulls_distinct=False,
                name="rounds_roundline_once",
                violation_error_message=_("Đợt này đã có dòng như vậy cho địa bàn."),
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "role"],
                condition=Q(is_lead=True, officer__isnull=False),
                name="rounds_roundline_one_lead",
                violation_error_message=_("Địa bàn đã có đồng chí phụ trách chính trong đợt. Sửa dòng đó."),
            ),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="of_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("round_status", "text")],
                func=rules.LINE_OF_DRAFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.officer or _('để trống')}"
