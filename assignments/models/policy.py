"""The policy as rows: what a plan or decision may change is data with dates, never code."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments import rules
from assignments.models.kinds import Level
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range
from nammanh.platform.text import fold


class DocumentType(models.TextChoices):
    """Kinds of official documents that this portal cites."""

    PLAN = "plan", _("Kế hoạch")
    DECISION = "decision", _("Quyết định")
    REGULATION = "regulation", _("Quy định")
    RESOLUTION = "resolution", _("Nghị quyết")
    DIRECTIVE = "directive", _("Chỉ thị")
    CONCLUSION = "conclusion", _("Kết luận")
    NOTICE = "notice", _("Thông báo")
    LETTER = "letter", _("Công văn")
    LAW = "law", _("Luật")


@pghistory.track()
class LegalDocument(models.Model):
    """A document that something rests on: its number, day and summary. Not a registry, and never a secret one."""

    type = models.CharField(_("loại văn bản"), max_length=12, choices=DocumentType)
    number = NormalizedCharField(_("số, ký hiệu"), max_length=60, help_text=_("Ví dụ: 23-KH/TU"))
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    issuer = NormalizedCharField(_("cơ quan ban hành"), max_length=160)
    signer = NormalizedCharField(_("người ký"), max_length=120, blank=True)
    abstract = NormalizedCharField(_("trích yếu"), max_length=400)
    text = NormalizedTextField(_("toàn văn"), blank=True)
    expires_on = models.DateField(
        _("có hiệu lực đến hết ngày"), null=True, blank=True, help_text=_("Để trống nếu không ghi thời hạn.")
    )
    file = models.FileField(_("tệp văn bản"), upload_to="van-ban/%Y/", blank=True)
    search = DerivedTextField(source="abstract", compute=fold)

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "type", "number", "issued_on"],
                nulls_distinct=False,
                name="assignments_legaldocument_once",
                violation_error_message=_("Văn bản này đã có trong danh mục."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.number}"


@pghistory.track()
class Policy(models.Model):
    """A policy of the Party committee, such as the “3 nắm”. Its slogan is text, since it has variants."""

    name = NormalizedCharField(_("tên"), max_length=120)
    slogan = NormalizedCharField(_("phương châm"), max_length=300)
    owner = NormalizedCharField(_("cơ quan ban hành"), max_length=160)
    documents = models.ManyToManyField(LegalDocument, related_name="policies", verbose_name=_("văn bản làm căn cứ"))

    class Meta:
        verbose_name = _("phương châm")
        verbose_name_plural = _("phương châm")

    def __str__(self) -> str:
        return self.name


class PhaseQuerySet(DatedQuerySet):
    pass


@pghistory.track()
class Phase(Dated):
    """A time of the policy with its own tiers. Two phases of one policy never overlap."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="phases", verbose_name=_("phương châm"))
    name = NormalizedCharField(_("giai đoạn"), max_length=120)
    slogan = NormalizedCharField(
        _("phương châm của giai đoạn"), max_length=300, blank=True, help_text=_("Để trống nếu giữ nguyên phương châm.")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("giai đoạn")
        verbose_name_plural = _("giai đoạn")
        ordering = ["policy", "valid_from"]
        constraints = [
            *Dated.constraints("assignments_phase"),
            ExclusionConstraint(
                name="assignments_phase_one_at_a_time",
                expressions=[(id_range("policy"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Thời gian trùng với một giai đoạn khác của phương châm này."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="outlives_dependents",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("valid_from", "valid_to"),
                timing=pgtrigger.Deferred,
                func=rules.PHASE_OUTLIVES_DEPENDENTS,
            )
        ]

    def __str__(self) -> str:
        return self.name


class TierTarget(models.TextChoices):
    """What a tier reaches down to."""

    COMMUNE = Level.COMMUNE.value, _("Xã, phường, thị trấn")
    HAMLET = Level.HAMLET.value, _("Ấp, khu phố")
    HOUSEHOLD = "household", _("Hộ gia đình")


@pghistory.track()
class Tier(models.Model):
    """One “nắm tới”: which level holds what, e.g. “Tỉnh nắm tới xã”."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="tiers", verbose_name=_("giai đoạn"))
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    name = NormalizedCharField(_("tên tầng"), max_length=120)
    holder_level = models.CharField(_("cấp nắm"), max_length=10, choices=Level)
    target = models.CharField(_("nắm tới"), max_length=10, choices=TierTarget)
    documents = models.ManyToManyField(LegalDocument, related_name="+", blank=True, verbose_name=_("căn cứ"))

    class Meta:
        verbose_name = _("tầng nắm")
        verbose_name_plural = _("tầng nắm")
        ordering = ["phase", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "order"],
                name="assignments_tier_order",
                violation_error_message=_("Giai đoạn này đã có tầng mang thứ tự đó."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Cadence(Dated):
    """How often a tier must reach each of its units (chế độ đi cơ sở). A later row replaces an earlier one."""

    tier = models.ForeignKey(Tier, models.PROTECT, related_name="cadences", verbose_name=_("tầng nắm"))
    visits = models.PositiveSmallIntegerField(_("số lần đi tối thiểu"), validators=[MinValueValidator(1)])
    months = models.PositiveSmallIntegerField(_("trong số tháng"), validators=[MinValueValidator(1)])
    overdue_after_days = models.PositiveSmallIntegerField(
        _("coi là quá hạn sau số ngày"), validators=[MinValueValidator(1)]
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chế độ đi cơ sở")
        verbose_name_plural = _("chế độ đi cơ sở")
        ordering = ["tier", "valid_from"]
        constraints = [
            *Dated.constraints("assignments_cadence"),
            models.CheckConstraint(
                condition=Q(visits__gte=1, months__gte=1, overdue_after_days__gte=1),
                name="assignments_cadence_positive",
                violation_error_message=_("Số lần, số tháng và số ngày phải từ 1 trở lên."),
            ),
            ExclusionConstraint(
                name="assignments_cadence_one_at_a_time",
                expressions=[(id_range("tier"), RangeOperators.OVERLAPS), ("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Tầng này đã có chế độ đi cơ sở trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier}: {self.visits}/{self.months}"


@pghistory.track()
class Mandate(models.Model):
    """What an assignment asks for, in the words of its decision: “theo dõi, hỗ trợ”, “chỉ đạo, kiểm tra, giám sát”."""

    name = NormalizedCharField(_("nhiệm vụ giao"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("nhiệm vụ giao")
        verbose_name_plural = _("nhiệm vụ giao")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AssignmentRole(models.Model):
    """A role within a tier, for units of one level. Only counted roles make a unit “held”; a standing member in charge
    of a district belongs to the first tier without holding a commune.
    """

    tier = models.ForeignKey(Tier, models.PROTECT, related_name="roles", verbose_name=_("tầng nắm"))
    code = models.SlugField(_("mã"), max_length=60)
    name = NormalizedCharField(_("vai trò"), max_length=160)
    unit_level = models.CharField(_("phụ trách cấp"), max_length=10, choices=Level)
    counted = models.BooleanField(_("tính vào độ phủ"), default=True)
    load_min = models.PositiveSmallIntegerField(_("số địa bàn ít nhất mỗi đồng chí"), null=True, blank=True)
    load_max = models.PositiveSmallIntegerField(_("số địa bàn nhiều nhất mỗi đồng chí"), null=True, blank=True)

    class Meta:
        verbose_name = _("vai trò phân công")
        verbose_name_plural = _("vai trò phân công")
        ordering = ["tier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "code"],
                name="assignments_assignmentrole_code",
                violation_error_message=_("Tầng này đã có vai trò mang mã đó."),
            ),
            models.CheckConstraint(
                condition=~Q(unit_level=Level.PROVINCE),
                name="assignments_assignmentrole_below_province",
                violation_error_message=_("Cán bộ được phân công phụ trách từ cấp huyện trở xuống."),
            ),
            models.CheckConstraint(
                condition=Q(load_min__isnull=True) | Q(load_max__isnull=True) | Q(load_max__gte=F("load_min")),
                name="assignments_assignmentrole_load",
                violation_error_message=_("Số địa bàn nhiều nhất phải bằng hoặc lớn hơn số ít nhất."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Duty(Dated):
    """A responsibility or a power of a role, as the regulation in force words it."""

    class Kind(models.TextChoices):
        RESPONSIBILITY = "responsibility", _("Trách nhiệm")
        POWER = "power", _("Quyền hạn")

    role = models.ForeignKey(AssignmentRole, models.PROTECT, related_name="duties", verbose_name=_("vai trò"))
    kind = models.CharField(_("loại"), max_length=14, choices=Kind)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    text = NormalizedTextField(_("nội dung"), max_length=1000)
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("căn cứ"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("trách nhiệm, quyền hạn")
        verbose_name_plural = _("trách nhiệm, quyền hạn")
        ordering = ["role", "kind", "order"]
        constraints = Dated.constraints("assignments_duty")

    def __str__(self) -> str:
        return self.text[:80]
