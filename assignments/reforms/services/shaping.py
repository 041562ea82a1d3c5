"""A stored operation as the shape that the engine understands."""

from __future__ import annotations

from assignments.reforms.models import OperationKind, UnitOperation
from assignments.reforms.services.phases import two_tiers
from assignments.services.reshaping import Decision, Edge, Fate, NewUnit, Shape
from assignments.services.reshaping.shape import kind_of_edge
from assignments.services.units import kind_of_change


def shape_of(operation: UnitOperation) -> Shape:
    """Everything that the operation says; its keys are the ids of its planned units."""
    lines = list(operation.lines.select_related("predecessor"))
    planned = list(operation.planned.all())
    edges = [line for line in lines if line.successor_id]
    alone = len(planned) == 1 and len(edges) == 1
    keeps_end = edges[0].predecessor.valid_to if alone else None
    openings = {
        row.pk: NewUnit(
            key=str(row.pk), name=row.name, kind=row.kind, parent_id=row.parent_id, gso_code=row.gso_code,
            latitude=row.latitude, longitude=row.longitude, valid_to=keeps_end,
        )
        for row in planned
    }  # fmt: skip
    into: dict[int, int] = {}
    out_of: dict[int, int] = {}
    for line in edges:
        into[line.predecessor_id] = into.get(line.predecessor_id, 0) + 1
        out_of[line.successor_id] = out_of.get(line.successor_id, 0) + 1
    choices = operation.choices
    return Shape(
        decision=Decision(operation.on, operation.document, operation.clause),
        openings=tuple(openings.values()),
        edges=tuple(
            Edge(
                line.predecessor_id,
                str(line.successor_id),
                kind_of_edge(
                    into_one_of=into[line.predecessor_id],
                    out_of=out_of[line.successor_id],
                    fallback=kind_of_change(line.predecessor, openings[line.successor_id]),
                ),
                line.clause,
            )
            for line in edges
        ),
        ending=frozenset(line.predecessor_id for line in lines if not line.successor_id),
        allotment={int(pk): str(key) for pk, key in choices.get("allotment", {}).items()},
        households={int(pk): str(key) for pk, key in choices.get("households", {}).items()},
        fates={
            int(pk): Fate(str(fate.get("successor", "")), bool(fate.get("is_lead")))
            for pk, fate in choices.get("fates", {}).items()
        },
        committees=operation.committees,
        regime=two_tiers(operation.on) if operation.two_tiers else None,
        reason=str(_reason(operation)),
    )


def _reason(operation: UnitOperation) -> str:
    return f"{OperationKind(operation.kind).label}: {operation.document}"
