"""A household keeps to the list of allowed fields; adding another one fails every start and every test run."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from assignments.models import Household, Lineage

ALLOWED_HOUSEHOLD_FIELDS = frozenset(
    {"id", "unit", "code", "householder", "search", "size_band", "officially_poor"}
    | {field.name for field in Lineage._meta.get_fields()}
)
"""Domain rule 6.3: everything that may be known of a household."""


@register()
def household_holds_the_minimum(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a column that the law does not allow for this purpose."""
    extra = {field.name for field in Household._meta.concrete_fields} - ALLOWED_HOUSEHOLD_FIELDS
    return [
        Error(f"Household.{name} is not on the list of what may be known of a household.", id="assignments.E001")
        for name in sorted(extra)
    ]
