"""The ladder as the office sets it, and the ledger of the steps that were taken on it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import LegalDocument, Post
from nammanh.platform.periods import Dated, DatedQuerySet
from reports.reminders.states import LADDERS, STAMPS, Stamp, Target

LADDER_CHOICES = [(kind.value, kind.label) for kind in LADDERS]
ONE_DAY = datetime.timedelta(days=1)
MOST_DAYS = 250
"""Working days of a year: a rung further away would never be seen to work."""


@dataclass(frozen=True)
class Span:
    """A rung and the days on which it was in force, up to the day asked about."""

    rung: Rung
    first: datetime.date
    last: datetime.date


class RungQuerySet(DatedQuerySet):
    def spans(self, ladder: str, day: datetime.date) -> list[Span]:
        """Every rung that the ladder has had up to `day`, from the first step; a later row of a step ends an earlier.

        Rows of the past are among them: what came to a rung in its last night is told also when nothing ran then.
        """
        rows = self.filter(ladder=ladder, valid_from__lte=day).order_by("step", "valid_from")
        found: list[Span] = []
        for rung in rows.select_related("post"):
            if found and found[-1].rung.step == rung.step:
                before = found.pop()
                found.append(replace(before, last=min(before.last, rung.valid_from - ONE_DAY)))
            found.append(Span(rung, rung.valid_from, min(rung.valid_to or day, day)))
        return [span for span in found if span.first <= span.last]


@pghistory.track()
class Rung(Dated):
    """One rung of a ladder: after how many working days, counted from which stamp, who is told.

    It speaks of what comes to it while it is in force: setting a ladder tells nobody of what was late before. A later
    row of the same step replaces an earlier one; what the ledger has noted for the step stays noted.
    """

    ladder = models.CharField(_("thang"), max_length=10, choices=LADDER_CHOICES)
    step = models.PositiveSmallIntegerField(_("bậc"), validators=[MinValueValidator(1)])
    stamp = models.CharField(_("tính"), max_length=10, choices=Stamp)
    working_days = models.SmallIntegerField(
        _("số ngày làm việc"),
        validators=[MinValueValidator(-MOST_DAYS), MaxValueValidator(MOST_DAYS)],
        help_text=_("0: báo ngay. Số âm: báo trước hạn bấy nhiêu ngày làm việc."),
    )
    to = models.CharField(_("báo cho"), max_length=12, choices=Target)
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chức vụ nhận trước"),
        help_text=_("Khi nơi nhận có nhiều đồng chí, đồng chí giữ chức vụ này nhận trước."),
    )
    urgent = models.BooleanField(
        _("khẩn"), default=False, help_text=_("Gửi ngay trong thư gần nhất, không chờ những ngày cho tự đọc.")
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("căn cứ")
    )

    objects = RungQuerySet.as_manager()

    class Meta:
        verbose_name = _("bậc nhắc việc")
        verbose_name_plural = _("thang nhắc việc")
        ordering = ["ladder", "step", "-valid_from"]
        constraints = [
            *Dated.constraints("reminders_rung"),
            models.UniqueConstraint(
                fields=["ladder", "step", "valid_from"],
                name="reminders_rung_step",
                violation_error_message=_("Thang này đã có bậc mang số đó từ ngày đó."),
            ),
            models.CheckConstraint(
                condition=reduce(or_, (Q(ladder=kind, stamp__in=sorted(STAMPS[kind])) for kind in LADDERS)),
                name="reminders_rung_stamp",
                violation_error_message=_("Loại việc này không có mốc thời gian đó."),
            ),
            models.CheckConstraint(condition=Q(to__in=Target.values), name="reminders_rung_to"),
            models.CheckConstraint(
                condition=Q(working_days__range=(-MOST_DAYS, MOST_DAYS))
                & (Q(working_days__gte=0) | Q(stamp__in=[Stamp.DUE, Stamp.COMMITTED])),
                name="reminders_rung_days",
                violation_error_message=_("Chỉ báo trước được so với một hạn; từ các mốc khác, số ngày từ 0 trở lên."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ladder_display()} – {self.step}"

    def clean(self) -> None:
        if self.post_id and self.to in {Target.HANDLER, Target.HOLDER, Target.MEMBER, Target.ADDRESSEE}:
            raise ValidationError({"post": _("Nơi nhận này theo phân công, không theo chức vụ.")})


class RungStep(models.Model):
    """A rung that was taken for one record: the portal's ledger. Once for each record, step and cycle, for ever.

    `cycle` is the stamp that it was counted from: another answer of a petition begins another cycle. `subject` is the
    key of the petition, visit, comment, report or (for a hand-over) the receiver's assignment. `meant` is whom the rung
    names, `reached` where the word went; they differ when nobody was there, or the one who was had done it themself.
    """

    ladder = models.CharField(_("thang"), max_length=10, choices=LADDER_CHOICES)
    step = models.PositiveSmallIntegerField(_("bậc"))
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="steps", verbose_name=_("bậc theo quy định"))
    subject = models.BigIntegerField(_("hồ sơ"))
    cycle = models.DateTimeField(_("tính từ"))
    meant = models.CharField(_("định báo cho"), max_length=12, choices=Target)
    reached = models.CharField(_("đã báo cho"), max_length=12, choices=Target)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người nhận")
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("lần nhắc việc")
        verbose_name_plural = _("sổ nhắc việc")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "subject", "step", "cycle"], name="reminders_rungstep_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_ladder_display()} – {self.step}"

    @property
    def fell(self) -> bool:
        """Whether it went elsewhere than the rung says."""
        return self.reached != self.meant
