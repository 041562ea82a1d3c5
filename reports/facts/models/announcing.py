"""The records that figures are counted from, each with triggers that note which cells a write touches.

Proxies, so that the triggers belong to this slice and the records know nothing of it. A change of a visit's day or tier
also touches what was written on it. Those rows are written by whoever holds the visit (`visits.services.lock`), so that
a write of one and of the other never pass each other unseen.
"""

from __future__ import annotations

from nammanh.platform.announcing import announcements, changed_pairs, month_of
from reports.bulletins.models import Conveyance
from reports.facts.rules import touch_departments, touch_places
from reports.feedback.models import CarriedBack, Petition, Referral
from reports.recommendations.models import Comment
from reports.visits.models import Visit


def _both_sides(select: str, changed: str) -> str:
    """The cells of the old rows and those of the new ones; `select` reads a row as {row}."""
    return " UNION ALL ".join(f"{select.format(row=row)} FROM {changed}" for row in ("o", "n"))


_VISIT = f"SELECT {{row}}.unit_id, {month_of('{row}.date')}, {{row}}.tier_id"
_OF_CHANGED_VISIT = changed_pairs("date", "tier_id")
_ON_VISIT = " UNION ALL ".join(
    f"SELECT r.unit_id, {month_of(f'r.{day}')}, NULL::bigint FROM {table} r"
    f" WHERE r.visit_id IN (SELECT n.id FROM {_OF_CHANGED_VISIT})"
    for table, day in (
        ("recommendations_comment", "given_on"),
        ("feedback_petition", "reported_on"),
        ("feedback_petition", "due_on"),
        ("bulletins_conveyance", "conveyed_on"),
    )
)
_TOLD_ON_VISIT = " UNION ALL ".join(
    f"SELECT p.unit_id, {month_of(f'v.{side}_day')}, NULL::bigint FROM"
    f" (SELECT n.id, o.date AS old_day, n.date AS new_day FROM {_OF_CHANGED_VISIT}) v"
    " JOIN feedback_carriedback c ON c.visit_id = v.id JOIN feedback_petition p ON p.id = c.petition_id"
    for side in ("old", "new")
)


_WRITTEN_THERE = touch_places(f"{_ON_VISIT} UNION ALL {_TOLD_ON_VISIT}")


class AnnouncedVisit(Visit):
    """Visits announce their own cells and, with a new day or tier, those of what was written on them."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_places(f"{_VISIT.format(row='n')} FROM new_rows n"),
            updated=touch_places(_both_sides(_VISIT, changed_pairs("unit_id", "date", "tier_id", "status", "type")))
            + f" IF EXISTS (SELECT FROM {_OF_CHANGED_VISIT}) THEN {_WRITTEN_THERE} END IF;",
        )


_COMMENT = f"SELECT {{row}}.unit_id, {month_of('{row}.given_on')}, NULL::bigint"


class AnnouncedComment(Comment):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_places(f"{_COMMENT.format(row='n')} FROM new_rows n"),
            updated=touch_places(
                _both_sides(
                    _COMMENT,
                    changed_pairs(
                        *("unit_id", "given_on", "status", "visibility", "visit_id"),
                        *("specificity", "responsible", "due_on"),
                    ),
                )
            ),
            deleted=touch_places(f"{_COMMENT.format(row='o')} FROM old_rows o"),
        )


_PETITION = ("reported_on", "due_on")
_PETITION_CELLS = [f"SELECT {{row}}.unit_id, {month_of(f'{{row}}.{day}')}, NULL::bigint" for day in _PETITION]
_CHANGED_PETITION = changed_pairs(
    *("unit_id", "reported_on", "due_on", "category", "status", "answered_at", "visit_id", "duplicate_of_id")
)
_TOLD_OF_PETITION = " UNION ALL ".join(
    f"SELECT p.{side}_unit, {month_of('v.date')}, NULL::bigint FROM"
    f" (SELECT n.id, o.unit_id AS old_unit, n.unit_id AS new_unit FROM {changed_pairs('unit_id', 'answered_at')}) p"
    " JOIN feedback_carriedback c ON c.petition_id = p.id JOIN visits_visit v ON v.id = c.visit_id"
    for side in ("old", "new")
)


class AnnouncedPetition(Petition):
    """Petitions announce the month in which they were reported and that of their day, and where answers were told."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_places(
                " UNION ALL ".join(f"{cell.format(row='n')} FROM new_rows n" for cell in _PETITION_CELLS)
            ),
            updated=touch_places(
                " UNION ALL ".join(
                    [*(_both_sides(cell, _CHANGED_PETITION) for cell in _PETITION_CELLS), _TOLD_OF_PETITION]
                )
            ),
        )


def _told(rows: str) -> str:
    return (
        f"SELECT p.unit_id, {month_of('v.date')}, NULL::bigint FROM {rows} c"
        " JOIN feedback_petition p ON p.id = c.petition_id JOIN visits_visit v ON v.id = c.visit_id"
    )


class AnnouncedCarriedBack(CarriedBack):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_places(_told("new_rows")),
            updated=touch_places(f"{_told('old_rows')} UNION ALL {_told('new_rows')}"),
            deleted=touch_places(_told("old_rows")),
        )


_CONVEYANCE = f"SELECT {{row}}.unit_id, {month_of('{row}.conveyed_on')}, NULL::bigint"


class AnnouncedConveyance(Conveyance):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_places(f"{_CONVEYANCE.format(row='n')} FROM new_rows n"),
            updated=touch_places(_both_sides(_CONVEYANCE, changed_pairs("unit_id", "conveyed_on", "visit_id"))),
            deleted=touch_places(f"{_CONVEYANCE.format(row='o')} FROM old_rows o"),
        )


_REFERRAL = f"SELECT {{row}}.department_id, {month_of('{row}.due_on')}"


class AnnouncedReferral(Referral):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "facts",
            inserted=touch_departments(f"{_REFERRAL.format(row='n')} FROM new_rows n"),
            updated=touch_departments(
                _both_sides(
                    _REFERRAL,
                    changed_pairs("department_id", "due_on", "status", "answered_at", "committed_on", "renewed_due_on"),
                )
            ),
        )
