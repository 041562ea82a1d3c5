"""An import, and the lines of its sheet while they are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.imports.states import Fault, Kind, Outcome, State
from assignments.models import Unit
from assignments.policies import household_unit_ids, may_manage_assignments
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.legacy_text import Encoding
from nammanh.platform.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class ImportJobQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Of households: those of one's own commune. Of the rest: all, for who manages assignments."""
        condition = Q(kind=Kind.HOUSEHOLDS, commune__in=household_unit_ids(user))
        if may_manage_assignments(user):
            condition |= ~Q(kind=Kind.HOUSEHOLDS)
        return self.filter(condition)


@pghistory.track(fields=["state", "kind", "user", "file_name", "sha256", "applied_at"], model_name="ImportJobEvent")
class ImportJob(models.Model):
    """One file on its way into the portal: uploaded, columns matched, checked line by line, confirmed, written.

    Nothing but this job and its lines is written before it is confirmed. Without a worker process: each request of the
    progress page checks some more lines, so a closed browser goes on where it was.
    """

    kind = models.CharField(_("loại dữ liệu"), max_length=12, choices=Kind)
    state = models.CharField(_("tình trạng"), max_length=12, choices=State, default=State.UPLOADED)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người nhập"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nhập thay")
    )
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hộ của xã, phường")
    )
    created_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    applied_at = models.DateTimeField(_("nhập lúc"), null=True, blank=True, editable=False)
    file = models.FileField(_("tệp"), upload_to="nhap-excel/%Y/%m/", blank=True)
    file_name = NormalizedCharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    form = models.CharField(max_length=4, editable=False)
    sheet = models.CharField(_("trang tính"), max_length=120, blank=True)
    encoding = models.CharField(_("bảng mã"), max_length=8, choices=Encoding, default=Encoding.UNICODE)
    headings = models.JSONField(default=dict, editable=False)
    """Heading texts by column number from 0, as strings."""
    heading_line = models.PositiveIntegerField(default=0, editable=False)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    columns = models.JSONField(default=dict, editable=False)
    """Column number by the fact it holds."""
    answers = models.JSONField(default=dict, editable=False)
    """What the person answered, by question."""
    total = models.PositiveIntegerField(_("số dòng"), default=0, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    """Lines by outcome, once it is done."""

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập từ Excel")
        verbose_name_plural = _("các lần nhập từ Excel")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DONE, applied_at__isnull=False)
                | ~Q(state=State.DONE) & Q(applied_at__isnull=True),
                name="imports_importjob_done_has_time",
                violation_error_message=_("Lần nhập đã xong phải có giờ nhập."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.HOUSEHOLDS, commune__isnull=False)
                | ~Q(kind=Kind.HOUSEHOLDS) & Q(commune__isnull=True),
                name="imports_importjob_commune_of_households",
                violation_error_message=_("Danh sách hộ phải thuộc một xã, phường."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "signature"], name="imports_importjob_headings")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.file_name}"

    def letter_of(self, code: str) -> str:
        """The letters over the column that holds this fact, as Excel shows them."""
        from_zero = self.columns.get(code)
        letters, number = "", -1 if from_zero is None else from_zero
        while number >= 0:
            letters, number = chr(65 + number % 26) + letters, number // 26 - 1
        return letters


class ImportRow(models.Model):
    """One line of the sheet: its cells as they were, what they mean, what is wrong with them.

    Only matched columns are kept. Defaults stand in the database because lines arrive by COPY.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", verbose_name=_("lần nhập"))
    line = models.PositiveIntegerField(_("dòng"))
    cells = models.JSONField(default=dict)
    """The sheet's cells by the fact they hold; see `sheets.limits.Cell`."""
    outcome = models.CharField(max_length=10, choices=Outcome, db_default=Outcome.UNCHECKED)
    resolved = models.JSONField(null=True)
    """What will be written, by ids and plain values."""
    faults = models.JSONField(db_default=models.Value([], models.JSONField()))
    """Dictionaries with fault, column (its code, or empty) and why."""
    fault = models.CharField(max_length=14, choices=Fault, db_default="", blank=True)
    """The first of `faults`, to group by."""
    key = models.CharField(max_length=200, db_default="", blank=True)
    """What the line is about: two lines of one file must not share it."""
    question = models.JSONField(null=True)
    question_key = models.CharField(max_length=200, db_default="", blank=True)

    class Meta:
        verbose_name = _("dòng của bảng")
        verbose_name_plural = _("các dòng của bảng")
        ordering = ["job", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "line"],
                name="imports_importrow_line",
                violation_error_message=_("Dòng này đã có."),
            )
        ]
        indexes = [
            models.Index(fields=["job", "outcome", "line"], name="imports_importrow_outcome"),
            models.Index(fields=["job", "key"], name="imports_importrow_key"),
        ]

    def __str__(self) -> str:
        return f"{self.line}"

    def shown(self, value: Any) -> str:
        """A cell as a person would read it on the sheet."""
        if isinstance(value, dict):
            return str(next(iter(value.values()), ""))
        return "" if value is None else str(value)
