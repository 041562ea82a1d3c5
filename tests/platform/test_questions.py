"""A question put together once answers for whatever it is given, and is told what is missing."""

import datetime

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateField, F

from assignments.models import Unit
from nammanh.platform.among import OneOf
from nammanh.platform.questions import Given, Question
from tests.factories.assignments import CommuneFactory

pytestmark = pytest.mark.django_db


def test_each_asking_is_answered_for_its_own_values_and_the_text_is_made_once(django_assert_num_queries):
    until_may = CommuneFactory(valid_from=datetime.date(2024, 1, 1), valid_to=datetime.date(2024, 5, 31))
    from_june = CommuneFactory(valid_from=datetime.date(2024, 6, 1))
    may, june = datetime.date(2024, 5, 31), datetime.date(2024, 6, 1)
    made = []

    def ask():
        made.append(1)
        keys = Given("keys", ArrayField(BigIntegerField()))
        units = Unit.objects.on(Given("day", DateField())).filter(OneOf(keys), level="commune")
        return units.order_by("pk").values("name", key=F("pk"))

    question = Question(ask)
    assert made == []
    both = [until_may.pk, from_june.pk]
    with django_assert_num_queries(3):
        assert question.rows(day=may, keys=both) == [{"name": until_may.name, "key": until_may.pk}]
        assert question.rows(keys=both, day=june) == [{"name": from_june.name, "key": from_june.pk}]
        assert question.rows(keys=[until_may.pk], day=june) == []
    assert made == [1]


def test_a_value_is_never_part_of_the_text():
    question = Question(lambda: Unit.objects.filter(name=Given("name", Unit._meta.get_field("name"))).values("pk"))
    unit = CommuneFactory(name="100% \" ' %s; DROP")
    assert question.rows(name=unit.name) == [{"pk": unit.pk}]


def test_a_missing_value_is_said():
    question = Question(lambda: Unit.objects.filter(pk=Given("key", BigIntegerField())).values("pk"))
    with pytest.raises(KeyError, match="key"):
        question.rows(keys=1)
