"""Reminding a member of a delegation: who may, whom it reaches, once a day, and which visit answers it."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from nammanh.platform.dates import today
from reports.reminders import services
from reports.reminders.models import Message, Urge
from reports.reminders.queries import urges_waiting
from tests.factories import assignments as make
from tests.factories.reports import VisitFactory

WORDS = "Đề nghị đồng chí đi cơ sở tuần này."
LATER = datetime.timedelta(seconds=5)


@pytest.fixture
def delegation(officer, standing_member, world):
    """Headed by the standing member; `officer` holds Sơn Phú for it."""
    kept = make.DelegationFactory(name="Đoàn công tác số 1")
    make.DelegationMemberFactory(delegation=kept, officer=standing_member.officer, duty="head")
    make.DelegationMemberFactory(delegation=kept, officer=officer.officer)
    officer.officer.assignments.update(delegation=kept)
    return kept


@pytest.fixture
def member(delegation, officer):
    return delegation.members.get(officer=officer.officer)


@pytest.fixture
def place(member):
    return member.officer.assignments.get()


def remind(member, assignment, by, words=WORDS, identity=None):
    identity = identity or uuid.uuid4()
    return services.remind(uuid=identity, member=member, assignment=assignment, words=words, by=by)


def away(officer, substitute=None):
    day = today()
    return make.AbsenceFactory(officer=officer, substitute=substitute, valid_from=day, valid_to=day)


def went(member, world, unit=None, day=None, status="confirmed", **fields):
    """A visit of the member, which the commune confirms after the reminding."""
    if status == "confirmed":
        fields |= {"confirmed_at": timezone.now() + LATER, "confirmed_by": make.UserFactory()}
    return VisitFactory(
        officer=member.officer,
        unit=unit or world.commune,
        tier=world.tiers[0],
        date=day or today(),
        status=status,
        **fields,
    )


@pytest.mark.parametrize("who", ["standing_member", "standing_committee"])
def test_the_head_and_the_standing_committee_remind(member, place, officer, by, request, who):
    done = remind(member, place, by(request.getfixturevalue(who)))
    message = Message.objects.get()
    assert (done.officer, message.recipient, message.urgent, message.kind) == (officer.officer, officer, True, "urge")
    assert "Xã Sơn Phú" in message.title
    assert WORDS not in message.title + message.text


@pytest.mark.parametrize("who", ["officer", "stranger", "commune_secretary", "office", "organiser", "administrator"])
def test_nobody_else_does(member, place, by, request, who):
    with pytest.raises(PermissionDenied):
        remind(member, place, by(request.getfixturevalue(who)))


def test_who_stands_in_for_the_head_reminds_and_is_told_for_nobody_they_stand_in_for(
    delegation, member, place, standing_member, by, as_user
):
    deputy = make.OfficerFactory()
    away(standing_member.officer, deputy)
    address = reverse("reminders:remind", args=[delegation.pk, member.officer_id])
    assert as_user(deputy.user).get(address).status_code == 200
    assert remind(member, place, by(deputy.user)).by == deputy.user
    head = delegation.members.get(duty="head")
    with pytest.raises(PermissionDenied):
        remind(head, None, by(deputy.user))


def test_an_absent_member_is_heard_for_by_the_substitute_and_without_one_it_is_said(member, place, standing_member, by):
    substitute = make.OfficerFactory()
    absence = away(member.officer, substitute)
    remind(member, place, by(standing_member))
    assert Message.objects.get().recipient == substitute.user
    absence.substitute = None
    absence.save(update_fields=["substitute"])
    with pytest.raises(ValidationError, match="chưa có người làm thay"):
        remind(member, None, by(standing_member))


def test_once_a_day_for_each_place_and_a_double_click_is_one(member, place, standing_member, standing_committee, by):
    identity = uuid.uuid4()
    first = remind(member, place, by(standing_member), identity=identity)
    assert remind(member, place, by(standing_member), identity=identity) == first
    with pytest.raises(ValidationError, match="nội dung khác"):
        remind(member, place, by(standing_member), words="Khác hẳn.", identity=identity)
    for again in (standing_member, standing_committee):
        with pytest.raises(ValidationError, match="Mỗi ngày nhắc một lần"):
            remind(member, place, by(again))
    remind(member, None, by(standing_committee))
    assert Urge.objects.count() == Message.objects.count() == 2
    for assignment in (place, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Urge.objects.create(
                member=member, assignment=assignment, officer=member.officer, words="Lại.", by=standing_member
            )


def test_only_of_a_place_that_the_member_holds_for_the_delegation(member, standing_member, hamlet_officer, by):
    with pytest.raises(ValidationError, match="không còn phụ trách"):
        remind(member, hamlet_officer.officer.assignments.get(), by(standing_member))


def test_a_visit_confirmed_there_is_what_came_of_it(member, place, standing_member, world, by, as_user):
    urged = remind(member, place, by(standing_member))
    went(member, world, status="done")  # nobody has confirmed it
    went(member, world, day=today() - datetime.timedelta(days=1))  # made before
    went(member, world, unit=world.neighbour)  # elsewhere
    went(make.DelegationMemberFactory(), world)  # somebody else
    assert set(urges_waiting(today())) == {urged}
    went(member, world, unit=world.hamlet)
    assert not urges_waiting(today()).exists()
    assert services.settle(at=timezone.now()) == 1
    page = as_user(standing_member).get(reverse("reminders:urges")).content.decode()
    assert "Đồng chí đã đi cơ sở, xã xác nhận ngày" in page


def test_the_whole_is_answered_by_a_visit_to_any_place_held_for_the_delegation(member, standing_member, world, by):
    urged = remind(member, None, by(standing_member))
    went(member, world, unit=world.far_commune)
    assert set(urges_waiting(today())) == {urged}
    went(member, world)
    assert not urges_waiting(today()).exists()


def test_a_member_who_gave_the_place_up_owes_nothing_there(member, place, standing_member, by):
    remind(member, place, by(standing_member))
    type(place).objects.filter(pk=place.pk).update(delegation=None)
    type(place).objects.filter(pk=place.pk).update(
        valid_to=today() - datetime.timedelta(days=1), end_reason="Điều động"
    )
    assert services.settle(at=timezone.now()) == 1


def test_from_the_delegations_page_to_the_members_desk(
    delegation, member, place, officer, standing_member, standing_committee, hamlet_officer, as_user
):
    head, address = (
        as_user(standing_member),
        reverse("reminders:remind_place", args=[delegation.pk, member.officer_id, place.pk]),
    )
    page = head.get(reverse("dashboards:delegation", args=[delegation.pk])).content.decode()
    assert address in page
    assert f'href="{reverse("reminders:remind", args=[delegation.pk, standing_member.officer.pk])}"' not in page
    assert address not in as_user(officer).get(reverse("dashboards:delegation", args=[delegation.pk])).content.decode()
    form = head.get(address).context["form"]
    assert "Đến nay chưa có chuyến đi nào" in form["words"].value()
    sent = {"uuid": str(form["uuid"].value()), "words": WORDS}
    for _click in range(2):
        assert head.post(address, sent).status_code == 302
    assert WORDS in as_user(officer).get(reverse("dashboards:desk")).content.decode()
    of_delegation = reverse("reminders:of_delegation", args=[delegation.pk])
    for person, seen in ((standing_member, True), (officer, True), (standing_committee, True)):
        assert (WORDS in as_user(person).get(of_delegation).content.decode()) is seen
    outcome = reverse("reminders:outcome", args=[Urge.objects.get().uuid])
    assert as_user(officer).post(outcome, {"outcome": "Đã hẹn xã thứ Sáu."}).status_code == 302
    assert WORDS not in as_user(officer).get(reverse("dashboards:desk")).content.decode()
    assert WORDS not in as_user(hamlet_officer).get(reverse("reminders:urges")).content.decode()


def test_a_fellow_member_doesnt_read_who_was_reminded(
    delegation, member, place, standing_member, hamlet_officer, by, as_user
):
    make.DelegationMemberFactory(delegation=delegation, officer=hamlet_officer.officer)
    remind(member, place, by(standing_member))
    answer = as_user(hamlet_officer).get(reverse("reminders:of_delegation", args=[delegation.pk]))
    assert (answer.status_code, WORDS in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("strangers_place", [True, False])
def test_a_place_or_member_of_elsewhere_does_not_exist(
    delegation, member, standing_member, hamlet_officer, as_user, strangers_place
):
    other = hamlet_officer.officer
    args = (
        [delegation.pk, member.officer_id, other.assignments.get().pk] if strangers_place else [delegation.pk, other.pk]
    )
    address = reverse("reminders:remind_place" if strangers_place else "reminders:remind", args=args)
    assert as_user(standing_member).get(address).status_code == 404


def test_the_privacy_guard_reads_along(delegation, member, standing_member, as_user):
    sent = {"uuid": str(uuid.uuid4()), "words": "Gọi ông Bảy, số 0912345678."}
    address = reverse("reminders:remind", args=[delegation.pk, member.officer_id])
    assert as_user(standing_member).post(address, sent).status_code == 422
    assert not Urge.objects.exists()
