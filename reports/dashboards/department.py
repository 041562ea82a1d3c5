"""A department's own page: what it owes, how punctually it answers, what was said of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Agency
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, month_label, today
from nammanh.platform.numbers import format_number
from reports.dashboards import links
from reports.dashboards.grids import Cell, Grid, GridRow, Group
from reports.dashboards.measures import share
from reports.dashboards.period import Period
from reports.facts.models import DepartmentMonth
from reports.facts.months import Months
from reports.facts.queries import Punctuality, departments_of, together
from reports.feedback.models import CarriedBack, Reaction, Referral, Verdict
from reports.feedback.states import OWED

SHOWN = 6
MONTHS = 12
"""How far back the table of months goes, the period's last month included."""

COLUMNS = (
    ("due", "den-han", gettext_lazy("Phải trả lời")),
    ("on_time", "dung-han", gettext_lazy("Đúng hạn ban đầu")),
    ("on_time_committed", "dung-hen", gettext_lazy("Đúng hạn đã hẹn")),
    ("late", "tre", gettext_lazy("Trả lời trễ")),
    ("owed", "con-no", gettext_lazy("Chưa trả lời")),
)
"""The measures of a department's month, and what its list is told to show them."""
LATE = {"late", "owed"}


@dataclass(frozen=True)
class Figure:
    """One number with its list, and what is said beside it."""

    label: str
    value: int
    url: str
    tone: str = "neutral"
    hint: str = ""

    @property
    def text(self) -> str:
        return format_number(self.value)


@dataclass
class DepartmentBoard:
    """All that the page of one department shows to one person."""

    user: User
    agency: Agency
    period: Period

    @cached_property
    def referrals(self) -> QuerySet[Referral]:
        return Referral.objects.visible_to(self.user).filter(department=self.agency)

    @cached_property
    def months(self) -> Months:
        """The twelve months up to the end of the period."""
        last = self.period.months.last
        return Months(add_months(last, 1 - MONTHS), last)

    @cached_property
    def _by_month(self) -> dict[Any, Punctuality]:
        asked = self.period.months
        spans = (self.months, asked, asked.previous(), asked.year_before())
        whole = Months(min(span.first for span in spans), asked.last)
        rows = DepartmentMonth.objects.visible_to(self.user).filter(agency=self.agency)
        return departments_of(rows, whole).get(self.agency.pk, {})

    def _of(self, months: Months) -> Punctuality:
        return together({month: row for month, row in self._by_month.items() if month in months})

    def _list(self, months: Months, outcome: str) -> str:
        return links.referrals(nganh=self.agency.pk, han_tu=months.start, han_den=months.end, ket_qua=outcome)

    # ------------------------------------------------------------------------------------------------ figures
    @cached_property
    def _counts(self) -> dict[str, int]:
        """What waits today, and of what was due in the period, what was held not to be met: one query."""
        months, day = self.period.months, today()
        owed = Q(status__in=sorted(OWED))
        late = Q(pk__in=self.referrals.overdue(day).order_by().values("pk"))
        unmet = Exists(Verdict.objects.filter(reply__referral=OuterRef("pk"), passed=False))
        in_period = Q(due_on__range=(months.start, months.end))
        return (
            self.referrals.filter(owed | in_period)
            .order_by()
            .aggregate(
                owed=Count("pk", filter=owed),
                late=Count("pk", filter=late),
                hot=Count("pk", filter=owed & Q(hot=True)),
                unmet=Count("pk", filter=in_period & unmet),
            )
        )

    def waiting(self) -> list[Figure]:
        counts, own = self._counts, {"nganh": self.agency.pk}
        tone = "danger" if counts["late"] else "success"
        return [
            Figure(_("Quá hạn ban đầu"), counts["late"], links.referrals(qua_han=1, **own), tone),
            Figure(_("Còn phải trả lời"), counts["owed"], links.referrals(phai_tra_loi=1, **own)),
            Figure(
                _("Trong đó có vấn đề bức xúc"), counts["hot"], links.referrals(phai_tra_loi=1, buc_xuc=1, **own),
                "danger" if counts["hot"] else "neutral",
            ),
        ]  # fmt: skip

    def punctuality(self) -> list[Figure]:
        """By the first day and by the day promised, beside the whole and the periods before; and what was not met."""
        months = self.period.months
        now, before, year = (self._of(span) for span in (months, months.previous(), months.year_before()))
        found = [
            Figure(
                str(label),
                getattr(now, name),
                self._list(months, outcome),
                hint=self._compared(name, now, before, year),
            )
            for name, outcome, label in COLUMNS
        ]
        unmet = self._counts["unmet"]
        tone = "warning" if unmet else "neutral"
        return [*found, Figure(_("Có câu trả lời chưa đạt"), unmet, self._list(months, "chua-dat"), tone)]

    def _compared(self, name: str, now: Punctuality, before: Punctuality, year: Punctuality) -> str:
        parts = [share(getattr(now, name), now.due)] if name in {"on_time", "on_time_committed"} else []
        if changed := now.corrected(name):
            parts.append(_("đính chính %(change)s") % {"change": f"{changed:+d}"})
        parts.append(
            _("kỳ trước %(before)s, cùng kỳ %(year)s")
            % {"before": format_number(getattr(before, name)), "year": format_number(getattr(year, name))}
        )
        return " · ".join(part for part in parts if part)

    def reactions(self) -> list[Figure]:
        """How the people took the answers that were carried back in the period."""
        months = self.period.months
        standing = CarriedBack.objects.standing().filter(
            petition__department=self.agency, visit__date__range=(months.start, months.end)
        )
        counts = dict(standing.order_by().values_list("reaction").annotate(Count("pk")))
        asked = {"nganh": self.agency.pk, "bao_tu": months.start, "bao_den": months.end}
        tones = {Reaction.AGREED: "success", Reaction.DISAGREED: "warning"}
        return [
            Figure(
                str(reaction.label),
                counts.get(reaction.value, 0),
                links.petitions_waiting(asked, y_dan=reaction.value),
                tones.get(reaction, "neutral"),
            )
            for reaction in Reaction
        ]

    # ------------------------------------------------------------------------------------------------- tables
    def first_due(self) -> list[Referral]:
        rows = self.referrals.owed().first_due_first().select_related("field")
        return list(rows[:SHOWN])

    def by_month(self) -> Grid:
        """The latest month first."""
        rows = []
        for month in reversed(list(self.months)):
            row, one = self._by_month.get(month, Punctuality()), Months.of(month)
            cells = [
                Cell(
                    getattr(row.now, name),
                    self._list(one, outcome),
                    alarm=bool(getattr(row.now, name)) and name in LATE and one.end < today(),
                )
                for name, outcome, _label in COLUMNS
            ]
            rows.append(GridRow(month_label(month), cells))
        return Grid(_("Hạn trong tháng"), [Group("", [str(label) for _name, _outcome, label in COLUMNS])], rows)
