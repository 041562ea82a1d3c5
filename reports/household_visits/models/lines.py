"""What a visit to households found, household by household: the minimum, for a limited time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of, within_areas
from assignments.models import AssignedHousehold, Household, LegalDocument, LineageQuerySet, Placed
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet
from nammanh.platform.privacy import Kind
from reports.household_visits import rules
from reports.visits.models import Visit

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


@pghistory.track()
class IssueCategory(Dated):
    """What a household's matter is about, as the catalogue of the time words it.

    Nothing on health, belief, ethnicity, offences or attitudes may be a category: a category is readable by everybody
    who reads the line.
    """

    code = models.SlugField(_("mã"), max_length=40)
    name = NormalizedCharField(_("nhóm vấn đề"), max_length=120)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhóm vấn đề của hộ")
        verbose_name_plural = _("nhóm vấn đề của hộ")
        ordering = ["order", "pk"]
        constraints = [
            *Dated.constraints("household_visits_issuecategory"),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="household_visits_issuecategory_once",
                violation_error_message=_("Mã này đã có trong danh mục từ ngày đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class RetentionTerm(Dated):
    """For how many months what was found in a household stays readable; afterwards only numbers are kept."""

    months = models.PositiveSmallIntegerField(_("số tháng lưu chi tiết"), validators=[MinValueValidator(1)])
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn lưu chi tiết thăm hộ")
        verbose_name_plural = _("thời hạn lưu chi tiết thăm hộ")
        ordering = ["-valid_from"]
        constraints = [
            *Dated.constraints("household_visits_retentionterm"),
            models.CheckConstraint(condition=Q(months__gte=1), name="household_visits_retentionterm_positive"),
            ExclusionConstraint(
                name="household_visits_retentionterm_one_at_a_time",
                expressions=[("life", RangeOperators.OVERLAPS)],
                violation_error_message=_("Đã có thời hạn lưu trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.months)


class SupportKind(models.TextChoices):
    """In what form a household was supported."""

    MONEY = "money", _("Tiền")
    GOODS = "goods", _("Hiện vật")
    LABOUR = "labour", _("Ngày công")
    GUIDANCE = "guidance", _("Hướng dẫn, làm thủ tục")


class HouseholdLineQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """For the commune tier of that very place, and for whoever wrote it; nobody above reads what was found."""
        access = access_of(user)
        condition = within_areas(access.household_areas)
        if access.household_assignment_ids:
            held = AssignedHousehold.objects.filter(assignment__in=access.household_assignment_ids)
            condition |= Q(household__in=held.values("household"))
        if access.officer_id:
            condition |= Q(visit__officer=access.officer_id)
        return self.filter(condition)

    def made_between(self, start: datetime.date, end: datetime.date) -> Self:
        return self.filter(visited_on__range=(start, end))

    def to_follow_up(self) -> Self:
        """Something was promised and is not done yet."""
        return self.filter(follow_up_by__isnull=False, follow_up_done_on__isnull=True)


_ITS_VISIT = [("its_type", "text"), ("its_status", "text"), ("its_date", "date"), ("its_unit", "bigint")]


class HouseholdLine(Placed):
    """One household of a visit: what it was about, what support it got, what has to be looked at again by when.

    Holds exactly what domain rule 6.3 allows; `assignments.checks` fails the start when a column is added. There is no
    history of its words: a second copy would have to be forgotten too. `unit` is where the household was that day.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="household_lines", verbose_name=_("chuyến đi"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="visit_lines", verbose_name=_("hộ gia đình"))
    visited_on = models.DateField(_("ngày thăm"))
    category = models.ForeignKey(IssueCategory, models.PROTECT, related_name="+", verbose_name=_("nhóm vấn đề"))
    note = NormalizedCharField(_("việc cần giải quyết"), max_length=300, blank=True)
    support_kind = models.CharField(_("hình thức hỗ trợ"), max_length=8, choices=SupportKind, blank=True)
    support_programme = NormalizedCharField(_("chương trình hỗ trợ"), max_length=160, blank=True)
    support_amount = models.PositiveBigIntegerField(_("giá trị hỗ trợ (đồng)"), null=True, blank=True)
    follow_up_by = models.DateField(_("cần theo dõi, xong trước ngày"), null=True, blank=True)
    follow_up_done_on = models.DateField(_("đã xong ngày"), null=True, blank=True, editable=False)
    follow_up_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("người ghi đã xong"),
    )

    objects = HouseholdLineQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("hộ đã thăm")
        verbose_name_plural = _("hộ đã thăm")
        ordering = ["-visited_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "household"],
                name="household_visits_line_once",
                violation_error_message=_("Hộ này đã ghi trong chuyến đi."),
            ),
            models.CheckConstraint(
                condition=Q(support_kind="", support_programme="", support_amount__isnull=True)
                | ~Q(support_kind="") & ~Q(support_programme=""),
                name="household_visits_line_support",
                violation_error_message=_("Ghi hỗ trợ thì chọn hình thức và ghi tên chương trình."),
            ),
            models.CheckConstraint(
                condition=Q(support_amount__isnull=True) | Q(support_amount__gt=0),
                name="household_visits_line_amount",
                violation_error_message=_("Giá trị hỗ trợ phải lớn hơn 0 đồng."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_by__isnull=True) | Q(follow_up_by__gte=F("visited_on")),
                name="household_visits_line_follow_up",
                violation_error_message=_("Hạn theo dõi phải từ ngày thăm trở về sau."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_done_on__isnull=True, follow_up_done_by__isnull=True)
                | Q(
                    follow_up_by__isnull=False,
                    follow_up_done_on__gte=F("visited_on"),
                    follow_up_done_by__isnull=False,
                ),
                name="household_visits_line_done",
                violation_error_message=_("Ngày xong phải từ ngày thăm trở về sau, của việc cần theo dõi."),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-visited_on"], name="household_visits_line_latest"),
            models.Index(fields=["visited_on", "household"], name="household_visits_line_day"),
            models.Index(fields=["commune", "visited_on"], name="household_visits_line_commune"),
            models.Index(
                fields=["follow_up_by", "id"],
                name="household_visits_line_open",
                condition=Q(follow_up_by__isnull=False, follow_up_done_on__isnull=True),
            ),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=_ITS_VISIT,
                func=rules.LINE_FITS,
            ),
            pgtrigger.Trigger(
                name="still_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("visit", "household", "unit", "visited_on"),
                declare=_ITS_VISIT,
                func=rules.LINE_FITS,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    *("visit", "household", "unit", "visited_on", "category", "note"),
                    *("support_kind", "support_programme", "support_amount", "follow_up_by"),
                ),
                func=rules.LINE_CLOSED,
            ),
            pgtrigger.Trigger(
                name="kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=rules.LINE_COUNTED_BEFORE_FORGOTTEN,
            ),
        ]

    def __str__(self) -> str:
        return str(self.household)

    @property
    def is_open(self) -> bool:
        return self.follow_up_by is not None and self.follow_up_done_on is None


class OverriddenWarning(models.Model):
    """The author was asked to rephrase what was typed of a household and sent it anyway: the kinds, never the words."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="overridden_warnings", verbose_name=_("chuyến đi"))
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind), verbose_name=_("loại cảnh báo"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("cảnh báo đã bỏ qua")
        verbose_name_plural = _("cảnh báo đã bỏ qua")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kinds=[]), name="household_visits_overriddenwarning_kinds"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return ", ".join(self.kinds)
