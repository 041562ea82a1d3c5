"""The same entry sent by several connections at the same moment."""

import threading

import pytest
from django.db import connection
from django.test import Client

from nammanh.accounts.models import User
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.visits.models import Visit
from tests.conftest import holder
from tests.factories import assignments as make
from tests.factories.reports import ReplyTermFactory
from tests.fieldbook.entry_data import a_comment, a_petition, entry_data
from tests.world import build_world

TIMES = 6


def at_once(person: User, bodies: list[dict]) -> list[int]:
    """Post every body from a thread and a connection of its own, all starting together."""
    ready, statuses = threading.Barrier(len(bodies)), []

    def post(body):
        try:
            browser = Client()
            browser.force_login(person, backend="nammanh.accounts.backends.PortalBackend")
            ready.wait(30)
            statuses.append(browser.post("/ghi-nhan/", body).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[body]) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    ReplyTermFactory()
    person = holder(world, "province_officer_for_commune", world.commune, "Nguyễn Văn Tỉnh")
    data = entry_data(world.commune, comments=[a_comment()], petitions=[a_petition(make.FieldFactory())])
    return person, data


def test_one_entry_sent_many_times_at_once_is_one_visit_one_comment_one_petition(scene):
    person, data = scene
    assert at_once(person, [data] * TIMES) == [302] * TIMES
    assert (Visit.objects.count(), Comment.objects.count(), Petition.objects.count()) == (1, 1, 1)
    assert Visit.objects.get().steps.count() == 1


def test_of_two_wordings_sent_at_once_one_is_stored_and_the_other_told(scene):
    person, data = scene
    assert at_once(person, [data, data | {"highlights": "Lời khác."}]) == [302, 409]
    assert (Visit.objects.count(), Comment.objects.count(), Petition.objects.count()) == (1, 1, 1)
