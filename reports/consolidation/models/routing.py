"""What the province decides once: when a month closes, and which department leads in which field and area."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.platform.periods import Dated, DatedQuerySet, id_range

_UNIT = Coalesce(Cast(F("unit_id"), models.BigIntegerField()), Value(0), output_field=models.BigIntegerField())


@pghistory.track()
class ClosingDay(Dated):
    """The day of the month on which batches close, from a day on; without a row it is the 25th."""

    day = models.PositiveSmallIntegerField(
        _("khóa sổ ngày"), validators=[MinValueValidator(1), MaxValueValidator(28)], help_text=_("Từ 1 đến 28.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày khóa sổ kỳ tập hợp")
        verbose_name_plural = _("ngày khóa sổ kỳ tập hợp")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.constraints("consolidation_closingday"),
            models.CheckConstraint(condition=Q(day__range=(1, 28)), name="consolidation_closingday_day"),
            ExclusionConstraint(
                name="consolidation_closingday_one_at_a_time",
                expressions=[("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đã có ngày khóa sổ khác trong thời gian này."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


@pghistory.track()
class RoutingRule(Dated):
    """Matters of this field from this unit (none: from everywhere) go to this department; the closest unit wins.

    `learned`: kept by the secretary out of choices that had been made again and again.
    """

    field = models.ForeignKey(FieldOfWork, models.PROTECT, related_name="+", verbose_name=_("lĩnh vực"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("của địa bàn"),
        help_text=_("Để trống nếu áp dụng cho mọi nơi."),
    )  # fmt: skip
    lead = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("ngành chủ trì"))
    supporting = models.ManyToManyField(Agency, related_name="+", blank=True, verbose_name=_("ngành phối hợp"))
    learned = models.BooleanField(_("giữ từ lựa chọn"), default=False, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy tắc chuyển ngành")
        verbose_name_plural = _("quy tắc chuyển ngành")
        ordering = ["field", "unit", "-valid_from"]
        constraints = [
            *Dated.constraints("consolidation_routingrule"),
            ExclusionConstraint(
                name="consolidation_routingrule_one_at_a_time",
                expressions=[
                    (id_range("field"), RangeOperators.OVERLAPS),
                    (Func(_UNIT, _UNIT, Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Đã có quy tắc của lĩnh vực này ở địa bàn này trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} – {self.unit or _('mọi nơi')}: {self.lead}"
