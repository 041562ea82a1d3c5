"""Meetings that a commune publishes, and the officers who signed up for them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed, Unit
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.fulltext import SearchedQuerySet, WordsField, keeps_words
from nammanh.platform.scoping import ScopedQuerySet
from reports.planner import states
from reports.planner.states import Status
from reports.visits.models import Visit
from reports.visits.states import Status as VisitStatus

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class MeetingKind(models.TextChoices):
    """What a commune, hamlet or quarter invites to (glossary 105–111)."""

    CELL = "cell", _("Sinh hoạt chi bộ")
    COMMITTEE = "committee", _("Họp cấp ủy")
    STANDING = "standing", _("Họp Ban Thường vụ Đảng ủy")
    COUNCIL = "council", _("Họp Hội đồng nhân dân")
    VOTERS = "voters", _("Tiếp xúc, đối thoại với nhân dân")
    CONFERENCE = "conference", _("Hội nghị")
    ACTIVITY = "activity", _("Hoạt động khác của địa phương")


class LocalMeetingQuerySet(LineageQuerySet, SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and those of the commune that one's hamlet or group belongs to."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        communes = Unit.objects.filter(access.area("pk"), level__in=["hamlet", "group"]).values("commune")
        return self.filter(access.area() | Q(unit__in=communes))

    def scheduled(self) -> Self:
        return self.filter(status=Status.SCHEDULED)

    def between(self, start: datetime.date, end: datetime.date) -> Self:
        return self.filter(date__range=(start, end))

    def with_names(self) -> Self:
        return self.select_related("unit", "commune", "district")

    def first_first(self) -> Self:
        return self.order_by("date", "starts_at", "pk")


_REFUSE_MOVE = """
    IF OLD.status = 'cancelled' THEN
        RAISE EXCEPTION 'a cancelled meeting stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'planner_localmeeting_cancelled_stays';
    END IF;
    RETURN NEW;
"""


CONTENT = ("status", "kind", "title", "date", "starts_at", "ends_at", "place", "note", "cancel_reason")


SEARCHED = ("title", "place", "note")
"""The texts in which a search looks."""


@pghistory.track(exclude=["words"])
class LocalMeeting(Placed):
    """A meeting or an activity that a commune's Party committee lets the officers know of beforehand.

    Meetings that repeat are rows of one `series`, each moved or cancelled by itself. Times are Vietnam's.
    `revision` counts the changes that those who signed up have to know.
    """

    after_succession = AfterSuccession(
        dated="date", follow=Q(status=Status.SCHEDULED), indifferent=Q(status=Status.CANCELLED)
    )

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    series = models.UUIDField(_("chuỗi lịch họp"), null=True, editable=False)
    kind = models.CharField(_("loại"), max_length=12, choices=MeetingKind)
    title = NormalizedCharField(_("nội dung"), max_length=200)
    date = models.DateField(_("ngày họp"))
    starts_at = models.TimeField(_("bắt đầu lúc"))
    ends_at = models.TimeField(_("kết thúc lúc"), null=True, blank=True)
    place = NormalizedCharField(_("nơi họp"), max_length=160, blank=True)
    note = NormalizedCharField(_("ghi chú"), max_length=300, blank=True)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.SCHEDULED, editable=False)
    cancel_reason = NormalizedCharField(_("lý do hủy"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(_("số lần thay đổi"), default=0, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người công bố")
    )
    changed_at = models.DateTimeField(_("lúc thay đổi gần nhất"), default=timezone.now, editable=False)
    words = WordsField(sources=SEARCHED)

    objects = LocalMeetingQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("lịch họp của xã")
        verbose_name_plural = _("lịch họp của xã")
        ordering = ["date", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="planner_localmeeting_status"),
            models.CheckConstraint(
                condition=Q(commune__isnull=False),
                name="planner_localmeeting_in_commune",
                violation_error_message=_("Chọn xã, ấp hoặc khu phố tổ chức cuộc họp."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="planner_localmeeting_ends_after_start",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CANCELLED) & ~Q(cancel_reason="")
                | Q(status=Status.SCHEDULED, cancel_reason=""),
                name="planner_localmeeting_cancelled_why",
                violation_error_message=_("Ghi lý do hủy."),
            ),
            models.CheckConstraint(
                condition=Q(date__range=("2000-01-01", "2100-12-31")), name="planner_localmeeting_date"
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "date"], name="planner_meeting_commune"),
            models.Index(fields=["district", "date"], name="planner_meeting_district"),
            GinIndex(fields=["words"], name="planner_meeting_words"),
            models.Index(fields=["date", "starts_at", "id"], name="planner_meeting_date"),
            models.Index(fields=["series", "date"], name="planner_meeting_series", condition=Q(series__isnull=False)),
        ]
        triggers = [
            *Placed.Meta.triggers,
            keeps_words(*SEARCHED),
            pgtrigger.Trigger(
                name="cancelled_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*CONTENT),
                func=_REFUSE_MOVE,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED


class MeetingStep(models.Model):
    """One step in the life of a published meeting: what, by whom, in whose name, why. Never changed."""

    meeting = models.ForeignKey(LocalMeeting, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=8, choices=states.Action)
    note = NormalizedCharField(_("nội dung"), max_length=400, blank=True)
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
        verbose_name = _("diễn biến lịch họp")
        verbose_name_plural = _("diễn biến lịch họp")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()


class AttendanceQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the meeting knows who comes; and one's own."""
        meetings = LocalMeeting.objects.visible_to(user)
        return self.filter(Q(meeting__in=meetings.values("pk")) | Q(officer__in=access_of(user).officer_ids))

    def current(self) -> Self:
        """Signed up and not taken back, here or by cancelling the visit itself."""
        return self.filter(left_at__isnull=True).exclude(visit__status=VisitStatus.CANCELLED)


@pghistory.track()
class Attendance(models.Model):
    """An officer has signed up for a meeting (đăng ký dự); the visit stands in the officer's plan.

    `left_at` ends it: taken back, or the officer goes on another day than the meeting's.
    """

    meeting = models.ForeignKey(LocalMeeting, models.PROTECT, related_name="attendances", verbose_name=_("cuộc họp"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("cán bộ"))
    visit = models.OneToOneField(
        Visit, models.PROTECT, related_name="attendance", verbose_name=_("chuyến đi trong kế hoạch")
    )
    signed_up_at = models.DateTimeField(_("lúc đăng ký"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("lúc thôi"), null=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký dự họp")
        verbose_name_plural = _("đăng ký dự họp")
        ordering = ["signed_up_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "officer"],
                condition=Q(left_at__isnull=True),
                name="planner_attendance_once",
                violation_error_message=_("Đồng chí đã đăng ký dự cuộc họp này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} – {self.meeting}"
