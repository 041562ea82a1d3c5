"""Administrative and community units as they were and are, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.access import access_of
from assignments.models.kinds import KINDS_OF_LEVEL, LINEAGE, Level, UnitKind, full_name
from nammanh.platform.derived import DerivedTextField, TriggeredForeignKey
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.labels import QuickLabels
from nammanh.platform.periods import Dated, DatedQuerySet
from nammanh.platform.scoping import ScopedQuerySet
from nammanh.platform.text import search_fold, search_key, sort_key

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class LineageQuerySet(ScopedQuerySet):
    """Rows that lie somewhere in the tree of units."""

    own_unit = "unit"
    """The column that names the unit itself."""

    def within(self, unit: Unit) -> Self:
        """The rows in `unit` and below it: one indexed condition."""
        return self.filter(**{unit.level if unit.level in LINEAGE else self.own_unit: unit.pk})


class Lineage(models.Model):
    """The units above a row, one column a level, written by the database from its parent or unit.

    They can't go stale: a unit never changes its parent, it ends and a successor opens.
    """

    province = TriggeredForeignKey("assignments.Unit")
    district = TriggeredForeignKey("assignments.Unit")
    commune = TriggeredForeignKey("assignments.Unit")
    hamlet = TriggeredForeignKey("assignments.Unit")

    class Meta:
        abstract = True


class UnitQuerySet(LineageQuerySet, DatedQuerySet):
    own_unit = "pk"

    def visible_to(self, user: User) -> Self:
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area("pk"))

    def in_order(self) -> Self:
        return self.order_by("name_key", "pk")

    def matching(self, text: str) -> Self:
        """Units whose name holds `text`, accents or not."""
        return self.filter(search__contains=search_fold(text))


@pghistory.track()
class Unit(Lineage, Dated):
    """One unit under one name, kind and parent. Any change of these ends the row and opens a successor.

    Neither `gso_code` nor `name` is an identity: codes are reused (29158 was An Ngãi Tây, then An Hiệp) and three
    commune names occur twice in Bến Tre. Coordinates are in degrees (WGS 84).
    """

    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    level = models.CharField(_("cấp"), max_length=10, choices=Level, editable=False)
    name = NormalizedCharField(_("tên"), max_length=120, help_text=_("Tên riêng, không kèm loại: “Sơn Phú”, “2”."))
    name_key = DerivedTextField(source="name", compute=sort_key)
    search = DerivedTextField(source="full_name", compute=search_key, max_length=200)
    gso_code = models.CharField(
        _("mã đơn vị hành chính"), max_length=8, blank=True, help_text=_("Mã của Tổng cục Thống kê, giữ số 0 ở đầu.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("trực thuộc")
    )
    latitude = models.DecimalField(_("vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    opened_by = models.ForeignKey(
        "assignments.LegalDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản thành lập"),
    )
    note = NormalizedCharField(_("ghi chú nguồn"), max_length=300, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["name_key", "pk"]
        constraints = [
            *Dated.constraints("assignments_unit"),
            models.CheckConstraint(
                condition=Q(
                    *[Q(level=level, kind__in=kinds) for level, kinds in KINDS_OF_LEVEL.items()], _connector=Q.OR
                ),
                name="assignments_unit_kind_of_level",
                violation_error_message=_("Loại đơn vị không thuộc cấp này."),
            ),
            models.CheckConstraint(
                condition=Q(gso_code="") | Q(gso_code__regex=r"^[0-9]{2,8}$"),
                name="assignments_unit_code_digits",
                violation_error_message=_("Mã đơn vị hành chính chỉ gồm chữ số."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=Level.PROVINCE)
                | Q(parent__isnull=False) & ~Q(level=Level.PROVINCE),
                name="assignments_unit_parent",
                violation_error_message=_("Đơn vị dưới cấp tỉnh phải ghi đơn vị trực thuộc."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="assignments_unit_coordinates",
                violation_error_message=_("Tọa độ không hợp lệ."),
            ),
            # '1' in front keeps leading zeros apart: '00086' and '86' are two codes.
            ExclusionConstraint(
                name="assignments_unit_code_once",
                expressions=[
                    (
                        Func(
                            Cast(Concat(Value("1"), F("gso_code")), models.BigIntegerField()),
                            Cast(Concat(Value("1"), F("gso_code")), models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("life", RangeOperators.OVERLAPS),
                ],
                condition=~Q(gso_code=""),
                violation_error_message=_("Mã này đang thuộc một đơn vị khác trong cùng thời gian."),
            ),
        ]
        indexes = [
            *Dated.indexes("assignments_unit"),
            models.Index(fields=["gso_code"], name="assignments_unit_code"),
            models.Index(fields=["province"], name="assignments_unit_province"),
            models.Index(fields=["district"], name="assignments_unit_district"),
            models.Index(fields=["commune"], name="assignments_unit_commune"),
            models.Index(fields=["hamlet"], name="assignments_unit_hamlet"),
            models.Index(fields=["level", "name_key"], name="assignments_unit_level_name"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lineage",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("above", "assignments_unit%ROWTYPE")],
                func=rules.UNIT_LINEAGE,
            ),
            pgtrigger.Trigger(
                name="identity",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("name", "kind", "level", "parent_id", "gso_code"),
                condition=pgtrigger.AnyChange("name", "kind", "level", "parent", "gso_code"),
                func=rules.UNIT_IDENTITY,
            ),
            pgtrigger.Trigger(
                name="inside_parent",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("valid_from", "valid_to"),
                declare=[("above", "assignments_unit%ROWTYPE")],
                func=rules.UNIT_INSIDE_PARENT,
            ),
            pgtrigger.Trigger(
                name="outlives_dependents",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.UNIT_OUTLIVES_DEPENDENTS,
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        if self.kind:
            self.level = UnitKind(self.kind).level

    @property
    def full_name(self) -> str:
        """Kind and name as officials write them: “Xã Sơn Phú”, “Khu phố 2”."""
        return full_name(self.kind, self.name)

    @property
    def name_in_sentence(self) -> str:
        """Within a sentence: “xã Sơn Phú”, but “Phường 7” (Nghị định 30/2020/NĐ-CP, phụ lục II: the common noun has a
        capital only before a number)."""
        full = self.full_name
        return full if self.name[:1].isdigit() else full[:1].lower() + full[1:]


class SuccessionKind(models.TextChoices):
    """What happened to the predecessor."""

    MERGED_INTO = "merged_into", _("Nhập vào")
    SPLIT_INTO = "split_into", _("Chia tách thành")
    RETYPED = "retyped", _("Đổi loại hình thành")
    RENAMED = "renamed", _("Đổi tên thành")
    MOVED = "moved", _("Chuyển về")


class SuccessionQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        units = Unit.objects.visible_to(user)
        return self.filter(Q(predecessor__in=units) | Q(successor__in=units))


@pghistory.track()
class Succession(models.Model):
    """What became of a unit, by which decision. The day is that of the successor's opening."""

    Kind = SuccessionKind

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="succeeded_by", verbose_name=_("trước đây là"))
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="preceded_by", verbose_name=_("nay là"))
    kind = models.CharField(_("hình thức"), max_length=12, choices=SuccessionKind)
    whole = models.BooleanField(_("toàn bộ"), default=True, help_text=_("Bỏ chọn khi chỉ một phần địa bàn."))
    document = models.ForeignKey(
        "assignments.LegalDocument", models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )
    clause = NormalizedCharField(_("điều, khoản"), max_length=80, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế tiếp đơn vị")
        verbose_name_plural = _("kế tiếp đơn vị")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="assignments_succession_once",
                violation_error_message=_("Quan hệ kế tiếp này đã ghi."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="assignments_succession_two_units",
                violation_error_message=_("Đơn vị không thể kế tiếp chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@dataclass(frozen=True)
class AfterSuccession:
    """What becomes of a model's records when their unit ends. Without it all stay with the unit as it was."""

    dated: str
    """The column that says of which day a record is. One of the day of the change or later stands in its way."""
    follow: Q | None = None
    """Records that move to the successor when they are of that day or later: plans."""
    indifferent: Q | None = None
    """Records that stay and stand in nobody's way, whatever their day."""
    pending: Q | None = None
    """Records that stay but wait for somebody: whoever holds the successor answers for them."""


class Placed(QuickLabels, Lineage):
    """A record of a unit as it was then; it also carries the units above, for scope and totals."""

    after_succession: ClassVar[AfterSuccession | None] = None

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="lineage",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                declare=[("place", "assignments_unit%ROWTYPE")],
                func=rules.PLACED_LINEAGE,
            )
        ]
