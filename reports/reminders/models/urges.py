"""Urging (đôn đốc): who reminded whom of what, in which words, and what came of it."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Agency, Assignment, DelegationMember, Officer
from nammanh.platform.dates import today
from nammanh.platform.fields import NormalizedTextField
from nammanh.platform.scoping import ScopedQuerySet
from reports.feedback.models import CarriedBack, Petition
from reports.recommendations.models import Comment
from reports.recommendations.states import Status as CommentStatus
from reports.visits.models import Visit

if TYPE_CHECKING:
    from nammanh.accounts.models import User

RECORDS = ("petition", "visit", "comment", "member")
"""What an act of urging is about: exactly one of these."""


class UrgeQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """What one urged, what one was urged about, and what was said about records that one reads. That a member of a
        delegation was reminded concerns its head besides, and whoever reads all records.
        """
        access = access_of(user)
        led = DelegationMember.objects.on(today()).filter(
            officer__in=access.officer_ids, duty=DelegationMember.Duty.HEAD
        )
        of_members = (
            Q(member__isnull=False) if access.reads_all_records else Q(member__delegation__in=led.values("delegation"))
        )
        own = Q(by_id=user.pk or 0) | Q(officer__in=access.officer_ids) | Q(agency__in=access.department_ids)
        return self.filter(
            own
            | of_members
            | Q(petition__in=Petition.objects.visible_to(user).values("pk"))
            | Q(visit__in=Visit.objects.visible_to(user).values("pk"))
            | Q(comment__in=Comment.objects.visible_to(user).values("pk"))
        )

    def with_progress(self) -> Self:
        """`moved_at`: when the record was answered or confirmed, or a reminded member's visit was; `told`: whether an
        answer was carried back since.
        """
        told = CarriedBack.objects.filter(petition=OuterRef("petition"), at__gt=OuterRef("at"))
        moved_at = Coalesce(
            "petition__answered_at", "visit__confirmed_at", "comment__answered_at", Subquery(_went_since())
        )
        return self.annotate(moved_at=moved_at, told=Exists(told))

    def waiting(self) -> Self:
        """Nothing has come of it yet: neither a word nor the act that was asked for."""
        rows = self.with_progress().filter(outcome="", told=False).exclude(comment__status=CommentStatus.DONE)
        return rows.filter(Q(moved_at__isnull=True) | Q(moved_at__lte=F("at")))

    def with_names(self) -> Self:
        return self.select_related(
            *("by", "secretary", "agency", "officer", "outcome_by"),
            *("petition__unit", "petition__commune", "petition__field", "visit__unit", "comment__unit"),
            *("member__delegation", "assignment__unit"),
        )


def _went_since() -> QuerySet:
    """When the commune confirmed the first visit that a reminded member made, on the day of the reminding or later, to
    the place (or to any that they hold for the delegation).
    """
    places = Q()
    for level in ("unit", "hamlet", "commune", "district"):
        places |= Q(unit=OuterRef(level))
    held = Assignment.objects.filter(
        places,
        pk=Coalesce(OuterRef(OuterRef("assignment")), F("pk")),
        delegation=OuterRef(OuterRef("member__delegation")),
        officer=OuterRef("officer"),
        life__contains=OuterRef("date"),
    )
    visits = Visit.objects.confirmed().filter(
        Exists(held),
        officer=OuterRef("member__officer"),
        date__gte=OuterRef("at__date"),
        confirmed_at__gt=OuterRef("at"),
    )
    return visits.order_by("confirmed_at", "pk").values("confirmed_at")[:1]


@pghistory.track()
class Urge(models.Model):
    """One act of urging. The words stand; what came of it may be added, and the record itself tells the rest.

    It is about a record that waits for somebody, or about a member of a working delegation, whom its head asks to go to
    a place (`assignment`) or to those they hold for it; the latter once a day.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, related_name="urges", editable=False, verbose_name=_("phản ánh, kiến nghị")
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="urges", editable=False, verbose_name=_("chuyến đi")
    )
    # DO_NOTHING: a comment that was urged stays; the database's refusal comes out as a sentence.
    comment = models.ForeignKey(
        Comment, models.DO_NOTHING, null=True, related_name="urges", editable=False, verbose_name=_("góp ý")
    )
    member = models.ForeignKey(
        DelegationMember,
        models.PROTECT,
        null=True,
        related_name="urges",
        editable=False,
        verbose_name=_("thành viên đoàn công tác"),
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("phân công được nhắc")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("cơ quan được đôn đốc")
    )
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("đồng chí được đôn đốc")
    )
    words = NormalizedTextField(_("nội dung đôn đốc"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("người đôn đốc")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("người nhập thay"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)
    outcome = NormalizedTextField(_("kết quả"), max_length=2000, blank=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("người ghi kết quả"),
    )
    outcome_at = models.DateTimeField(_("lúc ghi kết quả"), null=True, editable=False)

    objects = UrgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần đôn đốc")
        verbose_name_plural = _("các lần đôn đốc")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (Q(**{f"{name}__isnull": name != one for name in RECORDS}) for one in RECORDS)),
                name="reminders_urge_one_record",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(officer__isnull=False), name="reminders_urge_somebody"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="reminders_urge_says"),
            models.CheckConstraint(
                condition=Q(assignment__isnull=True) | Q(member__isnull=False), name="reminders_urge_place_of_member"
            ),
            models.UniqueConstraint(
                F("member"),
                Coalesce("assignment", Value(0)),
                TruncDate("at"),
                name="reminders_urge_member_once_a_day",
                condition=Q(member__isnull=False),
                violation_error_message=_("Hôm nay đồng chí này đã được nhắc về việc đó. Mỗi ngày nhắc một lần."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_by__isnull=True, outcome_at__isnull=True)
                | ~Q(outcome="") & Q(outcome_by__isnull=False, outcome_at__isnull=False),
                name="reminders_urge_outcome_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="reminders_urge_newest")]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="words_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*RECORDS, "assignment", "agency", "officer", "words", "by", "at"),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def record(self) -> Petition | Visit | Comment | DelegationMember:
        return self.petition or self.visit or self.comment or self.member
