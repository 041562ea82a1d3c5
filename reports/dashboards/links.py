"""Where a figure leads: the list that it counts, with the filters that its page understands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assignments.models import Assignment, Tier, Unit
from nammanh.platform.dates import format_date
from reports.bulletins.models import Bulletin
from reports.facts.months import Months
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reporting.models import Review, SituationReport
from reports.visits.models import Visit

Asks = Mapping[str, Any]
"""The part of an address that tells of which place."""


def address(name: str, *args: Any, **filters: Any) -> str:
    """The page `name` with those filters that hold something; days are written as people read them."""
    texts = {
        key: format_date(value) if isinstance(value, datetime.date) else str(value)
        for key, value in filters.items()
        if value not in (None, "")
    }
    page = reverse(name, args=args) if args else _page(name)
    return f"{page}?{urlencode(texts)}" if texts else page


@cache
def _page(name: str) -> str:
    return reverse(name)


def narrowed(urls: Iterable[str], asks: Asks) -> list[str]:
    """The same lists of one place. A table makes the addresses of its columns once, and these for each line."""
    asked = urlencode(asks)
    return [f"{url}{'&' if '?' in url else '?'}{asked}" for url in urls] if asked else list(urls)


def visits(months: Months, asks: Asks, **more: str) -> str:
    """Visits that took place in these months, confirmed or not, at the place that `asks` tells."""
    return address("visits:list", trang_thai="da-di", tu=months.start, den=months.end, **more, **asks)


def visits_in(asks: Asks, state: str) -> str:
    return address("visits:list", trang_thai=state, **asks)


def comments_in(asks: Asks, state: str) -> str:
    return address("recommendations:list", trang_thai=state, gui="commune", **asks)


def bulletins_for(pk: int) -> str:
    """What is to be conveyed at a unit today."""
    return address("bulletins:list", trang_thai="hien-hanh", noi=pk)


def comments_sent(months: Months, asks: Asks, verdict: str = "") -> str:
    """What communes got to read; words to the superior are counted nowhere that a commune might see."""
    asked = {"trang_thai": "da-gui", "gui": "commune", "cu_the": verdict}
    return address("recommendations:list", **asked, tu=months.start, den=months.end, **asks)


def petitions_received(months: Months, asks: Asks) -> str:
    return address("feedback:list", tu=months.start, den=months.end, **asks)


def petitions_on_time(months: Months, asks: Asks) -> str:
    """Due in these months by their first day, and answered by it."""
    return address("feedback:list", dung_han=1, han_tu=months.start, han_den=months.end, **asks)


def petitions_carried(months: Months, asks: Asks) -> str:
    """Whose answer a visit of these months told to the people."""
    return address("feedback:list", bao_tu=months.start, bao_den=months.end, **asks)


def conveyances(months: Months, asks: Asks) -> str:
    """Occasions in these months on which bulletins were conveyed."""
    return address("bulletins:conveyances", tu=months.start, den=months.end, **asks)


def pledges(months: Months, asks: Asks) -> str:
    """Resources that were found in these months, whatever came of them."""
    return address("resources:list", tu=months.start, den=months.end, **asks)


def petitions_waiting(asks: Asks, **more: Any) -> str:
    """What waits today: hot issues that are open, petitions past their day, with a late department."""
    return address("feedback:list", **more, **asks)


def place(pk: int, **asked: Any) -> str:
    """The figures of a unit, for the period and the day of the page that leads there."""
    return address("dashboards:place", pk, **asked)


def cluster(pk: int, **asked: Any) -> str:
    return address("dashboards:cluster", pk, **asked)


def silent_places(tier: Tier, **asked: Any) -> str:
    return address("dashboards:silent", tier.pk, **asked)


def unheld_places(tier: Tier, **asked: Any) -> str:
    return address("assignments:unheld", tang=tier.pk, **asked)


def open_petitions(
    since: datetime.date | None = None, until: datetime.date | None = None, district: int | None = None
) -> str:
    return address("feedback:list", dang_mo=1, tu=since, den=until, huyen=district)


def overdue_petitions(district: int | None = None) -> str:
    return address("feedback:list", qua_han=1, huyen=district)


def unheld(tier: Tier, district: int | None = None, which: str = "") -> str:
    """What a tier has not reached; `which`: "da" what it has, "tat-ca" both."""
    return address("assignments:unheld", tang=tier.pk, huyen=district, loc=which)


def anomalies(kind: str = "") -> str:
    """What is to be set right in who holds what: all kinds, or the list of one."""
    return address("assignments:anomalies", loai=kind)


def silent(tier: Tier, district: int | None = None) -> str:
    return address("dashboards:silent", tier.pk, huyen=district)


def unit(row: Unit) -> str:
    return reverse("assignments:unit", args=[row.pk])


def visit(row: Visit) -> str:
    return reverse("visits:detail", args=[row.uuid])


def log_plan(row: Visit) -> str:
    """The form that turns a planned visit into one that was made."""
    return reverse("fieldbook:log_plan", args=[row.uuid])


def edit_visit(row: Visit) -> str:
    return reverse("fieldbook:edit", args=[row.uuid])


def brief(row: Visit) -> str:
    """The page to carry along on a planned visit."""
    return reverse("briefs:brief", args=[row.uuid])


def confirm_visit(row: Visit) -> str:
    """The page on which the commune reads a visit and confirms it."""
    return reverse("visits:confirm", args=[row.uuid])


def comment(row: Comment) -> str:
    return reverse("recommendations:detail", args=[row.uuid])


def answer_comment(row: Comment) -> str:
    return reverse("recommendations:answer", args=[row.uuid])


def follow_comment(row: Comment) -> str:
    return reverse("recommendations:follow_up", args=[row.uuid])


def quiet_commune(row: Unit) -> str:
    """A word on visits that brought no comment."""
    return reverse("recommendations:quiet", args=[row.pk])


def petition(row: Petition) -> str:
    return reverse("feedback:detail", args=[row.uuid])


def hand_over(row: Assignment) -> str:
    """The dossier that the holder of this assignment takes over."""
    return reverse("handovers:dossier", args=[row.pk])


def bulletin(row: Bulletin) -> str:
    return reverse("bulletins:detail", args=[row.uuid])


def referrals(**asked: Any) -> str:
    """What departments were asked (phiếu chuyển)."""
    return address("feedback:desk", **asked)


def department(pk: int, **asked: Any) -> str:
    return address("dashboards:department", pk, **asked)


def delegation(pk: int, **asked: Any) -> str:
    return address("dashboards:delegation", pk, **asked)


def officer(pk: int, **asked: Any) -> str:
    """What one officer did for each duty: for the officer and who is in charge above."""
    return address("dashboards:officer", pk, **asked)


def situation_report(row: SituationReport) -> str:
    return reverse("reporting:detail", args=[row.uuid])


def receive_report(row: SituationReport) -> str:
    return reverse("reporting:receive", args=[row.uuid])


def edit_report(row: SituationReport) -> str:
    return reverse("reporting:edit", args=[row.uuid])


def review(row: Review) -> str:
    return reverse("reporting:review", args=[row.uuid])


def approve_review(row: Review) -> str:
    return reverse("reporting:approve_review", args=[row.uuid])


def edit_review(row: Review) -> str:
    return reverse("reporting:edit_review", args=[row.uuid])
