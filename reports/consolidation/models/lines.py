"""The lines of a batch: one matter each, worded once, with the petitions that it came from."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.platform.fields import NormalizedTextField
from nammanh.platform.scoping import ScopedQuerySet
from reports.consolidation import rules
from reports.consolidation.models.batches import Batch
from reports.feedback.models import Petition, Referral
from reports.feedback.states import OWED

if TYPE_CHECKING:
    from nammanh.accounts.models import User

WORDED = ("batch", "number", "uuid", "wording", "note", "field", "area", "proposed", "lead")
"""What is written while the batch is open."""


class BatchLineQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(batch__in=Batch.objects.visible_to(user).order_by())

    def standing(self) -> Self:
        """Those that still hold something, or were sent."""
        return self.filter(released_at__isnull=True)

    def unanswered(self) -> Self:
        """Sent, and the department still owes the answer."""
        return self.filter(referral__status__in=sorted(OWED))

    def with_names(self) -> Self:
        return self.select_related("field", "area", "lead", "proposed", "referral")


@pghistory.track()
class BatchLine(models.Model):
    """One matter of a batch. Its `uuid` becomes the referral's, so that sending it twice makes one referral.

    `area` is the smallest unit that holds all its sources; `proposed` is the lead that routing proposed, beside the
    `lead` that a person kept or chose: where these differ again and again, a rule is offered.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines", verbose_name=_("kỳ tập hợp"))
    number = models.PositiveSmallIntegerField(_("dòng số"), editable=False)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    wording = NormalizedTextField(_("nội dung chuyển"), max_length=8000)
    note = NormalizedTextField(_("ghi chú cho ngành"), max_length=4000, blank=True)
    field = models.ForeignKey(
        FieldOfWork, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lĩnh vực")
    )
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False, verbose_name=_("phạm vi"))
    proposed = models.ForeignKey(
        Agency, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("ngành được đề xuất")
    )
    lead = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="batch_lines", verbose_name=_("ngành chủ trì")
    )
    supporting = models.ManyToManyField(
        Agency, through="LineSupport", related_name="supported_lines", verbose_name=_("ngành phối hợp")
    )
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, editable=False, related_name="batch_line", verbose_name=_("phiếu chuyển")
    )
    released_at = models.DateTimeField(_("lúc bỏ"), null=True, editable=False)
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)

    objects = BatchLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng của kỳ tập hợp")
        verbose_name_plural = _("dòng của kỳ tập hợp")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="consolidation_line_number"),
            models.CheckConstraint(condition=~Q(wording=""), name="consolidation_line_says"),
            models.CheckConstraint(
                condition=Q(referral__isnull=True)
                | Q(released_at__isnull=True, lead__isnull=False, field__isnull=False),
                name="consolidation_line_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "lead", "number"],
                name="consolidation_line_of_lead",
                condition=Q(released_at__isnull=True),
            ),
            models.Index(
                fields=["batch", "field", "-number"],
                name="consolidation_line_of_field",
                condition=Q(released_at__isnull=True),
            ),
            models.Index(
                fields=["batch", "number"],
                name="consolidation_line_unfinished",
                condition=Q(released_at__isnull=True) & (Q(field__isnull=True) | Q(lead__isnull=True)),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="begins",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("batch_status", "text")],
                func=rules.LINE_OF_OPEN,
            ),
            pgtrigger.Trigger(
                name="worded",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*WORDED),
                declare=[("batch_status", "text")],
                func=rules.LINE_OF_OPEN,
            ),
            pgtrigger.Trigger(
                name="ends",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("referral", "released_at"),
                declare=[("batch_status", "text")],
                func=rules.LINE_BEFORE_DISPATCH,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.wording[:80]

    @property
    def lacks(self) -> list[str]:
        """What a person must still decide before it can be sent."""
        missing = ((self.field_id, _("lĩnh vực")), (self.lead_id, _("ngành chủ trì")))
        return [str(words) for given, words in missing if given is None]


@pghistory.track()
class LineSupport(models.Model):
    """A department that is to support the lead one."""

    line = models.ForeignKey(BatchLine, models.PROTECT, related_name="supports", verbose_name=_("dòng"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("ngành phối hợp"))

    class Meta:
        verbose_name = _("ngành phối hợp")
        verbose_name_plural = _("ngành phối hợp")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["line", "agency"], name="consolidation_support_once")]
        triggers = [
            pgtrigger.Trigger(
                name="of_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("batch_status", "text")],
                func=rules.PART_OF_OPEN,
            )
        ]

    def __str__(self) -> str:
        return str(self.agency)


class SourceState(models.TextChoices):
    """Whether a petition is in a line."""

    HELD = "held", _("Trong dòng")
    RELEASED = "released", _("Đã đưa ra")
    SENT = "sent", _("Đã chuyển ngành")


@pghistory.track()
class LineSource(models.Model):
    """A petition that a line came from. It is held by one line at most, whatever the batch."""

    line = models.ForeignKey(BatchLine, models.PROTECT, related_name="sources", verbose_name=_("dòng"))
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="batch_sources", verbose_name=_("phản ánh"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=SourceState, default=SourceState.HELD)
    at = models.DateTimeField(_("lúc đưa vào"), default=timezone.now)

    class Meta:
        verbose_name = _("nguồn của dòng")
        verbose_name_plural = _("nguồn của dòng")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SourceState.values), name="consolidation_source_state"),
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(state="held"),
                name="consolidation_source_in_one_line",
                violation_error_message=_("Phản ánh này đã ở trong một dòng khác. Hãy tải lại trang."),
            ),
        ]
        indexes = [models.Index(fields=["line", "state"], name="consolidation_source_line")]
        triggers = [
            pgtrigger.Trigger(
                name="begins",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("batch_status", "text")],
                func=rules.PART_OF_OPEN,
            ),
            pgtrigger.Trigger(
                name="moves",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("batch_status", "text")],
                func=rules.SOURCE_MOVES,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.petition_id}"
