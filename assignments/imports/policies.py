"""Who may import what: who may write it by hand."""

from __future__ import annotations

from assignments import policies as core
from assignments.imports.states import Kind
from nammanh.accounts.models import User


def kinds_open_to(user: User) -> list[Kind]:
    """What this person may import."""
    return [kind for kind in Kind if may_import(user, kind)]


def may_import(user: User, kind: str) -> bool:
    """Units, officers, assignments: Ban Tổ chức. Households: the commune's own Party committee, nobody else."""
    if kind == Kind.HOUSEHOLDS:
        return bool(core.household_unit_ids(user))
    if kind == Kind.UNITS:
        return core.may_manage_units(user)
    return core.may_manage_assignments(user)


def imports_anything(user: User) -> bool:
    return bool(kinds_open_to(user))


def manages_imports(user: User) -> bool:
    """Whether the page belongs into the section about assignments."""
    return core.may_manage_assignments(user)
