"""Tests about the code base itself: the direction of relations, and row scope in one place."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from nammanh.platform.scoping import ScopedQuerySet

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    *("accounts", "papers", "assignments", "profiles", "rounds", "reforms", "imports"),
    *("visits", "recommendations", "feedback", "contacts", "evidence", "bulletins", "resources", "planner"),
    *("household_visits", "handovers", "matching", "consolidation", "reminders"),
    *("facts", "reporting", "search"),
]
"""Labels of our models, from the ground up; SIBLINGS don't know one another."""
SIBLINGS = [
    {"profiles", "rounds", "reforms", "imports"},
    {
        *("recommendations", "feedback", "contacts", "evidence", "bulletins", "resources", "planner"),
        "household_visits",
    },
    {"handovers", "matching", "consolidation"},
    {"reminders", "facts"},
]


def relations():
    for model in apps.get_models():
        if model._meta.app_label in ORDER:
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    yield model, field


def test_every_relation_points_to_an_equal_or_earlier_label():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if (label := field.related_model._meta.app_label) in ORDER
        and ORDER.index(label) > ORDER.index(model._meta.app_label)
    ]
    assert wrong == []


def test_siblings_do_not_know_one_another():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        for siblings in SIBLINGS
        if len(ends := {model._meta.app_label, field.related_model._meta.app_label}) == 2 and ends <= siblings
    ]
    assert wrong == []


SCOPED = [
    *("Unit", "Officer", "Assignment", "Household", "Absence", "Cluster", "ClusterMember", "Delegation"),
    "UnitOperation",
    *("UnitFact", "Boundary", "Visit", "Comment", "Petition", "Referral", "Contact", "HandOver"),
    "Evidence",
    *("Round", "RoundLine", "ImportJob"),
    *("LocalMeeting", "Attendance", "PlanNote"),
    *("Bulletin", "BulletinTarget", "Conveyance", "Pledge"),
    *("HouseholdLine", "MonthCount"),
    *("Message", "Urge"),
    *("Batch", "BatchLine", "ReturnedSheet"),
    *("SituationReport", "Review"),
    *("Activity", "DepartmentMonth", "HouseholdCount"),
    "SavedView",
]
BYPASS = re.compile(rf"\b(?:{'|'.join(SCOPED)})\.objects\.(?!visible_to\()\w+")


def page_files():
    names = {"views", "forms", "admin", "exports", "filters"}
    for folder in ("assignments", "reports", "nammanh"):
        for file in (ROOT / folder).rglob("*.py"):
            if names & {file.stem, *(part for part in file.relative_to(ROOT).parts)}:
                yield file


@pytest.mark.parametrize("file", sorted(page_files()), ids=lambda file: str(file.relative_to(ROOT)))
def test_pages_start_from_visible_to(file):
    assert BYPASS.findall(file.read_text()) == []


def test_every_scoped_model_says_whose_rows_it_holds(db, django_user_model):
    nobody = django_user_model(username="x")
    for model in apps.get_models():
        if isinstance(queryset := model._default_manager.all(), ScopedQuerySet) and model.__name__ != "AccessLog":
            assert list(queryset.visible_to(nobody)) == [], model
