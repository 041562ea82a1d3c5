"""Petitions counted by month, kept for whoever reads all of them; and which months must be counted again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models import ChangedDay
from nammanh.platform.announcing import announcements, changed_pairs, month_of
from reports.feedback.models.carrying import CarriedBack
from reports.feedback.models.petitions import Petition
from reports.feedback.models.referrals import Referral
from reports.feedback.models.replies import Verdict


class Grain(models.TextChoices):
    """What one row takes together, beside its month; the key is that of the department, field or unit."""

    MONTH = "month", _("Cả tháng")
    DEPARTMENT = "department", _("Ngành")
    FIELD = "field", _("Lĩnh vực")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã")


class MonthCount(models.Model):
    """The petitions reported in a month: all of them (one row, also of none), and by each thing that tells them apart.

    `counts`: by `measures.Measure` · `took`: answered by a department, by the working days that it took · `untold`:
    answered and not carried back, by the day of the answer. A month without the row of all was never counted.
    """

    month = models.DateField(_("tháng"), editable=False)
    grain = models.CharField(_("mức gộp"), max_length=10, choices=Grain, editable=False)
    key = models.BigIntegerField(_("khóa"), null=True, editable=False)
    total = models.IntegerField(_("đã nêu"), editable=False)
    still_open = models.IntegerField(_("chưa trả lời"), editable=False)
    counts = models.JSONField(_("số lượng"), default=dict, editable=False)
    took = models.JSONField(_("theo số ngày trả lời"), default=dict, editable=False)
    untold = models.JSONField(_("chưa báo lại, theo ngày trả lời"), default=dict, editable=False)

    class Meta:
        verbose_name = _("số liệu phản ánh của tháng")
        verbose_name_plural = _("số liệu phản ánh của tháng")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "month", "key"], name="feedback_monthcount_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="feedback_monthcount_month"),
            models.CheckConstraint(condition=Q(grain__in=Grain.values), name="feedback_monthcount_grain"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}, {self.get_grain_display().lower()} {self.key or ''}".strip()


class TouchedMonth(models.Model):
    """Something that counts for petitions of this month was written. Writers only insert, so they never wait for one
    another; whoever reads the figures deletes the rows and counts the month again (`services.counting`).
    """

    month = models.DateField(_("tháng"))

    class Meta:
        verbose_name = _("tháng phản ánh cần tính lại")
        verbose_name_plural = _("tháng phản ánh cần tính lại")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


# --- the records, each with triggers that note the months of what was written ----------------------------------------


def _touch(*selects: str) -> str:
    months = " UNION ".join(selects)
    return f"INSERT INTO feedback_touchedmonth (month) SELECT DISTINCT month FROM ({months}) AS touched;"


_COUNTED = (
    *("reported_on", "status", "department_id", "field_id", "district_id", "commune_id", "due_on", "renewed_due_on"),
    *("answered_at", "told_at", "referral_id"),
)


class CountedPetition(Petition):
    """Petitions announce the month in which they were reported."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "counts",
            inserted=_touch(f"SELECT {month_of('n.reported_on')} AS month FROM new_rows n"),
            updated=_touch(
                *(f"SELECT {month_of(f'{row}.reported_on')} AS month FROM {changed_pairs(*_COUNTED)}" for row in "on")
            ),
        )


class CountedReferral(Referral):
    """Whether an answer came by its day: the months of the petitions that were sent with it."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "counts",
            updated=_touch(
                f"SELECT {month_of('p.reported_on')} AS month FROM feedback_petition p WHERE p.referral_id IN"
                f" (SELECT n.id FROM {changed_pairs('dispatched_at', 'due_on', 'committed_on', 'renewed_due_on')})"
            ),
        )


def _of_petitions(rows: str) -> str:
    return (
        f"SELECT {month_of('p.reported_on')} AS month FROM {rows} said JOIN feedback_petition p"
        " ON p.id = said.petition_id"
    )


_SAID_OF_PETITIONS = announcements(
    "counts",
    inserted=_touch(_of_petitions("new_rows")),
    updated=_touch(_of_petitions("old_rows"), _of_petitions("new_rows")),
    deleted=_touch(_of_petitions("old_rows")),
)


class CountedVerdict(Verdict):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _SAID_OF_PETITIONS


class CountedCarriedBack(CarriedBack):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _SAID_OF_PETITIONS


def _until(rows: str) -> str:
    """The months of petitions that may have been answered after one of these days."""
    return (
        f"SELECT {month_of('m.start')} AS month"
        f" FROM (SELECT LEAST(max(date), CURRENT_DATE) AS day FROM {rows}) changed,"
        f" generate_series((SELECT {month_of('min(reported_on)')} FROM feedback_petition), changed.day, '1 month')"
        " AS m(start)"
    )


class CountedDay(ChangedDay):
    """A day off or worked, decided afterwards, changes how many working days an answer took."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "counts",
            inserted=_touch(_until("new_rows")),
            updated=_touch(_until("old_rows"), _until("new_rows")),
            deleted=_touch(_until("old_rows")),
        )
