"""How the considerations of a suggestion weigh against one another, version by version."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Tier
from assignments.models.people import SourceGroup
from nammanh.platform.fields import NormalizedCharField

MOST = 100
WEIGHTS = ("expertise", "distance", "load", "continuity", "rotation", "account")


def _weight(label: str, help_text: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MaxValueValidator(MOST)], help_text=help_text)


def _measure(label: str, least: int, most: int, help_text: str = "") -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, validators=limits, help_text=help_text)


class MatchingWeights(models.Model):
    """One version of the weights, in force from a day on until a later version; never changed.

    Without a tier it serves every tier that has no version of its own. Weights are points: a consideration fully for
    or against an officer counts so many. Without `source_groups` officers of every group are considered.
    """

    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="matching_weights", verbose_name=_("tầng nắm")
    )
    valid_from = models.DateField(_("áp dụng từ ngày"))
    expertise = _weight(_("chuyên môn"), _("Chuyên môn của đồng chí hợp với việc địa bàn đang cần."))
    distance = _weight(_("khoảng cách"), _("Nơi công tác ở xa địa bàn."))
    load = _weight(_("chia đều"), _("Nhiều địa bàn hơn bình quân mỗi đồng chí."))
    continuity = _weight(_("kế thừa"), _("Đang hoặc từng phụ trách địa bàn, hoặc nơi khác trong cùng xã."))
    rotation = _weight(_("luân chuyển"), _("Đã phụ trách địa bàn quá lâu."))
    account = _weight(_("chưa có tài khoản"), _("Chưa dùng được cổng để ghi lượt đi cơ sở."))
    rotation_years = _measure(_("luân chuyển sau số năm"), 1, 20)
    far_km = _measure(_("coi là xa từ số km"), 1, 500, _("Đường chim bay, từ nơi công tác đến địa bàn."))
    petition_months = _measure(_("tính phản ánh, kiến nghị trong số tháng"), 1, 60)
    absence_days = _measure(_("không xét khi còn vắng quá số ngày"), 0, 365)
    source_groups = ArrayField(
        models.CharField(max_length=20, choices=SourceGroup),
        default=list,
        blank=True,
        verbose_name=_("nhóm cán bộ được xét"),
        help_text=_("Không chọn nhóm nào là xét mọi nhóm."),
    )
    note = NormalizedCharField(_("căn cứ, ghi chú"), max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người đặt")
    )
    set_at = models.DateTimeField(_("lúc đặt"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("trọng số đề xuất phân công")
        verbose_name_plural = _("trọng số đề xuất phân công")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(*[Q(**{f"{name}__lte": MOST}) for name in WEIGHTS]),
                name="matching_weights_at_most",
                violation_error_message=_("Mỗi trọng số từ 0 đến 100."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *[Q(**{f"{name}__gt": 0}) for name in WEIGHTS],
                    _connector=Q.OR,
                ),
                name="matching_weights_some",
                violation_error_message=_("Ít nhất một trọng số phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(rotation_years__range=(1, 20), far_km__range=(1, 500), petition_months__range=(1, 60)),
                name="matching_weights_measures",
                violation_error_message=_("Số năm, số km và số tháng nằm ngoài khoảng cho phép."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.tier or _('Mọi tầng')} – {self.valid_from}"
