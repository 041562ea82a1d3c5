"""Urging: who may, whom it reaches, once, and what came of it."""

import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.recommendations.services import follow_up, withdraw_comment
from reports.reminders import services
from reports.reminders.models import Message, Urge
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory
from tests.fieldbook.scenes import department
from tests.reminders.scenes import late, unconfirmed

WORDS = "Đề nghị trả lời trong tuần này."


@pytest.fixture
def petition(world, request, department_head, office):
    """Sent to `department_head`'s department, five working days late."""
    return late(world, request, 5)


def urge(record, by, words=WORDS, identity=None):
    return services.urge(uuid=identity or uuid.uuid4(), record=record, words=words, by=by)


def test_the_department_hears_it_from_the_office(petition, office, department_head, by):
    done = urge(petition, by(office))
    assert (done.agency, done.officer) == (petition.department, department_head.officer)
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.urgent) == (department_head, "urge", True)
    assert WORDS not in message.title + message.text
    assert message.url == reverse("feedback:detail", args=[petition.uuid])


@pytest.mark.parametrize("who", ["office", "standing_committee", "standing_member"])
def test_those_who_may(petition, by, request, who):
    assert urge(petition, by(request.getfixturevalue(who))).pk


@pytest.mark.parametrize(
    "who", ["officer", "commune_secretary", "stranger", "department_head", "organiser", "inspector", "administrator"]
)
def test_those_who_may_not(petition, by, request, who):
    with pytest.raises(PermissionDenied):
        urge(petition, by(request.getfixturevalue(who)))


def test_a_head_urges_the_focal_point_of_the_own_department_and_nobody_elses(petition, department_head, by, world):
    focal = make.OfficerFactory(full_name="Kha Thị Đầu Mối")
    post = make.PostFactory(portal_role="department", rank=900)
    make.PositionFactory(officer=focal, agency=petition.department, post=post)
    assert urge(petition, by(department_head)).officer == focal
    with pytest.raises(PermissionDenied):
        urge(petition, by(focal.user))
    other = in_post("department", world.province, "Giám đốc Sở", "Ung Văn Khác", "Sở Xây dựng")
    with pytest.raises(PermissionDenied):
        urge(petition, by(other))


def test_where_the_department_has_no_account_the_office_hears_it_for_the_department(
    petition, standing_committee, by, office
):
    type(office).objects.filter(pk=petition.department.positions.get().officer.user_id).update(is_active=False)
    done = urge(petition, by(standing_committee))
    assert (done.agency, done.officer) == (petition.department, None)
    assert Message.objects.get().recipient == office


def test_nobody_urges_where_it_is_their_own_turn(world, request, office, by):
    with pytest.raises(PermissionDenied):
        urge(late(world, request, 5, status="submitted"), by(office))


def test_a_visit_and_a_comment_reach_the_commune(world, officer, office, commune_secretary, by):
    visit = unconfirmed(world, officer, 9)
    comment = CommentFactory(visit=visit)
    for record in (visit, comment):
        assert urge(record, by(office)).officer == commune_secretary.officer
    assert set(Message.objects.values_list("recipient", flat=True)) == {commune_secretary.pk}


def test_what_waits_for_nobody_is_not_urged(world, officer, office, by):
    visit = unconfirmed(world, officer, 9, status="confirmed")
    with pytest.raises(ValidationError, match="không còn chờ"):
        urge(visit, by(office))


def test_a_double_click_is_one_and_other_words_are_refused(petition, office, by):
    identity = uuid.uuid4()
    first = urge(petition, by(office), identity=identity)
    assert urge(petition, by(office), identity=identity) == first
    with pytest.raises(ValidationError, match="nội dung khác"):
        urge(petition, by(office), words="Khác hẳn.", identity=identity)
    assert Urge.objects.count() == Message.objects.count() == 1


def test_what_came_of_it_is_told_by_the_record_or_added_once(petition, office, department_head, by):
    first, second = urge(petition, by(office)), urge(petition, by(office), words="Lần hai.")
    assert set(Urge.objects.waiting()) == {first, second}
    services.record_outcome(urge=first, outcome="Sở hẹn trả lời ngày mai.", by=by(department_head))
    assert set(Urge.objects.waiting()) == {second}
    with pytest.raises(ValidationError, match="đã được ghi"):
        services.record_outcome(urge=first, outcome="Khác.", by=by(office))
    type(petition).objects.filter(pk=petition.pk).update(status="answered", reply="Đã sửa.", answered_at=timezone.now())
    assert not Urge.objects.waiting().exists()
    assert services.settle(at=timezone.now()) == 2


def test_a_comment_that_was_taken_back_calls_for_nothing_any_more(world, officer, office, commune_secretary, by):
    comment = CommentFactory(visit=unconfirmed(world, officer, 9))
    urge(comment, by(office))
    assert services.settle(at=timezone.now()) == 0
    withdraw_comment(comment=comment, by=by(officer))
    assert services.settle(at=timezone.now()) == 1


def test_that_a_comment_was_carried_out_is_what_came_of_it(world, officer, office, commune_secretary, by, as_user):
    comment = CommentFactory(visit=unconfirmed(world, officer, 9), status="read")
    urge(comment, by(office))
    follow_up(comment=comment, progress="done", day=today(), text="Đã nạo vét.", by=by(officer))
    assert not Urge.objects.waiting().exists()
    assert "Góp ý đã được thực hiện." in as_user(office).get(reverse("reminders:urges")).content.decode()


def test_a_bystander_adds_no_outcome(petition, office, officer, by):
    with pytest.raises(PermissionDenied):
        services.record_outcome(urge=urge(petition, by(office)), outcome="Xong.", by=by(officer))


def test_the_words_stand(petition, office, by):
    done = urge(petition, by(office))
    for change in ("UPDATE reminders_urge SET words = 'khác'", "DELETE FROM reminders_urge"):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM reminders_message")
            cursor.execute(change)
    done.refresh_from_db()
    assert done.words == WORDS


def test_from_the_petitions_page_to_the_list(petition, office, department_head, stranger, as_user):
    client, address = as_user(office), {"kind": "phan-anh", "uuid": petition.uuid}
    page = client.get(reverse("feedback:detail", args=[petition.uuid])).content.decode()
    assert reverse("reminders:of_record", kwargs=address) in page
    form = client.get(reverse("reminders:urge", kwargs=address))
    sent = {"uuid": str(form.context["form"]["uuid"].value()), "words": WORDS}
    for _click in range(2):
        assert client.post(reverse("reminders:urge", kwargs=address), sent).status_code == 302
    assert WORDS in client.get(reverse("reminders:of_record", kwargs=address)).content.decode()
    for person, seen in ((office, True), (department_head, True), (stranger, False)):
        assert (WORDS in as_user(person).get(reverse("reminders:urges")).content.decode()) is seen
    urged = Urge.objects.get()
    outcome = reverse("reminders:outcome", args=[urged.uuid])
    assert as_user(department_head).post(outcome, {"outcome": "Đã họp với xã."}).status_code == 302
    assert "Đã họp với xã." in client.get(reverse("reminders:urges"), {"xem": "xong"}).content.decode()
    assert WORDS not in client.get(reverse("reminders:urges"), {"xem": "cho"}).content.decode()


def test_the_privacy_guard_reads_along_and_keeps_the_words(petition, office, as_user):
    address = reverse("reminders:urge", kwargs={"kind": "phan-anh", "uuid": petition.uuid})
    sent = {"uuid": str(uuid.uuid4()), "words": "Gọi ông Bảy, số 0912345678."}
    answer = as_user(office).post(address, sent)
    assert answer.status_code == 422
    assert "0912345678" in answer.content.decode()
    assert not Urge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one(world, request, office):
    department(request)
    petition, identity, together, problems = late(world, request, 5), uuid.uuid4(), threading.Barrier(2), []

    def click():
        try:
            together.wait()
            urge(petition, Actor(office), identity=identity)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _nth in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert problems == []
    assert Urge.objects.count() == Message.objects.count() == 1
