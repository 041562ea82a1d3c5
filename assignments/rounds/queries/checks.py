"""What stands against approving a round, and what somebody should look at before; each with its unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count
from django.utils.translation import gettext as _

from assignments.models import Assignment, AssignmentRole, Officer, Unit
from assignments.rounds.models import RoundLine
from assignments.rounds.queries.comparison import Comparison, UnitChange
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import format_number
from nammanh.platform.periods import Dated


@dataclass(frozen=True)
class Finding:
    """One sentence, and the unit whose line it is about (None: the round as a whole)."""

    text: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Report:
    """Errors stand against approval; warnings don't."""

    errors: list[Finding]
    warnings: list[Finding]


def check(comparison: Comparison) -> Report:
    """All findings about a round: five queries more than the comparison, whatever the size."""
    found = _Checker(comparison)
    return Report(list(found.errors()), list(found.warnings()))


class _Checker:
    """Everything that the rules need, read once."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison, self.turn = comparison, comparison.round
        self.units = Unit.objects.in_bulk(set(comparison.units))
        self.lines = [line for row in self._sorted() for line in row.lines]
        officers = {line.officer_id for line in self.lines if line.officer_id}
        self.officers = Officer.objects.in_bulk(officers)
        self.roles = {role.pk: role for role in AssignmentRole.objects.filter(tier=self.turn.tier_id)}
        self.in_the_way = self._in_the_way()
        self.elsewhere = self._elsewhere(officers)

    def _in_the_way(self) -> dict[int, list[Assignment]]:
        """Assignments of the round's time that it would not end: those that begin on its day or later."""
        running = [row.pk for change in self.comparison.units.values() for row in change.running]
        rows = (
            Assignment.objects.filter(
                unit__in=list(self.comparison.units),
                role__in=list(self.roles),
                life__overlap=DateRange(self.turn.starts_on, self.turn.ends_on, "[]"),
            )
            .exclude(pk__in=running)
            .exclude(document=self.turn.document_id or 0)
            .select_related("officer")
        )
        found: dict[int, list[Assignment]] = {}
        for row in rows:
            found.setdefault(row.unit_id, []).append(row)
        return found

    def _elsewhere(self, officers: set[int]) -> Counter:
        """Units that these officers hold outside the round, by officer and role."""
        rows = (
            Assignment.objects.on(self.turn.starts_on)
            .filter(officer__in=officers, role__in=list(self.roles))
            .exclude(unit__in=list(self.comparison.units))
            .order_by()
            .values_list("officer", "role")
            .annotate(Count("unit", distinct=True))
        )
        return Counter({(officer, role): count for officer, role, count in rows})

    # --- errors ------------------------------------------------------------------------------------------------------

    def errors(self) -> Iterator[Finding]:
        if not self.lines:
            yield Finding(_("Đợt chưa có dòng nào. Ghi ít nhất một địa bàn."))
        if not self._covers(self.turn.tier.phase):
            yield Finding(_("Thời gian của đợt nằm ngoài giai đoạn %(phase)s.") % {"phase": self.turn.tier.phase})
        for row in self._sorted():
            yield from self._unit_errors(row)

    def _unit_errors(self, row: UnitChange) -> Iterator[Finding]:
        unit = self.units[row.unit_id]
        if not row.lines:
            yield Finding(_("Chưa ghi ai phụ trách; nếu không có ai, chọn “Để trống”."), unit.pk)
        if row.changed_since:
            yield Finding(
                _("Người phụ trách hiện nay đã thay đổi sau khi lập dòng này. Xem lại rồi xác nhận theo hiện trạng."),
                unit.pk,
            )
        named = [line for line in row.lines if line.officer_id]
        if named and not self._covers(unit):
            yield Finding(
                _("Địa bàn không tồn tại suốt thời gian của đợt (%(life)s).") % {"life": _life(unit)}, unit.pk
            )
        leads = {line.role_id for line in named if line.is_lead}
        if any(line.officer_id is None and line.role_id in leads for line in row.lines):
            yield Finding(_("Vừa ghi đồng chí phụ trách chính vừa để trống. Bỏ một dòng."), unit.pk)
        for line in row.given:
            yield from self._line_errors(line, unit)

    def _line_errors(self, line: RoundLine, unit: Unit) -> Iterator[Finding]:
        officer, role = self.officers[line.officer_id], self.roles.get(line.role_id)
        if not self._covers(officer):
            yield Finding(
                _("Đ/c %(name)s không công tác suốt thời gian của đợt (%(life)s). Chọn đồng chí khác.")
                % {"name": officer, "life": _life(officer)},
                unit.pk,
            )
        if role is None or role.unit_level != unit.level:
            yield Finding(_("Vai trò không dành cho cấp của địa bàn này."), unit.pk)
        for row in self.in_the_way.get(unit.pk, []):
            if row.role_id != line.role_id:
                continue
            if row.officer_id == line.officer_id or (row.is_lead and row.whole_unit and line.is_lead):
                yield Finding(
                    _("Đã có phân công đ/c %(name)s, %(life)s. Thôi hoặc sửa phân công đó trước.")
                    % {"name": row.officer, "life": _life(row)},
                    unit.pk,
                )

    def _covers(self, row: Dated) -> bool:
        """Whether something exists from the round's first day to its last."""
        if row.valid_from > self.turn.starts_on:
            return False
        return row.valid_to is None or (self.turn.ends_on is not None and row.valid_to >= self.turn.ends_on)

    def _sorted(self) -> list[UnitChange]:
        return sorted(self.comparison.units.values(), key=lambda row: (self.units[row.unit_id].name_key, row.unit_id))

    # --- warnings ----------------------------------------------------------------------------------------------------

    def warnings(self) -> Iterator[Finding]:
        for row in self._sorted():
            if row.lines and not any(self._counts(line) for line in row.lines):
                yield Finding(_("Sau đợt này không có đồng chí phụ trách."), row.unit_id)
        yield from self._loads()
        strangers = {line.officer_id: line.unit_id for line in reversed(self.lines) if line.officer_id}
        for officer_id, unit_id in strangers.items():
            if self.officers[officer_id].user_id is None:
                yield Finding(
                    _("Đ/c %(name)s chưa có tài khoản nên chưa vào hệ thống được.")
                    % {"name": self.officers[officer_id]},
                    unit_id,
                )

    def _counts(self, line: RoundLine) -> bool:
        role = self.roles.get(line.role_id)
        if role is None or not (line.officer_id and line.is_lead):
            return False
        return role.counted or role.unit_level != self.turn.tier.target

    def _loads(self) -> Iterator[Finding]:
        """Officers with fewer or more units than their role names, those outside the round counted in."""
        held = self.elsewhere.copy()
        example: dict[tuple[int, int], int] = {}
        for line in self.lines:
            if line.officer_id:
                held[line.officer_id, line.role_id] += 1
                example.setdefault((line.officer_id, line.role_id), line.unit_id)
        for (officer_id, role_id), unit_id in example.items():
            role, count = self.roles.get(role_id), held[officer_id, role_id]
            if role is None:
                continue
            words = {"name": self.officers[officer_id], "count": format_number(count)}
            if role.load_max is not None and count > role.load_max:
                text = _("Đ/c %(name)s phụ trách %(count)s địa bàn, nhiều hơn mức %(limit)s.")
                yield Finding(text % {**words, "limit": role.load_max}, unit_id)
            elif role.load_min is not None and count < role.load_min:
                text = _("Đ/c %(name)s phụ trách %(count)s địa bàn, ít hơn mức %(limit)s.")
                yield Finding(text % {**words, "limit": role.load_min}, unit_id)


def _life(row: Dated) -> str:
    words = {"start": format_date(row.valid_from)}
    if row.valid_to is None:
        return _("từ %(start)s") % words
    return _("%(start)s – hết %(end)s") % {**words, "end": format_date(row.valid_to)}
