"""What the server gives a device, and to whom."""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from nammanh.accounts.models import SecretaryMandate, User
from nammanh.platform.dates import today
from reports.offline import sealing, shell
from tests.factories.assignments import LONG_AGO, UserFactory
from tests.factories.reports import PetitionFactory, VisitFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def session(client: Client, **headers):
    return client.get(reverse("offline:session"), headers=JSON | headers)


def kept(client: Client) -> dict[str, str]:
    return {row["url"]: row["stamp"] for row in client.get(reverse("offline:catalogue"), headers=JSON).json()["pages"]}


def test_a_session_names_its_person_and_gives_a_key_that_nobody_else_gets(as_user, officer, stranger):
    mine, again, other = (session(as_user(person)).json() for person in (officer, officer, stranger))
    assert (mine["state"], mine["person"], mine["principal"]) == ("open", officer.pk, officer.pk)
    assert mine["keys"] == again["keys"]
    assert len(mine["keys"]) == 1
    assert mine["keys"][0]["secret"] != other["keys"][0]["secret"]
    assert session(as_user(officer))["Cache-Control"].count("no-store") == 1


def test_what_was_sealed_before_the_secret_was_replaced_still_opens(officer, settings):
    before = sealing.keys_of(officer)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-the-installation-" + "y" * 30
    after = sealing.keys_of(officer)
    assert [key.id for key in after[1:]] == [key.id for key in before]
    assert after[0] != before[0]


def test_a_secretary_is_told_for_whom(as_user, officer):
    secretary = UserFactory(full_name="Trần Thị Thư Ký")
    SecretaryMandate.objects.create(leader=officer, secretary=secretary, valid_from=LONG_AGO)
    browser = as_user(secretary)
    browser.post(reverse("acting_for"), {"leader": officer.pk})
    told = session(browser).json()
    assert (told["person"], told["principal"]) == (secretary.pk, officer.pk)
    assert f'data-principal="{officer.pk}"' in browser.get(reverse("dashboards:desk")).content.decode()


def test_a_device_whose_session_is_over_is_asked_to_log_in_and_that_of_a_closed_account_to_forget(as_user, officer):
    shown = {"X-Nam-Manh-Pass": session(as_user(officer)).json()["pass"]}
    assert (session(Client()).status_code, session(Client()).json()) == (401, {"state": "login"})
    assert session(Client(), **shown).json() == {"state": "login"}
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert (session(Client(), **shown).status_code, session(Client(), **shown).json()) == (410, {"state": "wipe"})
    assert session(Client(), **{"X-Nam-Manh-Pass": "bịa".encode().hex()}).json() == {"state": "login"}


def test_a_script_without_a_session_is_told_so_and_a_person_is_led_to_the_login(client):
    for method in ("get", "post"):
        answer = getattr(client, method)(reverse("fieldbook:log"), headers=JSON)
        assert (answer.status_code, answer.json()) == (401, {"state": "login"})
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*"):
        answer = client.get(reverse("fieldbook:log"), headers={"Accept": accept})
        assert answer["Location"].startswith(reverse("login"))


def test_a_script_with_an_old_token_is_told_to_fetch_a_new_one(as_user, officer):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_user(officer).cookies
    answer = strict.post(reverse("fieldbook:log"), {}, headers=JSON)
    assert (answer.status_code, answer.json()) == (403, {"state": "csrf"})
    token = session(strict).json()["csrf"]
    assert strict.post(reverse("acting_for"), {"stop": 1}, headers={"X-CSRFToken": token}).status_code == 302


def test_the_catalogue_holds_what_the_person_needs_first_and_only_what_they_may_see(as_user, world, officer):
    tomorrow = today() + datetime.timedelta(days=1)
    plan = VisitFactory(unit=world.commune, officer=officer.officer, status="planned", date=tomorrow)
    elsewhere = VisitFactory(unit=world.far_commune, status="planned", date=tomorrow)
    petition = PetitionFactory(unit=world.commune)
    browser = as_user(officer)
    pages = list(kept(browser))
    needed = [
        reverse("offline:page"),
        reverse("dashboards:desk"),
        reverse("fieldbook:log"),
        reverse("fieldbook:plan"),
        reverse("contacts:record"),
        reverse("briefs:brief", args=[plan.uuid]),
        reverse("visits:detail", args=[plan.uuid]),
        reverse("fieldbook:log_plan", args=[plan.uuid]),
    ]
    assert [url for url in pages if url in needed] == needed
    assert reverse("assignments:unit", args=[world.commune.pk]) in pages
    assert reverse("feedback:detail", args=[petition.uuid]) in pages
    assert reverse("visits:detail", args=[elsewhere.uuid]) not in pages
    assert {browser.get(url).status_code for url in pages} == {200}


def test_no_page_of_the_catalogue_is_one_that_no_device_may_keep(as_user, world, household_officer, commune_secretary):
    VisitFactory(unit=world.hamlet, type="household_visit")
    for person in (household_officer, commune_secretary):
        browser = as_user(person)
        for url in kept(browser):
            answer = browser.get(url, headers={"X-Nam-Manh-Keep": "1"})
            assert "no-store" not in answer.headers.get("Cache-Control", ""), url
            assert "ho-gia-dinh" not in url


def test_households_the_access_log_the_administration_and_files_are_marked(
    as_user, commune_secretary, administrator, inspector, officer
):
    never = {
        commune_secretary: [reverse("assignments:households"), reverse("assignments:household_add")],
        inspector: [reverse("dashboards:access_log")],
        administrator: [reverse("admin:index")],
        officer: [reverse("visits:list") + "?xuat=xlsx", reverse("offline:catalogue")],
    }
    for person, urls in never.items():
        for url in urls:
            answer = as_user(person).get(url)
            assert answer.status_code == 200, url
            assert "no-store" in answer["Cache-Control"], url
            b"".join(answer)  # reading to the end closes the file behind it
    assert "Cache-Control" not in as_user(officer).get(reverse("visits:list")).headers


def test_a_stamp_stays_until_something_changes(as_user, world, officer):
    visit = VisitFactory(unit=world.commune, officer=officer.officer, status="planned", date=today())
    browser = as_user(officer)
    before = kept(browser)
    assert kept(browser) == before
    PetitionFactory(unit=world.commune)
    after = kept(browser)
    unit = reverse("assignments:unit", args=[world.commune.pk])
    assert after[unit] != before[unit]
    assert after[reverse("visits:detail", args=[visit.uuid])] != before[reverse("visits:detail", args=[visit.uuid])]


def test_the_catalogue_ends_where_the_settings_say_and_tells_what_is_beyond(as_user, officer, settings):
    browser = as_user(officer)
    everything = browser.get(reverse("offline:catalogue"), headers=JSON).json()
    settings.OFFLINE_PAGES = 3
    told = browser.get(reverse("offline:catalogue"), headers=JSON).json()
    assert told["pages"] == everything["pages"][:3]
    assert (everything["beyond"], told["beyond"]) == (0, len(everything["pages"]) - 3)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_costs_the_same_for_one_row_and_for_three(
    as_user, world, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        day = today() - datetime.timedelta(days=number)
        VisitFactory(unit=world.commune, officer=officer.officer, status="done", date=day)
        VisitFactory(unit=world.commune, officer=officer.officer, status="planned", date=today())
        PetitionFactory(unit=world.commune)
    browser = as_user(officer)
    with django_assert_num_queries(11):
        assert len(kept(browser)) >= 4 + 4 * rows


def test_fetching_a_page_for_the_device_leaves_messages_for_the_person(as_user, officer):
    browser = as_user(officer)
    browser.post(reverse("acting_for"), {"stop": "1"})
    desk = reverse("dashboards:desk")
    assert "Đã thôi nhập thay" not in browser.get(desk, headers={"X-Nam-Manh-Keep": "1"}).content.decode()
    assert "Đã thôi nhập thay" in browser.get(desk).content.decode()
    assert "Đã thôi nhập thay" not in browser.get(desk).content.decode()


def test_the_worker_is_compared_anew_each_time_and_may_serve_the_whole_portal(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/")
    told = json.loads(re.match(r"self\.__NAM_MANH = (.*);\n", answer.content.decode())[1])
    assert {
        client.get(file["url"]).status_code for file in told["files"] if not file["url"].startswith("/static/")
    } == {200}
    assert len(told["files"]) == len(shell.FILES) + 1


def test_the_page_for_everybody_names_nobody(as_user, officer):
    page = as_user(officer).get(reverse("offline:shell")).content.decode()
    assert officer.full_name not in page
    assert "data-person" not in page
    assert page == Client().get(reverse("offline:shell")).content.decode()


def test_the_manifest_names_icons_that_exist(client):
    told = client.get(reverse("offline:manifest")).json()
    assert (told["name"], told["lang"], told["scope"]) == ("Nắm Mạnh", "vi", "/")
    public = Path(__file__).parents[2] / "static" / "public"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        assert (public / icon["src"].rsplit("/", 1)[1]).exists()


def test_the_device_knows_the_servers_addresses():
    source = (Path(__file__).parents[2] / "static/src/js/offline/addresses.js").read_text()
    known = dict(re.findall(r'export const (\w+) = "([^"]+)";', source))
    names = {"WORKER": "worker", "PAGE": "page", "SHELL": "shell", "SESSION": "session", "CATALOGUE": "catalogue"}
    assert known == {constant: reverse(f"offline:{name}") for constant, name in names.items()}
