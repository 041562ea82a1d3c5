"""Policy information (thông tin chủ trương): its words, for which places and officers it is, who has read it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import Area, PortalRole, access_of, within_areas
from assignments.models import Cluster, Level, LineageQuerySet, Placed, Unit
from nammanh.platform.derived import DerivedTextField
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.periods import Dated, DatedQuerySet
from nammanh.platform.scoping import ScopedQuerySet
from nammanh.platform.text import fold
from reports.bulletins import rules, states
from reports.bulletins.states import Status

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User

PUBLISHERS = (PortalRole.OFFICE, PortalRole.PROPAGANDA)
"""Văn phòng Tỉnh ủy and Ban Tuyên giáo và Dân vận: they write, publish and withdraw."""

HOLDER_LEVELS = (
    (Level.PROVINCE.value, _("Cán bộ tỉnh")),
    (Level.DISTRICT.value, _("Cán bộ huyện")),
    (Level.COMMUNE.value, _("Cán bộ xã")),
)
"""Officers by the level whose tier they act for: it outlasts the tiers themselves, which come and go with phases."""


class BulletinKind(models.TextChoices):
    """What sort of information it is (glossary 167)."""

    PARTY = "party", _("Chủ trương, nghị quyết của Đảng")
    STATE = "state", _("Chính sách của Nhà nước")
    MOVEMENT = "movement", _("Phong trào, cuộc vận động")
    URGENT = "urgent", _("Thông tin khẩn")


def touching(areas: tuple[Area, ...]) -> Q:
    """The condition on bulletins: meant for one of these units, for one above it, or for one below."""
    held = Unit.objects.filter(pk__in=[area.unit_id for area in areas])
    above = Q(pk__in=[])
    for level in ("province", "district", "commune", "hamlet"):
        above |= Q(unit__in=held.filter(**{f"{level}__isnull": False}).values(level))
    targets = BulletinTarget.objects.filter(within_areas(areas) | above, bulletin=OuterRef("pk"))
    return Q(Exists(targets))


class BulletinQuerySet(ScopedQuerySet, DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """What is meant for one's places; drafts for those who publish. The administrator reads none."""
        access = access_of(user)
        if access.has(*PUBLISHERS):
            return self
        issued = self.filter(published_at__isnull=False)
        if access.reads_all_records:
            return issued
        meant = Q(pk__in=[])
        if access.committee_areas:
            meant |= touching(access.committee_areas)
        for level in sorted({area.holder_level for area in access.areas if area.holder_level}):
            held = tuple(area for area in access.areas if area.holder_level == level)
            meant |= touching(held) & (Q(levels__len=0) | Q(levels__contains=[level]))
        return issued.filter(meant)

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def current(self, day: datetime.date) -> Self:
        """Published and in its time on `day`."""
        return self.published().on(day)

    def unread_by(self, user: User) -> Self:
        """Those that this person has not marked as read."""
        return self.filter(~Exists(BulletinReading.objects.filter(bulletin=OuterRef("pk"), reader=user.pk)))

    def with_reading(self, user: User) -> Self:
        """`is_read`: whether this person has marked it as read."""
        return self.annotate(is_read=Exists(BulletinReading.objects.filter(bulletin=OuterRef("pk"), reader=user.pk)))

    def meant_for(self, unit: Unit) -> Self:
        """Those for `unit` or for a unit above it."""
        above = [unit.pk, unit.hamlet_id, unit.commune_id, unit.district_id, unit.province_id]
        targets = BulletinTarget.objects.filter(bulletin=OuterRef("pk"), unit__in=[pk for pk in above if pk])
        return self.filter(Exists(targets))

    def newest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")


CONTENT = ("title", "highlights", "body", "kind", "levels", "valid_from", "valid_to")
"""What is closed by publishing."""


@pghistory.track()
class Bulletin(Dated):
    """Information from the province to its units, with the time for which it is to be conveyed (từ ngày – đến ngày).

    `levels` names the officers it is for (`HOLDER_LEVELS`); empty means all. Party committees of the places read it in
    any case. Never a secret document.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = NormalizedCharField(_("tiêu đề"), max_length=200)
    search = DerivedTextField(source="title", compute=fold)
    highlights = NormalizedTextField(
        _("điểm nhấn"), max_length=1500, help_text=_("Những điều cần nói với dân, mỗi ý một dòng.")
    )
    body = NormalizedTextField(_("nội dung"), max_length=20000, blank=True)
    kind = models.CharField(_("loại thông tin"), max_length=8, choices=BulletinKind)
    levels = ArrayField(
        models.CharField(max_length=10, choices=HOLDER_LEVELS), verbose_name=_("dành cho"), default=list, blank=True
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người soạn")
    )
    created_at = models.DateTimeField(_("lúc soạn"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("người phát hành"),
    )
    published_at = models.DateTimeField(_("lúc phát hành"), null=True, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông tin chủ trương")
        verbose_name_plural = _("thông tin chủ trương")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.constraints("bulletins_bulletin"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="bulletins_bulletin_status"),
            models.CheckConstraint(
                condition=Q(levels__contained_by=[level for level, _label in HOLDER_LEVELS]),
                name="bulletins_bulletin_levels",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(highlights=""),
                name="bulletins_bulletin_says",
                violation_error_message=_("Ghi tiêu đề và điểm nhấn của thông tin."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True) & ~Q(status=Status.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(status=Status.DRAFT),
                name="bulletins_bulletin_published_by_whom",
            ),
        ]
        indexes = [
            *Dated.indexes("bulletins_bulletin"),
            models.Index(fields=["-valid_from", "-id"], name="bulletins_bulletin_newest"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_MOVE,
            ),
            pgtrigger.Trigger(
                name="closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*CONTENT),
                func=rules.REFUSE_EDIT,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def level_names(self) -> list[str]:
        return [str(label) for level, label in HOLDER_LEVELS if level in self.levels]


def part_of_draft(name: str = "part_of_draft") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("touched", "bigint"), ("standing", "text")],
        func=rules.PART_OF_DRAFT,
    )


class BulletinTargetQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the bulletins that one may read."""
        return self.filter(bulletin__in=Bulletin.objects.visible_to(user))


@pghistory.track()
class BulletinTarget(Placed):
    """A unit that a bulletin is for: the province, a district or a commune, with all below it.

    A cluster is no unit, so choosing one writes its communes of that day, each naming the cluster.
    """

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="targets", verbose_name=_("thông tin"))
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cụm, tiểu vùng")
    )

    objects = BulletinTargetQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("địa bàn nhận thông tin")
        verbose_name_plural = _("địa bàn nhận thông tin")
        ordering = ["bulletin", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletins_target_once")]
        triggers = [*Placed.Meta.triggers, part_of_draft()]

    def __str__(self) -> str:
        return str(self.unit)


@pghistory.track()
class BulletinFile(models.Model):
    """A file that goes with a bulletin: never a secret document, whoever uploads it is asked."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="files", verbose_name=_("thông tin"))
    file = models.FileField(_("tệp"), upload_to="thong-tin/%Y/")
    name = NormalizedCharField(_("tên tệp"), max_length=160)
    size = models.PositiveIntegerField(_("dung lượng"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người tải lên")
    )
    uploaded_at = models.DateTimeField(_("lúc tải lên"), default=timezone.now)

    class Meta:
        verbose_name = _("tệp kèm thông tin")
        verbose_name_plural = _("tệp kèm thông tin")
        ordering = ["pk"]
        triggers = [part_of_draft()]

    def __str__(self) -> str:
        return self.name


class BulletinStep(models.Model):
    """One step in the life of a bulletin: what, by whom, in whose name, why. Written once, never changed."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="steps", verbose_name=_("thông tin"))
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
        verbose_name = _("diễn biến thông tin")
        verbose_name_plural = _("diễn biến thông tin")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()


class BulletinReading(models.Model):
    """Somebody has read a bulletin (Đã xem) and said so by a tap; kept for ever."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="readings", verbose_name=_("thông tin"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulletin_readings", verbose_name=_("người xem")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người nhập thay")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lượt xem thông tin")
        verbose_name_plural = _("lượt xem thông tin")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "reader"], name="bulletins_reading_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.reader} – {self.bulletin}"
