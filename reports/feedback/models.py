"""Petitions and what people report (phản ánh, kiến nghị): what, whose field, by when it must be answered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, Agency, FieldOfWork, LegalDocument, LineageQuerySet, Officer, Placed
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.periods import Dated, DatedQuerySet
from reports.feedback import states
from reports.feedback.states import Status
from reports.visits.models import Visit

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class Category(models.TextChoices):
    """What sort of thing is reported (glossary 134–140)."""

    DIFFICULTY = "difficulty", _("Khó khăn")
    OBSTACLE = "obstacle", _("Vướng mắc")
    SHORTCOMING = "shortcoming", _("Tồn tại, hạn chế")
    HOT_ISSUE = "hot_issue", _("Vấn đề bức xúc")
    ASPIRATION = "aspiration", _("Tâm tư, nguyện vọng")
    PROPOSAL = "proposal", _("Kiến nghị, đề xuất")


@pghistory.track()
class ReplyTerm(Dated):
    """How many working days there are to answer, as the regulation in force says; a later row replaces an earlier."""

    working_days = models.PositiveSmallIntegerField(_("số ngày làm việc"), validators=[MinValueValidator(1)])
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn trả lời")
        verbose_name_plural = _("thời hạn trả lời")
        ordering = ["-valid_from"]
        constraints = Dated.constraints("feedback_replyterm")

    def __str__(self) -> str:
        return str(self.working_days)


class PetitionQuerySet(LineageQuerySet):
    def visible_to(self, user: User) -> Self:
        """In one's area, one's own, and for a department what was sent to it."""
        access = access_of(user)
        if access.reads_all_records:
            return self
        return self.filter(
            access.area() | Q(officer_id=access.officer_id or 0) | Q(department__in=access.department_ids)
        )

    def open(self) -> Self:
        return self.filter(status__in=states.OPEN)

    def overdue(self, day: datetime.date) -> Self:
        """Still open after the day on which an answer was due."""
        return self.open().filter(due_on__lt=day)

    def answered(self) -> Self:
        return self.filter(status__in=states.ANSWERED)

    def not_carried_back(self) -> Self:
        """Answered, and nobody has told this answer to those it came from."""
        return self.answered().exclude(
            Exists(CarriedBack.objects.of_the_answer(OuterRef("pk"), OuterRef("answered_at")))
        )

    def with_way_back(self) -> Self:
        """`reaction`: how the answer that stands was received when it was carried back; None while nobody has."""
        told = CarriedBack.objects.of_the_answer(OuterRef("pk"), OuterRef("answered_at"))
        return self.annotate(reaction=Subquery(told.values("reaction")[:1]))

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "field", "department", "visit")

    def first_due_first(self) -> Self:
        return self.order_by("due_on", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-reported_on", "-pk")


_REFUSE_MOVE = """
    IF (OLD.status, NEW.status) NOT IN (
        ('submitted', 'dispatched'), ('dispatched', 'answered'), ('answered', 'dispatched'), ('answered', 'closed')
    ) THEN
        RAISE EXCEPTION 'petition may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_transition';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Petition(Placed):
    """One thing reported from below or asked of a higher level. It names a place and a field, never a person.

    `due_on` is fixed when it is submitted and no later edit moves it.
    """

    after_succession = AfterSuccession(dated="reported_on", pending=~Q(status=Status.CLOSED))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name=_("chuyến đi")
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="petitions", verbose_name=_("cán bộ phản ánh"))
    category = models.CharField(_("loại"), max_length=12, choices=Category)
    field = models.ForeignKey(FieldOfWork, models.PROTECT, related_name="petitions", verbose_name=_("lĩnh vực"))
    content = NormalizedTextField(_("nội dung phản ánh, kiến nghị"), max_length=4000)
    proposed_solution = NormalizedTextField(_("đề xuất giải pháp"), max_length=4000, blank=True)
    reported_on = models.DateField(_("ngày phản ánh"))
    due_on = models.DateField(_("hạn trả lời"), editable=False)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.SUBMITTED, editable=False)
    department = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="petitions", editable=False, verbose_name=_("ngành trả lời")
    )
    reply = NormalizedTextField(_("nội dung trả lời"), max_length=8000, blank=True, editable=False)
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("phản ánh, kiến nghị")
        verbose_name_plural = _("phản ánh, kiến nghị")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="feedback_petition_status"),
            models.CheckConstraint(condition=~Q(content=""), name="feedback_petition_says"),
            models.CheckConstraint(condition=Q(due_on__gte=F("reported_on")), name="feedback_petition_due"),
            models.CheckConstraint(
                condition=Q(status=Status.SUBMITTED, department__isnull=True)
                | ~Q(status=Status.SUBMITTED) & Q(department__isnull=False),
                name="feedback_petition_sent_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(states.OPEN), answered_at__isnull=True)
                | ~Q(status__in=sorted(states.OPEN)) & Q(answered_at__isnull=False) & ~Q(reply=""),
                name="feedback_petition_answered_with",
            ),
        ]
        indexes = [
            models.Index(fields=["-reported_on", "-id"], name="feedback_newest"),
            models.Index(fields=["district", "-reported_on"], name="feedback_district"),
            models.Index(fields=["commune", "-reported_on"], name="feedback_commune"),
            models.Index(
                fields=["due_on", "id"], name="feedback_open_due", condition=Q(status__in=sorted(states.OPEN))
            ),
            models.Index(fields=["department", "due_on"], name="feedback_department"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=_REFUSE_MOVE,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.content[:80]

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN


class PetitionStep(models.Model):
    """One step in the life of a petition: what, by whom, in whose name, with which words. Never changed."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=10, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=10, choices=Status)
    department = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ngành trả lời")
    )
    note = NormalizedTextField(_("nội dung"), max_length=8000, blank=True)
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
        verbose_name = _("diễn biến phản ánh")
        verbose_name_plural = _("diễn biến phản ánh")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()


class Reaction(models.TextChoices):
    """How those who asked took the answer."""

    AGREED = "agreed", _("Đồng tình")
    DISAGREED = "disagreed", _("Chưa đồng tình")
    ADDED = "added", _("Bổ sung thêm ý kiến")


class CarriedBackQuerySet(models.QuerySet):
    def of_the_answer(self, petition: Any, answered_at: Any) -> Self:
        """Those that told this very answer; an earlier one, before the petition was reopened, counts no more."""
        return self.filter(petition=petition, answered_at=answered_at)

    def standing(self) -> Self:
        """Those that told the answer which their petition has now."""
        return self.filter(answered_at=F("petition__answered_at"))


_REFUSE_UNANSWERED = """
    IF NOT EXISTS (
        SELECT FROM feedback_petition
        WHERE id = NEW.petition_id AND status IN ('answered', 'closed') AND answered_at = NEW.answered_at
    ) THEN
        RAISE EXCEPTION 'there is no such answer to carry back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_carriedback_answered';
    END IF;
    RETURN NEW;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CarriedBack(models.Model):
    """One answer told on a visit to the people it came from (báo lại cho dân), and how they took it.

    Once for each answer: after a reopening the new answer is carried back anew. It names no person who was told.
    """

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="carried_back", verbose_name=_("phản ánh, kiến nghị")
    )
    answered_at = models.DateTimeField(_("câu trả lời lúc"), editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="carried_back", verbose_name=_("chuyến đi"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("cán bộ báo lại"))
    reaction = models.CharField(_("ý kiến của dân"), max_length=10, choices=Reaction)
    note = NormalizedCharField(_("ghi thêm"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    at = models.DateTimeField(_("lúc ghi"), default=timezone.now, editable=False)

    objects = CarriedBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần báo lại cho dân")
        verbose_name_plural = _("lần báo lại cho dân")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "answered_at"],
                name="feedback_carriedback_once",
                violation_error_message=_("Câu trả lời này đã được báo lại cho dân trong một chuyến đi khác."),
            ),
            models.CheckConstraint(condition=Q(reaction__in=Reaction.values), name="feedback_carriedback_reaction"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("petition_id", "answered_at"),
                func=_REFUSE_UNANSWERED,
            )
        ]

    def __str__(self) -> str:
        return self.get_reaction_display()
