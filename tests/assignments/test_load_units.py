"""The real units: complete, corrected, with their history, and loaded only once."""

import datetime
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assignments.loading.packaged_units import read_province
from assignments.loading.unit_history import history_of
from assignments.models import LegalDocument, Succession, Unit

BEFORE, AFTER = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)


def load(province="Bến Tre", **options):
    out = StringIO()
    call_command("load_units", province=province, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def ben_tre(db):
    return load()


def unit(code, day):
    return Unit.objects.on(day).get(gso_code=code)


def test_ben_tre_has_nine_districts_and_148_communes_and_the_command_says_so(ben_tre):
    assert "9 huyện, thành phố; 148 đơn vị cấp xã (132 xã, 6 phường, 10 thị trấn)" in ben_tre
    current = Unit.objects.on(BEFORE)
    assert current.filter(level="district").count() == 9
    assert current.filter(level="commune").count() == 148
    assert not current.filter(level="commune", latitude=None).exists()


@pytest.mark.parametrize(
    ("day", "communes"),
    [("2016-01-01", 164), ("2020-01-31", 164), ("2020-02-01", 157), ("2024-11-30", 157), ("2024-12-01", 148)],
)
def test_each_past_day_has_the_official_number_of_communes(ben_tre, day, communes):
    assert Unit.objects.on(datetime.date.fromisoformat(day)).filter(level="commune").count() == communes


def test_loading_twice_changes_nothing(ben_tre):
    before = list(Unit.objects.order_by("pk").values_list("pk", "name", "valid_from", "valid_to"))
    assert "không thay đổi" in load("ben tre")
    assert list(Unit.objects.order_by("pk").values_list("pk", "name", "valid_from", "valid_to")) == before
    assert Succession.objects.count() == 30
    assert LegalDocument.objects.count() == 3


def test_what_an_administrator_changed_since_stays(ben_tre):
    row = unit("29014", BEFORE)
    Unit.objects.filter(pk=row.pk).update(latitude="10.10000", note="đã đo lại")
    load()
    row.refresh_from_db()
    assert (str(row.latitude), row.note) == ("10.10000", "đã đo lại")


def test_a_merged_unit_shows_what_it_was_and_became(ben_tre):
    an_hoi = unit("28777", BEFORE)
    assert {before.predecessor.full_name for before in an_hoi.preceded_by.all()} == {
        "Phường An Hội",
        "Phường 4",
        "Phường 5",
    }
    first = unit("28777", datetime.date(2021, 1, 1))
    assert {before.predecessor.full_name for before in first.preceded_by.all()} == {"Phường 1", "Phường 2", "Phường 3"}
    assert first.opened_by.number == "855/NQ-UBTVQH14"
    assert an_hoi.valid_from == datetime.date(2024, 12, 1)


def test_every_succession_follows_without_a_gap(ben_tre):
    for row in Succession.objects.select_related("predecessor", "successor", "document"):
        assert row.predecessor.valid_to + datetime.timedelta(days=1) == row.successor.valid_from
        assert row.successor.opened_by == row.document


def test_a_unit_whose_successor_no_source_names_is_left_without_one(ben_tre):
    phu_an_hoa = Unit.objects.get(gso_code="28825")
    assert phu_an_hoa.valid_to == datetime.date(2024, 11, 30)
    assert not phu_an_hoa.succeeded_by.exists()
    assert phu_an_hoa.note


def test_the_two_wrong_coordinates_are_corrected(ben_tre):
    phu_my, my_an = unit("28889", BEFORE), unit("29233", BEFORE)
    assert phu_my.latitude > 10.2 and phu_my.longitude < 106.3  # in Mỏ Cày Bắc, not in Mỏ Cày Nam
    assert my_an.latitude > 9.96  # north of An Qui, on the Hàm Luông


def test_the_package_itself_is_never_imported(ben_tre):
    assert "vietnamadminunits" not in sys.modules


@pytest.mark.parametrize(
    "typed", ["Bến Tre", "ben tre", "BEN TRE", "Tỉnh Bến Tre", "bentre", "Bê\u0301n Tre", "tỉnh  bến  tre"]
)
def test_any_spelling_of_the_province_is_understood(typed):
    assert read_province(typed, BEFORE)[0].code == "83"


def test_an_unknown_province_is_answered_with_near_names(db):
    with pytest.raises(CommandError, match="Bến Tre"):
        load("Bén Tra")
    assert not Unit.objects.exists()


def test_a_province_of_the_other_time_says_which_day_to_use(db):
    with pytest.raises(CommandError, match=r"--as-of 30/06/2025"):
        load("Bến Tre", as_of="01/07/2025")


@pytest.mark.parametrize("as_of", ["31/02/2025", "hôm nay", "1/7/25"])
def test_a_bad_day_is_refused_in_words(db, as_of):
    with pytest.raises(CommandError, match=r"Ngày|Năm"):
        load(as_of=as_of)


def test_a_new_province_has_communes_right_under_it_and_codes_with_zeros_in_front(db):
    load("Hà Nội", as_of="01/07/2025")
    assert not Unit.objects.filter(level="district").exists()
    assert Unit.objects.filter(level="commune").count() == 126
    assert Unit.objects.filter(gso_code__startswith="00").exists()
    assert Unit.objects.get(level="province").kind == "municipality"


def test_codes_that_belong_to_another_list_are_refused_and_nothing_is_written(ben_tre):
    before = Unit.objects.count()
    with pytest.raises(CommandError, match="Chưa ghi gì"):
        load("Vĩnh Long", as_of="01/07/2025")
    assert Unit.objects.count() == before


def test_every_province_of_both_times_can_be_read():
    numbers = dict.fromkeys((BEFORE, AFTER), 0)
    for day, names in ((BEFORE, 63), (AFTER, 34)):
        for name in _names(day):
            lives = history_of(read_province(name, day), day).lives
            assert lives[0].unit.kind.level == "province"
            assert len({(life.unit.code, life.valid_from, life.unit.kind.level) for life in lives}) == len(lives)
            numbers[day] += sum(life.unit.kind.level == "commune" and life.valid_to is None for life in lives)
        assert len(_names(day)) == names
    assert numbers == {BEFORE: 10035, AFTER: 3321}


def _names(day):
    from assignments.loading import packaged_units as packaged  # noqa: PLC0415  private names of one module

    with packaged.closing(packaged._open()) as database:
        return [name for name, _words in packaged._province_names(database, packaged.generation(day)).values()]
