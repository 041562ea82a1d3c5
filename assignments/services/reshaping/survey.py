"""Reading what a change of units would bring, before anything is written. The preview shows it, the writer obeys it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Count, Model, Q
from django.utils.translation import gettext as _

from assignments.models import (
    Agency,
    Assignment,
    Cluster,
    ClusterMember,
    Household,
    Level,
    Officer,
    Phase,
    Placed,
    Position,
    Unit,
)
from assignments.models.people import AgencyKind
from assignments.services.reshaping.holders import Holding, settle
from assignments.services.reshaping.shape import Shape
from nammanh.platform.dates import format_date

EXAMPLES = 5
DEPTH = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.HAMLET, Level.GROUP)


@dataclass(frozen=True)
class Blocker:
    """Something that stands in the way, how many times, and the first few."""

    what: str
    count: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = " …" if self.count > len(self.examples) else ""
        return f"{self.what}: {self.count}" + (f" ({'; '.join(self.examples)}{more})" if self.examples else "")


@dataclass
class Survey:
    """All that follows from a shape on the day it is asked."""

    shape: Shape
    roots: list[Unit] = field(default_factory=list)
    below: list[Unit] = field(default_factory=list)
    """Units under the roots, the upper ones first."""
    key_of: dict[int, str] = field(default_factory=dict)
    """For each closing unit with exactly one place to go: the key of it. Units below have a key of their own."""
    parent_key: dict[int, str] = field(default_factory=dict)
    holdings: list[Holding] = field(default_factory=list)
    memberships: list[ClusterMember] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    households: int = 0
    workplaces: int = 0
    phases: list[Phase] = field(default_factory=list)
    plans: dict[type[Model], int] = field(default_factory=dict)
    pending: dict[type[Model], int] = field(default_factory=dict)
    blockers: list[Blocker] = field(default_factory=list)

    @property
    def closing_ids(self) -> list[int]:
        return [unit.pk for unit in (*self.roots, *self.below)]

    def block(self, what: str, rows: list) -> None:
        if rows:
            self.blockers.append(Blocker(what, len(rows), tuple(str(row) for row in rows[:EXAMPLES])))

    def goes_along(self, agency: Agency) -> bool:
        """Whether the office stays as it is, at the unit or at the one that follows it."""
        return self.shape.goes_on(agency.unit_id) or agency.unit_id not in self.shape.closing

    @property
    def closing_committees(self) -> list[Agency]:
        """Party committees of units that are merged or split: each new unit gets one of its own."""
        committees = [row for row in self.agencies if row.kind == AgencyKind.PARTY_COMMITTEE]
        return [row for row in committees if not self.goes_along(row)]

    @property
    def left_without(self) -> list[Holding]:
        """What officers lose who go on with no other unit."""
        going_on = {row.assignment.officer_id for row in self.holdings if row.carried}
        return [row for row in self.ended_for_good if row.assignment.officer_id not in going_on]

    @property
    def ended_for_good(self) -> list[Holding]:
        return [row for row in self.holdings if row.is_left_without]

    @property
    def counts(self) -> dict[str, int]:
        carried = sum(row.carried for row in self.holdings)
        levels = Counter(unit.level for unit in self.below)
        return {
            "units": len(self.roots),
            "openings": len(self.shape.openings),
            "hamlets": levels[Level.HAMLET],
            "groups": levels[Level.GROUP],
            "households": self.households,
            "carried": carried,
            "ended": len(self.holdings) - carried,
            "memberships": len(self.memberships),
            "clusters": len(self.clusters),
            "left_without": len({row.assignment.officer_id for row in self.left_without}),
        }


def survey(shape: Shape) -> Survey:
    """Read everything that hangs on the units that would end. The number of queries does not grow with the units."""
    found = Survey(shape)
    _read_units(found)
    _place_units(found)
    _read_groupings(found)
    _read_agencies(found)
    _read_holdings(found)
    _read_households(found)
    _read_records(found)
    return found


def _read_units(found: Survey) -> None:
    day, closing = found.shape.decision.on, found.shape.closing
    found.roots = list(Unit.objects.filter(pk__in=closing).select_related("parent").order_by("name_key", "pk"))
    found.block(
        _("Đơn vị không tồn tại vào ngày này, hoặc mới thành lập cùng ngày"),
        [unit for unit in found.roots if not unit.in_force_on(day) or unit.valid_from >= day],
    )
    inside = Q(parent__in=closing) | Q(district__in=closing) | Q(commune__in=closing) | Q(hamlet__in=closing)
    rows = Unit.objects.filter(inside, Q(valid_to__isnull=True) | Q(valid_to__gte=day)).exclude(pk__in=closing)
    below = list(rows.select_related("parent").order_by("name_key", "pk"))
    below.sort(key=lambda unit: DEPTH.index(Level(unit.level)))
    found.below = [unit for unit in below if unit.valid_from < day]
    found.block(_("Đơn vị trực thuộc mở từ ngày này trở đi"), [unit for unit in below if unit.valid_from >= day])


def _place_units(found: Survey) -> None:
    """Say for each unit below whose child it becomes; who is not allotted stands in the way."""
    shape = found.shape
    homeless: list[Unit] = []
    open_ended: list[Unit] = []
    single = {pk: keys[0] for pk, keys in shape.targets.items() if len(keys) == 1}
    found.key_of.update(single)
    for unit in found.below:
        found.key_of[unit.pk] = f"u{unit.pk}"
    for unit in found.below:
        above = unit.parent_id or 0
        key = shape.allotment.get(unit.pk, "") if shape.is_split(above) else found.key_of.get(above, "")
        if not key:
            (homeless if above in shape.ending else open_ended).append(unit)
        found.parent_key[unit.pk] = key
    found.block(_("Còn đơn vị trực thuộc chưa phân bổ"), [f"{unit}, {unit.parent}" for unit in open_ended])
    found.block(_("Còn đơn vị thuộc cấp trên sẽ kết thúc"), [f"{unit}, {unit.parent}" for unit in homeless])


def _read_groupings(found: Survey) -> None:
    day, ids = found.shape.decision.on, found.closing_ids
    alive = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    found.clusters = list(Cluster.objects.filter(alive, unit__in=found.shape.closing).order_by("name_key", "pk"))
    rows = ClusterMember.objects.filter(alive, Q(unit__in=ids) | Q(cluster__in=found.clusters))
    found.memberships = list(rows.select_related("cluster", "unit").order_by("pk"))
    later = [row for row in (*found.clusters, *found.memberships) if row.valid_from >= day]
    found.block(_("Cụm, tiểu vùng bắt đầu từ ngày này trở đi"), later)


def _read_agencies(found: Survey) -> None:
    day = found.shape.decision.on
    alive = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    found.agencies = list(
        Agency.objects.filter(alive, unit__in=found.closing_ids).select_related("unit").order_by("name_key", "pk")
    )
    ending = [row for row in found.agencies if not found.shape.goes_on(row.unit_id)]
    rows = Position.objects.filter(alive, agency__in=ending).select_related("officer", "agency", "post")
    found.positions = list(rows.order_by("pk"))
    later = [row for row in (*ending, *found.positions) if row.valid_from >= day]
    found.block(_("Cơ quan, chức vụ bắt đầu từ ngày này trở đi"), later)
    found.workplaces = Officer.objects.on(day).filter(workplace__in=list(found.key_of)).count()


def _read_holdings(found: Survey) -> None:
    shape = found.shape
    day = shape.decision.on
    alive = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    touched = Q(unit__in=found.closing_ids)
    if shape.regime:
        found.phases = list(Phase.objects.filter(alive).order_by("valid_from"))
        found.block(_("Giai đoạn mới đã bắt đầu"), [row for row in found.phases if row.valid_from >= day])
        touched |= Q(role__tier__phase__in=found.phases)
    rows = list(Assignment.objects.filter(alive, touched).with_names().order_by("pk"))
    late = [row for row in rows if row.valid_from >= day]
    found.block(_("Phân công bắt đầu từ ngày này trở đi"), [f"{row}, {format_date(row.valid_from)}" for row in late])
    found.holdings = settle(shape, [row for row in rows if row.valid_from < day], found.key_of, set(found.closing_ids))
    unsaid = [row.assignment for row in found.holdings if row.asked]
    found.block(_("Còn phân công chưa chọn nơi tiếp tục hay thôi"), unsaid)


def _read_households(found: Survey) -> None:
    """Households of groups and hamlets move with them. Codes must stay apart where two places become one."""
    shape = found.shape
    found.households = Household.objects.filter(unit__in=found.closing_ids).count()
    unsaid = [unit for unit in found.roots if shape.is_split(unit.pk) and unit.pk not in shape.households]
    homeless = Household.objects.filter(unit__in=unsaid).values_list("unit", flat=True) if unsaid else ()
    found.block(
        _("Còn hộ gia đình chưa phân bổ"),
        [f"{unit}: {many}" for unit in unsaid if (many := list(homeless).count(unit.pk))],
    )
    merged = [pk for pks in shape.sources.values() if len(pks) > 1 for pk in pks]
    codes: Counter[tuple[str, str]] = Counter()
    for pk, code in Household.objects.filter(unit__in=merged).values_list("unit", "code") if merged else ():
        codes[found.key_of.get(pk, ""), code] += 1
    if same := sum(many > 1 for many in codes.values()):
        found.blockers.append(Blocker(_("Mã hộ trùng nhau giữa các nơi nhập làm một; Đảng ủy xã sửa mã trước"), same))


def records() -> list[type[Model]]:
    """Models of later slices whose rows lie in a unit and say what becomes of them. A proxy has no rows of its own."""
    tables = (model for model in apps.get_models() if not model._meta.proxy)
    return [model for model in tables if issubclass(model, Placed) and model.after_succession]


def _read_records(found: Survey) -> None:
    day, ids = found.shape.decision.on, found.closing_ids
    for model in records():
        rule, label = model.after_succession, str(model._meta.verbose_name_plural)
        rows = model._default_manager.filter(unit__in=ids)
        late = rows.filter(**{f"{rule.dated}__gte": day})
        if rule.follow is not None:
            if plans := late.filter(rule.follow).count():
                found.plans[model] = plans
            late = late.exclude(rule.follow)
        if rule.indifferent is not None:
            late = late.exclude(rule.indifferent)
        by_unit = list(late.order_by().values("unit").annotate(many=Count("pk")).order_by("-many", "unit"))
        if by_unit:
            _block_records(found, label, by_unit)
        if rule.pending is not None and (many := rows.filter(rule.pending).count()):
            found.pending[model] = many


def _block_records(found: Survey, label: str, by_unit: list[dict]) -> None:
    names = {unit.pk: f"{unit}" for unit in (*found.roots, *found.below)}
    what = _("%(records)s ghi từ ngày %(day)s trở đi tại đơn vị sẽ kết thúc") % {
        "records": label.capitalize(),
        "day": format_date(found.shape.decision.on),
    }
    examples = tuple(f"{names[row['unit']]}: {row['many']}" for row in by_unit[:EXAMPLES])
    found.blockers.append(Blocker(what, sum(row["many"] for row in by_unit), examples))
