"""Every column about a household is on a list; a new one, or a new table, fails the start."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from assignments import checks
from assignments.models import Household
from reports.household_visits.models import HouseholdLine
from reports.visits.models import Visit

FORBIDDEN = ["latitude", "gps", "id_number", "photo", "person", "religion", "health", "attitude", "debt", "child_name"]


def told():
    return {(error.id, error.msg.split()[0]) for error in checks.household_holds_the_minimum()}


def test_the_tables_as_they_are_pass():
    assert told() == set()


def test_the_history_and_the_lines_are_among_the_tables_that_are_checked():
    labels = {model._meta.label for model in checks.tables_about_households()}
    assert labels == {
        "assignments.Household",
        "assignments.HouseholdEvent",
        "assignments.AssignedHousehold",
        "household_visits.HouseholdLine",
    }


@pytest.mark.parametrize("name", FORBIDDEN)
@pytest.mark.parametrize("model", [Household, HouseholdLine])
def test_another_column_fails_the_start(monkeypatch, model, name):
    field = models.CharField(max_length=10)
    field.set_attributes_from_name(name)
    monkeypatch.setattr(model._meta, "concrete_fields", [*model._meta.concrete_fields, field])
    assert told() == {("assignments.E001", f"{model._meta.label}.{name}")}


@isolate_apps("reports.household_visits", attr_name="isolated")
def test_a_table_that_points_at_a_line_needs_a_list_of_its_own(monkeypatch):
    class Photo(models.Model):
        line = models.ForeignKey(HouseholdLine, models.CASCADE, related_name="+")

        class Meta:
            app_label = "household_visits"

    every = [*apps.get_models(), Photo]
    monkeypatch.setattr(checks.apps, "get_models", lambda: every)
    assert told() == {("assignments.E002", "household_visits.Photo")}


def test_what_the_issue_forbids_has_no_column():
    words = ("name", "phone", "lat", "lng", "gps", "photo", "file", "person", "relig", "ethnic", "health", "debt")
    names = {field.name for field in HouseholdLine._meta.get_fields()} - {
        field.name for field in Visit._meta.get_fields()
    }
    assert {name for name in names for word in words if word in name} == set()
