"""What the database refuses about facts and their kinds, whichever door the write comes through."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from assignments.models import FieldOfWork, Unit
from assignments.profiles.loading import MissingFieldsError, write_kinds
from assignments.profiles.models import FactKind, UnitFact
from tests.factories.profiles import FactFactory, KindFactory

D = datetime.date


def refusal_of(write) -> str:
    with pytest.raises(IntegrityError) as refusal:
        write()
    return refusal.value.__cause__.diag.constraint_name


def test_one_value_a_unit_kind_and_day(world):
    FactFactory(unit=world.commune)
    assert refusal_of(lambda: FactFactory(unit=world.commune, number=1)) == "profiles_unitfact_once"


@pytest.mark.parametrize(
    ("value_type", "number", "text", "rule"),
    [
        ("integer", 7, "bảy", "profiles_unitfact_one_value"),
        ("text", 7, "", "profiles_unitfact_value_of_kind"),
        ("integer", None, "bảy", "profiles_unitfact_value_of_kind"),
        ("integer", Decimal("7.5"), "", "profiles_unitfact_whole"),
        ("yes_no", 2, "", "profiles_unitfact_value_of_kind"),
    ],
)
def test_the_value_is_of_its_kind(world, value_type, number, text, rule):
    kind = KindFactory(value_type=value_type)
    row = UnitFact(unit=world.commune, kind=kind, as_of=D(2026, 1, 1), number=number, text=text, source="x")
    assert refusal_of(row.save) == rule


def test_a_fact_lies_in_the_life_of_its_unit(world):
    early = D(2015, 12, 31)
    assert refusal_of(lambda: FactFactory(unit=world.commune, as_of=early)) == "profiles_unitfact_inside_unit"


def test_a_fact_is_of_a_level_that_is_asked(world):
    of_communes = KindFactory(code="cells", levels=["commune"])
    assert refusal_of(lambda: FactFactory(unit=world.hamlet, kind=of_communes)) == "profiles_unitfact_level"


def test_a_kind_with_values_keeps_its_meaning(world):
    kind = FactFactory(unit=world.commune).kind
    FactKind.objects.filter(pk=kind.pk).update(name="Dân số thường trú")
    change = FactKind.objects.filter(pk=kind.pk)
    assert refusal_of(lambda: change.update(measure="nghìn người")) == "profiles_factkind_meaning"


def test_kinds_wait_for_the_policy_then_come_once_and_keep_edits(db):
    with pytest.raises(MissingFieldsError):
        write_kinds()
    assert not FactKind.objects.exists()
    call_command("load_policy", verbosity=0)
    assert write_kinds() == FactKind.objects.count() == 26
    FactKind.objects.filter(code="population").update(name="Dân số thường trú")
    assert write_kinds() == 0
    assert FactKind.objects.get(code="population").name == "Dân số thường trú"
    assert set(FactKind.objects.exclude(field=None).values_list("field", flat=True)) <= set(
        FieldOfWork.objects.values_list("pk", flat=True)
    )


def test_facts_do_not_stand_in_the_way_of_a_reform(world):
    FactFactory(unit=world.neighbour_hamlet, as_of=D(2026, 6, 30))
    Unit.objects.filter(pk=world.neighbour_hamlet.pk).update(valid_to=D(2026, 1, 31))
    assert UnitFact.objects.get().as_of == D(2026, 6, 30)
