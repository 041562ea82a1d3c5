"""The profile of one unit on one day, put together for its page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assignments import queries as units_queries
from assignments.models import Household, Level, Unit
from assignments.profiles import queries
from assignments.profiles.models import FactKind, UnitFact
from assignments.profiles.values import difference, shown, value_of
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_number


@dataclass(frozen=True)
class Line:
    """One kind: what is known of it, what it was before, and what the communes add up to."""

    kind: FactKind
    fact: UnitFact | None
    before: UnitFact | None
    sum: queries.RollUp | None
    day: datetime.date

    @property
    def value(self) -> str:
        """One's own figure; without one, the sum of the communes."""
        if self.fact:
            return shown(self.kind, value_of(self.fact))
        return shown(self.kind, self.sum.total) if self.sum else ""

    @property
    def is_sum(self) -> bool:
        return self.fact is None and self.sum is not None

    @property
    def as_of(self) -> datetime.date | None:
        if self.fact:
            return self.fact.as_of
        return self.sum.oldest if self.sum else None

    @property
    def stale(self) -> bool:
        return self.as_of is not None and queries.is_stale(self.kind, self.as_of, self.day)

    @property
    def change(self) -> str:
        if not (self.fact and self.before):
            return ""
        words = difference(self.kind, value_of(self.fact), value_of(self.before))
        return _("%(change)s so với %(date)s") % {"change": words, "date": format_date(self.before.as_of)}

    @property
    def sum_words(self) -> str:
        """“Cộng từ xã: 172.300 người (20/21 xã có số liệu)”."""
        if self.sum is None:
            return ""
        texts = {"known": format_number(self.sum.known), "asked": format_number(self.sum.asked)}
        share = _("%(known)s/%(asked)s xã có số liệu") % texts
        if self.is_sum:
            return _("cộng từ xã, %(share)s") % {"share": share}
        return _("Cộng từ xã: %(sum)s (%(share)s)") % {"sum": shown(self.kind, self.sum.total), "share": share}


@dataclass(frozen=True)
class FromSystem:
    """Something that the portal knows by itself: never typed, never stored."""

    label: str
    value: str
    officer_id: int | None = None


@dataclass
class Portrait:
    """What `user` may know of `unit` on `day`; each part is read when the page asks for it."""

    unit: Unit
    day: datetime.date
    user: User

    @cached_property
    def _facts(self) -> QuerySet[UnitFact]:
        return UnitFact.objects.visible_to(self.user)

    @cached_property
    def lines(self) -> list[Line]:
        known = queries.latest_two(self._facts, self.unit, self.day)
        sums = queries.sums_below(self._facts, Unit.objects.visible_to(self.user), self.unit, self.day)
        found = []
        for kind in queries.kinds_on(self.day, self.unit.level):
            fact, before = [*known.get(kind.pk, []), None, None][:2]
            found.append(Line(kind, fact, before, sums.get(kind.pk), self.day))
        return found

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.kind.get_group_display(), []).append(line)
        return list(found.items())

    @property
    def five(self) -> list[Line]:
        """“5 điều cần biết”: the kinds that rank among the five, known or not."""
        ranked = [line for line in self.lines if line.kind.among_five is not None]
        return sorted(ranked, key=lambda line: (line.kind.among_five, line.kind.order))[: queries.FIVE]

    @property
    def missing(self) -> list[str]:
        """Which of the five nobody has entered."""
        return [line.kind.name for line in self.five if not line.value]

    @property
    def stale_count(self) -> int:
        return sum(line.stale for line in self.lines)

    @property
    def unknown_count(self) -> int:
        return sum(not line.value for line in self.lines)

    @property
    def keeper(self) -> str:
        """Whose work it is to enter the figures of this unit."""
        keeping = self.unit.commune or (self.unit if self.unit.level == Level.DISTRICT else None)
        if keeping is None:
            return _("Ban Tổ chức Tỉnh ủy")
        name = keeping.full_name[0].lower() + keeping.full_name[1:]
        return (_("Đảng ủy %(unit)s") if keeping.level == Level.COMMUNE else _("Thường trực cấp ủy %(unit)s")) % {
            "unit": name
        }

    @cached_property
    def former(self) -> list[queries.FormerFacts]:
        return queries.former_facts(self._facts, self.unit, self.day)

    @cached_property
    def from_system(self) -> list[FromSystem]:
        return [*self._below(), *self._households(), *self._holders()]

    def _below(self) -> list[FromSystem]:
        units = Unit.objects.visible_to(self.user).on(self.day).within(self.unit).exclude(pk=self.unit.pk)
        counts = dict(units.order_by().values_list("level").annotate(Count("pk")))
        words = {
            Level.DISTRICT: _("Huyện, thành phố"),
            Level.COMMUNE: _("Xã, phường, thị trấn"),
            Level.HAMLET: _("Ấp, khu phố có trong hệ thống"),
            Level.GROUP: _("Tổ nhân dân tự quản có trong hệ thống"),
        }
        return [FromSystem(label, format_number(counts[level])) for level, label in words.items() if counts.get(level)]

    def _households(self) -> list[FromSystem]:
        """Their number is no secret; they carry no dates, so a day of the past has no answer."""
        if self.day != today() or self.unit.level in {Level.PROVINCE, Level.DISTRICT}:
            return []
        count = Household.objects.within(self.unit).count()
        return [FromSystem(_("Hộ gia đình đã ghi trong hệ thống"), format_number(count))]

    def _holders(self) -> list[FromSystem]:
        rows = units_queries.answering_for(self.unit).of_unit(self.unit).on(self.day)
        rows = rows.select_related("officer", "role").order_by("role__tier__order", "-is_lead", "pk")
        return [
            FromSystem(
                row.role.name,
                _("đồng chí %(officer)s, từ %(date)s") % {"officer": row.officer, "date": format_date(row.valid_from)},
                row.officer_id,
            )
            for row in rows
        ]
