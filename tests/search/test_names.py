"""Units and officers by name: exact first, accents or not, as officials write them, today's and former ones."""

import datetime

import pytest

from assignments.models import Succession
from nammanh.platform.fulltext import Asked
from reports.search.queries import people, places
from tests.factories import assignments as make


def units(user, typed):
    return [row.full_name for row in places(user, Asked.of(typed)).rows]


def officers(user, typed):
    return [row.full_name for row in people(user, Asked.of(typed)).rows]


@pytest.fixture
def alike(world):
    """Names that look alike without accents, or share a word."""
    for name in ("Sòn Phu", "Sơn Phú Tây", "Phú Sơn", "Tân Sơn"):
        make.CommuneFactory(name=name, parent=world.district)


def test_the_same_name_stands_first_then_beginnings_then_words(alike, organiser):
    assert units(organiser, "Sơn Phú")[:4] == ["Xã Sơn Phú", "Xã Sòn Phu", "Xã Sơn Phú Tây", "Xã Phú Sơn"]
    assert units(organiser, "sòn phu")[:2] == ["Xã Sòn Phu", "Xã Sơn Phú"]
    assert set(units(organiser, "son phu")[:2]) == {"Xã Sơn Phú", "Xã Sòn Phu"}
    assert "Xã Tân Sơn" not in units(organiser, "Sơn Phú")


@pytest.mark.parametrize(
    "typed",
    [
        "son phu",
        "SƠN PHÚ",
        "xã sơn phú",
        "x. Sơn Phú",
        "x Sơn Phú",
        "xa son phu",
        "UBND xã Sơn Phú",
        "Đảng ủy xã Sơn Phú",
        "uỷ ban nhân dân xã Sơn Phú",
        "Sơn-Phú",
        "  sơn   phú ",
        "Sơn Ph",
        "Sơn Phú",
    ],
)
def test_a_commune_is_found_however_it_is_written(world, organiser, typed):
    assert units(organiser, typed)[0] == "Xã Sơn Phú"


@pytest.mark.parametrize("typed", ["ấp 1 Sơn Phú", "ap 1, son phu", "ấp I xã Sơn Phú", "a. 1 sơn phú", "Sơn Phú ấp 1"])
def test_a_hamlet_is_found_with_the_commune_that_it_lies_in(world, organiser, typed):
    found = places(organiser, Asked.of(typed)).rows
    assert [row.pk for row in found][:1] == [world.hamlet.pk]


@pytest.mark.parametrize(
    ("name", "kind", "typed"),
    [
        ("Giồng Trôm", "township", "tt Giồng Trôm"),
        ("Giồng Trôm", "township", "TT. giong trom"),
        ("5", "ward", "p5"),
        ("5", "ward", "P. 5"),
        ("Mỹ Thạnh", "commune", "mĩ thạnh"),
        ("Hòa Lợi", "commune", "Hoà Lợi"),
    ],
)
def test_short_kinds_and_other_spellings(world, organiser, name, kind, typed):
    wanted = make.CommuneFactory(name=name, kind=kind, parent=world.district)
    assert units(organiser, typed)[0] == str(wanted)


def test_a_slip_is_forgiven_only_where_nothing_is_closer(world, organiser):
    assert units(organiser, "son phuu") == ["Xã Sơn Phú"]
    assert units(organiser, "Giồng Trômm") == ["Huyện Giồng Trôm"]
    assert units(organiser, "Long Vĩnh") == []
    assert [places(organiser, Asked.of(typed)).similar for typed in ("son phuu", "son phu")] == [True, False]


def test_a_former_name_tells_what_the_place_is_today(world, organiser):
    former = make.CommuneFactory(name="Nhơn Thạnh", parent=world.district, valid_to=datetime.date(2019, 12, 31))
    document = make.DocumentFactory()
    Succession.objects.create(predecessor=former, successor=world.commune, kind="merged_into", document=document)
    (old,) = places(organiser, Asked.of("nhon thanh")).rows
    assert (old.pk, old.kin.after, old.kin.before) == (former.pk, (world.commune,), ())
    assert old.ended_on == datetime.date(2019, 12, 31)
    (new, *_others) = places(organiser, Asked.of("sơn phú")).rows
    assert (new.pk, new.ended_on, new.kin.before) == (world.commune.pk, None, (former,))


def test_everybody_finds_their_own_places_only(world, officer, stranger, department_head, nobody, administrator):
    assert units(officer, "sơn phú")[0] == "Xã Sơn Phú"
    assert units(officer, "lương phú") == []
    for person in (stranger, department_head, nobody):
        assert units(person, "sơn phú") == []
    assert units(administrator, "lương phú")[0] == "Xã Lương Phú"


def test_officers_by_given_name_by_whole_name_and_by_parts(world, organiser):
    for name in ("Cao Văn Dũng", "Dũng Thị Lan", "Lê Dung", "Cao Dũng Tâm", "Cao Văn Dưỡng"):
        make.OfficerFactory(full_name=name)
    assert officers(organiser, "Dũng")[:2] == ["Cao Văn Dũng", "Lê Dung"]
    assert set(officers(organiser, "dung")) >= {"Cao Văn Dũng", "Dũng Thị Lan", "Lê Dung", "Cao Dũng Tâm"}
    for typed in ("cao van dung", "đ/c Cao Văn Dũng", "Văn Dũng", "đồng chí dung cao van"):
        assert officers(organiser, typed)[0] == "Cao Văn Dũng", typed
    assert officers(organiser, "cao van dugn")[0] == "Cao Văn Dũng"


def test_whoever_left_stands_after_those_who_serve(world, organiser):
    gone = datetime.date(2024, 6, 30)
    make.OfficerFactory(full_name="Trần Minh Tâm", valid_to=gone)
    make.OfficerFactory(full_name="Trần Minh Tâm")
    first, second = people(organiser, Asked.of("tran minh tam")).rows
    assert (first.left_on, second.left_on) == (None, gone)


def test_officers_are_those_of_ones_own_area(world, officer, stranger, commune_secretary):
    assert officers(officer, "Bí Thư") == ["Đặng Văn Bí Thư"]
    assert officers(stranger, "Bí Thư") == []
    assert people(officer, Asked.of("Bí Thư")).rows[0].title == "Bí thư Đảng ủy xã"


def test_of_many_only_so_many_are_named(world, organiser):
    for number in range(30):
        make.HamletFactory(name=f"Thạnh {number}", parent=world.commune)
    group = places(organiser, Asked.of("thanh"))
    assert (len(group.rows), group.more) == (20, True)
