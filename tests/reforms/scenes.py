"""Operations on the small province, prepared the way the wizard does it."""

import datetime

from assignments.reforms import services
from assignments.reforms.models import PlannedUnit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from tests.factories import assignments as make

TOMORROW = today() + datetime.timedelta(days=1)


def like(unit, name, **fields):
    """A new unit beside `unit`, of its kind."""
    return PlannedUnit(name=name, kind=unit.kind, parent=unit.parent, **fields)


def prepared(kind, predecessors, planned, organiser, on=TOMORROW, **choices):
    """A draft with its units and choices."""
    by = Actor(organiser)
    draft = services.open_draft(kind=kind, on=on, document=make.DocumentFactory(), by=by, clause="Điều 1")
    services.set_units(operation=draft, predecessors=predecessors, planned=planned, by=by)
    if choices:
        services.set_choices(operation=draft, by=by, **choices)
    draft.refresh_from_db()
    return draft


def merger(world, organiser, on=TOMORROW, **choices):
    """Sơn Phú and Lương Phú become Phú Sơn with Sơn Phú's code."""
    planned = [like(world.commune, "Phú Sơn", gso_code="29014")]
    return prepared("merge", [world.commune, world.neighbour], planned, organiser, on, **choices)


def split(world, organiser, **choices):
    """Sơn Phú becomes Sơn Đông and Sơn Tây."""
    planned = [like(world.commune, "Sơn Đông", gso_code="29014"), like(world.commune, "Sơn Tây", gso_code="29999")]
    return prepared("split", [world.commune], planned, organiser, **choices)
