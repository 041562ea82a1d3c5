"""The main pages: whose, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from assignments.models import Assignment, Officer, Phase, Tier, Unit
from nammanh.platform.dates import today
from reports.bulletins.models import Bulletin
from reports.consolidation.models import Batch
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit


@dataclass(frozen=True)
class Page:
    """What is opened, by which demo account."""

    name: str
    username: str
    address: str


def main_pages() -> Iterator[Page]:
    """Those that exist at this state of the portal."""
    for name, username, route, key, query in _asked():
        try:
            address = reverse(route, args=[] if key is None else [key])
        except NoReverseMatch:
            continue
        yield Page(name, username, address + query)


def _asked() -> Iterator[tuple[str, str, str, object, str]]:
    current = Unit.objects.on(today())
    commune = current.get(gso_code="28894", level="commune")
    district = commune.parent
    hamlet = current.filter(level="hamlet", commune=commune).order_by("pk").first()
    below = f"?dia_ban={district.pk}"
    visit = Visit.objects.within(commune).confirmed().newest_first().first()
    comment = Comment.objects.within(commune).filter(status="done").order_by("-pk").first()
    petition = Petition.objects.within(commune).filter(status="closed", referral__isnull=False).order_by("-pk").first()
    officer = Officer.objects.get(user__username="canbotinh")
    batch = Batch.objects.order_by("-month").first()
    bulletin = Bulletin.objects.filter(status="published").order_by("-pk").first()
    handed_over = Assignment.objects.on(today()).filter(hand_over__isnull=False).order_by("-pk").first()
    tier = Tier.objects.filter(order=1, phase__in=Phase.objects.on(today())).get()
    leader, office, organiser = "thuongtruc", "vanphong", "tochuc"
    yield "overview of the standing committee", leader, "dashboards:overview", None, ""
    yield "drill-down, a district", leader, "dashboards:place", district.pk, ""
    yield "drill-down, a commune", leader, "dashboards:place", commune.pk, ""
    yield "details with the course of a year", leader, "dashboards:details", None, ""
    yield "map, days since a visit", leader, "dashboards:map", None, ""
    yield "map, open hot issues", leader, "dashboards:map", None, "?lop=buc-xuc"
    yield "commune × month", leader, "dashboards:places_by_month", None, ""
    yield "hamlet × month of a commune", leader, "dashboards:places_by_month", None, f"?xa={commune.pk}"
    yield "both ways", leader, "dashboards:both_ways", None, ""
    yield "department × month", leader, "dashboards:departments_by_month", None, ""
    yield "officer × duty, one's own", "canbotinh", "dashboards:own_duties", None, ""
    yield "silent places, communes", leader, "dashboards:silent", tier.pk, ""
    yield "overview of a standing member", "uvbtv.giongtrom", "dashboards:overview", None, ""
    yield "desk, standing committee", leader, "dashboards:desk", None, ""
    yield "desk, provincial officer", "canbotinh", "dashboards:desk", None, ""
    yield "desk, district secretary", "bithuhuyenuy", "dashboards:desk", None, ""
    yield "desk, commune", "xa.vinhthanh", "dashboards:desk", None, ""
    yield "desk, commune officer", "cbx.ap", "dashboards:desk", None, ""
    yield "desk, department", "so.nongnghiep", "feedback:desk", None, ""
    yield "list of visits", leader, "visits:list", None, ""
    yield "list of visits, a district", leader, "visits:list", None, below
    yield "a visit", leader, "visits:detail", visit.uuid, ""
    yield "list of comments", leader, "recommendations:list", None, ""
    yield "a comment", leader, "recommendations:detail", comment.uuid, ""
    yield "register of petitions", leader, "feedback:list", None, ""
    yield "register of petitions, a district", leader, "feedback:list", None, below
    yield "a petition", leader, "feedback:detail", petition.uuid, ""
    yield "statistics of petitions", leader, "feedback:statistics", None, ""
    yield "the month's batches", office, "consolidation:list", None, ""
    yield "a batch", office, "consolidation:detail", batch.pk, ""
    yield "workbench", office, "consolidation:workbench", batch.pk, ""
    yield "unit page, commune", leader, "assignments:unit", commune.pk, ""
    yield "unit page, district", leader, "assignments:unit", district.pk, ""
    yield "unit page, hamlet, by its officer", "cbh.ap", "assignments:unit", hamlet.pk, ""
    yield "visits of a commune (part of its page)", leader, "visits:of_unit", commune.pk, ""
    yield "list of units", organiser, "assignments:units", None, ""
    yield "list of assignments", organiser, "assignments:assignments", None, ""
    yield "coverage matrix", organiser, "assignments:matrix", None, ""
    yield "matrix of cell meetings", leader, "planner:cells", None, ""
    yield "households visited, the province", leader, "household_visits:coverage", None, ""
    yield "households of a commune", "xa.vinhthanh", "assignments:households", None, ""
    yield "hand-overs", organiser, "handovers:list", None, ""
    yield "hand-over, a dossier", leader, "handovers:dossier", handed_over.pk, ""
    yield "an officer", organiser, "assignments:officer", officer.pk, ""
    yield "calendar", "canbotinh", "planner:calendar", None, ""
    yield "bulletins", "cbx.ap", "bulletins:list", None, ""
    yield "where a bulletin arrived", leader, "bulletins:reach", bulletin.uuid, ""
    yield "entry form", "cbx.ap", "fieldbook:log", None, ""
    yield "search, a place", leader, "search:results", None, "?q=vinh+thanh"
    yield "search, words", leader, "search:results", None, "?q=sat+lo+bo+song"
    yield "search, words, by a provincial officer", "canbotinh", "search:results", None, "?q=sat+lo+bo+song"
    yield "search, words, by a commune", "xa.vinhthanh", "search:results", None, "?q=sat+lo+bo+song"
    yield "situation reports", leader, "reporting:list", None, ""
    yield "messages", "canbotinh", "reminders:inbox", None, ""
