"""Communes taken together (tiểu vùng, cụm) and officers who work together (Đoàn công tác)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.access import access_of
from assignments.models.kinds import Level
from assignments.models.people import FieldOfWork, Officer
from assignments.models.policy import LegalDocument, Mandate
from assignments.models.units import Placed, Unit
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range, require_inside
from nammanh.platform.scoping import ScopedQuerySet
from nammanh.platform.text import sort_key

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ClusterKind(models.TextChoices):
    """A district has sub-regions; a province without districts has clusters (domain 27, 91, 92)."""

    SUB_REGION = "sub_region", _("Tiểu vùng")
    CLUSTER = "cluster", _("Cụm xã")


class ClusterQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those with a commune in one's area, at any time."""
        access = access_of(user)
        if access.reads_all_units:
            return self
        return self.filter(pk__in=ClusterMember.objects.visible_to(user).values("cluster"))

    def in_order(self) -> Self:
        return self.order_by("name_key", "pk")


@pghistory.track()
class Cluster(Dated):
    """A group of communes within a district or a province; not an administrative unit.

    Who is in charge holds each of its communes by an assignment that names the cluster.
    """

    Kind = ClusterKind

    name = NormalizedCharField(_("tên"), max_length=120, help_text=_("Ví dụ: “Tiểu vùng 1”, “Cụm Ba Tri”."))
    name_key = DerivedTextField(source="name", compute=sort_key)
    kind = models.CharField(_("loại"), max_length=12, choices=ClusterKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="clusters", verbose_name=_("trong"), help_text=_("Huyện hoặc tỉnh.")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cụm, tiểu vùng")
        verbose_name_plural = _("cụm, tiểu vùng")
        ordering = ["name_key", "pk"]
        constraints = Dated.constraints("assignments_cluster")
        triggers = [
            pgtrigger.Trigger(
                name="inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "valid_from", "valid_to"),
                declare=[("place", "assignments_unit%ROWTYPE")],
                func=rules.CLUSTER_INSIDE,
            ),
            pgtrigger.Trigger(
                name="outlives_members",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("unit_id", "valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.CLUSTER_OUTLIVES_MEMBERS,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClusterMemberQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area())


@pghistory.track()
class ClusterMember(Placed, Dated):
    """A commune belongs to a cluster for a time; to one at a time."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="members", verbose_name=_("cụm, tiểu vùng"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cluster_memberships", verbose_name=_("xã, phường"))

    objects = ClusterMemberQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("xã trong cụm")
        verbose_name_plural = _("xã trong cụm")
        ordering = ["cluster", "pk"]
        constraints = [
            *Dated.constraints("assignments_clustermember"),
            ExclusionConstraint(
                name="assignments_clustermember_one_cluster",
                expressions=[(id_range("unit"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Xã, phường đã thuộc một cụm, tiểu vùng khác trong thời gian đó."),
            ),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="zz_inside",  # after "lineage": triggers of one kind fire in the order of their names
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("cluster_id", "unit_id", "valid_from", "valid_to"),
                declare=[("own", "assignments_cluster%ROWTYPE"), ("place", "assignments_unit%ROWTYPE")],
                func=rules.CLUSTER_MEMBER_INSIDE,
            ),
            pgtrigger.Trigger(
                name="outlives_assignments",
                when=pgtrigger.After,
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("cluster_id", "unit_id", "valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.CLUSTER_MEMBER_OUTLIVES_ASSIGNMENTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} – {self.unit}"

    def clean(self) -> None:
        if self.unit_id and self.unit.level != Level.COMMUNE:
            raise ValidationError({"unit": _("Cụm, tiểu vùng gồm các xã, phường, thị trấn.")})
        if self.unit_id and self.cluster_id and self.valid_from:
            require_inside(self, self.unit, "valid_from", _("Xã, phường không tồn tại suốt thời gian này."))
            require_inside(self, self.cluster, "valid_from", _("Cụm, tiểu vùng không có hiệu lực suốt thời gian này."))


class DelegationQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own and those of whom one stands in for, and those that hold a unit in one's area."""
        access = access_of(user)
        if access.reads_all_units:
            return self
        return self.filter(
            Q(pk__in=DelegationMember.objects.filter(officer__in=access.officer_ids).values("delegation"))
            | Q(pk__in=apps.get_model("assignments", "Assignment").objects.filter(access.area()).values("delegation"))
        )

    def in_order(self) -> Self:
        return self.order_by("name_key", "pk")


@pghistory.track()
class Delegation(Dated):
    """A working delegation (Đoàn công tác): officers under one head and one charter (seed 003).

    Where each works is told by assignments that name the delegation; a member may have fields besides.
    """

    name = NormalizedCharField(_("tên đoàn"), max_length=160)
    name_key = DerivedTextField(source="name", compute=sort_key)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name=_("nhiệm vụ giao"))
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("quyết định"))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đoàn công tác")
        verbose_name_plural = _("đoàn công tác")
        ordering = ["name_key", "pk"]
        constraints = Dated.constraints("assignments_delegation")
        triggers = [
            pgtrigger.Trigger(
                name="outlives_members",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.DELEGATION_OUTLIVES_MEMBERS,
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class DelegationCharter(Dated):
    """One version of a delegation's working rules (quy chế hoạt động của đoàn); one in force at a time."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="charters", verbose_name=_("đoàn công tác"))
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("văn bản"))
    text = NormalizedTextField(_("nội dung quy chế"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy chế của đoàn")
        verbose_name_plural = _("quy chế của đoàn")
        ordering = ["delegation", "-valid_from"]
        constraints = [
            *Dated.constraints("assignments_delegationcharter"),
            ExclusionConstraint(
                name="assignments_delegationcharter_one",
                expressions=[(id_range("delegation"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đoàn đã có quy chế khác trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation} – {self.document}"


class DelegationDuty(models.TextChoices):
    """What a member is in the delegation."""

    HEAD = "head", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó Trưởng đoàn")
    MEMBER = "member", _("Thành viên")
    SECRETARY = "secretary", _("Thư ký đoàn")


@pghistory.track()
class DelegationMember(Dated):
    """An officer in a delegation: as what, since when, for which fields."""

    Duty = DelegationDuty

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="members", verbose_name=_("đoàn công tác"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="delegations", verbose_name=_("cán bộ"))
    duty = models.CharField(_("trong đoàn là"), max_length=10, choices=DelegationDuty)
    fields = models.ManyToManyField(
        FieldOfWork, related_name="delegation_members", blank=True, verbose_name=_("lĩnh vực phụ trách")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quyết định")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thành viên đoàn công tác")
        verbose_name_plural = _("thành viên đoàn công tác")
        ordering = ["delegation", "pk"]
        constraints = [
            *Dated.constraints("assignments_delegationmember"),
            ExclusionConstraint(
                name="assignments_delegationmember_once",
                expressions=[
                    (id_range("delegation"), RangeOperators.OVERLAPS),
                    (id_range("officer"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Đồng chí đã ở trong đoàn trong thời gian đó."),
            ),
            ExclusionConstraint(
                name="assignments_delegationmember_one_head",
                expressions=[(id_range("delegation"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                condition=Q(duty=DelegationDuty.HEAD),
                violation_error_message=_("Đoàn đã có Trưởng đoàn trong thời gian đó."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("delegation_id", "officer_id", "valid_from", "valid_to"),
                declare=[("outer_life", "daterange")],
                func=rules.DELEGATION_MEMBER_INSIDE,
            ),
            pgtrigger.Trigger(
                name="outlives_assignments",
                when=pgtrigger.After,
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf("delegation_id", "officer_id", "valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.DELEGATION_MEMBER_OUTLIVES_ASSIGNMENTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} – {self.get_duty_display()}"

    def clean(self) -> None:
        if self.officer_id and self.delegation_id and self.valid_from:
            require_inside(self, self.officer, "valid_from", _("Thời gian nằm ngoài thời gian công tác của cán bộ."))
            require_inside(self, self.delegation, "valid_from", _("Thời gian nằm ngoài thời gian của đoàn."))
