"""The same figures counted the slow way: every record looked at one by one, without a word of the slice under test."""

from collections import Counter
from dataclasses import asdict

from assignments.models import Unit
from nammanh.platform.dates import local_date
from reports.bulletins.models import Conveyance
from reports.facts.queries import Totals
from reports.feedback.models import CarriedBack, Petition, Referral
from reports.recommendations.models import Comment
from reports.visits.models import Visit

HAS_NO_ANSWER_YET = {
    *("submitted", "received", "returned", "handled_locally", "consolidated", "dispatched", "in_progress", "reopened"),
}


def records():
    """(unit, tier, day, measure, whether only the superior reads it) of everything that counts."""
    for visit in Visit.objects.select_related("unit"):
        for measure in _of_visit(visit):
            yield visit.unit, visit.tier_id, visit.date, measure, False
    for comment in Comment.objects.select_related("unit", "visit"):
        for measure in _of_comment(comment):
            secret = comment.visibility == "superior"
            yield comment.unit, comment.visit.tier_id, comment.given_on, measure, secret
    for petition in Petition.objects.select_related("unit", "visit"):
        for day, measure in _of_petition(petition):
            yield petition.unit, petition.visit and petition.visit.tier_id, day, measure, False
    for told in CarriedBack.objects.select_related("petition__unit", "visit"):
        if told.answered_at == told.petition.answered_at:
            yield told.petition.unit, told.visit.tier_id, told.visit.date, "carried_back", False
    for row in Conveyance.objects.select_related("unit", "visit"):
        yield row.unit, row.visit and row.visit.tier_id, row.conveyed_on, "conveyed", False


def _of_visit(visit):
    if visit.status in {"done", "confirmed"}:
        yield "visits"
        if visit.status == "confirmed":
            yield "confirmed"
        if visit.type == "party_cell_meeting":
            yield "cell_meetings"
        if visit.type == "household_visit":
            yield "household_visits"


def _of_comment(comment):
    if comment.status not in {"draft", "withdrawn"}:
        yield "comments"
        judged = comment.specificity in {"specific", "hard"}
        if judged or (not comment.specificity and comment.responsible and comment.due_on):
            yield "specific"


def _of_petition(petition):
    yield petition.reported_on, "petitions"
    if petition.category == "hot_issue":
        yield petition.reported_on, "hot"
    if petition.answered_at is not None:
        yield petition.due_on, "answers_due"
        on_time = local_date(petition.answered_at) <= petition.due_on
        yield petition.due_on, "answered_on_time" if on_time else "answered_late"
    elif petition.status in HAS_NO_ANSWER_YET:
        yield petition.due_on, "answers_due"


def lineages():
    """Each unit with itself and all that it lies in, parent by parent."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found = {}
    for pk in parents:
        found[pk], above = set(), pk
        while above is not None:
            found[pk].add(above)
            above = parents[above]
    return found


def count(months, place=None, *, superiors=True, tier=None):
    """Totals of these months at a place (none: everywhere)."""
    return sum_of(list(records()), lineages(), months, place, superiors=superiors, tier=tier)


def sum_of(every, above, months, place=None, *, superiors=True, tier=None):
    """The same out of records that were listed already."""
    found = Counter()
    for unit, of_tier, day, measure, secret in every:
        if (tier is not None and of_tier != tier) or (secret and not superiors):
            continue
        if day in months and (place is None or place.pk in above[unit.pk]):
            found[measure] += 1
    return Totals(**found)


def departments(months):
    """(due, on time, on time by the committed day, late, owed) by department."""
    found = {}
    for referral in Referral.objects.all():
        if referral.due_on not in months or referral.status in {"handed_back", "recalled"}:
            continue
        row = found.setdefault(referral.department_id, [0] * 5)
        row[0] += 1
        if referral.answered_at is None:
            row[4] += 1
            continue
        day = local_date(referral.answered_at)
        last = max(filter(None, (referral.due_on, referral.committed_on, referral.renewed_due_on)))
        row[1 if day <= referral.due_on else 3] += 1
        row[2] += day <= last
    return {agency: tuple(row) for agency, row in found.items()}


def plain(totals):
    """Figures as they are now, without what is said of corrections."""
    return {name: value for name, value in asdict(totals.now).items() if name != "corrections"}
