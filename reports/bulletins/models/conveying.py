"""Where and when a bulletin was conveyed (Đã truyền đạt), and what people asked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed
from nammanh.platform.fields import NormalizedTextField
from reports.bulletins import rules
from reports.bulletins.models.issuing import PUBLISHERS, Bulletin
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ConveyanceForm(models.TextChoices):
    """On what occasion people heard of it."""

    PARTY_CELL = "party_cell", _("Sinh hoạt chi bộ")
    PEOPLE_MEETING = "people_meeting", _("Họp dân, họp tổ")
    COMMITTEE = "committee", _("Họp cấp ủy, cán bộ xã, ấp")
    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh")
    ZALO_GROUP = "zalo_group", _("Nhóm Zalo")
    HOUSEHOLD = "household", _("Tại hộ gia đình")
    OTHER = "other", _("Hình thức khác")


class ConveyanceQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and one's own wherever it was; all for those who publish or read all records."""
        access = access_of(user)
        if access.reads_all_records or access.has(*PUBLISHERS):
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def with_names(self) -> Self:
        return self.select_related("bulletin", "officer", "unit", "commune", "district", "entered_by")

    def newest_first(self) -> Self:
        return self.order_by("-conveyed_on", "-pk")


@pghistory.track()
class Conveyance(Placed):
    """A bulletin was conveyed at a place (Đã truyền đạt): when, on what occasion, and what people asked.

    `attended` is about how many were there, when somebody counted. It names no citizen.
    """

    after_succession = AfterSuccession(dated="conveyed_on")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="conveyances", verbose_name=_("thông tin"))
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="conveyances", verbose_name=_("chuyến đi")
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="conveyances", verbose_name=_("cán bộ"))
    conveyed_on = models.DateField(_("ngày truyền đạt"))
    form = models.CharField(_("hình thức"), max_length=14, choices=ConveyanceForm)
    attended = models.PositiveIntegerField(
        _("khoảng bao nhiêu người nghe"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    question = NormalizedTextField(_("câu hỏi mang về"), max_length=2000, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc nhập"), default=timezone.now, editable=False)

    objects = ConveyanceQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("lần truyền đạt")
        verbose_name_plural = _("lần truyền đạt")
        ordering = ["-conveyed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "unit", "officer", "conveyed_on", "form"],
                name="bulletins_conveyance_once",
                violation_error_message=_("Lần truyền đạt này đã được ghi."),
            ),
            models.UniqueConstraint(
                fields=["bulletin", "visit"],
                name="bulletins_conveyance_once_a_visit",
                violation_error_message=_("Mỗi thông tin chỉ ghi một lần trong một chuyến đi."),
            ),
            models.CheckConstraint(
                condition=Q(attended__isnull=True) | Q(attended__range=(1, 100_000)),
                name="bulletins_conveyance_attended",
                violation_error_message=_("Số người nghe phải từ 1 đến 100.000."),
            ),
            models.CheckConstraint(
                condition=Q(conveyed_on__range=("2000-01-01", "2100-12-31")), name="bulletins_conveyance_date"
            ),
        ]
        indexes = [
            models.Index(fields=["-conveyed_on", "-id"], name="bulletins_conveyance_newest"),
            models.Index(fields=["bulletin", "hamlet"], name="bulletins_conveyance_hamlet"),
            models.Index(fields=["commune", "-conveyed_on"], name="bulletins_conveyance_commune"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="of_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("standing", "text")],
                func=rules.ONLY_PUBLISHED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} – {self.unit}"
