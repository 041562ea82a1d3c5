"""Petitions and what people report (phản ánh, kiến nghị): what, from whom, how it stands, when an answer is due."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import AfterSuccession, Agency, FieldOfWork, Officer, Placed, Unit
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from nammanh.platform.fulltext import WordsField, keeps_words
from reports.feedback import rules, states
from reports.feedback.models.petition_querysets import PetitionQuerySet
from reports.feedback.models.referrals import Referral
from reports.feedback.states import Status
from reports.visits.models import Visit


class Category(models.TextChoices):
    """What sort of thing is reported (glossary 134–140). A hot issue has its own, short term."""

    DIFFICULTY = "difficulty", _("Khó khăn")
    OBSTACLE = "obstacle", _("Vướng mắc")
    SHORTCOMING = "shortcoming", _("Tồn tại, hạn chế")
    HOT_ISSUE = "hot_issue", _("Vấn đề bức xúc")
    ASPIRATION = "aspiration", _("Tâm tư, nguyện vọng")
    PROPOSAL = "proposal", _("Kiến nghị, đề xuất")


class Source(models.TextChoices):
    """Where it came from."""

    VISIT = "visit", _("Chuyến đi cơ sở")
    COMMUNE = "commune", _("Đảng ủy xã gửi trực tiếp")
    MEETING = "meeting", _("Cuộc họp, hội nghị")


class Whose(models.TextChoices):
    """Whose word it is, never by name (glossary 138)."""

    MEMBERS = "members", _("Đảng viên")
    PEOPLE = "people", _("Nhân dân")
    BOTH = "both", _("Đảng viên và nhân dân")


CONDITIONS_OF_SOURCE = (
    Q(source=Source.VISIT, officer__isnull=False, sender__isnull=True, meeting="")
    | Q(source=Source.COMMUNE, officer__isnull=True, visit__isnull=True, sender__isnull=False, meeting="")
    | Q(source=Source.MEETING, officer__isnull=True, visit__isnull=True, sender__isnull=False) & ~Q(meeting="")
)
NEVER_REFERRED = [
    status.value
    for status in Status
    if status in {*states.UNSENT, Status.RETURNED, Status.HANDLED_LOCALLY, Status.DUPLICATE}
]


SEARCHED = ("content", "proposed_solution", "supplement", "meeting", "reply", "reason")
"""The texts in which a search looks."""


@pghistory.track(exclude=["words", "owed_on", "promised_on"])
class Petition(Placed):
    """One thing reported from below or asked of a higher level. It names a place and a field, never a person.

    `due_on` is fixed when it is submitted; only the end of a pause moves it, by the working days that it lasted.
    `renewed_due_on` is set when an answer is sent back, `deadline_on` is the later of the two. `since` is the month
    from which on the matter has stood. `sender` is the commune's committee, or whose meeting it was. `alike_to` is what
    the sender took for the same matter while typing; the office links it (`duplicate_of`) or keeps it as a voice.
    While a department owes an answer, `owed_on` is the day set for it (anew, where an answer was sent back) and
    `promised_on` the last that was set or promised: the database copies them from the referral, so that late ones are
    read from an index.
    """

    after_succession = AfterSuccession(dated="reported_on", pending=~Q(status=Status.CLOSED))

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("nguồn"), max_length=8, choices=Source, default=Source.VISIT, editable=False)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name=_("chuyến đi")
    )
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name=_("cán bộ phản ánh")
    )
    sender = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="sent_petitions", verbose_name=_("cơ quan gửi")
    )
    meeting = NormalizedCharField(_("cuộc họp"), max_length=200, blank=True)
    category = models.CharField(_("loại"), max_length=12, choices=Category)
    field = models.ForeignKey(
        FieldOfWork, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name=_("lĩnh vực")
    )
    whose = models.CharField(_("ý kiến của ai"), max_length=8, choices=Whose, blank=True)
    since = models.DateField(_("có từ tháng"), null=True, blank=True)
    content = NormalizedTextField(_("nội dung phản ánh, kiến nghị"), max_length=4000)
    proposed_solution = NormalizedTextField(_("đề xuất giải pháp"), max_length=4000, blank=True)
    supplement = NormalizedTextField(_("nội dung bổ sung"), max_length=4000, blank=True, editable=False)
    reported_on = models.DateField(_("ngày phản ánh"))
    due_on = models.DateField(_("hạn trả lời"), editable=False)
    renewed_due_on = models.DateField(_("hạn trả lời lại"), null=True, editable=False)
    deadline_on = models.GeneratedField(
        expression=Greatest("due_on", "renewed_due_on"),
        output_field=models.DateField(_("hạn đang tính")),
        db_persist=True,
    )
    paused_days = models.PositiveSmallIntegerField(_("số ngày làm việc đã dừng"), default=0, editable=False)
    status = models.CharField(_("trạng thái"), max_length=16, choices=Status, default=Status.SUBMITTED, editable=False)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="duplicates", verbose_name=_("trùng với")
    )
    alike_to = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("người gửi cho là cùng việc với"),
    )  # fmt: skip
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, related_name="petitions", editable=False, verbose_name=_("phiếu chuyển")
    )
    department = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="petitions", editable=False, verbose_name=_("ngành trả lời")
    )
    owed_on = models.DateField(_("hạn của ngành"), null=True, editable=False)
    promised_on = models.DateField(_("ngày ngành hẹn"), null=True, editable=False)
    reply = NormalizedTextField(_("nội dung trả lời"), max_length=8000, blank=True, editable=False)
    reason = NormalizedTextField(_("lý do chưa giải quyết được"), max_length=4000, blank=True, editable=False)
    received_at = models.DateTimeField(_("lúc tiếp nhận"), null=True, editable=False)
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True, editable=False)
    told_at = models.DateTimeField(_("lúc báo người gửi"), null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("lúc lập"), default=timezone.now, editable=False)
    words = WordsField(sources=SEARCHED)

    objects = PetitionQuerySet.as_manager()

    class Meta(Placed.Meta):
        verbose_name = _("phản ánh, kiến nghị")
        verbose_name_plural = _("phản ánh, kiến nghị")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="feedback_petition_status"),
            models.CheckConstraint(condition=~Q(content=""), name="feedback_petition_says"),
            models.CheckConstraint(condition=Q(due_on__gte=F("reported_on")), name="feedback_petition_due"),
            models.CheckConstraint(condition=CONDITIONS_OF_SOURCE, name="feedback_petition_source"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__lte=F("reported_on")) & Q(since__day=1),
                name="feedback_petition_since",
                violation_error_message=_("“Có từ tháng” phải là một tháng trước ngày phản ánh."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=NEVER_REFERRED, referral__isnull=True)
                | Q(status__in=sorted({*states.WITH_DEPARTMENT, Status.ANSWERED}), referral__isnull=False)
                | Q(status__in=[Status.RESOLVED, Status.UNRESOLVABLE, Status.CLOSED]),
                name="feedback_petition_sent_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(states.WITH_DEPARTMENT), owed_on__isnull=False, promised_on__isnull=False)
                | ~Q(status__in=sorted(states.WITH_DEPARTMENT)) & Q(owed_on__isnull=True, promised_on__isnull=True),
                name="feedback_petition_still_owed",
            ),
            models.CheckConstraint(
                condition=Q(referral__isnull=True) | Q(field__isnull=False),
                name="feedback_petition_sent_with_field",
                violation_error_message=_("Chọn lĩnh vực trước khi chuyển ngành."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted({*states.OPEN, Status.DUPLICATE}), answered_at__isnull=True)
                | Q(status=Status.CLOSED, duplicate_of__isnull=False, answered_at__isnull=True)
                | Q(status__in=sorted({*states.ANSWERED, Status.CLOSED}), answered_at__isnull=False) & ~Q(reply=""),
                name="feedback_petition_answered_with",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.UNRESOLVABLE) | ~Q(reason=""),
                name="feedback_petition_unresolved_why",
                violation_error_message=_("Nêu rõ lý do chưa giải quyết được."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DUPLICATE, duplicate_of__isnull=False)
                | Q(status=Status.CLOSED)
                | ~Q(status=Status.DUPLICATE) & Q(duplicate_of__isnull=True),
                name="feedback_petition_duplicate_of",
            ),
        ]
        indexes = [
            models.Index(fields=["-reported_on", "-id"], name="feedback_newest"),
            GinIndex(fields=["words"], name="feedback_words"),
            models.Index(fields=["district", "-reported_on"], name="feedback_district"),
            models.Index(fields=["commune", "-reported_on"], name="feedback_commune"),
            models.Index(fields=["hamlet", "-reported_on"], name="feedback_hamlet", condition=Q(hamlet__isnull=False)),
            models.Index(
                fields=["deadline_on", "id"],
                name="feedback_open_due",
                condition=Q(status__in=sorted(states.OPEN)),
                include=[
                    "reported_on",
                    "department",
                    "field",
                    "province",
                    "district",
                    "commune",
                    "officer",
                    "owed_on",
                    "category",
                    "status",
                ],
            ),
            models.Index(
                fields=["commune", "deadline_on", "id"],
                name="feedback_open_commune",
                condition=Q(status__in=sorted(states.OPEN)),
            ),
            models.Index(
                fields=["deadline_on", "id"],
                name="feedback_open_hot",
                condition=Q(status__in=sorted(states.OPEN), category="hot_issue"),
                include=["reported_on", "status", "district", "commune", "officer"],
            ),
            models.Index(
                fields=["owed_on", "id"],
                name="feedback_owed",
                condition=Q(owed_on__isnull=False),
                include=["promised_on", "department", "district", "commune", "officer"],
            ),
            models.Index(fields=["department", "deadline_on"], name="feedback_department"),
        ]
        triggers = [
            *Placed.Meta.triggers,
            keeps_words(*SEARCHED),
            pgtrigger.Trigger(
                name="transition",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.AnyChange("status"),
                func=rules.REFUSE_MOVE,
            ),
            pgtrigger.Trigger(
                name="untold_end",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Condition("NEW.status = 'closed' AND OLD.status <> 'closed'"),
                func=rules.REFUSE_UNTOLD_END,
            ),
            pgtrigger.Trigger(
                name="clock",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("due_on", "renewed_due_on", "paused_days"),
                func=rules.REFUSE_CLOCK,
            ),
            pgtrigger.Trigger(
                name="no_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("duplicate_of_id"),
                condition=pgtrigger.Condition("NEW.duplicate_of_id IS NOT NULL"),
                func=rules.REFUSE_CHAIN,
            ),
            pgtrigger.Trigger(
                name="of_referral",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("referral_id", "department_id", "status", "owed_on", "promised_on"),
                func=rules.OF_REFERRAL,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.content[:80]

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN

    @property
    def is_hot(self) -> bool:
        return self.category == Category.HOT_ISSUE

    @property
    def like(self) -> uuid.UUID | None:
        """The identity of what the sender took for the same matter."""
        return self.alike_to.uuid if self.alike_to else None

    @property
    def is_paused(self) -> bool:
        return self.status == Status.RETURNED


@pghistory.track()
class CoProposer(models.Model):
    """Who asks the same (đồng đề xuất): a unit, an agency, or an organisation by its name; never a person."""

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="co_proposers", verbose_name=_("phản ánh, kiến nghị")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    name = NormalizedCharField(_("tổ chức khác"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("nơi đồng đề xuất")
        verbose_name_plural = _("nơi đồng đề xuất")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, agency__isnull=True, name="")
                | Q(unit__isnull=True, agency__isnull=False, name="")
                | Q(unit__isnull=True, agency__isnull=True) & ~Q(name=""),
                name="feedback_coproposer_one",
            ),
            models.UniqueConstraint(
                fields=["petition", "unit", "agency", "name"], name="feedback_coproposer_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.agency or self.name)


@pghistory.track()
class Pause(models.Model):
    """The days on which a petition's clock stood still: from its return for more detail until it came back."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="pauses", verbose_name=_("phản ánh, kiến nghị"))
    started_on = models.DateField(_("dừng từ ngày"))
    ended_on = models.DateField(_("chạy tiếp từ ngày"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("số ngày làm việc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thời gian tạm dừng")
        verbose_name_plural = _("thời gian tạm dừng")
        ordering = ["started_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], name="feedback_pause_one_open", condition=Q(ended_on=None)),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, working_days__isnull=True)
                | Q(ended_on__gte=F("started_on"), working_days__isnull=False),
                name="feedback_pause_ends",
            ),
        ]

    def __str__(self) -> str:
        return str(self.started_on)
