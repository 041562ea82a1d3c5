"""Syntheses and reviews of a place and a period (tổng hợp tháng, sơ kết, tổng kết): text, figures in it, targets."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import PortalRole, access_of, within_areas
from assignments.models import Cluster, Delegation, LineageQuerySet, Officer, Placed
from nammanh.platform.dates import month_end
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from reports.facts.months import Months
from reports.reporting import review_states, rules
from reports.reporting.models.situation import Sentence
from reports.reporting.periods import period_label
from reports.reporting.review_states import ReviewStatus

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ReviewKind(models.TextChoices):
    """What the organiser calls for (glossary 218)."""

    MONTHLY = "monthly", _("Tổng hợp tháng")
    INTERIM = "interim", _("Sơ kết")
    FINAL = "final", _("Tổng kết")
    THEMATIC = "thematic", _("Chuyên đề")


class ReviewSection(models.TextChoices):
    """The sections of such reports (glossary 133–140, 217)."""

    RESULTS = "results", _("Kết quả")
    HIGHLIGHTS = "highlights", _("Tình hình nổi bật")
    ADVANTAGES = "advantages", _("Thuận lợi")
    DIFFICULTIES = "difficulties", _("Khó khăn, vướng mắc")
    PROPOSALS = "proposals", _("Kiến nghị, đề xuất")
    LIMITS = "limits", _("Hạn chế, nguyên nhân")
    LESSONS = "lessons", _("Bài học kinh nghiệm")
    DIRECTIONS = "directions", _("Phương hướng")


_REVIEW = (ReviewSection.RESULTS, ReviewSection.LIMITS, ReviewSection.LESSONS, ReviewSection.DIRECTIONS)
OUTLINES: dict[str, tuple[ReviewSection, ...]] = {
    ReviewKind.MONTHLY: (
        ReviewSection.RESULTS,
        ReviewSection.HIGHLIGHTS,
        ReviewSection.ADVANTAGES,
        ReviewSection.DIFFICULTIES,
        ReviewSection.PROPOSALS,
    ),
    ReviewKind.INTERIM: _REVIEW,
    ReviewKind.FINAL: _REVIEW,
    ReviewKind.THEMATIC: _REVIEW,
}


class ReviewQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own; of others what was submitted, for who reads all records and for a district's committee."""
        access = access_of(user)
        own = Q(author=access.officer_id or 0)
        frozen = Q(status__in=sorted(review_states.FROZEN))
        if access.reads_all_records:
            return self.filter(own | frozen)
        if not access.has(PortalRole.DISTRICT_COMMITTEE):
            return self.filter(own)
        return self.filter(own | frozen & within_areas(access.committee_areas))

    def with_names(self) -> Self:
        return self.select_related("author", "unit", "cluster", "delegation", "approved_by", "entered_by")

    def newest_first(self) -> Self:
        return self.order_by("-last", "-pk")


@pghistory.track()
class Review(Placed):
    """A report on a province, a district, a cluster or a delegation over whole months.

    `unit` is the province or district; a cluster or delegation narrows it. `annex` holds the tables as they were
    submitted; before that they are counted each time. The figures are those that the author may read.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("loại báo cáo"), max_length=8, choices=ReviewKind)
    abstract = NormalizedCharField(_("trích yếu"), max_length=300)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cụm, tiểu vùng")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đoàn công tác")
    )
    first = models.DateField(_("từ tháng"))
    last = models.DateField(_("đến tháng"))
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=ReviewStatus, default=ReviewStatus.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(_("lần lưu"), default=0, editable=False)
    author = models.ForeignKey(Officer, models.PROTECT, related_name="reviews", verbose_name=_("người soạn"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc soạn"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("lúc trình"), null=True, editable=False)
    approved_at = models.DateTimeField(_("lúc duyệt"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("duyệt")
    )
    annex = models.JSONField(_("phụ lục"), null=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("báo cáo tổng hợp, sơ kết, tổng kết")
        verbose_name_plural = _("báo cáo tổng hợp, sơ kết, tổng kết")
        ordering = ["-last", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values, kind__in=ReviewKind.values), name="reporting_review_words"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), first__day=1, last__day=1),
                name="reporting_review_months",
                violation_error_message=_("Tháng cuối phải từ tháng đầu trở về sau."),
            ),
            models.CheckConstraint(
                condition=Q(cluster__isnull=True) | Q(delegation__isnull=True), name="reporting_review_one_scope"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(review_states.FROZEN), annex__isnull=False, submitted_at__isnull=False)
                | ~Q(status__in=sorted(review_states.FROZEN)) & Q(annex__isnull=True, submitted_at__isnull=True),
                name="reporting_review_annex_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(status=ReviewStatus.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | ~Q(status=ReviewStatus.APPROVED) & Q(approved_at__isnull=True, approved_by__isnull=True),
                name="reporting_review_approved_by_whom",
            ),
            models.UniqueConstraint(
                fields=["kind", "unit", "cluster", "delegation", "first", "last", "author"],
                condition=~Q(status=ReviewStatus.DISCARDED),
                nulls_distinct=False,
                name="reporting_review_once",
                violation_error_message=_("Đồng chí đã soạn báo cáo loại này cho phạm vi và kỳ này."),
            ),
        ]
        indexes = [models.Index(fields=["-last", "-id"], name="reporting_review_newest")]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_REVIEW_MOVE,
            ),
            pgtrigger.Protect(
                name="fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "uuid", "kind", "unit", "cluster", "delegation", "first", "last", "author"
                ),
            ),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="approved"),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period}, {self.scope}"

    @property
    def months(self) -> Months:
        return Months(self.first, self.last)

    @property
    def period(self) -> str:
        return period_label(self.first, month_end(self.last))

    @property
    def scope(self) -> str:
        return str(self.cluster or self.delegation or self.unit)

    @property
    def outline(self) -> tuple[ReviewSection, ...]:
        return OUTLINES[self.kind]

    @property
    def is_draft(self) -> bool:
        return self.status == ReviewStatus.DRAFT


def part_of_review(name: str = "part_of_review") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("touched", "bigint"), ("standing", "text")],
        func=rules.PART_OF_REVIEW,
    )


@pghistory.track()
class ReviewSentence(models.Model):
    """One paragraph. `drafted` is how the portal put it; `source` the officer's sentence that it was taken from.

    `figures` are the numbers that the portal wrote into it, each as {measure, shown}: while a number still stands in
    the text as it was shown, it is tied to its figure.
    """

    report = models.ForeignKey(Review, models.PROTECT, related_name="sentences", verbose_name=_("báo cáo"))
    section = models.CharField(_("mục"), max_length=12, choices=ReviewSection)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    text = NormalizedTextField(_("nội dung"), max_length=5000)
    drafted = NormalizedTextField(_("bản thảo đầu"), max_length=5000, blank=True, editable=False)
    figures = models.JSONField(_("số liệu trong câu"), default=list, editable=False)
    source = models.ForeignKey(
        Sentence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("câu của cán bộ")
    )

    class Meta:
        verbose_name = _("đoạn của báo cáo")
        verbose_name_plural = _("đoạn của báo cáo")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=ReviewSection.values) & ~Q(text=""), name="reporting_reviewsentence_words"
            )
        ]
        triggers = [part_of_review()]

    def __str__(self) -> str:
        return self.text[:60]


@pghistory.track()
class ReviewTarget(models.Model):
    """A target (chỉ tiêu giao) and what came of it. The rate may be over 100 % and is never clamped.

    `measure` names the figure that tells what came of it; else `actual` is typed.
    """

    report = models.ForeignKey(Review, models.PROTECT, related_name="targets", verbose_name=_("báo cáo"))
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    name = NormalizedCharField(_("chỉ tiêu"), max_length=200)
    measure_unit = NormalizedCharField(_("đơn vị tính"), max_length=40, blank=True)
    target = models.DecimalField(_("chỉ tiêu giao"), max_digits=18, decimal_places=3, null=True, blank=True)
    actual = models.DecimalField(_("thực hiện"), max_digits=18, decimal_places=3, null=True, blank=True)
    measure = models.CharField(_("lấy số liệu"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="reporting_target_named"),
            models.CheckConstraint(
                condition=Q(measure="") | Q(actual__isnull=True), name="reporting_target_typed_or_counted"
            ),
        ]
        triggers = [part_of_review()]

    def __str__(self) -> str:
        return self.name


class ReviewStep(models.Model):
    """One step in the life of such a report. Written once, never changed."""

    report = models.ForeignKey(Review, models.PROTECT, related_name="steps", verbose_name=_("báo cáo"))
    action = models.CharField(_("việc"), max_length=10, choices=review_states.ReviewAction)
    status = models.CharField(_("trạng thái sau đó"), max_length=10, choices=ReviewStatus)
    note = NormalizedCharField(_("lý do, ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
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
        verbose_name = _("diễn biến báo cáo tổng hợp")
        verbose_name_plural = _("diễn biến báo cáo tổng hợp")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()
