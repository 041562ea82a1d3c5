"""What happened at places, by month: counted from the records, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.access import Area, access_of, within_areas
from assignments.models import Lineage, LineageQuerySet, Tier, Unit
from reports.facts import rules
from reports.recommendations.scope import superior_of

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class Grain(models.IntegerChoices):
    """How much one row takes together: the finer, the higher."""

    PROVINCE = 0, _("Cả tỉnh")
    DISTRICT = 1, _("Cả huyện")
    COMMUNE = 2, _("Cả xã")
    UNIT = 3, _("Riêng địa bàn")


_GRAIN_OF_LEVEL = {"province": Grain.PROVINCE, "district": Grain.DISTRICT, "commune": Grain.COMMUNE}


def grain_of(level: str) -> Grain:
    """The coarsest rows by which a unit of this level can be told."""
    return _GRAIN_OF_LEVEL.get(level, Grain.UNIT)


class ActivityQuerySet(LineageQuerySet):
    """Rows for `facts.queries`, which read them at the coarsest grain that tells them exactly.

    The same records stand in a row of each grain, so a queryset that was narrowed to a hamlet reads single units, one
    that was narrowed to a district a few rows a month. Don't sum a queryset of all grains.
    """

    grain: int = Grain.PROVINCE

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.grain = self.grain
        return clone

    def down_to(self, grain: int) -> Self:
        """Rows that tell places as small as `grain` apart."""
        rows = self._chain()
        rows.grain = max(rows.grain, grain)
        return rows

    def visible_to(self, user: User) -> Self:
        """In one's area: all that happened there. What a comment tells the superior counts for the superior alone."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        of_place = access.area() & Q(superior=False)
        rows = self.filter(of_place | superior_of(access, tier="tier") & Q(superior=True))
        small = any(area.level not in _GRAIN_OF_LEVEL for area in access.areas)
        return rows.down_to(Grain.UNIT if small else Grain.COMMUNE)

    def within(self, unit: Unit) -> Self:
        return super().within(unit).down_to(grain_of(unit.level))

    def within_any(self, units: Iterable[Unit]) -> Self:
        """In or below any of these units, which may lie within one another: a cluster, a delegation's places."""
        areas = tuple(Area(unit.level, unit.pk) for unit in units)
        grain = max((grain_of(area.level) for area in areas), default=Grain.PROVINCE)
        return self.filter(within_areas(areas)).down_to(grain)

    def one_grain(self) -> Self:
        """The rows to sum: each record once (and once more as it was frozen)."""
        return self.filter(grain=self.grain)


def _count(label: Any) -> models.IntegerField:
    return models.IntegerField(label, default=0)


class Activity(Lineage):
    """What happened at a place in a month, for one tier (none: what no visit stands behind).

    The row of a commune holds all that happened in the commune and below it, so does a district's, so does a
    province's: `grain` says which. What lies directly at a higher unit has a row at each finer grain under that unit.
    `above` is the unit of the next coarser row, which is the sum of those that name it. `superior` counts comments
    that the commune doesn't read. With `frozen_at` a row tells how it stood when its month was closed.

    A petition counts in the month in which it was reported; as due, on time or late in that of its original day; an
    answer carried back in that of the visit that told it, at the petition's place, while it is the answer that stands.
    """

    grain = models.SmallIntegerField(_("mức gộp"), choices=Grain, editable=False)
    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False,
        verbose_name=_("địa bàn"),
    )  # fmt: skip
    above = models.ForeignKey(
        Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False, null=True,
        verbose_name=_("gộp vào"),
    )  # fmt: skip
    month = models.DateField(_("tháng"), editable=False)
    tier = models.ForeignKey(
        Tier, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False, null=True,
        verbose_name=_("tầng nắm"),
    )  # fmt: skip
    superior = models.BooleanField(_("góp ý gửi lãnh đạo phụ trách"), default=False, editable=False)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, editable=False)

    visits = _count(_("lượt đi cơ sở"))
    confirmed = _count(_("lượt đã được xã xác nhận"))
    cell_meetings = _count(_("lượt dự sinh hoạt chi bộ"))
    household_visits = _count(_("lượt thăm hộ gia đình"))
    comments = _count(_("góp ý đã gửi"))
    specific = _count(_("góp ý cụ thể"))
    petitions = _count(_("phản ánh, kiến nghị"))
    hot = _count(_("vấn đề bức xúc"))
    answers_due = _count(_("phản ánh đến hạn trả lời"))
    answered_on_time = _count(_("trả lời đúng hạn ban đầu"))
    answered_late = _count(_("trả lời sau hạn ban đầu"))
    carried_back = _count(_("câu trả lời đã báo lại cho dân"))
    conveyed = _count(_("lần truyền đạt thông tin"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("hoạt động trong tháng")
        verbose_name_plural = _("hoạt động trong tháng")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "unit", "month", "tier", "superior", "frozen_at"],
                name="facts_activity_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="facts_activity_month"),
        ]
        indexes = [
            models.Index(fields=["grain", "month"], name="facts_activity_month_read"),
            models.Index(fields=["district", "grain", "month"], name="facts_activity_district"),
            models.Index(fields=["commune", "grain", "month"], name="facts_activity_commune"),
            models.Index(fields=["hamlet", "month"], name="facts_activity_hamlet", condition=Q(hamlet__isnull=False)),
            models.Index(fields=["above", "month"], name="facts_activity_above", condition=Q(frozen_at__isnull=True)),
        ]
        triggers = rules.frozen_rows()

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.month:%m/%Y}"


MEASURES = (
    *("visits", "confirmed", "cell_meetings", "household_visits", "comments", "specific", "petitions", "hot"),
    *("answers_due", "answered_on_time", "answered_late", "carried_back", "conveyed"),
)
"""The columns that are counted, in the order of the table."""
