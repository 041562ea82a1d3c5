"""The profile, its entry form and the list of profiles that want work, as people use them."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import Succession
from assignments.profiles.models import UnitFact
from nammanh.platform.dates import today
from tests.factories import assignments as make
from tests.factories.profiles import FactFactory, KindFactory

D = datetime.date


def address(name, unit, *args):
    return reverse(f"profiles:{name}", args=[unit.pk, *args])


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def kinds(db):
    return [
        KindFactory(among_five=1, highest=5_000_000),
        KindFactory(code="poor", name="Hộ nghèo", measure="hộ", among_five=2),
        KindFactory(code="income", name="Thu nhập", group="economy", value_type="money", measure="đồng", order=200),
        KindFactory(code="concern", name="Vấn đề cần quan tâm", value_type="text", measure="", order=300),
    ]


def test_five_things_with_their_day_what_is_stale_and_who_enters_the_rest(world, kinds, officer, as_user):
    FactFactory(unit=world.commune, kind=kinds[0], as_of=D(2024, 6, 30))
    page = text(as_user(officer).get(address("of_unit", world.commune)))
    assert "7.120 người" in page
    assert "số liệu đến 30/06/2024" in page
    assert "Đã cũ, cần cập nhật" in page
    assert "Còn thiếu: Hộ nghèo. Đảng ủy xã Sơn Phú nhập." in page
    assert address("enter", world.commune) not in page
    assert address("of_unit", world.commune) in text(as_user(officer).get(f"/dia-ban/{world.commune.pk}/"))


def test_a_day_of_the_past_shows_what_was_known_then(world, kinds, officer, as_user):
    FactFactory(unit=world.commune, kind=kinds[0], as_of=D(2025, 6, 30), number=7000)
    FactFactory(unit=world.commune, kind=kinds[0], as_of=D(2026, 6, 30))
    client, url = as_user(officer), address("unit", world.commune)
    now, then = text(client.get(url)), text(client.get(url, {"ngay": "01/01/2026"}))
    assert "tăng 120 người so với 30/06/2025" in now
    assert "7.000 người" in then
    assert "7.120" not in then


def test_a_successor_shows_what_was_known_of_its_predecessors(world, kinds, organiser, as_user):
    old = make.CommuneFactory(name="Phú Mỹ", parent=world.district, valid_to=D(2025, 6, 30))
    new = make.CommuneFactory(name="Phú Mới", parent=world.district, valid_from=D(2025, 7, 1))
    Succession.objects.create(predecessor=old, successor=new, kind="merged_into", document=make.DocumentFactory())
    FactFactory(unit=old, kind=kinds[0], as_of=D(2024, 12, 31), number=4321)
    page = text(as_user(organiser).get(address("unit", new)))
    assert "Dữ liệu trước 01/07/2025 của các đơn vị tiền thân" in page
    assert "4.321 người" in page


def test_what_the_system_knows_is_computed(world, kinds, officer, as_user):
    page = text(as_user(officer).get(address("unit", world.commune)))
    assert "Từ hệ thống" in page
    assert "đồng chí Nguyễn Văn Tỉnh, từ 01/01/2016" in page
    assert "Hộ gia đình đã ghi trong hệ thống" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_the_same_number_of_times_whatever_it_shows(
    world, officer, as_user, django_assert_num_queries, count
):
    for nth in range(count):
        FactFactory(unit=world.commune, kind=KindFactory(code=f"k{nth}", among_five=nth))
    client = as_user(officer)
    with django_assert_num_queries(PROFILE_QUERIES):
        assert client.get(address("unit", world.commune)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_reads_the_same_number_of_times_whatever_it_shows(
    world, organiser, as_user, django_assert_num_queries, count
):
    KindFactory(levels=["hamlet"])
    for _nth in range(count - 1):
        make.HamletFactory(parent=world.commune)
    client = as_user(organiser)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("profiles:needing_update"), {"cap": "hamlet"}).status_code == 200


PROFILE_QUERIES = 13
LIST_QUERIES = 9


def entered(client, unit, **data):
    return client.post(address("enter", unit), {"chung.ngay": "30/6/2026", "chung.nguon": "Báo cáo quý II", **data})


def test_many_facts_at_once_and_only_those_that_were_typed(world, kinds, commune_secretary, as_user):
    client = as_user(commune_secretary)
    own = {"poor.ngay": "31/12/2025", "poor.nguon": "Quyết định công bố"}
    answer = entered(
        client, world.commune, population="7.120", poor="41", **own, income="58,2", **{"income.don-vi": "trieu"}
    )
    assert answer.status_code == 302
    rows = {row.kind.code: row for row in UnitFact.objects.select_related("kind")}
    assert {code: int(row.number) for code, row in rows.items()} == {
        "population": 7120,
        "poor": 41,
        "income": 58_200_000,
    }
    assert (rows["poor"].as_of, rows["poor"].source) == (D(2025, 12, 31), "Quyết định công bố")
    assert rows["population"].entered_by == commune_secretary
    assert entered(client, world.commune, population="7.120").status_code == 302
    assert UnitFact.objects.count() == 3


def test_what_is_still_right_gets_a_new_day(world, kinds, commune_secretary, as_user):
    old = FactFactory(unit=world.commune, kind=kinds[0], as_of=D(2025, 6, 30))
    seen = {"population.van-dung": "on", "population.da-thay": old.version}
    assert entered(as_user(commune_secretary), world.commune, **seen).status_code == 302
    assert list(UnitFact.objects.order_by("as_of").values_list("as_of", "number")) == [
        (D(2025, 6, 30), 7120),
        (D(2026, 6, 30), 7120),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Chưa nhập số liệu nào"),
        ({"population": "12.5"}, "Dấu chấm ngăn hàng nghìn"),
        ({"income": "58,2"}, "Chọn đơn vị tiền"),
        ({"population": "7", "chung.ngay": ""}, "Ghi ngày của số liệu"),
        ({"population": "7", "chung.nguon": ""}, "Ghi nguồn của số liệu"),
        ({"population": "7", "chung.ngay": "31/12/2015"}, "nằm ngoài thời gian tồn tại"),
        ({"population": "7", "chung.ngay": "2099-01-01"}, "không được sau hôm nay"),
        ({"population": "9000000"}, "thường không quá 5.000.000 người"),
        ({"concern": "Hộ ông A nợ ngân hàng, số 079203001234"}, "Có thể là số căn cước"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(world, kinds, commune_secretary, as_user, data, says):
    answer = entered(as_user(commune_secretary), world.commune, **data)
    assert answer.status_code == 422
    page = text(answer)
    assert says in page
    assert all(f'value="{value}"' in page for value in data.values() if value)
    assert not UnitFact.objects.exists()


def test_an_unlikely_figure_is_saved_when_the_person_says_so(world, kinds, commune_secretary, as_user):
    assert entered(as_user(commune_secretary), world.commune, population="9000000", van_luu="1").status_code == 302
    assert UnitFact.objects.get().number == 9_000_000


def test_the_later_of_two_is_told_and_may_then_save(world, kinds, commune_secretary, organiser, as_user):
    client, day = as_user(commune_secretary), {"chung.ngay": "31/07/2026"}
    FactFactory(unit=world.commune, kind=kinds[0], entered_by=organiser)
    told = entered(client, world.commune, population="7.150", **day)
    assert told.status_code == 422
    assert "Cao Thị Tổ Chức vừa ghi 7.120 người" in text(told)
    seen = told.context["form"]["population.da-thay"].value()
    again = entered(client, world.commune, population="7.150", **day, **{"population.da-thay": seen})
    assert again.status_code == 302
    assert UnitFact.objects.count() == 2


def test_the_history_shows_corrections(world, kinds, commune_secretary, as_user):
    client = as_user(commune_secretary)
    entered(client, world.commune, population="7.120")
    seen = UnitFact.objects.get().version
    entered(client, world.commune, population="7.210", **{"population.da-thay": seen})
    page = text(client.get(address("history", world.commune, "population")))
    assert "Trước khi đính chính: 7.120 người (Đặng Văn Bí Thư" in page
    assert "7.210 người" in page


def test_the_list_holds_ones_own_profiles_that_want_work(world, commune_secretary, district_secretary, as_user):
    kind = KindFactory(levels=["commune", "hamlet"])
    FactFactory(unit=world.commune, kind=kind, as_of=today())
    url = reverse("profiles:needing_update")
    assert [row.pk for row in as_user(commune_secretary).get(url).context["rows"]] == [world.hamlet.pk]
    rows = as_user(district_secretary).get(url).context["rows"]
    assert {row.pk for row in rows} == {world.hamlet.pk, world.neighbour.pk, world.neighbour_hamlet.pk}
    assert {row.enterable for row in rows} == {False}
    assert "Hồ sơ cần cập nhật" in text(as_user(commune_secretary).get(url))
