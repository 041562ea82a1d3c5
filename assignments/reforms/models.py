"""Operations on units: planned as a draft, run once, taken back while nothing was written after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import LegalDocument, Unit, UnitKind
from assignments.reforms import states
from assignments.reforms.states import Status
from assignments.services.reshaping import Committees
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class OperationKind(models.TextChoices):
    """What is done to units."""

    MERGE = "merge", _("Nhập đơn vị")
    SPLIT = "split", _("Chia tách đơn vị")
    RENAME = "rename", _("Đổi tên")
    RETYPE = "retype", _("Đổi loại")
    MOVE = "move", _("Chuyển đơn vị trực thuộc")
    REFORM = "reform", _("Sắp xếp theo danh sách")


class UnitOperationQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those who manage units prepare and see operations."""
        return self if policies.may_manage_units(user) else self.none()


_REFUSE_MOVE = f"""
    IF (OLD.status, NEW.status) NOT IN ({states.pairs()}) THEN
        RAISE EXCEPTION 'operation may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reforms_unitoperation_transition';
    END IF;
    RETURN NEW;
"""


@pghistory.track(exclude=["snapshot"])
class UnitOperation(models.Model):
    """One change of units by one decision: a draft until it is run.

    `choices` holds what a person chose on the way: `allotment` of the children of split units, and of their
    `households` together (a unit's id → the successor's id); `fates` of assignments (id → successor's id, main holder
    or not). `snapshot` holds what was written, for taking it back.
    """

    Kind = OperationKind

    kind = models.CharField(_("hình thức"), max_length=10, choices=OperationKind)
    on = models.DateField(_("có hiệu lực từ ngày"))
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("văn bản"))
    clause = NormalizedCharField(_("điều, khoản"), max_length=80, blank=True)
    committees = models.CharField(
        _("Đảng ủy của đơn vị được sắp xếp"), max_length=5, choices=Committees, default=Committees.CLOSE
    )
    two_tiers = models.BooleanField(
        _("chuyển sang giai đoạn hai cấp"), default=False, help_text=_("Khi cấp huyện kết thúc cùng ngày.")
    )
    choices = models.JSONField(default=dict, blank=True, editable=False)
    status = models.CharField(_("trạng thái"), max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    applied_at = models.DateTimeField(_("lúc thực hiện"), null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    undone_at = models.DateTimeField(_("lúc hoàn tác"), null=True, editable=False)
    counts = models.JSONField(default=dict, blank=True, editable=False)
    snapshot = models.JSONField(default=dict, blank=True, editable=False)

    objects = UnitOperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        verbose_name_plural = _("sắp xếp đơn vị")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="reforms_unitoperation_status"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, applied_at__isnull=True, applied_by__isnull=True)
                | ~Q(status=Status.DRAFT) & Q(applied_at__isnull=False, applied_by__isnull=False),
                name="reforms_unitoperation_applied_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.UNDONE, undone_at__isnull=False, undone_by__isnull=False)
                | ~Q(status=Status.UNDONE) & Q(undone_at__isnull=True, undone_by__isnull=True),
                name="reforms_unitoperation_undone_by_whom",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=_REFUSE_MOVE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%d/%m/%Y}"

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT


class PlannedUnit(models.Model):
    """A unit that the operation opens, as it is to be; `unit` is the row it became."""

    operation = models.ForeignKey(UnitOperation, models.CASCADE, related_name="planned")
    name = NormalizedCharField(_("tên"), max_length=120, help_text=_("Tên riêng, không kèm loại."))
    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    gso_code = models.CharField(_("mã đơn vị hành chính"), max_length=8, blank=True)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trực thuộc")
    )
    latitude = models.DecimalField(_("vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("đơn vị mới")
        verbose_name_plural = _("đơn vị mới")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{UnitKind(self.kind).label} {self.name}"


class OperationLine(models.Model):
    """A unit that ends: whole into one planned unit, in part into each of several, or (no successor) for good."""

    operation = models.ForeignKey(UnitOperation, models.CASCADE, related_name="lines")
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị hiện nay"))
    successor = models.ForeignKey(PlannedUnit, models.CASCADE, null=True, blank=True, related_name="lines")
    clause = NormalizedCharField(_("điều, khoản"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("đơn vị được sắp xếp")
        verbose_name_plural = _("đơn vị được sắp xếp")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "predecessor", "successor"],
                nulls_distinct=False,
                name="reforms_operationline_once",
                violation_error_message=_("Đơn vị này đã có trong danh sách."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '∅'}"
