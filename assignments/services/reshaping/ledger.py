"""What a change of units wrote, row by row, so that it can be taken back whole while nothing was written after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Max, Model, QuerySet

from assignments.models import Unit


class Ledger:
    """Writes in bulk and keeps a note of each write: ids of new rows, old values of changed ones."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    def create(self, model: type[Model], rows: Iterable[Model]) -> list[Any]:
        made = model._default_manager.bulk_create(list(rows), batch_size=1000)
        self.note_new(model, [row.pk for row in made])
        return made

    def note_new(self, model: type[Model], ids: Iterable[int]) -> None:
        if new := sorted(ids):
            self.steps.append({"model": model._meta.label, "created": new})

    def change(self, rows: QuerySet, **values: Any) -> int:
        """Update the rows, their old values noted. A value may be an expression."""
        columns = [rows.model._meta.get_field(name).attname for name in values]
        old = list(rows.order_by("pk").values("pk", *columns))
        if not old:
            return 0
        self.steps.append({"model": rows.model._meta.label, "columns": columns, "changed": old})
        return rows.model._default_manager.filter(pk__in=[row["pk"] for row in old]).update(**values)

    def move(self, rows: QuerySet, column: str, where: Mapping[int, int]) -> None:
        """Point rows at another unit, by the one that they name now: one statement, whatever their number."""
        name = rows.model._meta.get_field(column).attname
        old = list(rows.order_by("pk").values("pk", name))
        if old:
            self.steps.append({"model": rows.model._meta.label, "columns": [name], "changed": old})
            _write(rows.model, [name], [{"pk": row["pk"], name: where[row[name]]} for row in old])

    def snapshot(self) -> dict[str, Any]:
        """All of it as JSON, with a mark beside which later writes are told apart."""
        text = json.dumps({"steps": self.steps, "marks": _marks()}, cls=DjangoJSONEncoder)
        return json.loads(text)


def take_back(snapshot: dict[str, Any]) -> None:
    """Undo the steps, the last one first: new rows go, changed rows get their old values. Call it in a transaction."""
    for step in reversed(snapshot["steps"]):
        model = apps.get_model(step["model"])
        if "created" in step:
            rows = model._default_manager.filter(pk__in=step["created"])
            rows._raw_delete(rows.db)
        else:
            _write(model, step["columns"], step["changed"])


def _write(model: type[Model], columns: list[str], rows: list[dict[str, Any]]) -> None:
    """Give each row its own values, in one statement for all."""
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if field.attname in columns]
    types = {quote(str(field.column)): field.db_type(connection) or "" for field in fields}
    pk = quote(str(model._meta.pk.column))
    sets = ", ".join(f"{column} = old.{column}" for column in types)
    shape = ", ".join(["pk bigint", *(f"{column} {_plain(kind)}" for column, kind in types.items())])
    renamed = [{"pk": row["pk"], **{str(field.column): row[field.attname] for field in fields}} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} AS t SET {sets} "  # noqa: S608
            f"FROM jsonb_to_recordset(%s::jsonb) AS old({shape}) WHERE t.{pk} = old.pk",
            [json.dumps(renamed)],
        )


def _plain(kind: str) -> str:
    """The type without a length: the values came out of the column."""
    return kind.split("(")[0]


# --- what was written afterwards -------------------------------------------------------------------------------------


def _tracked() -> dict[type[Model], type[Model]]:
    """Each tracked model with the model of its events."""
    found = {}
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None:
            found[tracked] = model
    return found


def _naming_units() -> Iterator[tuple[type[Model], str]]:
    """Models of records that say which unit they are of, with the column."""
    for model in apps.get_models():
        if model._meta.proxy or getattr(model, "pgh_tracked_model", None) is not None:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Unit and field.editable:
                yield model, field.attname


def _marks() -> dict[str, int]:
    """The highest number in use, of events where a model is tracked, else of its rows."""
    events = _tracked()
    models = {model for model, _column in _naming_units()} | set(events)
    marks = {}
    for model in models:
        counted = events.get(model, model)
        marks[model._meta.label] = counted._default_manager.aggregate(top=Max("pk"))["top"] or 0
    return marks


def written_since(snapshot: dict[str, Any], unit_ids: set[int]) -> list[tuple[type[Model], int]]:
    """What was written since at these units, or on the rows that the change wrote, by table."""
    events, marks = _tracked(), snapshot["marks"]
    found: dict[type[Model], set[int]] = {}
    for model, column in _naming_units():
        since = events.get(model, model)
        noted = any(field.attname == column for field in since._meta.concrete_fields)
        place = column if noted else f"pgh_obj__{column}"  # an event may note only some columns of its row
        rows = since._default_manager.filter(pk__gt=marks.get(model._meta.label, 0), **{f"{place}__in": unit_ids})
        own = "pgh_obj_id" if model in events else "pk"
        found.setdefault(model, set()).update(rows.values_list(own, flat=True))
    for step in snapshot["steps"]:
        model = apps.get_model(step["model"])
        ids = step.get("created") or [row["pk"] for row in step["changed"]]
        if model in events:
            later = events[model]._default_manager.filter(pk__gt=marks[model._meta.label], pgh_obj_id__in=ids)
            found.setdefault(model, set()).update(later.values_list("pgh_obj_id", flat=True))
        if "created" in step:
            _leaning_on(model, ids, snapshot, found)
    return [(model, len(ids)) for model, ids in found.items() if ids]


def _leaning_on(model: type[Model], ids: list[int], snapshot: dict, found: dict[type[Model], set[int]]) -> None:
    """Rows of others that point at new rows: they would hang in the air."""
    ours: dict[str, set[int]] = {}
    for step in snapshot["steps"]:
        pks = step.get("created") or [row["pk"] for row in step["changed"]]
        ours.setdefault(step["model"], set()).update(pks)
    for relation in model._meta.related_objects:
        other = relation.related_model
        if relation.many_to_many or getattr(other, "pgh_tracked_model", None) is not None:
            continue
        if not relation.field.editable:  # derived by the database from a column that is asked itself
            continue
        rows = other._default_manager.filter(**{f"{relation.field.name}__in": ids})
        later = set(rows.values_list("pk", flat=True)) - ours.get(other._meta.label, set())
        if later:
            found.setdefault(other, set()).update(later)
