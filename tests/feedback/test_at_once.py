"""Many hands on few petitions at the same moment: one effect, one line, nothing lost, nothing sent twice."""

import uuid

import pytest

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.feedback import services
from reports.feedback.models import Petition, PetitionStep, Referral, Reply
from reports.feedback.services import Asked, Origin, PetitionContent
from tests.at_once import at_once
from tests.factories.reports import ReplyTermFactory
from tests.fieldbook.scenes import department, petition_in

ONE = uuid.UUID(int=7)


@pytest.mark.django_db(transaction=True)
def test_a_petition_is_sent_taken_up_and_answered_once(world, request, office, department_head, officer):
    ReplyTermFactory()
    petitions = [petition_in(world, request) for _number in range(4)]
    clerk, sector, sender = Actor(office), Actor(department_head), Actor(officer)
    agency, field = department(request), petitions[0].field

    def dispatch(petition):
        return lambda: services.dispatch(petition=petition, department=agency, note="Trả lời", by=clerk)

    def together():
        services.refer(petitions=petitions, asked=Asked("Sửa cầu", field, agency), by=clerk, uuid=ONE)

    at_once([act for _nth in range(8) for act in (*map(dispatch, petitions), together, together)])
    assert Referral.objects.count() in {1, 4}  # all as one matter, or one by one: never both
    assert PetitionStep.objects.filter(action="dispatch").count() == 4
    assert Petition.objects.filter(status="dispatched").exclude(referral=None).count() == 4

    referrals = Referral.objects.count()
    acts = [
        act
        for petition in petitions
        for _nth in range(5)
        for act in (
            lambda petition=petition: services.take_up(petition=petition, by=sector),
            lambda petition=petition: services.answer(petition=petition, text="Khởi công 05/01.", by=sector),
        )
    ]
    at_once(acts)
    assert Reply.objects.count() == referrals
    assert set(Petition.objects.values_list("status", flat=True)) == {"answered"}
    assert PetitionStep.objects.filter(action="answer").count() == 4
    assert PetitionStep.objects.filter(action="take_up").count() <= 4

    one = petitions[0]
    both = (
        lambda: services.approve(petition=one, by=sender, note=""),
        lambda: services.reopen(petition=one, reason="Chưa rõ", by=sender),
    )
    at_once([act for _nth in range(8) for act in both])
    judged = PetitionStep.objects.filter(petition=one, action__in=["approve", "reopen"])
    assert judged.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_comes_many_times_is_one_petition(world, request, commune_secretary):
    ReplyTermFactory()
    committee = commune_secretary.officer.positions.get().agency
    keys = [uuid.uuid4() for _number in range(5)]

    def send(key):
        content = PetitionContent(key, "hot_issue", "Nước mặn vào ruộng")
        origin = Origin(world.commune, committee, today())
        return lambda: services.submit(content=content, origin=origin, by=Actor(commune_secretary))

    assert at_once([send(key) for _nth in range(8) for key in keys]).refused == []
    assert Petition.objects.count() == PetitionStep.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_that_are_linked_to_each_other_at_once_do_not_make_a_ring(world, request, office):
    first, second = petition_in(world, request), petition_in(world, request)
    clerk = Actor(office)
    at_once(
        [
            act
            for _nth in range(8)
            for act in (
                lambda: services.link(petition=first, root=second, by=clerk),
                lambda: services.link(petition=second, root=first, by=clerk),
            )
        ]
    )
    assert Petition.objects.filter(status="duplicate").count() == 1
    assert PetitionStep.objects.filter(action="link").count() == 1
