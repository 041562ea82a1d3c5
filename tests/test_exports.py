"""Every list as a workbook: the same rows as the page, within the same scope, each on record."""

import datetime
from io import BytesIO

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook

from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.models import AccessLog, SecretaryMandate
from nammanh.platform import spreadsheets
from nammanh.platform.dates import today
from nammanh.platform.views import KeysetListView
from reports.facts.services import freshen
from tests.factories import assignments as make
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory
from tests.test_permissions import ROUTES, people


def views(resolver: URLResolver, namespace: str = ""):
    """Name and class of every view of ours."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or ""), getattr(entry.callback, "view_class", None)
        elif entry.namespace != "admin":
            yield from views(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


VIEWS = {name: view for name, view in views(get_resolver()) if view}
LISTS = {name for name, view in VIEWS.items() if issubclass(view, KeysetListView)}
EXPORTS = {name for name, view in VIEWS.items() if issubclass(view, ExportMixin)}


def sheet_of(response):
    """Reading to the end closes the file behind it."""
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


def exported(client, url, query=None):
    """The table of a list's workbook: its headings, its rows, and what stands above."""
    response = client.get(url, {**(query or {}), "xuat": "xlsx"})
    assert response.status_code == 200
    assert response["Content-Type"] == spreadsheets.CONTENT_TYPE
    assert response["Content-Disposition"].startswith('attachment; filename="')
    sheet = sheet_of(response)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = int(sheet.freeze_panes[1:])
    return rows[start - 2], rows[start - 1 :], [row[0] for row in rows[: start - 2]]


def column(client, url, heading, query=None):
    headings, rows, _above = exported(client, url, query)
    return [row[headings.index(heading)] for row in rows]


def test_every_list_can_be_taken_along():
    missing = LISTS - EXPORTS
    assert missing == set(), "mix in ExportMixin, give export_title and export_columns, and put the button on the page"


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_each_list_answers_a_workbook_and_leaves_a_line_in_the_access_log(name, world, request, as_user):
    route = ROUTES[name]
    args = route.args(world, request)
    person = request.getfixturevalue(people(route)[0])
    url = reverse(name, kwargs=args)
    headings, _rows, above = exported(as_user(person), url)
    assert all(headings)
    assert above[0]
    assert any(line and line.startswith("Số liệu đến ") for line in above)
    assert f"Người xuất: Đ/c {person}." in above
    entry = AccessLog.objects.get()
    assert (entry.kind, entry.user, entry.path) == ("export", person, url)


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_nobody_takes_along_what_the_page_refuses(name, world, request, as_user):
    route = ROUTES[name]
    url = reverse(name, kwargs=route.args(world, request))
    if route.without:
        refused = as_user(request.getfixturevalue(route.without)).get(url, {"xuat": "xlsx"})
        assert refused.status_code == 403
    outsider = as_user(request.getfixturevalue("stranger")).get(url, {"xuat": "xlsx"})
    assert outsider.status_code == route.stranger
    if outsider.streaming:
        sheet_of(outsider)


def test_the_page_offers_its_own_filter_as_a_workbook(world, officer, organiser, as_user):
    client = as_user(organiser)
    page = client.get(reverse("assignments:assignments"), {"huyen": world.district.pk, "sau": "a~b"})
    url = f"?huyen={world.district.pk}&xuat=xlsx"
    assert page.context["export_url"] == url
    assert url.replace("&", "&amp;") in page.content.decode()


@pytest.fixture
def scene(world, officer, stranger):
    """A visit with a comment and a petition in Sơn Phú, and one of the stranger's in An Đức."""
    for unit, person in ((world.commune, officer), (world.far_commune, stranger)):
        visit = VisitFactory(unit=unit, officer=person.officer, tier=world.tiers[0])
        CommentFactory(visit=visit, matter=f"Việc của {unit}")
        PetitionFactory(visit=visit, content=f"=1+1 của {unit}")


OURS, THEIRS = "Xã Sơn Phú", "Xã An Đức"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("assignments:assignments", "Địa bàn"),
        ("visits:list", "Địa bàn"),
        ("feedback:list", "Địa bàn"),
        ("recommendations:list", "Địa bàn"),
    ],
)
def test_a_workbook_holds_the_rows_of_the_filtered_page_and_of_ones_scope(
    scene, world, organiser, stranger, as_user, name, heading
):
    url = reverse(name)
    assert set(column(as_user(organiser), url, heading)) == {OURS, THEIRS}
    assert set(column(as_user(organiser), url, heading, {"huyen": world.district.pk})) == {OURS}
    assert set(column(as_user(stranger), url, heading)) == {THEIRS}


def test_what_people_typed_never_becomes_a_formula(scene, organiser, as_user):
    response = as_user(organiser).get(reverse("feedback:list"), {"xuat": "xlsx"})
    sheet = sheet_of(response)
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert {(cell.value, cell.data_type, cell.quotePrefix) for cell in cells} == {
        (f"=1+1 của {unit}", "s", True) for unit in (OURS, THEIRS)
    }


def test_units_and_officers_come_whole_and_filtered(world, officer, organiser, as_user):
    client = as_user(organiser)
    units = column(client, reverse("assignments:units"), "Đơn vị", {"cap": "commune"})
    assert set(units) == {"Xã Sơn Phú", "Xã Lương Phú", "Xã An Đức"}
    make.PositionFactory(officer=officer.officer, title="Phó Giám đốc Sở Nông nghiệp")
    headings, rows, _above = exported(client, reverse("assignments:officers"), {"q": "tinh"})
    row = dict(zip(headings, rows[0], strict=True))
    assert len(rows) == 1
    assert (row["Họ và tên"], row["Chức vụ"], row["Địa bàn đang phụ trách"]) == (
        "Nguyễn Văn Tỉnh", "Phó Giám đốc Sở Nông nghiệp", 1,
    )  # fmt: skip


def test_an_assignment_is_told_with_title_dates_and_decision(world, officer, organiser, as_user):
    make.PositionFactory(officer=officer.officer, title="Phó Giám đốc Sở")
    headings, rows, above = exported(as_user(organiser), reverse("assignments:assignments"), {"can_bo": "tinh"})
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["Chức vụ"], row["Từ ngày"], row["Đến hết ngày"]) == (
        "Phó Giám đốc Sở", datetime.datetime(2016, 1, 1), None,
    )  # fmt: skip
    assert "Lọc theo Tên cán bộ: tinh." in above


def test_an_export_is_longer_than_a_page(world, organiser, as_user):
    for number in range(30):
        make.CommuneFactory(name=f"Xã Mới {number}", parent=world.district)
    url = reverse("assignments:unheld")
    assert len(column(as_user(organiser), url, "Địa bàn", {"tang": world.tiers[0].pk})) == 33


def test_the_matrix_has_its_total_and_real_numbers(world, officer, stranger, organiser, as_user):
    headings, rows, _above = exported(as_user(organiser), reverse("assignments:matrix"))
    table = {row[0]: row[1:6] for row in rows}
    assert headings[1:6] == [
        f"Tỉnh nắm tới xã: {words}"
        for words in ("đã phân công", "tất cả", "tỷ lệ", "số đồng chí", "bình quân mỗi đồng chí")
    ]
    assert table["Huyện Giồng Trôm"] == [1, 2, 0.5, 1, 1]
    assert table["Tất cả"][:2] == [2, 3]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("commune_secretary", ("Trần Văn Hộ", "Không")),
        ("officer", ("•••", "•••")),
        ("standing_committee", ("•••", "•••")),
    ],
)
def test_households_are_masked_as_on_the_page_and_the_export_is_on_record(world, request, as_user, who, shown):
    person = request.getfixturevalue(who)
    url = reverse("assignments:households")
    headings, rows, _above = exported(as_user(person), url, {"dia-ban": world.hamlet.pk})
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["Mã hộ"], row["Chủ hộ"], row["Hộ nghèo"]) == (world.household.code, *shown)
    assert [entry.kind for entry in AccessLog.objects.all()] == ["export"]
    headings, rows, _above = exported(as_user(person), url)
    assert headings == ["Ấp, khu phố", "Trực thuộc", "Số hộ"]
    assert rows == [["Ấp 1", "Xã Sơn Phú", 1]]


def test_a_secretary_is_named_beside_the_leader(world, officer, nobody, as_user):
    SecretaryMandate.objects.create(leader=officer, secretary=nobody, valid_from=today())
    client = as_user(nobody)
    client.post(reverse("acting_for"), {"leader": officer.pk})
    _headings, _rows, above = exported(client, reverse("assignments:units"))
    assert "Người xuất: Đ/c Nguyễn Văn Tỉnh (đ/c Chưa Có Việc nhập thay)." in above
    entry = AccessLog.objects.get()
    assert (entry.user, entry.for_user) == (nobody, officer)


def test_a_list_too_long_for_a_sheet_is_refused_with_a_sentence(world, officer, organiser, as_user, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 10)
    client = as_user(organiser)
    url = reverse("assignments:assignments")
    answer = client.get(url, {"can_bo": "tinh", "xuat": "xlsx"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{url}?can_bo=tinh"
    assert "nhiều hơn một tệp Excel chứa được" in client.get(answer["Location"]).content.decode()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("assignments:assignments", 9),
        ("assignments:units", 8),
        ("assignments:officers", 9),
        ("visits:list", 9),
        ("feedback:list", 9),
        ("recommendations:list", 9),
        ("dashboards:silent", 11),
    ],
)
def test_an_export_costs_the_same_for_one_row_and_for_three(
    world, officer, organiser, as_user, count, name, queries, django_assert_num_queries
):
    for _nth in range(count):
        unit = make.CommuneFactory(parent=world.district)
        row = make.AssignmentFactory(unit=unit, role=world.roles["province_officer_for_commune"])
        make.PositionFactory(officer=row.officer)
        visit = VisitFactory(unit=unit, officer=row.officer, tier=world.tiers[0])
        CommentFactory(visit=visit)
        PetitionFactory(visit=visit)
    client = as_user(organiser)
    freshen()  # what the records touched is counted by whoever reads figures first
    url = reverse(name, args=[world.tiers[0].pk] if name == "dashboards:silent" else [])
    with django_assert_num_queries(queries):
        sheet_of(client.get(url, {"xuat": "xlsx"}))
