"""Agencies, posts, officers and the positions they held when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.access import PortalRole, access_of, within_areas
from assignments.models.policy import LegalDocument
from assignments.models.units import Unit
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range, require_inside
from nammanh.platform.scoping import ScopedQuerySet
from nammanh.platform.text import fold, person_sort_key, sort_key

if TYPE_CHECKING:
    from nammanh.accounts.models import User


@pghistory.track()
class FieldOfWork(models.Model):
    """A field (lĩnh vực): what an officer is good at, what a petition is about, what a department answers for."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = NormalizedCharField(_("lĩnh vực"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    """Sorts of organisations that officers come from."""

    PARTY_COMMITTEE = "party_committee", _("Cấp ủy")
    PARTY_BOARD = "party_board", _("Ban, cơ quan của Đảng")
    PEOPLES_COUNCIL = "peoples_council", _("Hội đồng nhân dân")
    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    FATHERLAND_FRONT = "fatherland_front", _("Ủy ban Mặt trận Tổ quốc")
    MASS_ORGANISATION = "mass_organisation", _("Đoàn thể")


@pghistory.track()
class Agency(Dated):
    """An organisation: a Party committee or board, a state body, a front or mass organisation."""

    name = NormalizedCharField(_("tên cơ quan"), max_length=160)
    short_name = NormalizedCharField(_("viết tắt"), max_length=40, blank=True)
    name_key = DerivedTextField(source="name", compute=sort_key)
    kind = models.CharField(_("loại"), max_length=20, choices=AgencyKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="agencies", verbose_name=_("của đơn vị"), help_text=_("Tỉnh, huyện hoặc xã.")
    )
    fields = models.ManyToManyField(FieldOfWork, related_name="agencies", blank=True, verbose_name=_("lĩnh vực"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["name_key", "pk"]
        constraints = Dated.constraints("assignments_agency")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Post(models.Model):
    """A post (chức vụ) and the portal role it carries."""

    name = NormalizedCharField(_("chức vụ"), max_length=120, unique=True)
    portal_role = models.CharField(_("quyền trên hệ thống"), max_length=20, choices=PortalRole, default=PortalRole.NONE)
    rank = models.PositiveSmallIntegerField(_("thứ bậc"), default=100, help_text=_("Số nhỏ đứng trước."))

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.name


class SourceGroup(models.TextChoices):
    """Where assigned officers come from (seed 001: Quy định 02)."""

    STANDING_BOARD = "standing_board", _("Ủy viên Ban Thường vụ")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Ủy viên Ban Chấp hành")
    DEPARTMENT_LEADER = "department_leader", _("Lãnh đạo sở, ban, ngành")
    FATHERLAND_FRONT = "fatherland_front", _("Ủy ban Mặt trận Tổ quốc")
    MASS_ORGANISATION = "mass_organisation", _("Đoàn thể")
    INSPECTION_MEMBER = "inspection_member", _("Ủy viên Ủy ban Kiểm tra")
    CIVIL_SERVANT = "civil_servant", _("Công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("Viên chức")


class OfficerQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Everyone for those who read the province; else oneself and those who hold or serve units in one's area."""
        access = access_of(user)
        if access.reads_all_units:
            return self
        units = Unit.objects.filter(within_areas(access.areas, "pk"))
        return self.filter(
            Q(pk=access.officer_id or 0)
            | Q(pk__in=self.model.objects.filter(assignments__unit__in=units).values("pk"))
            | Q(pk__in=self.model.objects.filter(positions__agency__unit__in=units).values("pk"))
        )

    def matching(self, text: str) -> Self:
        return self.filter(search__contains=fold(text))

    def in_order(self) -> Self:
        """By given name, then family name, as Vietnamese lists are."""
        return self.order_by("name_key", "pk")


@pghistory.track()
class Officer(Dated):
    """An official who can hold units. The dates are those of service; the account is optional."""

    full_name = NormalizedCharField(_("họ và tên"), max_length=120)
    name_key = DerivedTextField(source="full_name", compute=person_sort_key)
    search = DerivedTextField(source="full_name", compute=fold, max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officer",
        verbose_name=_("tài khoản"),
    )
    source_group = models.CharField(_("nhóm cán bộ"), max_length=20, choices=SourceGroup)
    workplace = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nơi công tác")
    )
    expertise = models.ManyToManyField(
        FieldOfWork, related_name="officers", blank=True, verbose_name=_("chuyên môn, sở trường")
    )
    phone = models.CharField(_("điện thoại công vụ"), max_length=20, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")
        ordering = ["name_key", "pk"]
        constraints = Dated.constraints("assignments_officer")
        indexes = [models.Index(fields=["name_key", "id"], name="assignments_officer_name")]
        triggers = [
            pgtrigger.Trigger(
                name="outlives_dependents",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.OFFICER_OUTLIVES_DEPENDENTS,
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class PositionQuerySet(DatedQuerySet):
    def principal_first(self) -> Self:
        return self.order_by("concurrent", "post__rank", "-valid_from")


@pghistory.track()
class Position(Dated):
    """A post that an officer held for a time. Documents print the title in force on their date."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="positions", verbose_name=_("cán bộ"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="positions", verbose_name=_("chức vụ"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="positions", verbose_name=_("cơ quan"))
    title = NormalizedCharField(_("chức danh ghi trên văn bản"), max_length=200)
    concurrent = models.BooleanField(_("kiêm nhiệm"), default=False)
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quyết định")
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("chức vụ của cán bộ")
        verbose_name_plural = _("chức vụ của cán bộ")
        ordering = ["-valid_from", "pk"]
        constraints = [
            *Dated.constraints("assignments_position"),
            ExclusionConstraint(
                name="assignments_position_once",
                expressions=[
                    (id_range("officer"), RangeOperators.OVERLAPS),
                    (id_range("post"), RangeOperators.OVERLAPS),
                    (id_range("agency"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Đồng chí đã giữ chức vụ này trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.officer_id:
            require_inside(
                self, self.officer, "valid_from", _("Thời gian giữ chức vụ nằm ngoài thời gian công tác của cán bộ.")
            )
