"""An officer's report on the situation (báo cáo tình hình): its sentences, where each comes from, who has it now."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import PortalRole, access_of, within_areas
from assignments.models import Level, Officer, Placed
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.scoping import ScopedQuerySet
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reporting import rules, states
from reports.reporting.periods import period_label
from reports.reporting.states import Status
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class Section(models.TextChoices):
    """The paired blocks of every report (glossary 133–140)."""

    HIGHLIGHTS = "highlights", _("Tình hình nổi bật")
    ADVANTAGES = "advantages", _("Thuận lợi")
    DIFFICULTIES = "difficulties", _("Khó khăn, vướng mắc")
    PROPOSALS = "proposals", _("Kiến nghị, đề xuất")


class Sphere(models.TextChoices):
    """Whose situation a block tells of (seed 003)."""

    PARTY = "party", _("Trong đảng bộ")
    PEOPLE = "people", _("Trong nhân dân")


class SituationReportQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own; of others what was given to oneself or to whom one stands in for, and what one's office reads.

        A district's or a commune's committee reads what its own officers wrote about places of its unit, never what an
        officer of a higher level wrote about it. Drafts are their author's alone.
        """
        access = access_of(user)
        own = Q(officer=access.officer_id or 0)
        given = Q(status__in=sorted(states.GIVEN))
        if access.reads_all_records:
            return self.filter(own | given)
        read = Q(addressee__in=access.officer_ids)
        for role, levels in _COMMITTEES.items():
            if access.has(role):
                places = SituationPlace.objects.filter(within_areas(access.committee_areas), report=OuterRef("pk"))
                read |= Q(Exists(places), holder_level__in=levels)
        return self.filter(own | given & read)

    def given(self) -> Self:
        return self.filter(status__in=sorted(states.GIVEN))

    def waiting_for(self, officer_ids: frozenset[int]) -> Self:
        """Sent to one of these officers and neither received nor returned."""
        return self.filter(status=Status.SENT, addressee__in=officer_ids)

    def with_names(self) -> Self:
        return self.select_related("officer", "addressee", "entered_by")

    def newest_first(self) -> Self:
        return self.order_by("-end", "-pk")


_COMMITTEES = {
    PortalRole.DISTRICT_COMMITTEE: (Level.DISTRICT.value, Level.COMMUNE.value),
    PortalRole.COMMUNE_COMMITTEE: (Level.COMMUNE.value,),
}
FIXED = ("uuid", "officer", "holder_level", "start", "end", "entered_by", "created_at")


@pghistory.track()
class SituationReport(models.Model):
    """What an officer tells the superior about the places held, for one period. One for an officer and a period.

    `holder_level` is the level whose officer writes: its tier's upper end. `revision` counts the savings, so that two
    windows can't overwrite each other.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="situation_reports", verbose_name=_("cán bộ báo cáo")
    )
    holder_level = models.CharField(_("cán bộ của cấp"), max_length=10, choices=Level)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))
    addressee = models.ForeignKey(
        Officer, models.PROTECT, related_name="addressed_reports", verbose_name=_("đồng chí nhận báo cáo")
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    revision = models.PositiveIntegerField(_("lần lưu"), default=0, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người soạn")
    )
    created_at = models.DateTimeField(_("lúc soạn"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("lúc gửi"), null=True, editable=False)

    objects = SituationReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tình hình")
        verbose_name_plural = _("báo cáo tình hình")
        ordering = ["-end", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="reporting_report_status"),
            models.CheckConstraint(condition=Q(holder_level__in=Level.values), name="reporting_report_holder_level"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")) & Q(start__gte="2000-01-01") & Q(end__lte="2100-12-31"),
                name="reporting_report_period",
                violation_error_message=_("Ngày cuối của kỳ báo cáo phải bằng hoặc sau ngày đầu."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(states.GIVEN), sent_at__isnull=False)
                | ~Q(status__in=sorted(states.GIVEN)) & Q(sent_at__isnull=True),
                name="reporting_report_sent_when",
            ),
            models.CheckConstraint(condition=~Q(officer=F("addressee")), name="reporting_report_not_to_oneself"),
            models.UniqueConstraint(
                fields=["officer", "start", "end"],
                condition=~Q(status=Status.DISCARDED),
                name="reporting_report_once_a_period",
                violation_error_message=_("Đồng chí đã có báo cáo của kỳ này. Mở báo cáo đó để sửa."),
            ),
        ]
        indexes = [
            models.Index(fields=["-end", "-id"], name="reporting_report_newest"),
            models.Index(fields=["addressee", "status"], name="reporting_report_addressee"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_MOVE,
            ),
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*FIXED)),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.period}"

    @property
    def period(self) -> str:
        return period_label(self.start, self.end)

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN


def part_of_open(name: str = "part_of_open") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("touched", "bigint"), ("standing", "text")],
        func=rules.PART_OF_OPEN,
    )


class SituationPlace(Placed):
    """A place that the report tells of: what its officer held in the period."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="places", verbose_name=_("báo cáo"))

    class Meta(Placed.Meta):
        verbose_name = _("địa bàn của báo cáo")
        verbose_name_plural = _("địa bàn của báo cáo")
        constraints = [models.UniqueConstraint(fields=["report", "unit"], name="reporting_place_once")]
        triggers = [*Placed.Meta.triggers, part_of_open()]

    def __str__(self) -> str:
        return str(self.unit)


@pghistory.track()
class Sentence(models.Model):
    """One sentence of a report. `drafted` is how the portal put it; empty when a person wrote it."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="sentences", verbose_name=_("báo cáo"))
    section = models.CharField(_("mục"), max_length=12, choices=Section)
    sphere = models.CharField(_("phần"), max_length=6, choices=Sphere)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    text = NormalizedTextField(_("nội dung"), max_length=5000)
    drafted = NormalizedTextField(_("bản thảo đầu"), max_length=5000, blank=True, editable=False)

    class Meta:
        verbose_name = _("câu của báo cáo")
        verbose_name_plural = _("câu của báo cáo")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=Section.values, sphere__in=Sphere.values), name="reporting_sentence_place"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="reporting_sentence_says_something"),
        ]
        triggers = [part_of_open()]

    def __str__(self) -> str:
        return self.text[:60]


class SentenceSource(models.Model):
    """The record behind a sentence. Without a sentence: the author has set this record aside for this report.

    `part` tells which of a visit's three texts it is; `sentence` may be lost, the record never is.
    """

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="sources", verbose_name=_("báo cáo"))
    sentence = models.ForeignKey(
        Sentence, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("câu")
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="+")
    petition = models.ForeignKey(Petition, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(_("phần của chuyến đi"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("nguồn của câu")
        verbose_name_plural = _("nguồn của câu")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False, comment__isnull=True, petition__isnull=True) & ~Q(part="")
                | Q(visit__isnull=True, comment__isnull=False, petition__isnull=True, part="")
                | Q(visit__isnull=True, comment__isnull=True, petition__isnull=False, part=""),
                name="reporting_source_is_one_record",
            ),
            models.UniqueConstraint(
                fields=["report", "visit", "comment", "petition", "part"],
                nulls_distinct=False,
                name="reporting_source_once",
            ),
        ]
        triggers = [part_of_open()]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.visit or self.comment or self.petition}"

    @property
    def key(self) -> str:
        """As the material names its pieces (`queries.material`)."""
        if self.visit_id:
            return f"visit-{self.visit_id}-{self.part}"
        return f"comment-{self.comment_id}" if self.comment_id else f"petition-{self.petition_id}"


class SituationStep(models.Model):
    """One step in the life of a report: what, by whom, in whose name, why. Written once, never changed."""

    report = models.ForeignKey(SituationReport, models.PROTECT, related_name="steps", verbose_name=_("báo cáo"))
    action = models.CharField(_("việc"), max_length=10, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=10, choices=Status)
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
        verbose_name = _("diễn biến báo cáo")
        verbose_name_plural = _("diễn biến báo cáo")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()
