"""What may be known of a household is a list of columns; another column fails every start and every test run."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from assignments.models import AssignedHousehold, Household, Lineage

_PLACE = frozenset({"id", "unit"} | {field.name for field in Lineage._meta.get_fields()})
ALLOWED_HOUSEHOLD_FIELDS = _PLACE | {"code", "householder", "search", "size_band", "officially_poor"}
"""Domain rule 6.3: everything that may be known of a household."""

ALLOWED_FIELDS: dict[str, frozenset[str]] = {
    Household._meta.label: ALLOWED_HOUSEHOLD_FIELDS,
    AssignedHousehold._meta.label: frozenset({"id", "assignment", "household"}),
    "household_visits.HouseholdLine": _PLACE
    | {"visit", "household", "visited_on", "category", "note", "support_kind", "support_programme", "support_amount"}
    | {"follow_up_by", "follow_up_done_on", "follow_up_done_by"},
}
"""By table, what may be written of a household there. A table that points at one of these needs an entry of its own."""


@register()
def household_holds_the_minimum(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a column, or a whole table about households, that the law does not allow for this purpose."""
    errors: list[CheckMessage] = []
    for model in tables_about_households():
        tracked = getattr(model, "pgh_tracked_model", model)
        allowed = ALLOWED_FIELDS.get(tracked._meta.label)
        if allowed is None:
            errors.append(
                Error(
                    f"{tracked._meta.label} is about households and has no list of allowed columns.",
                    id="assignments.E002",
                )
            )
            continue
        names = {field.name for field in model._meta.concrete_fields if not field.name.startswith("pgh_")}
        errors += [
            Error(
                f"{model._meta.label}.{name} is not on the list of what may be known of a household.",
                id="assignments.E001",
            )
            for name in sorted(names - allowed)
        ]
    return errors


def tables_about_households() -> list[type[Model]]:
    """The table of households, its history, and every table that points at one of these, however far away."""
    found: list[type[Model]] = [Household]
    for table in found:
        found += [
            model
            for model in apps.get_models()
            if not model._meta.proxy  # those have no table of their own
            and model not in found
            and any(field.related_model is table for field in model._meta.concrete_fields)
        ]
    return found
