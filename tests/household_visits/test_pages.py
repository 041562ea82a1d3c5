"""The officer's pages: groups, households, the short entry; each reading is on record and kept by no cache."""

import datetime
import json

import pytest
from django.urls import reverse

from nammanh.accounts.models import AccessLog
from nammanh.platform.dates import format_date, today
from reports.household_visits.models import HouseholdLine, OverriddenWarning
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reports import HouseholdLineFactory
from tests.household_visits.scenes import homes, household_visit, line_of_group, ticks
from tests.test_exports import exported

PLACES, LOG = reverse("household_visits:places"), reverse("household_visits:log")
FOLLOW_UPS = reverse("household_visits:follow_ups")


def place(unit):
    return reverse("household_visits:place", args=[unit.pk])


def log(unit):
    return f"{LOG}?dia-ban={unit.pk}"


def shown(response):
    return {row.code for row in response.context["rows"]}


# --- the lists -------------------------------------------------------------------------------------------------------


def test_each_group_tells_households_visited_of_all(world, household_officer, as_user):
    one, *_rest = homes(world, 3)
    visit = household_visit(world, household_officer, date=today())
    HouseholdLineFactory(visit=visit, household=one, follow_up_by=today())
    earlier = household_visit(world, household_officer, date=today() - datetime.timedelta(days=400))
    HouseholdLineFactory(visit=earlier, household=world.household)
    (row,) = as_user(household_officer).get(PLACES).context["rows"]
    assert (row.unit, row.figure.total, row.figure.visited) == (world.group, 4, 1)
    assert (row.latest.last_on, row.latest.to_follow_up) == (today(), 1)
    headings, rows, above = exported(as_user(household_officer), PLACES, {"ky": "nam"})
    assert dict(zip(headings, rows[0], strict=True))["Chưa thăm trong kỳ"] == 3
    assert f"Năm {today().year}" in above


def test_a_household_twice_in_a_period_is_one_household(world, household_officer, as_user):
    for days in (0, 0):
        visit = household_visit(world, household_officer, date=today() - datetime.timedelta(days=days))
        HouseholdLineFactory(visit=visit, household=world.household)
    (row,) = as_user(household_officer).get(PLACES).context["rows"]
    assert (row.figure.total, row.figure.visited) == (1, 1)


@pytest.fixture
def neighbours(world, household_officer):
    """Fresh, late and never: three households of Tổ 1, with the days of their latest visit."""
    fresh, late = homes(world, 2)
    for household, days in ((fresh, 0), (late, 200)):
        visit = household_visit(world, household_officer, date=today() - datetime.timedelta(days=days))
        due = today() + datetime.timedelta(days=5) if household == late else None
        HouseholdLineFactory(visit=visit, household=household, follow_up_by=due)
    return {"fresh": fresh.code, "late": late.code, "never": world.household.code}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"fresh", "late", "never"}),
        ({"loc": "chua"}, {"late", "never"}),
        ({"loc": "chua", "ky": "thang"}, {"late", "never"}),
        ({"loc": "theo-doi"}, {"late"}),
        ({"loc": "lau"}, {"late", "never"}),
        ({"loc": "lau", "so_ngay": "201"}, {"never"}),
        ({"q": "khong co"}, set()),
        ({"loc": "sai"}, set()),
    ],
)
def test_the_households_of_a_group_are_filtered(world, neighbours, household_officer, as_user, query, expected):
    response = as_user(household_officer).get(place(world.group), query)
    assert shown(response) == {neighbours[name] for name in expected}


def test_search_by_code_and_by_name_without_accents(world, household_officer, as_user):
    homes(world, 1, householder="Lê Thị Khác")
    client = as_user(household_officer)
    assert shown(client.get(place(world.group), {"q": "tran van ho"})) == {world.household.code}
    assert shown(client.get(place(world.group), {"q": world.household.code})) == {world.household.code}


def test_the_committee_reads_the_whole_commune_and_no_other(world, commune_secretary, household_officer, as_user):
    far = make.HouseholdFactory(unit=world.neighbour_hamlet)
    here = make.HouseholdFactory(unit=world.hamlet)
    client = as_user(commune_secretary)
    assert shown(client.get(place(world.commune))) == {world.household.code, here.code}
    assert client.get(place(world.neighbour_hamlet)).status_code == 404
    officer = as_user(household_officer)
    assert officer.get(place(world.hamlet)).status_code == 404
    assert officer.get(reverse("household_visits:household", args=[here.pk])).status_code == 404
    assert officer.get(reverse("household_visits:household", args=[far.pk])).status_code == 404


@pytest.mark.parametrize("who", ["officer", "hamlet_officer", "district_secretary", "standing_committee", "organiser"])
def test_nobody_above_the_commune_reads_what_was_found(world, request, as_user, who):
    line = line_of_group(world, request, note="Cần bồn chứa nước")
    client = as_user(request.getfixturevalue(who))
    assert client.get(place(world.group)).status_code == 403
    assert client.get(PLACES).status_code == 403
    assert client.get(reverse("household_visits:household", args=[line.household_id])).status_code == 403
    assert client.get(reverse("household_visits:of_visit", args=[line.visit.uuid])).status_code == 403
    assert set(HouseholdLine.objects.visible_to(request.getfixturevalue(who))) == set()
    detail = client.get(reverse("visits:detail", args=[line.visit.uuid])).content.decode()
    assert "Đã thăm dưới 5 hộ." in detail
    for hidden in (line.note, line.household.code, line.household.householder):
        assert hidden not in detail


def test_the_commune_reads_a_visit_household_by_household(world, request, commune_secretary, as_user):
    line = line_of_group(world, request, note="Cần bồn chứa nước")
    client = as_user(commune_secretary)
    page = client.get(reverse("household_visits:of_visit", args=[line.visit.uuid])).content.decode()
    assert line.note in page and line.household.code in page
    assert "Đã thăm 1 hộ." in client.get(reverse("visits:detail", args=[line.visit.uuid])).content.decode()


def test_what_is_open_is_listed_and_done_with_one_click(world, request, household_officer, as_user):
    line = line_of_group(world, request)
    client = as_user(household_officer)
    assert [row.pk for row in client.get(FOLLOW_UPS).context["rows"]] == [line.pk]
    finish = reverse("household_visits:finish", args=[line.pk])
    assert client.post(finish, {"back": PLACES})["Location"] == PLACES
    assert client.post(finish, {"back": "https://xa.example/"})["Location"] == FOLLOW_UPS
    line.refresh_from_db()
    assert (line.follow_up_done_on, line.follow_up_done_by) == (today(), household_officer)
    assert client.get(FOLLOW_UPS).context["total"] == 0


def test_who_made_the_visit_still_reads_it_without_the_name(world, request, household_officer, as_user):
    line = line_of_group(world, request, note="Cần bồn chứa nước")
    held = household_officer.officer.assignments.get()
    held.valid_to, held.end_reason = today() - datetime.timedelta(days=1), "Điều động"
    held.save()
    page = as_user(household_officer).get(reverse("household_visits:of_visit", args=[line.visit.uuid]))
    html = page.content.decode()
    assert line.note in html
    assert line.household.householder not in html
    assert "Đã xong" not in html


# --- on record -------------------------------------------------------------------------------------------------------


def test_each_reading_of_rows_is_on_record_once_and_kept_nowhere(world, request, household_officer, as_user):
    line = line_of_group(world, request)
    client = as_user(household_officer)
    pages = [
        place(world.group),
        reverse("household_visits:household", args=[line.household_id]),
        reverse("household_visits:of_visit", args=[line.visit.uuid]),
        FOLLOW_UPS,
        log(world.group),
        f"{reverse('household_visits:pick')}?unit={world.group.pk}",
        reverse("fieldbook:edit", args=[line.visit.uuid]),
        reverse("fieldbook:log"),  # one place only, so its households are there
    ]
    for number, url in enumerate(pages, start=1):
        answer = client.get(url)
        assert answer["Cache-Control"] == "private, no-store", url
        assert AccessLog.objects.count() == number, url
        entry = AccessLog.objects.order_by("-pk").first()
        assert (entry.kind, entry.user, entry.path) == ("read", household_officer, url.split("?")[0])
    for url in (PLACES, reverse("household_visits:coverage"), LOG):
        client.get(url)
    assert AccessLog.objects.count() == len(pages)


# --- the short page --------------------------------------------------------------------------------------------------


def test_two_ticks_and_a_category_are_enough(world, household_officer, none, water, as_user):
    one, other = homes(world, 2)
    client = as_user(household_officer)
    page = client.get(log(world.group)).content.decode()
    for household in (one, other, world.household):
        assert household.code in page
    answer = client.post(log(world.group), ticks(one, other, category=water))
    visit = Visit.objects.get()
    assert answer["Location"].startswith(reverse("visits:detail", args=[visit.uuid]))
    assert {(line.household, line.category, line.note) for line in visit.household_lines.all()} == {
        (one, water, ""),
        (other, water, ""),
    }


def test_what_is_told_of_one_household_goes_to_that_one(world, household_officer, none, water, as_user):
    one, other = homes(world, 2)
    own = {
        f"households-{one.pk}-category": str(water.pk),
        f"households-{one.pk}-note": "Cần bồn chứa nước",
        f"households-{one.pk}-support_kind": "goods",
        f"households-{one.pk}-support_programme": "Nước sạch nông thôn",
        f"households-{one.pk}-support_amount": "1,5 triệu",
        f"households-{one.pk}-follow_up_by": format_date(today() + datetime.timedelta(days=10)),
        f"households-{world.household.pk}-note": "không đánh dấu thì không tính",
    }
    as_user(household_officer).post(log(world.group), ticks(one, other, category=none, **own))
    first, second = HouseholdLine.objects.order_by("household__code")
    assert (first.category, first.note, first.support_programme, first.support_amount) == (
        water,
        "Cần bồn chứa nước",
        "Nước sạch nông thôn",
        1_500_000,
    )
    assert (first.follow_up_by, first.get_support_kind_display()) == (today() + datetime.timedelta(days=10), "Hiện vật")
    assert (second.household, second.category, second.note) == (other, none, "")


@pytest.mark.parametrize(
    "change",
    [
        {"date": "31/02/2026"},
        {"households-category": "0"},
        {"note": "x" * 301},
        {"support_kind": "money"},
        {"support_programme": "Nước sạch"},
        {"support_amount": "abc"},
        {"follow_up_by": "01/01/2020"},
        {"note": "CCCD 083090001234", "van_gui": "1"},
        {"date": format_date(today() + datetime.timedelta(days=1))},
    ],
)
def test_what_is_wrong_comes_back_with_every_word(world, household_officer, water, as_user, change):
    prefix = f"households-{world.household.pk}-"
    named = {
        name if name in {"date", "van_gui"} or "-" in name else prefix + name: value for name, value in change.items()
    }
    data = ticks(world.household, category=water, **{f"{prefix}note": "Cần bồn chứa nước", **named})
    answer = as_user(household_officer).post(log(world.group), data)
    assert answer.status_code == 422
    assert data[f"{prefix}note"] in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert not Visit.objects.exists()


def test_no_tick_is_said(world, household_officer, water, as_user):
    answer = as_user(household_officer).post(log(world.group), ticks(category=water))
    assert answer.status_code == 422
    assert "Chọn ít nhất một hộ đã thăm." in answer.content.decode()


def test_the_guard_asks_once_and_what_is_sent_anyway_is_on_record(world, household_officer, water, as_user):
    client = as_user(household_officer)
    data = ticks(world.household, category=water, **{f"households-{world.household.pk}-note": "ho theo dao"})
    asked = client.post(log(world.group), data)
    assert asked.status_code == 422
    assert [row.excerpt for row in asked.context["privacy_warnings"]] == ["theo dao"]
    assert not Visit.objects.exists()
    assert client.post(log(world.group), {**data, "van_gui": "1"}).status_code == 302
    assert OverriddenWarning.objects.get().kinds == ["religion"]


def test_other_words_under_one_number_are_a_conflict(world, household_officer, water, as_user):
    client, other = as_user(household_officer), homes(world, 1)[0]
    data = ticks(world.household, category=water)
    client.post(log(world.group), data)
    again = client.post(log(world.group), data)
    assert again.status_code == 302
    answer = client.post(log(world.group), {**ticks(other, category=water), "uuid": data["uuid"]})
    assert answer.status_code == 409
    assert HouseholdLine.objects.get().household == world.household


def test_a_household_of_others_cannot_be_ticked(world, household_officer, water, as_user):
    far = make.HouseholdFactory(unit=world.far_hamlet)
    answer = as_user(household_officer).post(log(world.group), ticks(far, category=water))
    assert answer.status_code == 422
    assert as_user(household_officer).post(log(world.far_hamlet), ticks(far, category=water)).status_code == 404


def test_an_outbox_reads_the_answer_itself(world, household_officer, water, as_user):
    client, other = as_user(household_officer), homes(world, 1)[0]
    note = f"households-{world.household.pk}-note"

    def send(data, **more):
        answer = client.post(log(world.group), {**data, **more}, headers={"accept": "application/json"})
        return answer.status_code, json.loads(answer.content)

    data = ticks(world.household, category=water)
    status, asked = send({**data, note: "hộ theo đạo"})
    assert (status, asked["state"]) == (422, "ask")
    assert "theo đạo" in asked["warnings"][0]
    status, refused = send({**data, "date": ""})
    assert (status, refused) == (422, {"state": "refused", "errors": ["Nhập ngày thăm."]})
    status, first = send(data)
    assert (status, first["state"], first["created"], first["uuid"]) == (201, "stored", True, data["uuid"])
    status, again = send(data)
    assert (status, again) == (200, {**first, "created": False})
    status, conflict = send({**ticks(other, category=water), "uuid": data["uuid"]})
    assert (status, conflict["state"]) == (409, "conflict")
    assert conflict["edit_url"] == reverse("fieldbook:edit", args=[data["uuid"]])
    assert world.household.code not in json.dumps(conflict)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_household_and_for_three(
    world, request, household_officer, as_user, count, django_assert_num_queries
):
    line = line_of_group(world, request)
    for household in homes(world, count - 1):
        HouseholdLineFactory(visit=line.visit, household=household, follow_up_by=today())
    client = as_user(household_officer)
    for url, queries in (
        (PLACES, 10),
        (place(world.group), 8),
        (FOLLOW_UPS, 10),
        (log(world.group), 9),
        (reverse("household_visits:of_visit", args=[line.visit.uuid]), 9),
    ):
        with django_assert_num_queries(queries, info=url):
            assert client.get(url).status_code == 200
