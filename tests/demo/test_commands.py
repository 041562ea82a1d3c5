"""Loading the illustration and printing its accounts: once, whole, and only where it belongs."""

import datetime
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nammanh.accounts.models import User
from nammanh.demo import loading
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from tests.template_database import copy_of, ensure_template

LEAP_DAY = datetime.date(2028, 2, 29)


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def digest():
    lines = [*Visit.objects.order_by("uuid").values_list("uuid", "date", "officer__full_name", "highlights", "status")]
    lines += Comment.objects.order_by("uuid").values_list("uuid", "matter", "specificity", "judged_at")
    return hashlib.sha256(repr(lines).encode()).hexdigest()


def test_two_loadings_on_one_day_are_word_for_word_the_same(django_db_setup, django_db_blocker):
    digests = []
    for _nth in range(2):
        with django_db_blocker.unblock(), copy_of(ensure_template()):
            assert loading.load(LEAP_DAY)  # and the rules that the database checks at the end hold
            last = Visit.objects.happened().order_by("-date").first()
            assert last.date < LEAP_DAY
            digests.append(digest())
    assert digests[0] == digests[1]


def test_a_loading_that_dies_half_way_leaves_nothing(db, monkeypatch):
    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "live_through", die)
    with pytest.raises(KeyboardInterrupt):
        loading.load(LEAP_DAY)
    assert not loading.is_loaded()
    assert loading.is_empty()
    assert not User.objects.exists()


def test_a_database_with_people_of_its_own_is_left_alone(db):
    User.objects.create_user("quantri", "mat-khau-that-2026", full_name="Người thật")
    assert "không nạp" in run("load_demo", "--if-empty")
    with pytest.raises(CommandError, match="trống"):
        run("load_demo")
    assert User.objects.count() == 1


def test_production_never_gets_the_illustration(db, settings):
    settings.DEMO, settings.MODE = False, "production"
    with pytest.raises(CommandError, match="không nạp vào hệ thống thật"):
        run("load_demo", "--if-empty")
    assert not User.objects.exists()


def test_without_illustration_the_accounts_are_an_empty_list(db):
    assert json.loads(run("demo_accounts", "--json")) == []
    assert "Chưa có tài khoản minh họa" in run("demo_accounts")
