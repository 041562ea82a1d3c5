"""The box, its suggestions and the page: for whom, in how many queries, whatever is typed."""

import re

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nammanh.accounts.models import AccessLog
from nammanh.platform.fulltext import Asked
from reports.search.presenting import EXCERPT, excerpt
from tests.factories import assignments as make
from tests.factories.planner import MeetingFactory
from tests.factories.reports import CommentFactory, ContactFactory, PetitionFactory, VisitFactory

RESULTS, SUGGEST = reverse("search:results"), reverse("search:suggest")


def records_about(world, officer, text, count=1):
    for _number in range(count):
        visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], highlights=text)
        CommentFactory(visit=visit, matter=text)
        PetitionFactory(unit=world.commune, officer=officer.officer, visit=visit, content=text)
        ContactFactory(unit=world.commune, officer=officer.officer, text=text)
        MeetingFactory(unit=world.commune, title=text)


def test_the_box_stands_on_every_page_and_works_without_scripts(world, officer, as_user):
    page = as_user(officer).get(reverse("visits:list")).content.decode()
    form = re.search(r'<form class="nm-search".*?</form>', page, re.DOTALL)[0]
    assert 'method="get"' in form
    assert f'action="{RESULTS}"' in form
    assert 'name="q"' in form
    assert "csrfmiddlewaretoken" not in form, "a token has no place in an address"


def test_the_page_has_a_group_for_each_kind_with_links_that_open(world, officer, as_user):
    records_about(world, officer, "Sơn Phú sửa cầu kênh Ba")
    client = as_user(officer)
    page = client.get(RESULTS, {"q": "sơn phú"}).content.decode()
    for heading in ("Địa bàn", "Chuyến đi cơ sở", "Phản ánh, kiến nghị", "Góp ý", "Liên hệ", "Lịch họp của cơ sở"):
        assert f"{heading} <span" in page
    links = set(re.findall(r'<li>\s*<a href="([^"]+)"', page))
    assert len(links) >= 6
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert "<mark>Sơn</mark> <mark>Phú</mark>" in page


def test_everything_leads_into_the_list_narrowed_by_the_words(world, officer, as_user):
    records_about(world, officer, "Sửa cầu kênh Ba", count=6)
    records_about(world, officer, "Việc khác")
    client = as_user(officer)
    sections = client.get(RESULTS, {"q": "cầu kênh"}).context["sections"]
    assert {row.name: len(row.group.rows) for row in sections} == dict.fromkeys(
        ("visit", "petition", "comment", "contact", "meeting"), 6
    )
    for row in sections:
        answer = client.get(row.all_url)
        assert len(answer.context["rows"]) == 6, row.all_url


def test_a_kind_can_be_looked_at_alone(world, organiser, as_user):
    for number in range(8):
        make.HamletFactory(name=f"Thạnh {number}", parent=world.commune)
    client = as_user(organiser)
    (section,) = client.get(RESULTS, {"q": "thạnh"}).context["sections"]
    assert (len(section.lines), len(section.group.rows)) == (5, 8)
    (alone,) = client.get(section.all_url).context["sections"]
    assert (len(alone.lines), alone.all_url) == (8, "")


def test_households_are_left_out_and_nothing_is_put_on_record(world, commune_secretary, as_user):
    client = as_user(commune_secretary)
    page = client.get(RESULTS, {"q": world.household.code}).content.decode()
    assert "Không tìm thấy" in page
    assert reverse("assignments:households") in page
    assert not AccessLog.objects.exists()


def test_suggestions_are_names_as_options_of_a_list(world, officer, as_user):
    records_about(world, officer, "Sơn Phú: lời nói riêng")
    answer = as_user(officer).post(SUGGEST, {"q": "son phu"})
    page = answer.content.decode()
    assert reverse("assignments:unit", args=[world.commune.pk]) in page
    assert page.count('role="option"') == len(set(re.findall(r'role="option"[^>]* id="([^"]+)"', page)))
    assert "lời nói riêng" not in page
    assert "no-store" in answer["Cache-Control"]
    assert as_user(officer).post(SUGGEST, {"q": " "}).content.decode().strip() == ""


def test_suggestions_are_not_asked_for_by_address(world, officer, as_user):
    assert as_user(officer).get(SUGGEST, {"q": "son phu"}).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_record_as_for_three(
    world, officer, as_user, count, django_assert_num_queries
):
    """Four of the page's are the bound on its time, within a test's transaction."""
    records_about(world, officer, "Sơn Phú sửa cầu", count=count)
    client = as_user(officer)
    with django_assert_num_queries(16):
        client.get(RESULTS, {"q": "sơn phú"})
    with django_assert_num_queries(8):
        client.post(SUGGEST, {"q": "sơn phú"})


ODD = st.text(max_size=60) | st.text(alphabet="&|!:*()<>'\"\\%_[]{}^$.?+-/,;=~ aáđ1\x00\t\n", max_size=80)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=ODD)
@example(typed="x" * 10_000)
@example(typed="a " * 5_000)
@example(typed="🙂🙂")
@example(typed="' OR 1=1 --")
@example(typed="\x00")
@example(typed="12-TB/TU & !(a:*)")
@example(typed="ấp " * 100)
@example(typed="99/9999")
@example(typed="\u0301\u0323")
@example(typed="\ud800")
def test_whatever_is_typed_is_answered(world, officer, typed, as_user):
    records_about(world, officer, "Sửa cầu")
    client = as_user(officer)
    typed = typed.encode("utf-8", "replace").decode()
    assert client.get(RESULTS, {"q": typed}).status_code == 200
    assert client.post(SUGGEST, {"q": typed}).status_code == 200
    assert client.get(reverse("visits:list"), {"tim": typed}).status_code == 200


def test_an_excerpt_shows_the_place_where_most_of_the_words_stand():
    asked = Asked.of("đường giao thông")
    text = "Đường làng. " + "Việc khác. " * 40 + "Sau cùng là đường giao thông nông thôn. " + "Hết. " * 60
    pieces = excerpt(text, asked)
    shown = "".join(piece for piece, _hit in pieces)
    assert "đường giao thông nông thôn" in shown
    assert [piece for piece, hit in pieces if hit] == ["đường", "giao", "thông"]
    assert len(shown) <= EXCERPT + 10
    assert excerpt("", asked) == (("", False),) or excerpt("", asked) == ()


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=600), typed=st.text(min_size=1, max_size=30))
def test_an_excerpt_is_a_piece_of_the_text(text, typed):
    asked = Asked.of(typed)
    if asked:
        shown = "".join(piece for piece, _hit in excerpt(text, asked)).strip("…")
        assert shown in " · ".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
