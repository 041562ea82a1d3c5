"""Boundaries: read from a file, matched by code and day, served to those who see the unit."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from assignments import services as holding
from assignments.profiles.models import Boundary
from assignments.profiles.queries import outlines_on
from assignments.reforms import services as reforms
from nammanh.platform.dates import format_date, today
from tests.factories import assignments as make
from tests.factories.profiles import BoundaryFactory, square
from tests.reforms.scenes import TOMORROW, like, merger, prepared

D = datetime.date
URL = reverse("profiles:boundaries")


def a_feature(code, name="", geometry=None, **own):
    properties = {"gso_code": code, "name": name, **own}
    return {"type": "Feature", "properties": properties, "geometry": geometry or square(106.3, 10.1)}


@pytest.fixture
def load(tmp_path):
    """Run the command on these features; what it printed."""

    def run(*features, raw=None, **options):
        file, out = tmp_path / "ranh-gioi.geojson", StringIO()
        words = json.dumps({"type": "FeatureCollection", "features": features})
        file.write_text(words if raw is None else raw, encoding="utf-8")
        call_command("import_boundaries", file, stdout=out, **options)
        return out.getvalue()

    return run


def test_areas_are_matched_by_code_and_the_rest_is_listed(world, load):
    out = load(
        a_feature("29014", "Xã Sơn Phú"),
        a_feature(29011, "luong phu"),
        a_feature("29155", "Xã Khác Tên"),
        a_feature("99999", "Xã Không Có"),
        a_feature("", "Xã Không Mã"),
    )
    assert set(Boundary.objects.values_list("unit", flat=True)) == {world.commune.pk, world.neighbour.pk}
    assert "ghi mới 2, thay 0, giữ nguyên 0" in out
    assert "99999 Xã Không Có" in out
    assert "? Xã Không Mã" in out
    assert "mã này là của Xã An Đức" in out
    row = Boundary.objects.get(unit=world.commune)
    assert (row.valid_from, row.valid_to, row.source) == (world.commune.valid_from, None, "ranh-gioi.geojson")


def test_the_same_file_again_changes_nothing(world, load):
    load(a_feature("29014"))
    before = list(Boundary.objects.values())
    assert "ghi mới 0, thay 0, giữ nguyên 1" in load(a_feature("29014"))
    assert list(Boundary.objects.values()) == before


def test_another_outline_needs_a_word_and_opens_a_new_time(world, load):
    load(a_feature("29014"))
    moved = a_feature("29014", geometry=square(106.4, 10.2))
    assert "--replace" in load(moved)
    assert Boundary.objects.count() == 1
    assert "thay 1" in load(moved, replace=True, on="2026-01-01")
    rows = Boundary.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(rows) == [(world.commune.valid_from, D(2025, 12, 31)), (D(2026, 1, 1), None)]
    back = a_feature("29014")
    assert "thay 1" in load(back, replace=True, on="2026-01-01")
    assert Boundary.objects.on(D(2026, 1, 1)).get().geometry == square(106.3, 10.1)
    assert Boundary.objects.count() == 2


def test_a_point_outside_its_own_boundary_is_told(world, load):
    type(world.commune).objects.filter(pk=world.commune.pk).update(latitude=10.15, longitude=106.35)
    type(world.neighbour).objects.filter(pk=world.neighbour.pk).update(latitude=10.15, longitude=106.55)
    out = load(a_feature("29014"), a_feature("29011"))
    assert "Xã Lương Phú: tọa độ đang ghi của đơn vị nằm ngoài ranh giới" in out
    assert "Xã Sơn Phú: tọa độ" not in out


def test_a_code_twice_in_the_file_is_left_for_a_person(world, load):
    assert "mã có 2 lần" in load(a_feature("29014"), a_feature("29014"))
    assert not Boundary.objects.exists()


LINE = {"type": "LineString", "coordinates": [[106, 10], [107, 10]]}
METRES = {
    "type": "Polygon",
    "coordinates": [[[560000, 1130000], [560100, 1130000], [560100, 1130100], [560000, 1130000]]],
}
OPEN = {"type": "Polygon", "coordinates": [[[106, 10], [107, 10], [107, 11], [106, 11]]]}


@pytest.mark.parametrize(
    ("geometry", "says"),
    [(LINE, "LineString; cần Polygon"), (METRES, "tọa độ sai"), (OPEN, "vòng khép kín"), ({"type": "Polygon"}, "sai")],
)
def test_one_wrong_area_refuses_the_file_and_writes_nothing(world, load, geometry, says):
    with pytest.raises(CommandError, match=f"Vùng thứ 2.*{says}"):
        load(a_feature("29014"), a_feature("29011", geometry=geometry))
    assert not Boundary.objects.exists()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("{", "không phải JSON"),
        ("[]", "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "không có vùng nào"),
        ('{"type": "FeatureCollection", "features": [{"properties": {"Ten": "x"}}]}', "cột mã đơn vị.*ten"),
        ("[" * 100_000, "không phải JSON"),
    ],
)
def test_a_file_of_another_kind_is_told_so(world, load, raw, says):
    with pytest.raises(CommandError, match=says):
        load(raw=raw)


def ids(answer):
    return {feature["id"] for feature in json.loads(b"".join([answer.content]))["features"]}


def test_each_person_gets_the_boundaries_of_their_own_communes(world, officer, stranger, organiser, as_user):
    near, far = BoundaryFactory(unit=world.commune), BoundaryFactory(unit=world.far_commune)
    assert ids(as_user(officer).get(URL)) == {near.unit_id}
    assert ids(as_user(stranger).get(URL)) == {far.unit_id}
    assert ids(as_user(organiser).get(URL)) == {near.unit_id, far.unit_id}
    assert ids(as_user(organiser).get(URL, {"huyen": world.district.pk})) == {near.unit_id}
    assert as_user(officer).get(URL, {"huyen": world.other_district.pk}).status_code == 404
    assert ids(as_user(organiser).get(URL, {"ngay": "01/01/2010"})) == set()


def outlines(answer):
    return {row["id"]: row["geometry"] for row in json.loads(answer.content)["features"]}


def test_a_renamed_retyped_or_moved_commune_keeps_its_outline_until_it_has_its_own(
    world, organiser, stranger, as_user, by
):
    """An Đức becomes a ward, then moves to Giồng Trôm; who holds it goes on seeing it."""
    drawn, client = BoundaryFactory(unit=world.far_commune).geometry, as_user(organiser)
    decided = {"document": make.DocumentFactory(), "by": by(organiser)}
    first, second = today() - datetime.timedelta(days=20), today() - datetime.timedelta(days=10)
    ward = holding.change_unit(unit=world.far_commune, on=first, kind="ward", name="An Đức Đông", **decided)
    moved = holding.change_unit(unit=ward, on=second, parent=world.district, **decided)
    assert outlines(client.get(URL)) == {moved.pk: drawn}
    assert outlines(client.get(URL, {"ngay": format_date(second - datetime.timedelta(days=1))})) == {ward.pk: drawn}
    before = {"ngay": format_date(first - datetime.timedelta(days=1))}
    assert outlines(client.get(URL, before)) == {world.far_commune.pk: drawn}
    assert outlines(client.get(URL, {"huyen": world.district.pk})) == {moved.pk: drawn}
    assert outlines(as_user(stranger).get(URL)) == {moved.pk: drawn}
    own = BoundaryFactory(unit=moved, valid_from=second, geometry=square(106.4, 10.2)).geometry
    assert outlines(client.get(URL)) == {moved.pk: own}


def test_a_merged_or_divided_commune_has_no_outline_and_taking_it_back_restores_both(world, organiser, as_user, by):
    for unit in (world.commune, world.neighbour):
        BoundaryFactory(unit=unit)
    client, tomorrow = as_user(organiser), {"ngay": format_date(TOMORROW)}
    operation = merger(world, organiser)
    reforms.apply_operation(operation=operation, by=by(organiser))
    assert ids(client.get(URL, tomorrow)) == set()
    reforms.undo_operation(operation=operation, by=by(organiser))
    assert ids(client.get(URL, tomorrow)) == {world.commune.pk, world.neighbour.pk}


def test_a_renaming_taken_back_gives_the_outline_back(world, organiser, as_user, by):
    drawn, client = BoundaryFactory(unit=world.commune).geometry, as_user(organiser)
    operation = prepared("rename", [world.commune], [like(world.commune, "Sơn Phú Mới", gso_code="29014")], organiser)
    reforms.apply_operation(operation=operation, by=by(organiser))
    renamed = type(world.commune).objects.get(name="Sơn Phú Mới")
    tomorrow = {"ngay": format_date(TOMORROW)}
    assert outlines(client.get(URL, tomorrow)) == {renamed.pk: drawn}
    reforms.undo_operation(operation=operation, by=by(organiser))
    assert outlines(client.get(URL, tomorrow)) == {world.commune.pk: drawn}


def test_outlines_cost_the_same_for_one_commune_and_for_three(world, organiser, django_assert_num_queries):
    units = type(world.commune).objects.all()
    BoundaryFactory(unit=world.commune)
    with django_assert_num_queries(3):
        assert len(outlines_on(units, today())) == 1
    for unit in (world.neighbour, world.far_commune):
        BoundaryFactory(unit=unit)
    with django_assert_num_queries(3):
        assert len(outlines_on(units, today())) == 3


def test_an_unchanged_answer_is_not_sent_again(world, officer, as_user):
    row, client = BoundaryFactory(unit=world.commune), as_user(officer)
    first = client.get(URL, headers={"accept-encoding": "gzip"})
    assert first["Cache-Control"] == "private, no-cache"
    tag = {"if-none-match": first["ETag"]}
    assert client.get(URL, headers=tag).status_code == 304
    Boundary.objects.filter(pk=row.pk).update(revision=2)
    assert client.get(URL, headers=tag).status_code == 200
