"""The map of the leaders: each layer's standings worked out by hand, and one list for map, page and workbook."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import FieldOfWork
from assignments.profiles.models import FactKind, UnitFact
from nammanh.platform.dates import format_date, today
from reports.dashboards.maps.layers import QUESTIONS
from reports.facts.services import freshen
from tests.dashboards.reading import rows_behind
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory
from tests.test_exports import exported

URL = reverse("dashboards:map")


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def standings(browser, layer: str, **query) -> list[tuple[str, str, str]]:
    """(name, status, words) of every place, in the order of the page."""
    answer = browser.get(URL, {"lop": layer, **query})
    assert answer.status_code == 200
    return [(str(row.unit), row.status, row.text) for row in answer.context["layer"].places]


@pytest.fixture
def leader(as_user, standing_committee):
    return as_user(standing_committee)


@pytest.fixture
def visits(world, officer, stranger):
    first = world.tiers[0]
    return [
        VisitFactory(unit=world.commune, officer=officer.officer, tier=first, date=ago(44), status="confirmed"),
        VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=first, date=ago(45), status="confirmed"),
        VisitFactory(unit=world.neighbour, officer=officer.officer, tier=first, date=ago(1)),
    ]


def test_days_since_the_last_confirmed_visit_the_longest_silence_first(leader, visits):
    assert standings(leader, "im-lang") == [
        ("Xã Lương Phú", "never", "Chưa có chuyến đi được xác nhận"),  # yesterday's visit isn't confirmed
        ("Xã An Đức", "overdue", f"45 ngày, từ {format_date(ago(45))}"),
        ("Xã Sơn Phú", "soon", f"44 ngày, từ {format_date(ago(44))}"),
    ]
    assert standings(leader, "im-lang", ngay=format_date(ago(44)))[2] == (
        "Xã Sơn Phú", "ok", f"0 ngày, từ {format_date(ago(44))}",
    )  # fmt: skip


def test_open_hot_issues_by_commune_each_with_its_list(leader, world, visits):
    hot = {"category": "hot_issue"}
    PetitionFactory(visit=visits[0], reported_on=ago(80), **hot)
    PetitionFactory(visit=visits[0], reported_on=today(), **hot)
    PetitionFactory(visit=visits[0], reported_on=today())  # an ordinary one
    PetitionFactory(visit=visits[1], reported_on=today(), **hot)
    PetitionFactory(visit=visits[2], reported_on=ago(90), status="answered", **hot)
    assert standings(leader, "buc-xuc") == [
        ("Xã Sơn Phú", "late", "2 vấn đề, lâu nhất 80 ngày, 1 quá hạn"),
        ("Xã An Đức", "open", "1 vấn đề, lâu nhất 0 ngày"),
        ("Xã Lương Phú", "none", "Không có"),
    ]
    layer = leader.get(URL, {"lop": "buc-xuc"}).context["layer"]
    counted = [rows_behind(leader, place.url) for place in layer.places[:2]]
    assert counted == [2, 1]
    assert rows_behind(leader, layer.more) == 3


def test_who_answers_for_a_commune_and_its_hamlets(leader, world, officer, stranger, hamlet_officer):
    assert standings(leader, "do-phu") == [
        ("Xã Lương Phú", "vacant", "Xã: chưa có cán bộ phụ trách; ấp, khu phố: 0/1 có cán bộ phụ trách"),
        ("Xã An Đức", "gaps", "Xã: đã có cán bộ phụ trách; ấp, khu phố: 0/1 có cán bộ phụ trách"),
        ("Xã Sơn Phú", "full", "Xã: đã có cán bộ phụ trách; ấp, khu phố: 1/1 có cán bộ phụ trách"),
    ]


@pytest.fixture
def criteria(world, organiser):
    field = FieldOfWork.objects.create(code="new_rural_test", name="Xây dựng nông thôn mới thử")
    kind = FactKind.objects.create(
        code="new_rural_criteria_19", name="Số tiêu chí nông thôn mới đạt", group="works", value_type="integer",
        levels=["commune"], measure="tiêu chí", lowest=0, highest=19, weak_below=15, field=field,
        valid_from=datetime.date(2016, 1, 1),
    )  # fmt: skip

    def met(unit, number, as_of):
        return UnitFact.objects.create(
            unit=unit, kind=kind, number=number, as_of=as_of, source="Báo cáo", entered_by=organiser
        )

    return met


def test_criteria_met_as_the_profile_says_and_unknown_is_not_nought(leader, world, criteria):
    criteria(world.commune, 13, ago(400))
    criteria(world.commune, 16, ago(10))
    criteria(world.far_commune, 0, ago(500))
    old = f"0/19 tiêu chí, số liệu đến {format_date(ago(500))} (đã cũ)"
    assert standings(leader, "tieu-chi") == [
        ("Xã An Đức", "few", old),
        ("Xã Sơn Phú", "some", f"16/19 tiêu chí, số liệu đến {format_date(ago(10))}"),
        ("Xã Lương Phú", "unknown", "Chưa có số liệu"),
    ]
    before = standings(leader, "tieu-chi", ngay=format_date(ago(11)))
    assert ("Xã Sơn Phú", "few", f"13/19 tiêu chí, số liệu đến {format_date(ago(400))} (đã cũ)") in before


def test_all_criteria_met_and_a_ward_that_is_not_asked(leader, world, criteria):
    ward = make.UnitFactory(parent=world.district, kind="ward", name="Phường Một")
    criteria(world.commune, 19, ago(3))
    found = {name: status for name, status, _words in standings(leader, "tieu-chi")}
    assert found["Xã Sơn Phú"] == "all"
    assert found[ward.full_name] == "town"


def test_without_the_line_of_the_profile_every_commune_is_unknown(leader, world):
    assert {status for _name, status, _words in standings(leader, "tieu-chi")} == {"unknown"}


@pytest.mark.parametrize("layer", sorted(QUESTIONS))
def test_every_standing_has_words_and_a_letter_of_its_own(leader, world, visits, layer):
    answer = leader.get(URL, {"lop": layer})
    legend = answer.context["layer"].legend
    assert all(row.label and row.letter for row in legend.values())
    assert len({row.letter for row in legend.values()}) == len(legend)
    page = answer.content.decode()
    assert page.count("data-place=") == 3
    assert page.count('aria-current="page">') >= 1
    assert {row["status"] for row in answer.context["map"]["points"]} <= set(legend)
    assert sum(count for _row, count in answer.context["layer"].counted()) == 3
    assert "None" not in page


@pytest.mark.parametrize("layer", sorted(QUESTIONS))
def test_the_workbook_holds_the_places_of_the_page(leader, world, visits, criteria, layer):
    criteria(world.commune, 13, ago(40))
    headings, rows, _above = exported(leader, URL, {"lop": layer})
    page = leader.get(URL, {"lop": layer}).context["layer"]
    assert [row[0] for row in rows] == [str(place.unit) for place in page.places]
    assert [row[2] for row in rows] == [page.legend[place.status].label for place in page.places]
    assert len(headings) == 3 + len(page.columns)


def test_places_without_coordinates_are_named_and_the_others_drawn(leader, world):
    type(world.commune).objects.filter(pk=world.commune.pk).update(latitude="10.15432", longitude="106.43210")
    answer = leader.get(URL, {"huyen": world.district.pk})
    page = answer.context["map"]
    (point,) = [row for row in page["points"] if row["lat"] is not None]
    assert (point["id"], point["lat"], point["lng"]) == (world.commune.pk, 10.15432, 106.4321)
    assert page["areas"] == f"{reverse('profiles:boundaries')}?huyen={world.district.pk}"
    assert [str(row.unit) for row in answer.context["layer"].without_point] == ["Xã Lương Phú"]
    assert "Chưa có tọa độ (1 nơi): Xã Lương Phú." in " ".join(answer.content.decode().split())


def test_a_district_is_chosen_and_the_choice_of_layers_keeps_it(leader, world, visits):
    asked = {"huyen": world.other_district.pk, "ngay": format_date(ago(1))}
    answer = leader.get(URL, {"lop": "do-phu", **asked})
    assert [str(row.unit) for row in answer.context["layer"].places] == ["Xã An Đức"]
    for label, url, _active in answer.context["choices"]:
        again = leader.get(URL + url)
        assert again.context["question"].label == label
        assert again.context["form"].district == world.other_district


def test_a_member_in_charge_of_a_district_maps_that_district(as_user, standing_member, world, visits):
    browser = as_user(standing_member)
    PetitionFactory(visit=visits[1], category="hot_issue")
    for layer in QUESTIONS:
        assert {name for name, _status, _words in standings(browser, layer)} == {"Xã Sơn Phú", "Xã Lương Phú"}
    assert browser.get(URL, {"lop": "buc-xuc"}).context["layer"].note == ""
    assert browser.get(URL, {"huyen": world.other_district.pk}).status_code == 404


@pytest.mark.parametrize("query", [{"lop": "khac"}, {"huyen": "abc"}, {"huyen": "0"}])
def test_a_layer_or_a_district_that_does_not_exist_is_not_found(leader, world, query):
    assert leader.get(URL, query).status_code == 404


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(leader, world, visits):
    answer = leader.get(URL, {"ngay": "31/02/2026"})
    assert answer.context["form"].errors.keys() == {"ngay"}
    assert len(answer.context["layer"].places) == 3


def test_a_province_before_its_first_unit_has_a_page_too(as_user, standing_committee, world):
    page = as_user(standing_committee).get(URL, {"ngay": "31/12/2015"}).content.decode()
    assert "Chưa có xã, phường, thị trấn nào" in page


@pytest.mark.parametrize("communes", [1, 3])
@pytest.mark.parametrize(("layer", "queries"), [("im-lang", 9), ("buc-xuc", 9), ("do-phu", 10), ("tieu-chi", 10)])
def test_a_layer_costs_the_same_for_one_commune_more_and_for_three(
    leader, world, visits, criteria, communes, layer, queries, django_assert_num_queries
):
    for number in range(communes):
        commune = make.CommuneFactory(parent=world.district)
        criteria(commune, number, today())
        PetitionFactory(visit=VisitFactory(unit=commune, officer=visits[0].officer, tier=world.tiers[0], date=ago(3)))
    freshen()
    with django_assert_num_queries(queries):
        leader.get(URL, {"lop": layer})
