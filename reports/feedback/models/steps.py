"""The history of a petition, line by line, and the files that came with its words."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.platform.fields import NormalizedCharField, NormalizedTextField
from reports.feedback import states
from reports.feedback.models.petitions import Petition
from reports.feedback.models.referrals import Contribution, Referral
from reports.feedback.models.replies import Reply
from reports.feedback.states import Status


class PetitionStep(models.Model):
    """One step in the life of a petition: what, by whom, in whose name, with which words. Never changed.

    `referral` and `reply` keep the link to what a department was asked and said, also after a hand-back.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=12, choices=states.Action)
    status = models.CharField(_("trạng thái sau đó"), max_length=16, choices=Status)
    department = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ngành trả lời")
    )
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("phiếu chuyển")
    )
    reply = models.ForeignKey(
        Reply, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("câu trả lời")
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
        constraints = [
            models.CheckConstraint(
                condition=reduce(
                    or_, (Q(action=action, status__in=sorted(states.states_after(action))) for action in states.Action)
                ),
                name="feedback_petitionstep_in_turn",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_action_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class PetitionFile(models.Model):
    """A paper that came with a petition, a reply or a contribution; never a secret one, whoever sends it is asked."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("phản ánh, kiến nghị")
    )
    reply = models.ForeignKey(
        Reply, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("câu trả lời")
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("ý kiến phối hợp")
    )
    file = models.FileField(_("tệp"), upload_to="phan-anh/%Y/")
    name = NormalizedCharField(_("tên tệp"), max_length=160)
    size = models.PositiveIntegerField(_("dung lượng"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người tải lên")
    )
    uploaded_at = models.DateTimeField(_("lúc tải lên"), default=timezone.now)

    class Meta:
        verbose_name = _("tệp kèm phản ánh")
        verbose_name_plural = _("tệp kèm phản ánh")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(petition__isnull=False, reply__isnull=True, contribution__isnull=True)
                | Q(petition__isnull=True, reply__isnull=False, contribution__isnull=True)
                | Q(petition__isnull=True, reply__isnull=True, contribution__isnull=False),
                name="feedback_file_of_one",
            )
        ]
        triggers = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name
