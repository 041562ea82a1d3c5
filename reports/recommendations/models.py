"""Formal comments (góp ý chính thức): việc – đề xuất – ai – bao giờ; sent, answered, followed up until done."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import AfterSuccession, LineageQuerySet, Officer, Placed, Unit
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.fulltext import SearchedQuerySet, WordsField, keeps_words
from reports.recommendations import rules, states
from reports.recommendations.scope import superior_of
from reports.recommendations.states import Status
from reports.visits.models import Visit

if TYPE_CHECKING:
    import datetime

    from nammanh.accounts.models import User


class CommentType(models.TextChoices):
    """Kinds of comments (glossary 120–125)."""

    OFFICIAL = "official", _("Góp ý chính thức")
    INFORMAL = "informal", _("Góp ý trao đổi")
    SUGGESTION = "suggestion", _("Gợi ý giải pháp")
    REMINDER = "reminder", _("Nhắc nhở, đôn đốc")
    COMMENDATION = "commendation", _("Biểu dương")
    GUIDANCE = "guidance", _("Hướng dẫn")


WITHOUT_ANSWER = (CommentType.INFORMAL, CommentType.COMMENDATION)
"""Nobody waits for an answer to these, though one may be given."""


class Addressee(models.TextChoices):
    """Whom a comment is for (seed 001)."""

    COMMITTEE = "committee", _("Cấp ủy")
    STANDING_BOARD = "standing_board", _("Ban Thường vụ cấp ủy")
    KEY_OFFICIALS = "key_officials", _("Cán bộ chủ chốt")


class Visibility(models.TextChoices):
    """Who reads a comment (seed 001: “ngại góp ý cho cơ sở”)."""

    COMMUNE = "commune", _("Gửi cấp ủy xã")
    SUPERIOR = "superior", _("Gửi lãnh đạo phụ trách")
    PRIVATE = "private", _("Ghi chú cá nhân")


class Specificity(models.TextChoices):
    """The recipient's verdict (seed 001: “có ý kiến nhưng nêu chung chung”).

    What is hard to carry out has been understood, so it counts as specific.
    """

    SPECIFIC = "specific", _("Cụ thể")
    VAGUE = "vague", _("Chung chung")
    HARD = "hard", _("Khó thực hiện")


class Answer(models.TextChoices):
    """What the recipient says to a comment."""

    ACCEPTED = "accepted", _("Tiếp thu")
    EXPLAINED = "explained", _("Giải trình")
    NOT_YET = "not_yet", _("Chưa thực hiện được")
    ALREADY_DONE = "already_done", _("Đã làm rồi")


class Progress(models.TextChoices):
    """What the officer found on looking again."""

    DONE = "done", _("Đã thực hiện")
    UNDER_WAY = "under_way", _("Đang thực hiện")
    NOT_DONE = "not_done", _("Chưa thực hiện")


COMPLETE = Q(responsible__gt="", due_on__isnull=False)
"""A comment that names who and by when, besides the matter and the proposal that each must have."""

SPECIFIC = Q(specificity__in=[Specificity.SPECIFIC, Specificity.HARD]) | Q(specificity="") & COMPLETE
"""The rule of `CommentQuerySet.specific`, for counting beside the total in one query."""


class CommentQuerySet(LineageQuerySet, SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own; of others only what was sent: to the commune, what lies in one's area; to the superior, what
        one leads. Nobody else reads a draft or a private note, whatever else they may read.
        """
        access = access_of(user)
        own = Q(officer_id=access.officer_id or 0)
        if access.reads_all_records:
            return self.filter(own | ~Q(status__in=sorted(states.UNSENT)))
        read = access.area() & Q(visibility=Visibility.COMMUNE)
        read |= superior_of(access) & Q(visibility=Visibility.SUPERIOR)
        return self.filter(own | read & ~Q(status__in=sorted(states.UNSENT)))

    def sent(self) -> Self:
        """Given to their recipient: what figures count."""
        return self.exclude(status__in=sorted(states.UNSENT))

    def unsent(self) -> Self:
        return self.filter(status__in=sorted(states.UNSENT))

    def to_commune(self) -> Self:
        return self.filter(visibility=Visibility.COMMUNE)

    def to_superior(self) -> Self:
        return self.filter(visibility=Visibility.SUPERIOR)

    def awaiting_reading(self) -> Self:
        return self.filter(status=Status.SENT)

    def awaiting_answer(self) -> Self:
        """Read by the recipient, who owes a word."""
        return self.filter(status=Status.READ).exclude(type__in=WITHOUT_ANSWER)

    def running(self) -> Self:
        return self.filter(status__in=sorted(states.RUNNING))

    def with_deadline(self) -> Self:
        """`deadline`: the day agreed last, when the officer looked again."""
        return self.annotate(deadline=Coalesce("expected_on", "due_on"))

    def overdue(self, day: datetime.date) -> Self:
        """Past its day, and neither the officer nor the recipient has said that it is done."""
        rows = self.running().exclude(answer=Answer.ALREADY_DONE, progress="")
        return rows.with_deadline().filter(deadline__lt=day)

    def to_follow_up(self, day: datetime.date) -> Self:
        """Answered or promised, and the day has come to look whether it was carried out."""
        rows = self.filter(status__in=sorted({Status.READ, *states.FOLLOWED}))
        return rows.with_deadline().filter(deadline__lte=day)

    def specific(self) -> Self:
        """Held to be specific: by the commune's verdict, or until it has one by its four parts being there."""
        return self.filter(SPECIFIC)

    def vague(self) -> Self:
        return self.filter(Q(specificity=Specificity.VAGUE) | Q(specificity="") & ~COMPLETE)

    def with_names(self) -> Self:
        return self.select_related("officer", "unit", "commune", "district", "visit")

    def newest_first(self) -> Self:
        return self.order_by("-given_on", "-pk")


def _person(label: object, **kwargs: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=label, **kwargs
    )


SEARCHED = ("matter", "proposal", "responsible", "reply")
"""The texts in which a search looks."""


@pghistory.track(exclude=["words"])
class Comment(Placed):
    """One comment given to a locality on a visit, from its draft to the day on which it is carried out.

    `number` is given when it is first sent, without a gap for each commune, year and circle of readers, and stays.
    `due_on` is what the comment asked for; `expected_on` the day agreed since, when the officer looked again.
    """

    after_succession = AfterSuccession(dated="given_on", pending=Q(status__in=sorted(states.RUNNING)))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="comments", verbose_name=_("chuyến đi"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="comments", verbose_name=_("cán bộ"))
    given_on = models.DateField(_("ngày góp ý"))
    type = models.CharField(_("loại góp ý"), max_length=14, choices=CommentType, default=CommentType.OFFICIAL)
    visibility = models.CharField(_("gửi ai"), max_length=10, choices=Visibility, default=Visibility.COMMUNE)
    addressee = models.CharField(_("đối tượng góp ý"), max_length=16, choices=Addressee)
    matter = NormalizedTextField(_("việc"), max_length=2000)
    proposal = NormalizedTextField(_("đề xuất"), max_length=2000)
    responsible = NormalizedCharField(_("ai làm"), max_length=200, blank=True)
    due_on = models.DateField(_("bao giờ xong"), null=True, blank=True)
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    number = models.PositiveIntegerField(_("số"), null=True, editable=False)
    number_year = models.PositiveSmallIntegerField(_("năm của số"), null=True, editable=False)
    sent_at = models.DateTimeField(_("lúc gửi"), null=True, editable=False)
    read_at = models.DateTimeField(_("lúc đọc"), null=True, editable=False)
    read_by = _person(_("người đọc"), null=True)
    specificity = models.CharField(_("xã đánh giá"), max_length=10, choices=Specificity, blank=True, editable=False)
    judged_by = _person(_("đánh giá"), null=True)
    judged_at = models.DateTimeField(_("lúc đánh giá"), null=True, editable=False)
    answer = models.CharField(_("trả lời"), max_length=12, choices=Answer, blank=True, editable=False)
    reply = NormalizedTextField(_("lời trả lời"), max_length=4000, blank=True, editable=False)
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True, editable=False)
    answered_by = _person(_("người trả lời"), null=True)
    progress = models.CharField(_("kết quả theo dõi"), max_length=10, choices=Progress, blank=True, editable=False)
    followed_on = models.DateField(_("ngày theo dõi"), null=True, editable=False)
    expected_on = models.DateField(_("hẹn xong"), null=True, editable=False)
    entered_by = _person(_("người nhập"))
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    words = WordsField(sources=SEARCHED)

    objects = CommentQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("góp ý")
        verbose_name_plural = _("góp ý")
        ordering = ["-given_on", "-pk"]
        constraints = rules.constraints(Status, Visibility, CommentType, Progress)
        indexes = [
            models.Index(fields=["-given_on", "-id"], name="recommendations_newest", include=["status", "officer"]),
            models.Index(fields=["district", "-given_on"], name="recommendations_district"),
            models.Index(fields=["commune", "-given_on"], name="recommendations_commune"),
            models.Index(
                fields=["hamlet", "-given_on"], name="recommendations_hamlet", condition=Q(hamlet__isnull=False)
            ),
            models.Index(
                fields=["commune", "status"],
                name="recommendations_waiting",
                condition=Q(status__in=[Status.SENT, Status.READ]),
                include=["type", "visibility", "officer", "district", "sent_at", "read_at", "id"],
            ),
            models.Index(
                fields=["officer", "commune"],
                name="recommendations_followed",
                condition=Q(status__in=sorted({Status.READ, *states.FOLLOWED})) | Q(specificity=Specificity.VAGUE),
            ),
            GinIndex(fields=["words"], name="recommendations_words"),
        ]
        triggers = [*Placed.Meta.triggers, keeps_words(*SEARCHED), *rules.TRIGGERS]

    def __str__(self) -> str:
        return self.matter[:80]

    @property
    def is_complete(self) -> bool:
        """Whether all four parts are there."""
        return bool(self.responsible and self.due_on)

    @property
    def is_unsent(self) -> bool:
        return self.status in states.UNSENT

    @property
    def as_draft(self) -> bool:
        """Whether its author keeps it back, as `CommentContent` says it."""
        return self.is_unsent

    @property
    def is_note(self) -> bool:
        """A private note: a draft that is not meant to be sent."""
        return self.visibility == Visibility.PRIVATE


class CommentStep(models.Model):
    """One step in the life of a comment: what, by whom, in whose name, with which words. Never changed.

    `outcome` is the verdict, answer or progress that the step brought; `day` when the officer looked, `expected_on`
    the day agreed then.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=10, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=12, choices=Status)
    outcome = models.CharField(_("kết quả"), max_length=12, blank=True)
    day = models.DateField(_("ngày"), null=True, blank=True)
    expected_on = models.DateField(_("hẹn xong"), null=True, blank=True)
    note = NormalizedTextField(_("nội dung"), max_length=4000, blank=True)
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
        verbose_name = _("diễn biến góp ý")
        verbose_name_plural = _("diễn biến góp ý")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update), rules.STEPS_KEPT]

    def __str__(self) -> str:
        return self.get_action_display()


class Rest(models.Model):
    """Until when an officer doesn't want to be reminded that the latest visits to a commune brought no comment.

    Nobody else reads it, and nothing is counted from it.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("cán bộ"))
    commune = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("xã, phường, thị trấn"))
    until = models.DateField(_("nhắc lại từ ngày"))

    class Meta:
        verbose_name = _("lời nhắc để sau")
        verbose_name_plural = _("lời nhắc để sau")
        constraints = [models.UniqueConstraint(fields=["officer", "commune"], name="recommendations_rest_one")]

    def __str__(self) -> str:
        return f"{self.officer}, {self.commune}: {self.until:%d/%m/%Y}"
