"""What the pages read about operations and their consequences."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Household, Unit
from assignments.reforms.models import PlannedUnit, UnitOperation
from assignments.services.reshaping import Survey
from assignments.services.reshaping.holders import Holding
from nammanh.platform.dates import format_date

SHOWN = 60
"""How many lines of one consequence a page shows; the number tells of the rest."""


@dataclass(frozen=True)
class Consequence:
    """One sort of thing that follows, with its number and its first lines."""

    title: str
    count: int
    rows: tuple[str, ...] = ()
    tone: str = "neutral"
    hint: str = ""

    @property
    def more(self) -> int:
        return max(self.count - len(self.rows), 0) if self.rows else 0


def with_numbers(operations: QuerySet[UnitOperation]) -> QuerySet[UnitOperation]:
    """Operations with how many units they end and open."""
    return operations.select_related("document", "created_by").annotate(
        ending=Count("lines__predecessor", distinct=True), opening=Count("planned", distinct=True)
    )


def planned_of(operation: UnitOperation) -> list[PlannedUnit]:
    return list(operation.planned.select_related("parent", "unit"))


def predecessors_of(operation: UnitOperation) -> list[Unit]:
    """The units that end, in the order in which they were named."""
    rows = operation.lines.select_related("predecessor", "predecessor__parent").order_by("pk")
    return list({row.predecessor_id: row.predecessor for row in rows}.values())


def children_to_allot(found: Survey) -> list[Unit]:
    """Units directly below one that is split: each has to be given to a successor."""
    return [unit for unit in found.below if found.shape.is_split(unit.parent_id)]


def places_with_households(found: Survey) -> list[Unit]:
    """Split hamlets and groups that have households of their own."""
    split = [unit for unit in found.roots if found.shape.is_split(unit.pk)]
    held = set(Household.objects.filter(unit__in=split).values_list("unit", flat=True)) if split else set()
    return [unit for unit in split if unit.pk in held]


def to_be_decided(found: Survey) -> list[Holding]:
    """Assignments about which a person has to say, may say, or has said where they go on."""
    said = set(found.shape.fates)
    return [row for row in found.holdings if row.asked or row.contested or row.assignment.pk in said]


def consequences(found: Survey) -> list[Consequence]:
    """Everything that follows, in the order in which a reader asks for it."""
    names = {opening.key: opening.name for opening in found.shape.openings}
    left = found.left_without
    others = [row for row in found.ended_for_good if row not in left]
    carried = [row for row in found.holdings if row.carried]
    once = [row for row in found.holdings if row.merged_away]
    return [
        _group(_("Đơn vị kết thúc"), [_whither(found, unit, names) for unit in found.roots]),
        _group(_("Đơn vị mới"), [_whence(found, key) for key in names]),
        _group(_("Ấp, khu phố, tổ chuyển theo"), [f"{unit}, {unit.parent}" for unit in found.below]),
        _group(
            _("Tên trùng nhau trong một đơn vị mới"), _namesakes(found, names), "info",
            hint=_("Được giữ nguyên; nếu cần thì đổi tên sau."),
        ),
        Consequence(_("Hộ gia đình chuyển theo"), found.households),
        _group(_("Phân công tiếp tục"), [_goes_on(row, names) for row in carried], "success"),
        _group(_("Gộp vào một phân công của cùng đồng chí"), [str(row.assignment) for row in once]),
        _group(
            _("Cán bộ thôi phụ trách, chưa có nơi mới"), [f"{row.assignment} – {row.why}" for row in left], "warning",
            hint=_("Chưa có người kế tiếp: phân công lại sau khi thực hiện."),
        ),
        _group(
            _("Phân công thôi của đồng chí còn địa bàn khác"), [f"{row.assignment} – {row.why}" for row in others]
        ),
        _group(_("Cụm, tiểu vùng kết thúc hoặc mở lại"), [str(row) for row in found.clusters]),
        _group(_("Xã, phường ra khỏi cụm, hoặc chuyển sang cụm tiếp nối"), [str(row) for row in found.memberships]),
        _group(
            _("Cơ quan kết thúc hoặc chuyển theo"), [f"{row}, {row.unit}" for row in found.agencies],
            hint=_("Đảng ủy của đơn vị mới được lập; bổ sung nhân sự và tài khoản trong trang quản trị."),
        ),
        _group(
            _("Chức vụ kết thúc"), [f"{row.officer} – {row.title}, {row.agency}" for row in found.positions], "warning"
        ),
        Consequence(_("Cán bộ đổi nơi công tác theo đơn vị"), found.workplaces),
        *_phase_lines(found),
        *_record_lines(found),
    ]  # fmt: skip


def _group(title: str, rows: list[str], tone: str = "neutral", hint: str = "") -> Consequence:
    return Consequence(title, len(rows), tuple(rows[:SHOWN]), tone, hint)


def _whither(found: Survey, unit: Unit, names: dict[str, str]) -> str:
    keys = found.shape.targets.get(unit.pk, [])
    return (
        f"{unit} → {', '.join(names[key] for key in keys)}"
        if keys
        else _("%(unit)s (không có kế tiếp)") % {"unit": unit}
    )


def _whence(found: Survey, key: str) -> str:
    opening = next(row for row in found.shape.openings if row.key == key)
    units = {unit.pk: unit.full_name for unit in found.roots}
    before = ", ".join(units[pk] for pk in found.shape.sources.get(key, []) if pk in units)
    full = Unit(kind=opening.kind, name=opening.name).full_name
    return f"{full} ({opening.gso_code}) ← {before}" if opening.gso_code else f"{full} ← {before}"


def _namesakes(found: Survey, names: dict[str, str]) -> list[str]:
    """“Ấp 1” of three communes under one new commune."""
    by_place: dict[str, Counter] = defaultdict(Counter)
    for unit in found.below:
        if (key := found.parent_key[unit.pk]) in names:
            by_place[key][unit.full_name] += 1
    return [f"{names[key]}: {many} × {name}" for key, met in by_place.items() for name, many in met.items() if many > 1]


def _goes_on(row: Holding, names: dict[str, str]) -> str:
    where = names.get(row.successor)
    words = f"{row.assignment}, {row.assignment.role}"
    return f"{words} → {where}" if where else words


def _phase_lines(found: Survey) -> list[Consequence]:
    if not found.shape.regime:
        return []
    eve = format_date(found.shape.decision.eve)
    rows = [_("%(phase)s đến hết ngày %(day)s") % {"phase": row, "day": eve} for row in found.phases]
    return [_group(_("Giai đoạn"), [*rows, _("Mở: %(phase)s") % {"phase": found.shape.regime.name}], "info")]


def _record_lines(found: Survey) -> list[Consequence]:
    plans = [
        Consequence(_("Kế hoạch chuyển theo: %(what)s") % {"what": model._meta.verbose_name}, many)
        for model, many in found.plans.items()
    ]
    pending = [
        Consequence(
            _("Đang chờ xử lý, ở lại đơn vị cũ: %(what)s") % {"what": model._meta.verbose_name}, many,
            hint=_("Người phụ trách đơn vị mới đọc và xử lý tiếp."),
        )
        for model, many in found.pending.items()
    ]  # fmt: skip
    return [*plans, *pending]


_RESULTS = {
    "units": gettext_lazy("đơn vị kết thúc"),
    "openings": gettext_lazy("đơn vị mới"),
    "hamlets": gettext_lazy("ấp, khu phố chuyển theo"),
    "groups": gettext_lazy("tổ chuyển theo"),
    "households": gettext_lazy("hộ gia đình chuyển theo"),
    "carried": gettext_lazy("phân công tiếp tục"),
    "ended": gettext_lazy("phân công thôi"),
    "left_without": gettext_lazy("cán bộ chưa có nơi mới"),
}


def result_of(operation: UnitOperation) -> list[tuple[str, int]]:
    """What was counted when it was run."""
    return [(str(label), operation.counts.get(name, 0)) for name, label in _RESULTS.items()]
