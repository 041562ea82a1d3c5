"""What is known about a unit: the list of facts to be known, their dated values, and boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, FieldOfWork, LegalDocument, Level, LineageQuerySet, Placed, Unit
from assignments.profiles import rules
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class ValueType(models.TextChoices):
    """How a value is typed and shown. Yes and no are kept as 1 and 0, money as whole đồng."""

    NUMBER = "number", _("Số thập phân")
    INTEGER = "integer", _("Số nguyên")
    MONEY = "money", _("Tiền (đồng)")
    PERCENT = "percent", _("Tỷ lệ %")
    TEXT = "text", _("Chữ ngắn")
    YES_NO = "yes_no", _("Có hoặc không")


class FactGroup(models.TextChoices):
    """The parts of a profile, in the order of the page."""

    PEOPLE = "people", _("Dân cư")
    PARTY = "party", _("Đảng, đoàn thể")
    ECONOMY = "economy", _("Kinh tế")
    SOCIETY = "society", _("Đời sống, xã hội")
    WORKS = "works", _("Hạ tầng, nông thôn mới")


class FactKindQuerySet(DatedQuerySet):
    def for_level(self, level: str) -> Self:
        return self.filter(levels__contains=[level])

    def in_order(self) -> Self:
        return self.order_by("order", "pk")


@pghistory.track()
class FactKind(Dated):
    """One line of the profile (mục của hồ sơ địa bàn): what is asked, of units of which levels, and how.

    `lowest` and `highest` make a typed value questionable, never impossible. A value beyond `weak_below` or
    `weak_above` is a need of the unit in `field`. A kind that is no longer asked ends; its values stay.
    """

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = NormalizedCharField(_("tên"), max_length=120)
    group = models.CharField(_("nhóm"), max_length=10, choices=FactGroup)
    value_type = models.CharField(_("loại giá trị"), max_length=10, choices=ValueType)
    measure = NormalizedCharField(_("đơn vị tính"), max_length=30, blank=True, help_text=_("Ví dụ: người, hộ, km²."))
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=0)
    levels = ArrayField(models.CharField(max_length=10, choices=Level), verbose_name=_("dùng cho cấp"))
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    among_five = models.PositiveSmallIntegerField(
        _("thứ hạng trong “5 điều cần biết”"), null=True, blank=True, help_text=_("Số nhỏ đứng trước; để trống: không.")
    )
    stale_after_months = models.PositiveSmallIntegerField(
        _("cũ sau (tháng)"), null=True, blank=True, default=12, help_text=_("Để trống: số liệu không cũ đi.")
    )
    summable = models.BooleanField(_("cộng được từ xã lên huyện, tỉnh"), default=False)
    lowest = models.DecimalField(_("thường không dưới"), max_digits=20, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(_("thường không quá"), max_digits=20, decimal_places=4, null=True, blank=True)
    field = models.ForeignKey(
        FieldOfWork, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thuộc lĩnh vực")
    )
    weak_below = models.DecimalField(
        _("cần hỗ trợ khi dưới"), max_digits=20, decimal_places=4, null=True, blank=True,
        help_text=_("Với mục có/không: ghi 1 để “Không” là cần hỗ trợ."),
    )  # fmt: skip
    weak_above = models.DecimalField(_("cần hỗ trợ khi trên"), max_digits=20, decimal_places=4, null=True, blank=True)

    objects = FactKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của hồ sơ địa bàn")
        verbose_name_plural = _("mục của hồ sơ địa bàn")
        ordering = ["order", "pk"]
        constraints = [
            *Dated.constraints("profiles_factkind"),
            models.CheckConstraint(
                condition=Q(levels__len__gt=0) & Q(levels__contained_by=sorted(Level.values)),
                name="profiles_factkind_levels",
                violation_error_message=_("Chọn ít nhất một cấp."),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4) & (Q(decimals=0) | Q(value_type__in=["number", "percent"])),
                name="profiles_factkind_decimals",
                violation_error_message=_("Chỉ số thập phân và tỷ lệ có phần lẻ, nhiều nhất 4 chữ số."),
            ),
            models.CheckConstraint(
                condition=Q(summable=False) | Q(value_type__in=["integer", "money", "number"]),
                name="profiles_factkind_summable",
                violation_error_message=_("Chỉ cộng được số và tiền, không cộng tỷ lệ hay chữ."),
            ),
            models.CheckConstraint(
                condition=~Q(value_type="text")
                | Q(lowest__isnull=True, highest__isnull=True, weak_below__isnull=True, weak_above__isnull=True),
                name="profiles_factkind_text_has_no_bounds",
                violation_error_message=_("Mục bằng chữ không có ngưỡng số."),
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lte=F("highest")),
                name="profiles_factkind_plausible",
                violation_error_message=_("“Thường không dưới” phải nhỏ hơn hoặc bằng “thường không quá”."),
            ),
            models.CheckConstraint(
                condition=Q(weak_below__isnull=True, weak_above__isnull=True) | Q(field__isnull=False),
                name="profiles_factkind_weakness_has_field",
                violation_error_message=_("Mục có ngưỡng cần hỗ trợ phải thuộc một lĩnh vực."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keeps_meaning",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("code", "value_type", "measure"),
                condition=pgtrigger.AnyChange("code", "value_type", "measure"),
                func=rules.KIND_KEEPS_MEANING,
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitFactQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area: official figures of the unit, without persons."""
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area())

    def latest_on(self, day: datetime.date) -> Self:
        """Of each unit and kind the value known for `day`: the one with the latest date up to it."""
        later = self.model.objects.filter(
            unit=OuterRef("unit"), kind=OuterRef("kind"), as_of__gt=OuterRef("as_of"), as_of__lte=day
        )
        return self.filter(~Exists(later), as_of__lte=day)


@pghistory.track()
class UnitFact(Placed):
    """A value of one kind for one unit as of one day, with where it comes from.

    A new day is a new row. A correction of the same day changes the row; what it said before stays in its history.
    `entered_by` is whose right it was, `secretary` who typed. Counts and official figures only, no person.
    """

    after_succession = AfterSuccession(dated="as_of")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facts", verbose_name=_("địa bàn"))
    kind = models.ForeignKey(FactKind, models.PROTECT, related_name="facts", verbose_name=_("mục"))
    as_of = models.DateField(_("số liệu đến ngày"))
    number = models.DecimalField(_("giá trị số"), max_digits=20, decimal_places=4, null=True, blank=True)
    text = NormalizedCharField(_("giá trị chữ"), max_length=200, blank=True)
    source = NormalizedCharField(_("nguồn"), max_length=200)
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người ghi")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nhập thay")
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    revision = models.PositiveSmallIntegerField(_("lần ghi"), default=1)

    objects = UnitFactQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("số liệu địa bàn")
        verbose_name_plural = _("số liệu địa bàn")
        ordering = ["unit", "kind", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "as_of"],
                name="profiles_unitfact_once",
                violation_error_message=_("Mục này đã có số liệu của ngày đó."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) & ~Q(text="") | Q(number__isnull=False, text=""),
                name="profiles_unitfact_one_value",
                violation_error_message=_("Ghi một giá trị: số hoặc chữ."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="profiles_unitfact_source",
                violation_error_message=_("Ghi nguồn của số liệu."),
            ),
        ]
        indexes = [
            models.Index(fields=["province"], name="profiles_unitfact_province"),
            models.Index(fields=["district"], name="profiles_unitfact_district"),
            models.Index(fields=["commune"], name="profiles_unitfact_commune"),
            models.Index(fields=["hamlet"], name="profiles_unitfact_hamlet"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="zz_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "kind_id", "as_of", "number", "text"),
                declare=[("wanted", "record"), ("place", "record")],
                func=rules.FACT_FITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.kind}"

    @property
    def version(self) -> str:
        """Which state of which row a person saw before typing over it."""
        return f"{self.pk}.{self.revision}"


class BoundaryQuerySet(LineageQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        access = access_of(user)
        return self if access.reads_all_units else self.filter(access.area())


@pghistory.track()
class Boundary(Placed, Dated):
    """Where a unit lies, as the operator's file draws it: GeoJSON, degrees of WGS 84, five decimals (about 1 m)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="boundaries", verbose_name=_("đơn vị"))
    geometry = models.JSONField(_("đường ranh giới"))
    source = NormalizedCharField(_("nguồn"), max_length=200)
    revision = models.PositiveSmallIntegerField(_("lần ghi"), default=1)

    objects = BoundaryQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("ranh giới")
        verbose_name_plural = _("ranh giới")
        ordering = ["unit", "-valid_from"]
        constraints = [
            *Dated.constraints("profiles_boundary"),
            models.CheckConstraint(
                condition=Q(geometry__type__in=["MultiPolygon", "Polygon"]),
                name="profiles_boundary_area",
                violation_error_message=_("Ranh giới phải là một vùng (Polygon hoặc MultiPolygon)."),
            ),
            ExclusionConstraint(
                name="profiles_boundary_one",
                expressions=[(id_range("unit"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đơn vị đã có ranh giới khác trong thời gian đó."),
            ),
        ]
        indexes = [
            models.Index(fields=["province"], name="profiles_boundary_province"),
            models.Index(fields=["district"], name="profiles_boundary_district"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="zz_inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "valid_from"),
                declare=[("unit_life", "daterange")],
                func=rules.BOUNDARY_INSIDE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
