"""An answer is carried back on a visit: offered in the place, ticked once, shown with the petition."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.feedback import services
from reports.feedback.carrying import CarriedContent, write_carried_back
from reports.feedback.models import CarriedBack, Petition
from reports.fieldbook.merging import Version
from tests.factories.reports import CarriedBackFactory, PetitionFactory, ReferralFactory, ReplyTermFactory
from tests.fieldbook.entry_data import entry_data
from tests.fieldbook.scenes import department, officers_visit, petition_in

LOG = "/ghi-nhan/"


def told(petition, reaction="agreed", note="", **changes):
    """What a ticked answer sends."""
    prefix = f"replies-{petition.uuid}"
    return {
        "replies-shown": "1",
        f"{prefix}-told": "on",
        f"{prefix}-reaction": reaction,
        f"{prefix}-note": note,
    } | {f"{prefix}-{name}": value for name, value in changes.items()}


@pytest.fixture
def petition(world, request):
    return petition_in(world, request, "answered")


def offered(page):
    return {row.petition for row in page.context["typed"].part("replies").rows}


def test_answers_of_the_place_and_below_wait_in_the_form(world, petition, hamlet_officer, officer, as_user, request):
    below = PetitionFactory(
        visit=officers_visit(world, request), unit=world.hamlet, status="closed", reply="Đã sửa.",
        department=department(request), answered_at=timezone.now(),
    )  # fmt: skip
    open_one = petition_in(world, request, "dispatched")
    page = as_user(officer).get(LOG)
    assert offered(page) == {petition, below}
    assert open_one not in offered(page)
    assert "câu trả lời chưa báo lại" in page.text
    assert offered(as_user(hamlet_officer).get(LOG)) == {below}


def test_an_officer_with_nothing_to_carry_back_sees_no_such_section(world, officer, as_user):
    assert 'id="part-replies"' not in as_user(officer).get(LOG).text


def test_a_ticked_answer_is_stored_with_the_reaction_and_shown_everywhere(world, petition, officer, as_user):
    browser = as_user(officer)
    data = entry_data(world.commune) | told(petition, "disagreed", "Dân đề nghị làm trước mùa mưa.")
    assert browser.post(LOG, data).status_code == 302
    row = CarriedBack.objects.get()
    assert (row.petition, row.officer, row.reaction) == (petition, officer.officer, "disagreed")
    assert row.visit.uuid == uuid.UUID(data["uuid"])
    visit_page = browser.get(reverse("visits:detail", args=[data["uuid"]]))
    assert "Đã báo lại cho dân (1)" in visit_page.text
    page = browser.get(reverse("feedback:detail", args=[petition.uuid]))
    assert "Chưa đồng tình" in page.text
    assert [step.action for step in petition.steps.all()] == ["carry"]
    assert offered(browser.get(LOG)) == set()
    browser.post(LOG, data)  # the same entry again
    assert CarriedBack.objects.count() == petition.steps.count() == 1


def test_one_answer_to_many_petitions_of_a_place_is_told_with_one_tick(world, officer, as_user, request):
    """Three of the commune and one of its hamlet were asked as one matter: two words to say, not four."""
    browser, referral = as_user(officer), ReferralFactory(department=department(request))
    first, *others = [petition_in(world, request, "answered", referral=referral) for _number in range(3)]
    below = petition_in(world, request, "answered", referral=referral, unit=world.hamlet)
    rows = browser.get(LOG).context["typed"].part("replies").rows
    latest = {row.petition.unit: row for row in rows}
    assert {unit: len(row.others) for unit, row in latest.items()} == {world.commune: 2, world.hamlet: 0}

    row = latest[world.commune]
    data = entry_data(world.commune) | told(row.petition, together=row.initial["together"])
    assert browser.post(LOG, data).status_code == 302
    assert set(CarriedBack.objects.values_list("petition", flat=True)) == {first.pk, *(other.pk for other in others)}
    assert browser.post(LOG, data).status_code == 302  # the same entry again
    assert CarriedBack.objects.count() == 3
    visit = CarriedBack.objects.first().visit
    assert "Đã báo lại cho dân (1)" in browser.get(reverse("visits:detail", args=[visit.uuid])).text

    edit = reverse("fieldbook:edit", args=[visit.uuid])
    [stored, waiting] = browser.get(edit).context["typed"].part("replies").rows
    assert (stored.is_told, len(stored.others), waiting.petition) == (True, 2, below)
    changed = told(stored.petition, "added", together=stored.initial["together"])
    visit.refresh_from_db()
    answer = browser.post(edit, entry_data(world.commune, base=str(Version.of(visit)), **changed))
    assert answer.status_code == 302
    assert set(CarriedBack.objects.values_list("reaction", flat=True)) == {"added"}
    visit.refresh_from_db()
    answer = browser.post(edit, entry_data(world.commune, base=str(Version.of(visit)), **{"replies-shown": "1"}))
    assert answer.status_code == 302
    assert not CarriedBack.objects.exists()


@pytest.mark.parametrize("together", ["x", "'; --", "00000000-0000-0000-0000-000000000007", "own", "far"])
def test_only_what_has_the_same_answer_is_told_along(world, petition, officer, as_user, request, together):
    other = petition_in(world, request, "answered", referral=ReferralFactory(department=department(request)))
    named = {"own": petition.uuid, "far": other.uuid}.get(together, together)
    answer = as_user(officer).post(LOG, entry_data(world.commune) | told(petition, together=str(named)))
    assert answer.status_code == 302
    assert CarriedBack.objects.get().petition == petition


def test_the_list_says_what_nobody_has_carried_back(world, petition, officer, as_user, request):
    other = petition_in(world, request, "answered")
    CarriedBackFactory(petition=other)
    page = as_user(officer).get(reverse("feedback:list"), {"chua_bao": "1"})
    assert [row.pk for row in page.context["rows"]] == [petition.pk]
    assert "Chưa báo lại" in page.text


def test_an_unticked_answer_is_not_told_and_not_checked(world, petition, officer, as_user):
    data = told(petition, reaction="x")
    del data[f"replies-{petition.uuid}-told"]
    assert as_user(officer).post(LOG, entry_data(world.commune) | data).status_code == 302
    assert not CarriedBack.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"reaction": "x"}, "Không có lựa chọn này"), ({"note": "a" * 301}, "Dài quá"), ({"reaction": ""}, "Chọn ý kiến")],
)
def test_a_wrong_reaction_comes_back_in_the_open_section(world, petition, officer, as_user, changes, words):
    answer = as_user(officer).post(LOG, entry_data(world.commune) | told(petition, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="part-replies" open' in answer.text
    assert not CarriedBack.objects.exists()


def test_an_edit_changes_takes_back_and_leaves_alone(world, petition, officer, as_user):
    browser = as_user(officer)
    data = entry_data(world.commune) | told(petition)
    browser.post(LOG, data)
    visit = CarriedBack.objects.get().visit
    edit = reverse("fieldbook:edit", args=[visit.uuid])

    def change(**typed):
        visit.refresh_from_db()
        return browser.post(edit, entry_data(world.commune, base=str(Version.of(visit)), **typed)).status_code

    assert change(highlights="Trang cũ không biết phần này.") == 302
    assert CarriedBack.objects.get().reaction == "agreed"
    assert change(**told(petition, "added")) == 302
    assert CarriedBack.objects.get().reaction == "added"
    assert change(**{"replies-shown": "1"}) == 302
    assert not CarriedBack.objects.exists()
    assert [step.action for step in petition.steps.all()] == ["carry", "carry", "uncarry"]


def test_an_answer_of_another_place_or_told_already_is_refused(world, petition, officer, stranger, by, request):
    visit, actor = officers_visit(world, request), by(officer)
    foreign = PetitionFactory(
        visit__unit=world.far_commune, status="answered", reply="x", department=department(request),
        answered_at=timezone.now(),
    )  # fmt: skip
    taken = petition_in(world, request, "answered")
    CarriedBackFactory(petition=taken)
    unanswered = petition_in(world, request, "dispatched")
    for other in (foreign, taken, unanswered):
        with pytest.raises(ValidationError), transaction.atomic():
            write_carried_back(visit=visit, contents=[CarriedContent(other.uuid, "agreed")], by=actor)
    with pytest.raises(ValidationError):
        write_carried_back(visit=visit, contents=[CarriedContent(uuid.uuid4(), "agreed")], by=actor)
    with pytest.raises(ValidationError):  # of the commune, on a visit to one hamlet
        hamlet_visit = officers_visit(world, request)
        hamlet_visit.unit = world.hamlet
        write_carried_back(visit=hamlet_visit, contents=[CarriedContent(petition.uuid, "agreed")], by=actor)
    assert CarriedBack.objects.count() == 1


def test_entries_hold_what_they_touch_in_the_order_of_locks(world, petition, officer, by, request):
    """Referrals by key, then petitions by key: as whoever answers or reopens does, so that nobody waits in a circle."""
    later, visit = petition_in(world, request, "answered"), officers_visit(world, request)
    contents = [CarriedContent(row.uuid, "agreed") for row in (later, petition)]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        write_carried_back(visit=visit, contents=contents, by=by(officer))
    locked = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    tables = [sql.split('FROM "')[1].split('"')[0] for sql in locked]
    assert tables == ["feedback_referral", "feedback_petition"]
    assert all("ORDER BY" in sql for sql in locked)


def test_a_new_answer_after_a_reopening_is_carried_back_anew(world, petition, officer, department_head, by, as_user):
    ReplyTermFactory()
    row = CarriedBackFactory(petition=petition)
    services.reopen(petition=petition, reason="Dân chưa đồng tình", by=by(officer))
    services.answer(petition=petition, text="Sửa xong trước Tết.", by=by(department_head))
    assert list(Petition.objects.not_carried_back()) == [petition]
    assert as_user(officer).post(LOG, entry_data(world.commune) | told(petition)).status_code == 302
    assert CarriedBack.objects.exclude(pk=row.pk).get().petition == petition
    assert not Petition.objects.not_carried_back().exists()


def test_sql_cannot_carry_back_what_is_not_answered_or_twice(world, petition, request):
    open_one = petition_in(world, request, "dispatched")
    with pytest.raises(DatabaseError, match="no such answer"), transaction.atomic():
        CarriedBackFactory(petition=open_one, answered_at=timezone.now())
    CarriedBackFactory(petition=petition)
    with pytest.raises(DatabaseError, match="feedback_carriedback_once"), transaction.atomic():
        CarriedBackFactory(petition=petition)


def test_another_place_asks_for_its_own_answers(world, petition, standing_member, as_user, request):
    neighbour = PetitionFactory(
        visit__unit=world.neighbour, status="answered", reply="Đã sửa.", department=department(request),
        answered_at=timezone.now(), content="Cầu xã bên hỏng.",
    )  # fmt: skip
    browser, address = as_user(standing_member), reverse("fieldbook:replies")
    assert neighbour.content in browser.get(address, {"unit": world.neighbour.pk}).text
    assert petition.content not in browser.get(address, {"unit": world.neighbour.pk}).text
    assert petition.content in browser.get(address, {"unit": "x"}).text


def test_the_form_costs_the_same_with_one_answer_and_with_three(
    world, petition, officer, as_user, request, django_assert_num_queries
):
    browser = as_user(officer)
    for number in (1, 3):
        while Petition.objects.count() < number:
            petition_in(world, request, "answered")
        with django_assert_num_queries(12):
            assert len(offered(browser.get(LOG))) == number
