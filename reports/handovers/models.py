"""Hand-overs of a place (bàn giao địa bàn): what the new holder has accepted, asked about, and when.

A hand-over is due because two assignments follow one another; it needs no row for that. Rows are written when the
receiver acts, so a round of a thousand assignments writes none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Assignment, LegalDocument, Officer
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.periods import Dated, DatedQuerySet
from nammanh.platform.scoping import ScopedQuerySet
from reports.feedback.models import Petition
from reports.handovers import states
from reports.handovers.states import State
from reports.recommendations.models import Comment
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User


@pghistory.track()
class HandOverTerm(Dated):
    """Within how many days a hand-over is to be accepted, and how far back one without rows is still asked for."""

    accept_within_days = models.PositiveSmallIntegerField(
        _("nhận bàn giao trong số ngày"), validators=[MinValueValidator(1)]
    )
    look_back_months = models.PositiveSmallIntegerField(
        _("nhắc bàn giao trong số tháng gần đây"), validators=[MinValueValidator(1)]
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn nhận bàn giao")
        verbose_name_plural = _("thời hạn nhận bàn giao")
        ordering = ["-valid_from"]
        constraints = Dated.constraints("handovers_handoverterm")

    def __str__(self) -> str:
        return str(self.accept_within_days)


class HandOverQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """The receiver's own, those where one handed something over, and all for whoever reads all records."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        own = access.officer_id or 0
        return self.filter(
            Q(assignment__officer=own) | Q(pk__in=HandOverLine.objects.filter(given_by=own).values("hand_over"))
        )


@pghistory.track()
class HandOver(models.Model):
    """The receiver has begun to take a place over under `assignment`; closed when no line waits any more."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="hand_over", verbose_name=_("phân công của đồng chí nhận")
    )
    opened_at = models.DateTimeField(_("lúc bắt đầu nhận"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("lúc nhận xong"), null=True, editable=False)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("bàn giao địa bàn")
        verbose_name_plural = _("bàn giao địa bàn")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.assignment)


class LineKind(models.TextChoices):
    """What a line hands over, in the order of the dossier."""

    PETITION = "petition", _("Phản ánh, kiến nghị chưa kết thúc")
    COMMENT = "comment", _("Góp ý xã chưa đánh giá")
    PROMISE = "promise", _("Việc đã hẹn (ai – bao giờ)")
    VISIT = "visit", _("Chuyến đi đã hẹn")
    NOTE = "note", _("Ghi nhận gần đây")
    PROFILE = "profile", _("Hồ sơ địa bàn")


def _points_to(kinds: list[str], field: str) -> Q:
    others = {f"{name}__isnull": name != field for name in ("petition", "comment", "visit")}
    return Q(kind__in=kinds, **others)


_REFUSE_CHANGE = """
    IF OLD.state IN ('accepted', 'done') THEN
        RAISE EXCEPTION 'a settled line stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handovers_line_settled';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class HandOverLine(models.Model):
    """One thing of a hand-over as it stood when the receiver acted on it; the record itself goes its own way."""

    Kind = LineKind

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="lines", verbose_name=_("bàn giao"))
    kind = models.CharField(_("loại"), max_length=8, choices=LineKind)
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, related_name="hand_over_lines", verbose_name=_("phản ánh")
    )
    # DO_NOTHING: its author may take a comment back until the visit is confirmed; one that was handed over stays, and
    # the database's refusal comes out as a sentence.
    comment = models.ForeignKey(
        Comment, models.DO_NOTHING, null=True, related_name="hand_over_lines", verbose_name=_("góp ý")
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="hand_over_lines", verbose_name=_("chuyến đi")
    )
    given_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("đồng chí bàn giao"))
    label = NormalizedCharField(_("nội dung"), max_length=400)
    due_on = models.DateField(_("hạn"), null=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người nhận")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người nhập thay")
    )
    settled_at = models.DateTimeField(_("lúc nhận"), null=True)

    class Meta:
        verbose_name = _("dòng bàn giao")
        verbose_name_plural = _("dòng bàn giao")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_points_to([LineKind.PETITION], "petition")
                | _points_to([LineKind.COMMENT, LineKind.PROMISE], "comment")
                | _points_to([LineKind.NOTE, LineKind.VISIT], "visit")
                | _points_to([LineKind.PROFILE], ""),
                name="handovers_line_one_record",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="handovers_line_state"),
            models.CheckConstraint(
                condition=Q(state=State.ACCEPTED, accepted_by__isnull=False, settled_at__isnull=False)
                | Q(state=State.DONE, accepted_by__isnull=True, settled_at__isnull=False)
                | ~Q(state__in=sorted(states.SETTLED)) & Q(accepted_by__isnull=True, settled_at__isnull=True),
                name="handovers_line_accepted_by_whom",
            ),
            *(
                models.UniqueConstraint(fields=["hand_over", name], name=f"handovers_line_{name}_once")
                for name in ("petition", "comment", "visit")
            ),
            models.UniqueConstraint(
                fields=["hand_over"], condition=Q(kind=LineKind.PROFILE), name="handovers_line_profile_once"
            ),
        ]
        indexes = [models.Index(fields=["given_by", "state"], name="handovers_line_given")]
        triggers = [
            pgtrigger.Trigger(name="settled", when=pgtrigger.Before, operation=pgtrigger.Update, func=_REFUSE_CHANGE),
        ]

    def __str__(self) -> str:
        return self.label


class HandOverStep(models.Model):
    """A question about a line, its answer, its acceptance: by whom, in whose name, when. Never changed."""

    line = models.ForeignKey(HandOverLine, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=8, choices=states.Action)
    note = NormalizedTextField(_("nội dung"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người nhập thay")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("diễn biến bàn giao")
        verbose_name_plural = _("diễn biến bàn giao")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()
