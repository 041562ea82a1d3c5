"""Kinds of facts, facts and boundaries, each as small as a test needs."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assignments.profiles.models import Boundary, FactKind, UnitFact
from tests.factories.assignments import LONG_AGO, CommuneFactory


class KindFactory(DjangoModelFactory):
    class Meta:
        model = FactKind
        django_get_or_create = ("code",)

    code = "population"
    name = "Dân số"
    group = "people"
    value_type = "integer"
    measure = "người"
    levels = ("province", "district", "commune", "hamlet")
    summable = factory.LazyAttribute(lambda kind: kind.value_type in {"integer", "number", "money"})
    valid_from = LONG_AGO


class FactFactory(DjangoModelFactory):
    class Meta:
        model = UnitFact

    unit = factory.SubFactory(CommuneFactory)
    kind = factory.SubFactory(KindFactory)
    as_of = datetime.date(2026, 6, 30)
    number = factory.LazyAttribute(lambda fact: None if fact.text else Decimal(7120))
    text = ""
    source = "Báo cáo của xã"


def square(lng: float, lat: float, size: float = 0.1) -> dict:
    """A square with its south-western corner there."""
    ring = [[lng, lat], [lng + size, lat], [lng + size, lat + size], [lng, lat + size], [lng, lat]]
    return {"type": "Polygon", "coordinates": [[[round(x, 5), round(y, 5)] for x, y in ring]]}


class BoundaryFactory(DjangoModelFactory):
    class Meta:
        model = Boundary

    unit = factory.SubFactory(CommuneFactory)
    geometry = factory.LazyFunction(lambda: square(106.3, 10.1))
    source = "Tệp thử"
    valid_from = LONG_AGO
