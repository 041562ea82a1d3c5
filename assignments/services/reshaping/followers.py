"""What hangs on units besides assignments: groupings, agencies, workplaces, plans. It ends or goes along."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _

from assignments.models import (
    Agency,
    AssignedHousehold,
    Assignment,
    AssignmentRole,
    Cadence,
    Cluster,
    ClusterMember,
    Duty,
    Household,
    Level,
    Officer,
    Phase,
    Position,
    Tier,
    Unit,
)
from assignments.models.people import AgencyKind
from assignments.services.reshaping.holders import Holding
from assignments.services.reshaping.ledger import Ledger
from assignments.services.reshaping.shape import Committees
from assignments.services.reshaping.survey import Survey


def end_groupings(found: Survey, ledger: Ledger) -> None:
    """Memberships, clusters, and the offices of units that do not simply go on."""
    eve = found.shape.decision.eve
    ledger.change(ClusterMember.objects.filter(pk__in=[row.pk for row in found.memberships]), valid_to=eve)
    ledger.change(Cluster.objects.filter(pk__in=[row.pk for row in found.clusters]), valid_to=eve)
    ledger.change(Position.objects.filter(pk__in=[row.pk for row in found.positions]), valid_to=eve)
    ending = [row.pk for row in found.agencies if not found.goes_along(row)]
    ledger.change(Agency.objects.filter(pk__in=ending), valid_to=eve)


def follow(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> None:
    """Everything that goes along with the units, once they are open."""
    clusters = _regroup(found, opened, ledger)
    _move_offices(found, opened, ledger)
    _carry_holders(found, opened, clusters, ledger)
    _move_plans(found, opened, ledger)


def next_of(found: Survey, opened: dict[str, Unit]) -> dict[int, int]:
    """Which unit now stands for which; for a split one the first that was named."""
    first = {pk: keys[0] for pk, keys in found.shape.targets.items()}
    return {pk: opened[key].pk for pk, key in (first | found.key_of).items()}


# --- clusters and sub-regions ----------------------------------------------------------------------------------------


def _regroup(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> dict[tuple[int, str], int]:
    """Clusters of a district that goes on are opened again; a commune stays in the cluster of all its predecessors.

    Returns, by old cluster and key of the unit, the cluster in which the unit is now.
    """
    day, document = found.shape.decision.on, found.shape.decision.document
    again = {
        old.pk: Cluster(
            name=old.name, kind=old.kind, unit=opened[found.key_of[old.unit_id]], document=document,
            valid_from=day, valid_to=old.valid_to,
        )
        for old in found.clusters
        if found.shape.goes_on(old.unit_id)
    }  # fmt: skip
    ledger.create(Cluster, again.values())
    ended = {old.pk for old in found.clusters} - set(again)
    sources = _sources(found)
    by_key: dict[str, list[ClusterMember]] = {}
    for row in found.memberships:
        if row.cluster_id not in ended and (key := found.key_of.get(row.unit_id, "")):
            by_key.setdefault(key, []).append(row)
    rows, now = [], {}
    for key, members in by_key.items():
        cluster = members[0].cluster
        if len({row.cluster_id for row in members}) > 1 or len(members) < sources.get(key, 1):
            continue
        new = again.get(cluster.pk, cluster)
        if new.unit_id not in {opened[key].province_id, opened[key].district_id}:
            continue
        rows.append(ClusterMember(cluster=new, unit=opened[key], valid_from=day, valid_to=members[0].valid_to))
        now[cluster.pk, key] = new.pk
    ledger.create(ClusterMember, rows)
    return now


def _sources(found: Survey) -> dict[str, int]:
    return {key: len(pks) for key, pks in found.shape.sources.items()}


# --- offices ---------------------------------------------------------------------------------------------------------


def _move_offices(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> None:
    """Offices and workplaces go along with a unit that goes on; a merged or split one gets a new Party committee."""
    along = [row.pk for row in found.agencies if found.goes_along(row)]
    where = next_of(found, opened)
    ledger.move(Agency.objects.filter(pk__in=along), "unit", where)
    at_work = Officer.objects.on(found.shape.decision.on).filter(workplace__in=list(found.key_of))
    ledger.move(at_work, "workplace", where)
    committees = _new_committees(found, opened)
    ledger.create(Agency, committees.values())
    if found.shape.committees == Committees.CARRY:
        ledger.create(Position, _carried_positions(found, committees))


def _new_committees(found: Survey, opened: dict[str, Unit]) -> dict[str, Agency]:
    """One Party committee for each commune that was merged or split, where a predecessor had one."""
    with_one = {row.unit_id for row in found.closing_committees}
    made = {}
    for key, sources in found.shape.sources.items():
        unit = opened[key]
        if unit.level == Level.COMMUNE and not with_one.isdisjoint(sources):
            name = _("Đảng ủy %(unit)s") % {"unit": unit.full_name[:1].lower() + unit.full_name[1:]}
            made[key] = Agency(
                name=name, kind=AgencyKind.PARTY_COMMITTEE, unit=unit, valid_from=found.shape.decision.on
            )
    return made


def _carried_positions(found: Survey, committees: dict[str, Agency]) -> list[Position]:
    """The same posts in the new committee, each officer and post once."""
    rows, seen = [], set()
    for old in found.positions:
        key = found.key_of.get(old.agency.unit_id, "")
        if key in committees and (old.officer_id, old.post_id, key) not in seen:
            seen.add((old.officer_id, old.post_id, key))
            rows.append(
                Position(
                    officer_id=old.officer_id, post_id=old.post_id, agency=committees[key], title=old.title,
                    concurrent=old.concurrent, document=found.shape.decision.document,
                    valid_from=found.shape.decision.on, valid_to=old.valid_to,
                )
            )  # fmt: skip
    return rows


# --- assignments -----------------------------------------------------------------------------------------------------


def _carry_holders(
    found: Survey, opened: dict[str, Unit], clusters: dict[tuple[int, str], int], ledger: Ledger
) -> None:
    """Open the assignments that go on, each naming the one it comes from; single households go along."""
    roles = _roles_after(found, ledger)
    carried = [row for row in found.holdings if row.carried]
    new = [_renewed(found, row, opened, clusters, roles) for row in carried]
    ledger.create(Assignment, new)
    after = {old.assignment.pk: renewed for old, renewed in zip(carried, new, strict=True)}
    named = AssignedHousehold.objects.filter(assignment__in=[pk for pk, row in after.items() if not row.whole_unit])
    inside = dict(Household.objects.filter(pk__in=named.values("household")).values_list("pk", "unit"))
    ledger.create(
        AssignedHousehold,
        [
            AssignedHousehold(assignment=after[old], household_id=household)
            for old, household in named.order_by("pk").values_list("assignment", "household")
            if household in inside
        ],
    )


def _roles_after(found: Survey, ledger: Ledger) -> dict[int, int]:
    """Which role of the new phase stands for which of the old; none when the phase stays."""
    regime, decision = found.shape.regime, found.shape.decision
    if regime is None:
        return {}
    tables: list[type[Model]] = [Phase, Tier, Tier.documents.through, Cadence, AssignmentRole, Duty]
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in tables}
    phase = regime.open(decision.on, decision.document)
    for model in tables:
        ledger.note_new(model, set(model._default_manager.values_list("pk", flat=True)) - before[model])
    new = {
        (row.code, row.unit_level): row.pk
        for row in AssignmentRole.objects.filter(tier__phase=phase).order_by("tier__order", "pk")
    }
    held = {row.assignment.role for row in found.holdings}
    return {role.pk: new[key] for role in held if (key := (role.code, role.unit_level)) in new}


def _renewed(
    found: Survey,
    holding: Holding,
    opened: dict[str, Unit],
    clusters: dict[tuple[int, str], int],
    roles: dict[int, int],
) -> Assignment:
    old, decision = holding.assignment, found.shape.decision
    stays = holding.same_unit
    return Assignment(
        officer_id=old.officer_id,
        unit=old.unit if stays else opened[holding.successor],
        role_id=roles.get(old.role_id, old.role_id),
        mandate_id=old.mandate_id,
        document=decision.document,
        is_lead=holding.is_lead,
        whole_unit=old.whole_unit,
        valid_from=decision.on,
        valid_to=old.valid_to,
        end_reason=old.end_reason if old.valid_to else "",
        taken_over_from=old,
        cluster_id=old.cluster_id if stays else clusters.get((old.cluster_id or 0, holding.successor)),
        delegation_id=old.delegation_id,
    )


# --- records of later slices -----------------------------------------------------------------------------------------


def _move_plans(found: Survey, opened: dict[str, Unit], ledger: Ledger) -> None:
    """Plans of the day and later go to the successor; of a split unit to the first one named."""
    where, tiers = next_of(found, opened), _tiers_after(found)
    for model in found.plans:
        rule, every = model.after_succession, model._default_manager
        going = every.filter(rule.follow, unit__in=found.closing_ids, **{f"{rule.dated}__gte": found.shape.decision.on})
        plans = list(going.values_list("pk", flat=True))
        ledger.move(every.filter(pk__in=plans), "unit", where)
        for field in model._meta.concrete_fields:
            if field.related_model is Tier:
                ledger.move(every.filter(pk__in=plans, **{f"{field.name}__in": list(tiers)}), field.name, tiers)


def _tiers_after(found: Survey) -> dict[int, int]:
    """Which tier of the new phase is the same link as one of the old: same holders, same target. Others stay."""
    if found.shape.regime is None:
        return {}
    new = {
        (tier.holder_level, tier.target): tier.pk
        for tier in Tier.objects.filter(phase__in=Phase.objects.on(found.shape.decision.on))
    }
    old = Tier.objects.filter(phase__in=found.phases)
    return {tier.pk: new[link] for tier in old if (link := (tier.holder_level, tier.target)) in new}
