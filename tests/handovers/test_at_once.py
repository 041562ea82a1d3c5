"""Two tabs accept at the same time."""

import threading

import pytest
from django.db import connection

from nammanh.accounts.actor import Actor
from reports.handovers import services
from reports.handovers.models import HandOver, HandOverLine, HandOverStep
from reports.visits.models import VisitStep
from tests.handovers.scenes import leave_behind, received


@pytest.mark.django_db(transaction=True)
def test_two_tabs_accept_everything_once(world, officer, request):
    left = leave_behind(officer, world)
    successor = request.getfixturevalue("successor")
    assignment, refused, together = received(successor), [], threading.Barrier(2)

    def accept():
        try:
            together.wait()
            services.accept(assignment=assignment, by=Actor(successor))
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    tabs = [threading.Thread(target=accept) for _tab in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert refused == []
    assert HandOver.objects.count() == 1
    assert HandOverLine.objects.filter(state="accepted").count() == HandOverStep.objects.count() == 6
    assert VisitStep.objects.filter(visit=left.plan, action="hand_over").count() == 1
