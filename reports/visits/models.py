"""Visits: planned, made, confirmed by the commune; what was amended afterwards; who moved it when."""

from __future__ import annotations

import datetime
import uuid
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LegalDocument, LineageQuerySet, Officer, Placed, Tier
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.fulltext import SearchedQuerySet, WordsField, keeps_words
from nammanh.platform.periods import Dated, DatedQuerySet
from reports.visits import states
from reports.visits.states import Status

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class VisitType(models.TextChoices):
    """Kinds of visits (glossary 105–113)."""

    PARTY_CELL_MEETING = "party_cell_meeting", _("Dự sinh hoạt chi bộ")
    COMMITTEE_MEETING = "committee_meeting", _("Dự họp cấp ủy, Ban Thường vụ Đảng ủy")
    WORKING_SESSION = "working_session", _("Làm việc với lãnh đạo địa phương")
    LOCAL_ACTIVITY = "local_activity", _("Tham gia hoạt động của địa phương")
    SITE_INSPECTION = "site_inspection", _("Kiểm tra thực địa")
    HOUSEHOLD_VISIT = "household_visit", _("Thăm hộ gia đình")
    DIALOGUE = "dialogue", _("Tiếp xúc, đối thoại với nhân dân")
    GRATITUDE = "gratitude", _("Thăm, tặng quà, tri ân")
    DISASTER_RESPONSE = "disaster_response", _("Khắc phục thiên tai")


class VisitOrigin(models.TextChoices):
    """How the visit came about: initiative can be seen (seed 000)."""

    PLANNED = "planned", _("Theo kế hoạch")
    ADHOC = "adhoc", _("Đột xuất")
    INVITED = "invited", _("Theo giấy mời")


@pghistory.track()
class ConfirmTerm(Dated):
    """Within how many working days a commune is to confirm a visit; later ones are listed to both sides."""

    working_days = models.PositiveSmallIntegerField(_("số ngày làm việc"), validators=[MinValueValidator(1)])
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn xã xác nhận")
        verbose_name_plural = _("thời hạn xã xác nhận")
        ordering = ["-valid_from"]
        constraints = Dated.constraints("visits_confirmterm")

    def __str__(self) -> str:
        return str(self.working_days)


class VisitQuerySet(LineageQuerySet, SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, and one's own wherever they were made."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        return self.filter(access.area() | Q(officer_id=access.officer_id or 0))

    def unsettled(self) -> Self:
        return self.filter(status__in=states.UNSETTLED)

    def happened(self) -> Self:
        return self.filter(status__in=states.HAPPENED)

    def confirmed(self) -> Self:
        return self.filter(status=Status.CONFIRMED)

    def upcoming(self) -> Self:
        return self.filter(status__in=states.OPEN)

    def awaiting_confirmation(self) -> Self:
        return self.filter(status=Status.DONE)

    def asked_to_correct(self) -> Self:
        """The commune asked for a correction, and the officer has neither made it nor answered."""
        return self.exclude(correction="")

    def unconfirmed_since(self, day: datetime.date) -> Self:
        """Received on `day` or earlier, and not confirmed yet."""
        return self.awaiting_confirmation().filter(logged_at__date__lte=day)

    def made_between(self, start: datetime.date, end: datetime.date) -> Self:
        return self.filter(date__range=(start, end))

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "tier")

    def newest_first(self) -> Self:
        return self.order_by("-date", "-pk")


_REFUSE_MOVE = """
    IF (OLD.status, NEW.status) NOT IN (
        ('planned', 'postponed'), ('planned', 'done'), ('planned', 'cancelled'),
        ('postponed', 'done'), ('postponed', 'cancelled'), ('done', 'confirmed')
    ) THEN
        RAISE EXCEPTION 'visit may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visits_visit_transition';
    END IF;
    RETURN NEW;
"""

_REFUSE_EDIT = """
    IF OLD.status IN ('confirmed', 'cancelled') THEN
        RAISE EXCEPTION 'a confirmed visit is amended, not edited'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visits_visit_closed';
    END IF;
    RETURN NEW;
"""

WORTH_TELLING = datetime.timedelta(hours=1)

CONTENT = ("date", "unit", "officer", "type", "origin", "people_met", "highlights", "advantages", "difficulties")
"""What the commune confirms; closed for editing afterwards."""


SEARCHED = ("purpose", "people_met", "highlights", "advantages", "difficulties")
"""The texts in which a search looks."""


@pghistory.track(exclude=["words"])
class Visit(Placed):
    """A visit to a locality (đi cơ sở), from plan to the commune's confirmation.

    `uuid` is made by the device that the entry was typed on: the same entry sent twice is one visit.
    `content_hash` tells a resend of the same words from another content under the same number.
    `officer` made the visit; `entered_by` typed it when that was somebody else (a secretary).
    `logged_at` is when the server received it; `typed_at` what the device's clock said then, shown and never relied on.
    `correction` is what the commune asks to be set right; it stands until the officer edits or answers.
    """

    after_succession = AfterSuccession(
        dated="date",
        follow=Q(status__in=sorted(states.OPEN)),
        indifferent=Q(status=Status.CANCELLED),
        pending=Q(status=Status.DONE),
    )

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    # these two have indexes of their own below, that begin with them
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="visits", db_index=False, verbose_name=_("cán bộ")
    )
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="visits", db_index=False, verbose_name=_("tầng nắm"))
    date = models.DateField(_("ngày đi"))
    type = models.CharField(_("loại chuyến đi"), max_length=20, choices=VisitType)
    origin = models.CharField(_("hình thức"), max_length=10, choices=VisitOrigin, default=VisitOrigin.PLANNED)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.PLANNED, editable=False)
    purpose = NormalizedCharField(_("nội dung dự kiến"), max_length=300, blank=True)
    people_met = NormalizedCharField(_("đã gặp, làm việc với"), max_length=300, blank=True)
    highlights = NormalizedTextField(_("tình hình nổi bật"), max_length=4000, blank=True)
    advantages = NormalizedTextField(_("thuận lợi"), max_length=4000, blank=True)
    difficulties = NormalizedTextField(_("khó khăn"), max_length=4000, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    logged_at = models.DateTimeField(_("lúc ghi nhận"), null=True, editable=False)
    typed_at = models.DateTimeField(_("lúc nhập trên máy"), null=True, editable=False)
    correction = NormalizedCharField(_("xã đề nghị sửa"), max_length=500, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("xác nhận"),
    )
    confirmed_at = models.DateTimeField(_("lúc xác nhận"), null=True, editable=False)
    words = WordsField(sources=SEARCHED)

    objects = VisitQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("chuyến đi cơ sở")
        verbose_name_plural = _("chuyến đi cơ sở")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="visits_visit_status"),
            models.CheckConstraint(
                condition=Q(status=Status.CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                | ~Q(status=Status.CONFIRMED) & Q(confirmed_by__isnull=True, confirmed_at__isnull=True),
                name="visits_visit_confirmed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(states.HAPPENED), logged_at__isnull=False)
                | ~Q(status__in=sorted(states.HAPPENED)) & Q(logged_at__isnull=True),
                name="visits_visit_logged_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(states.HAPPENED)) | ~Q(highlights=""),
                name="visits_visit_says_something",
                violation_error_message=_("Ghi ít nhất tình hình nổi bật của chuyến đi."),
            ),
            models.CheckConstraint(
                condition=Q(correction="") | Q(status=Status.DONE), name="visits_visit_correction_open"
            ),
            models.CheckConstraint(condition=Q(date__range=("2000-01-01", "2100-12-31")), name="visits_visit_date"),
        ]
        indexes = [
            models.Index(fields=["-date", "-id"], name="visits_visit_newest"),
            models.Index(fields=["officer", "-date"], name="visits_visit_officer"),
            models.Index(fields=["district", "-date", "-id"], name="visits_visit_district"),
            models.Index(fields=["tier", "commune", "-date"], name="visits_visit_tier_commune"),
            models.Index(fields=["commune", "-date", "-id"], name="visits_visit_commune"),
            models.Index(
                fields=["hamlet", "tier", "-date"], name="visits_visit_hamlet", condition=Q(hamlet__isnull=False)
            ),
            models.Index(fields=["commune", "date"], name="visits_visit_waiting", condition=Q(status=Status.DONE)),
            models.Index(
                fields=["officer", "date"],
                name="visits_visit_unsettled",
                condition=Q(status__in=sorted(states.UNSETTLED)),
            ),
            models.Index(
                fields=["hamlet", "date"],
                name="visits_visit_cell_meetings",
                condition=Q(type="party_cell_meeting", hamlet__isnull=False),
                include=["tier", "status", "officer", "district", "commune", "id"],
            ),
            GinIndex(fields=["words"], name="visits_visit_words"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            keeps_words(*SEARCHED),
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=_REFUSE_MOVE,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*CONTENT),
                func=_REFUSE_EDIT,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.date:%d/%m/%Y}"

    @property
    def happened(self) -> bool:
        return self.status in states.HAPPENED

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN

    @property
    def typed_elsewhen(self) -> bool:
        """Whether the device's clock differs enough from the receipt to be worth telling: offline, or a wrong clock."""
        return bool(self.typed_at and self.logged_at) and abs(self.logged_at - self.typed_at) > WORTH_TELLING


class VisitStep(models.Model):
    """One step in the life of a visit: what, by whom, in whose name, why. Written once, never changed."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="steps")
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
        verbose_name = _("diễn biến chuyến đi")
        verbose_name_plural = _("diễn biến chuyến đi")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(
                    or_, (Q(action=action, status__in=sorted(states.states_after(action))) for action in states.Action)
                ),
                name="visits_visitstep_in_turn",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()


class AmendedPart(models.TextChoices):
    """Which part of a confirmed visit an amendment speaks to."""

    PEOPLE_MET = "people_met", _("Đã gặp, làm việc với")
    HIGHLIGHTS = "highlights", _("Tình hình nổi bật")
    ADVANTAGES = "advantages", _("Thuận lợi")
    DIFFICULTIES = "difficulties", _("Khó khăn")


class Amendment(models.Model):
    """A later word on a confirmed visit; the first word stays and both are shown."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="amendments")
    part = models.CharField(_("phần được đính chính"), max_length=12, choices=AmendedPart)
    text = NormalizedTextField(_("nội dung bổ sung, đính chính"), max_length=4000)
    reason = NormalizedCharField(_("lý do"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người đính chính")
    )
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
        verbose_name = _("đính chính")
        verbose_name_plural = _("đính chính")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_part_display()
