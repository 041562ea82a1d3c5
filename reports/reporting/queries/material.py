"""What the period's records say, as pieces for a report: one sentence each, with the record behind it.

Only the officer's own records, and of these only what already has a reader: no drafts, no private notes, nothing of
single households.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignments.models import Level
from nammanh.platform.dates import format_date
from nammanh.platform.text import one_line
from reports.feedback.models import Category, Petition, Whose
from reports.recommendations.models import Comment, CommentType, Visibility
from reports.reporting.models import Section, SentenceSource, SituationReport, Sphere
from reports.visits.models import Visit, VisitType

MOST_DRAFTED = 120
"""Sentences that a first draft is made of; what goes beyond is offered, so that a long period stays readable."""
LONGEST = 5000

OF_THE_PARTY = {VisitType.PARTY_CELL_MEETING, VisitType.COMMITTEE_MEETING}
"""What is heard there is the Party's own situation; the person moves what is not."""
ASKED_FOR = {Category.PROPOSAL, Category.ASPIRATION}
PARTS = (Section.HIGHLIGHTS, Section.ADVANTAGES, Section.DIFFICULTIES)


@dataclass(frozen=True)
class Piece:
    """One sentence that a record offers; `key` names the record and its part, in addresses and in forms."""

    key: str
    section: str
    sphere: str
    text: str
    record: Any
    part: str = ""

    def source(self, report: SituationReport) -> SentenceSource:
        """The row that ties a sentence to the record; not yet stored."""
        named = {type(self.record)._meta.model_name: self.record}
        return SentenceSource(report=report, part=self.part, **named)


def material(report: SituationReport) -> list[Piece]:
    """Every piece of the report's officer and period, the earliest first: three queries."""
    found = [*_of_visits(report), *_of_comments(report), *_of_petitions(report)]
    return [piece for _day, piece in sorted(found, key=lambda row: (row[0], row[1].key))]


def offered(report: SituationReport) -> list[Piece]:
    """What the records say and the report neither uses nor has set aside: four queries."""
    rows = SentenceSource.objects.filter(report=report)
    known = {row.key for row in rows.only("visit_id", "comment_id", "petition_id", "part", "report_id")}
    return [piece for piece in material(report) if piece.key not in known]


def _of_visits(report: SituationReport) -> list[tuple[Any, Piece]]:
    rows = Visit.objects.happened().made_between(report.start, report.end).filter(officer=report.officer_id)
    found = []
    for row in rows.select_related("unit", "commune"):
        sphere = Sphere.PARTY if row.type in OF_THE_PARTY else Sphere.PEOPLE
        for part in PARTS:
            if words := getattr(row, part.value):
                text = _told(row, row.date, words)
                found.append((row.date, Piece(f"visit-{row.pk}-{part}", part, sphere, text, row, part.value)))
    return found


def _of_comments(report: SituationReport) -> list[tuple[Any, Piece]]:
    """What was said to the commune is part of the situation; what was written to the superior is asked of the superior.

    A commune's committee never reads what is written to the superior, so it isn't drafted into a report for it.
    """
    rows = Comment.objects.sent().filter(officer=report.officer_id, given_on__range=(report.start, report.end))
    rows = rows.exclude(visibility=Visibility.PRIVATE)
    if report.holder_level == Level.COMMUNE:
        rows = rows.exclude(visibility=Visibility.SUPERIOR)
    found = []
    for row in rows.select_related("unit", "commune"):
        matter, proposal = _sentence(row.matter), _sentence(row.proposal)
        if row.visibility == Visibility.SUPERIOR:
            section, words = Section.PROPOSALS, _("%(matter)s; đề xuất: %(proposal)s")
        elif row.type == CommentType.COMMENDATION:
            section, words = Section.ADVANTAGES, _("đã biểu dương: %(matter)s; %(proposal)s")
        else:
            section, words = Section.HIGHLIGHTS, _("đã góp ý với cấp ủy: %(matter)s; đề xuất: %(proposal)s")
        text = _told(row, row.given_on, words % {"matter": matter, "proposal": proposal})
        found.append((row.given_on, Piece(f"comment-{row.pk}", section, Sphere.PARTY, text, row)))
    return found


def _of_petitions(report: SituationReport) -> list[tuple[Any, Piece]]:
    rows = Petition.objects.filter(officer=report.officer_id, reported_on__range=(report.start, report.end))
    found = []
    for row in rows.select_related("unit", "commune"):
        section = Section.PROPOSALS if row.category in ASKED_FOR else Section.DIFFICULTIES
        sphere = Sphere.PARTY if row.whose == Whose.MEMBERS else Sphere.PEOPLE
        words = _sentence(row.content)
        if row.category == Category.HOT_ISSUE:
            words = _("vấn đề bức xúc: %(words)s") % {"words": words}
        if row.proposed_solution:
            words = _("%(words)s; đề xuất: %(proposal)s") % {
                "words": words,
                "proposal": _sentence(row.proposed_solution),
            }
        text = _told(row, row.reported_on, words)
        found.append((row.reported_on, Piece(f"petition-{row.pk}", section, sphere, text, row)))
    return found


def _told(row: Any, day: Any, words: str) -> str:
    """“Ấp 1, Xã Sơn Phú (12/11/2026): nước mặn vào sớm.”"""
    place = str(row.unit)
    if row.commune_id and row.commune_id != row.unit_id:
        place = f"{row.unit}, {row.commune}"
    text = f"{place} ({format_date(day)}): {_sentence(words)}."
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _sentence(words: str) -> str:
    """One line without its full stop, so that it can stand within another."""
    return one_line(words).rstrip(" .;")
