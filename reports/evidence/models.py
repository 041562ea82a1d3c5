"""Evidence (minh chứng) of a visit: photographs and papers, and what became of each."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.scoping import ScopedQuerySet
from reports.evidence import states
from reports.evidence.states import Status
from reports.visits.models import Visit, VisitType

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class Kind(models.TextChoices):
    """What is kept; a photograph of another kind has become JPEG."""

    JPEG = "jpeg", _("Ảnh")
    PNG = "png", _("Ảnh màn hình")
    PDF = "pdf", _("Tệp PDF")
    DOCX = "docx", _("Văn bản Word")
    XLSX = "xlsx", _("Bảng tính Excel")


PICTURES = (Kind.JPEG, Kind.PNG)


class Giver(models.TextChoices):
    """On whose side the evidence was added."""

    OFFICER = "officer", _("Cán bộ đi cơ sở")
    COMMITTEE = "committee", _("Đảng ủy nơi đến")


class EvidenceQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """That of the visits that a person sees. A visit to households has none to show."""
        readable = Visit.objects.visible_to(user).exclude(type=VisitType.HOUSEHOLD_VISIT)
        return self.filter(Exists(readable.filter(pk=OuterRef("visit"))))

    def with_file(self) -> Self:
        return self.filter(status__in=sorted(states.WITH_FILE))

    def openable_by(self, user: User) -> Self:
        """Of the visible ones, those whose file is handed out: what waits for the scanner goes to its giver only."""
        return self.filter(Q(status=Status.KEPT) | Q(status=Status.WAITING, by=user))


_REFUSE_MOVE = """
    IF (OLD.status, NEW.status) NOT IN (
        ('waiting', 'kept'), ('waiting', 'rejected'), ('waiting', 'taken_back'), ('kept', 'rejected'),
        ('kept', 'taken_back')
    ) THEN
        RAISE EXCEPTION 'evidence may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_evidence_transition';
    END IF;
    RETURN NEW;
"""

_REFUSE_CHANGE = """
    RAISE EXCEPTION 'evidence is taken back, not changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_evidence_fixed';
"""

_NOT_AT_HOME = """
    IF (SELECT type FROM visits_visit WHERE id = NEW.visit_id) = 'household_visit' THEN
        RAISE EXCEPTION 'no evidence of a visit to households'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_evidence_not_at_home';
    END IF;
    RETURN NEW;
"""

FIXED = ("uuid", "visit", "kind", "key", "sent_sha256", "giver", "late", "by", "secretary", "at", "caption")


class Evidence(models.Model):
    """One photograph or paper that proves a visit.

    `uuid` is made by the device: the same file sent twice is one piece of evidence. `sent_sha256` is of the bytes as
    they were sent; of a photograph these are not kept. `key` names the files on disk and says nothing to anybody.
    The position is there only when the officer added it, to four decimals (some 11 m). A visit to households has no
    evidence at all (docs/adr/0023).
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="evidence", verbose_name=_("chuyến đi"))
    kind = models.CharField(_("loại"), max_length=4, choices=Kind)
    name = NormalizedCharField(_("tên tệp"), max_length=150, blank=True)
    caption = NormalizedCharField(_("chú thích"), max_length=200, blank=True)
    key = models.CharField(max_length=40, unique=True, editable=False)
    size = models.PositiveIntegerField(_("số byte"))
    width = models.PositiveSmallIntegerField(_("rộng"), null=True, editable=False)
    height = models.PositiveSmallIntegerField(_("cao"), null=True, editable=False)
    sent_sha256 = models.CharField(max_length=64, editable=False)
    latitude = models.DecimalField(_("vĩ độ"), max_digits=6, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(_("kinh độ"), max_digits=7, decimal_places=4, null=True, blank=True)
    giver = models.CharField(_("bên gửi"), max_length=9, choices=Giver)
    late = models.BooleanField(_("bổ sung sau xác nhận"), default=False, editable=False)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="evidence_evidence_status"),
            models.CheckConstraint(
                condition=Q(kind__in=PICTURES, width__gt=0, height__gt=0, name="")
                | ~Q(kind__in=PICTURES) & Q(width__isnull=True, height__isnull=True) & ~Q(name=""),
                name="evidence_evidence_kind",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="evidence_evidence_position",
                violation_error_message=_("Vị trí phải có đủ vĩ độ và kinh độ."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=_REFUSE_MOVE,
            ),
            pgtrigger.Trigger(
                name="fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*FIXED),
                func=_REFUSE_CHANGE,
            ),
            pgtrigger.Trigger(
                name="not_at_home",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_NOT_AT_HOME,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.caption or self.name or self.get_kind_display()

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def has_file(self) -> bool:
        return self.status in states.WITH_FILE


class EvidenceStep(models.Model):
    """One step in the life of a piece of evidence. Written once, never changed; nobody's name: the scanner."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=10, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=10, choices=Status)
    note = NormalizedCharField(_("lý do, ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người làm"),
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
        verbose_name = _("diễn biến minh chứng")
        verbose_name_plural = _("diễn biến minh chứng")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()
