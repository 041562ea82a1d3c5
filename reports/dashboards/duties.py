"""The kinds of work that the regulation asks of who holds a place, each with its records and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from nammanh.accounts.models import User
from reports.bulletins.models import Conveyance
from reports.dashboards import links
from reports.dashboards.measures import Asks
from reports.facts.months import Months
from reports.feedback.models import CarriedBack, Petition
from reports.recommendations.models import Comment
from reports.resources.models import Pledge
from reports.visits.models import Visit, VisitType


@dataclass(frozen=True)
class Duty:
    """One kind of work. `rows` are the officer's records of it, `day` says when one counts, `url` lists them."""

    key: str
    label: Any
    rows: Callable[[User, int], QuerySet]
    day: str
    url: Callable[[Months, Asks], str]


VISITS = Duty(
    "visits",
    gettext_lazy("Đi cơ sở"),
    lambda user, officer: Visit.objects.visible_to(user).happened().filter(officer=officer),
    "date",
    links.visits,
)
HOUSEHOLDS = Duty(
    "households",
    gettext_lazy("Thăm hộ gia đình"),
    lambda user, officer: VISITS.rows(user, officer).filter(type=VisitType.HOUSEHOLD_VISIT),
    "date",
    lambda months, asks: links.visits(months, asks, loai=VisitType.HOUSEHOLD_VISIT.value),
)
DUTIES = (
    VISITS,
    Duty(
        "cells",
        gettext_lazy("Dự sinh hoạt chi bộ"),
        lambda user, officer: VISITS.rows(user, officer).filter(type=VisitType.PARTY_CELL_MEETING),
        "date",
        lambda months, asks: links.visits(months, asks, loai=VisitType.PARTY_CELL_MEETING.value),
    ),
    HOUSEHOLDS,
    Duty(
        "comments",
        gettext_lazy("Góp ý gửi cấp ủy xã"),
        lambda user, officer: Comment.objects.visible_to(user).sent().to_commune().filter(officer=officer),
        "given_on",
        links.comments_sent,
    ),
    Duty(
        "petitions",
        gettext_lazy("Phản ánh, kiến nghị đưa lên"),
        lambda user, officer: Petition.objects.visible_to(user).filter(officer=officer),
        "reported_on",
        links.petitions_received,
    ),
    Duty(
        "carried",
        gettext_lazy("Phản ánh đã báo lại cho dân"),
        lambda user, officer: CarriedBack.objects.standing().filter(
            petition__in=Petition.objects.visible_to(user).filter(officer=officer).order_by().values("pk")
        ),
        "visit__date",
        links.petitions_carried,
    ),
    Duty(
        "conveyed",
        gettext_lazy("Truyền đạt thông tin chủ trương"),
        lambda user, officer: Conveyance.objects.visible_to(user).filter(officer=officer),
        "conveyed_on",
        links.conveyances,
    ),
    Duty(
        "pledges",
        gettext_lazy("Vận động nguồn lực"),
        lambda user, officer: Pledge.objects.visible_to(user).filter(officer=officer),
        "found_on",
        links.pledges,
    ),
)
"""What the regulation asks of who holds a place, as far as records tell it; in the order in which it is worded."""
