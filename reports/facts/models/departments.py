"""How punctually departments answer, by the month for which the answer was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Agency
from nammanh.platform.scoping import ScopedQuerySet
from reports.facts import rules

if TYPE_CHECKING:
    from nammanh.accounts.models import User


class DepartmentMonthQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own department's; all for those who read all records."""
        access = access_of(user)
        return self if access.reads_all_records else self.filter(agency__in=access.department_ids)


class DepartmentMonth(models.Model):
    """What one department was to answer by its first day in this month, and what became of it.

    `due` are the referrals that it answered or still owes; one that was handed back or recalled is nobody's. They are
    `on_time` or `late` by the first day; `on_time_committed` by the last one that was set or promised; the rest is
    `owed`: late as well, once the month is over. With `frozen_at` as it stood when the month was closed.
    """

    agency = models.ForeignKey(
        Agency, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, editable=False,
        verbose_name=_("ngành"),
    )  # fmt: skip
    month = models.DateField(_("tháng"), editable=False)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, editable=False)
    due = models.IntegerField(_("đến hạn"), default=0)
    on_time = models.IntegerField(_("đúng hạn ban đầu"), default=0)
    on_time_committed = models.IntegerField(_("đúng hạn đã hẹn"), default=0)
    late = models.IntegerField(_("trả lời trễ"), default=0)
    owed = models.IntegerField(_("chưa trả lời"), default=0)

    objects = DepartmentMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời của ngành trong tháng")
        verbose_name_plural = _("trả lời của ngành trong tháng")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agency", "frozen_at"], name="facts_departmentmonth_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="facts_departmentmonth_month"),
        ]
        triggers = rules.frozen_rows()

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.month:%m/%Y}"


PUNCTUALITY = ("due", "on_time", "on_time_committed", "late", "owed")
"""The columns that are counted, in the order of the table."""
