"""A little history across a merger, as random as asked, and the six numbers counted from it the slow way."""

import datetime
from dataclasses import dataclass

from assignments.models import Succession, Unit
from nammanh.platform.dates import local_date, today
from reports.feedback.models import CarriedBack, Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import CarriedBackFactory, CommentFactory, DraftFactory, PetitionFactory, VisitFactory

MERGED_DAYS_AGO = 100
KINDS = (
    *("visit", "unconfirmed", "planned", "cell", "comment", "specific", "superior", "draft"),
    *("petition", "hot", "answered", "answered_late", "carried", "duplicate"),
)


@dataclass(frozen=True)
class Merged:
    """Two communes of one district that became one, each with its hamlet."""

    old: tuple[Unit, Unit]
    new: Unit
    old_hamlet: Unit
    new_hamlet: Unit
    day: datetime.date

    def at(self, key: str, day: datetime.date) -> Unit:
        """The unit that stood there on a day."""
        if key == "hamlet":
            return self.old_hamlet if day < self.day else self.new_hamlet
        return self.old[int(key)] if day < self.day else self.new


def merge(world) -> Merged:
    day = today() - datetime.timedelta(days=MERGED_DAYS_AGO)
    until = day - datetime.timedelta(days=1)
    old = tuple(make.CommuneFactory(name=name, parent=world.district, valid_to=until) for name in ("Cũ Một", "Cũ Hai"))
    old_hamlet = make.HamletFactory(name="7", parent=old[0], valid_to=until)
    new = make.CommuneFactory(name="Mới", parent=world.district, valid_from=day)
    new_hamlet = make.HamletFactory(name="7", parent=new, valid_from=day)
    document = make.DocumentFactory()
    for before, after in ((old[0], new), (old[1], new), (old_hamlet, new_hamlet)):
        Succession.objects.create(predecessor=before, successor=after, kind="merged_into", document=document)
    return Merged(old, new, old_hamlet, new_hamlet, day)


def tell(world, officer, unit: Unit, day: datetime.date, kind: str) -> None:
    """One visit there, and what came of it."""
    status = {"unconfirmed": "done", "planned": "planned"}.get(kind, "confirmed")
    type_ = "party_cell_meeting" if kind == "cell" else "working_session"
    visit = VisitFactory(unit=unit, officer=officer, tier=world.tiers[0], date=day, status=status, type=type_)
    if kind in {"comment", "specific", "superior"}:
        named = {"responsible": "Đảng ủy xã", "due_on": today()} if kind == "specific" else {}
        CommentFactory(visit=visit, visibility="superior" if kind == "superior" else "commune", **named)
    elif kind == "draft":
        DraftFactory(visit=visit)
    elif kind in {"petition", "hot"}:
        PetitionFactory(visit=visit, category="hot_issue" if kind == "hot" else "obstacle")
    elif kind in {"answered", "answered_late", "carried"}:
        days = 0 if kind == "answered_late" else 500
        petition = PetitionFactory(visit=visit, status="answered", due_on=day + datetime.timedelta(days=days))
        if kind == "carried":
            CarriedBackFactory(petition=petition, visit=visit)
    elif kind == "duplicate":
        PetitionFactory(visit=visit, status="duplicate")


def six(months, inside) -> list[int]:
    """The six numbers of the period; `inside` says of a unit whether it counts."""
    visits = [row for row in Visit.objects.select_related("unit") if row.status in {"done", "confirmed"}]
    comments = [row for row in Comment.objects.select_related("unit") if row.status not in {"draft", "withdrawn"}]
    petitions = list(Petition.objects.select_related("unit"))
    told = list(CarriedBack.objects.select_related("petition__unit", "visit"))
    return [
        sum(row.date in months and inside(row.unit) for row in visits),
        sum(row.date in months and inside(row.unit) and row.type == "party_cell_meeting" for row in visits),
        sum(row.given_on in months and inside(row.unit) and row.visibility == "commune" for row in comments),
        sum(row.reported_on in months and inside(row.unit) for row in petitions),
        sum(
            row.answered_at is not None
            and row.due_on in months
            and local_date(row.answered_at) <= row.due_on
            and inside(row.unit)
            for row in petitions
        ),
        sum(
            row.visit.date in months and row.answered_at == row.petition.answered_at and inside(row.petition.unit)
            for row in told
        ),
    ]


def lies_in(*places: Unit):
    """Whether a unit is one of these or lies below one, parent by parent."""
    keys, parents = {place.pk for place in places}, dict(Unit.objects.values_list("pk", "parent_id"))

    def inside(unit: Unit) -> bool:
        above = unit.pk
        while above is not None and above not in keys:
            above = parents[above]
        return above is not None

    return inside
