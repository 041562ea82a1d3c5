"""The pages of a round, with and without htmx, and the decision as a Word file."""

import io

import pytest
from django.urls import reverse
from docx import Document

from assignments.models import Assignment, LegalDocument
from assignments.rounds.models import Round
from nammanh.papers.loading import write_layouts
from tests.factories import assignments as make
from tests.rounds.making import a_round

HTMX = {"HX-Request": "true"}
SIGNED = {
    "document": "",
    "document_type": "decision",
    "document_number": "12-QĐ/TU",
    "document_issued_on": "20/12/2026",
    "document_issuer": "Ban Thường vụ Tỉnh ủy",
    "document_signer": "Mai Văn Thường Trực",
    "document_abstract": "phân công cán bộ tỉnh phụ trách xã",
}


@pytest.fixture
def turn(world, officer, stranger, organiser, by) -> Round:
    return a_round(world, by(organiser))


@pytest.fixture
def browser(organiser, as_user):
    return as_user(organiser)


def address(name, turn, **kwargs):
    return reverse(f"rounds:{name}", kwargs={"pk": turn.pk, **kwargs})


def line_data(world, **changes):
    role = world.roles["province_officer_for_commune"].pk
    return {"officer_text": "", "role": role, "is_lead": "on", "note": "", **changes}


def test_a_round_is_drafted_from_the_form(world, officer, browser):
    data = {
        "name": "Phân công lại năm 2027",
        "tier": world.tiers[0].pk,
        "unit": world.district.pk,
        "starts_on": "01/01/2027",
        "ends_on": "",
        "mandate": make.MandateFactory().pk,
        "prefilled": "yes",
    }
    assert browser.post(reverse("rounds:add"), {**data, "starts_on": ""}).status_code == 422
    assert browser.post(reverse("rounds:add"), data).status_code == 302
    assert {line.officer for line in Round.objects.get().lines.all()} == {officer.officer}


def test_the_list_narrows_to_the_units_without_a_line(turn, world, browser):
    shown = browser.get(address("detail", turn), {"loc": "chua-ghi"})
    assert [entry["unit"] for entry in shown.context["lines"]] == [world.neighbour]
    assert "Còn 1 địa bàn chưa ghi" in shown.content.decode()


def test_a_line_is_edited_with_htmx_in_its_row_and_without_on_a_page(turn, world, browser):
    newcomer = make.OfficerFactory(full_name="Trần Thị Mới")
    url = address("line", turn, unit=world.commune.pk, line=turn.lines.get(unit=world.commune).pk)
    data = line_data(world, officer_text="tran thi moi")
    row = browser.post(url, data, headers=HTMX)
    assert row.status_code == 200
    assert row.content.decode().lstrip().startswith(f'<tr id="dia-ban-{world.commune.pk}">')
    assert "Trần Thị Mới" in row.content.decode()
    page = browser.post(url, line_data(world, vacant="on"))
    assert page["Location"] == f"{address('detail', turn)}#dia-ban-{world.commune.pk}"
    assert turn.lines.get(unit=world.commune).officer is None
    assert newcomer.assignments.count() == 0


def test_a_name_that_nobody_has_keeps_what_was_typed(turn, world, browser):
    url = address("line_add", turn, unit=world.neighbour.pk)
    for headers in (HTMX, {}):
        answer = browser.post(url, line_data(world, officer_text="Zzz", note="Giữ lại"), headers=headers)
        assert answer.status_code == 422
        assert "Không tìm thấy đồng chí nào tên “Zzz”" in answer.content.decode()
        assert "Giữ lại" in answer.content.decode()


def test_a_round_is_approved_with_a_signed_decision(turn, world, browser):
    browser.post(address("leave_vacant", turn))
    url = address("approve", turn)
    assert "Ghi người ký quyết định." in browser.post(url, {**SIGNED, "document_signer": ""}).content.decode()
    assert browser.post(url, SIGNED).status_code == 302
    assert LegalDocument.objects.get(number="12-QĐ/TU").signer == "Mai Văn Thường Trực"
    assert Round.objects.get().document.number == "12-QĐ/TU"
    again = browser.post(url, SIGNED)
    assert again.status_code == 422
    assert "Đợt này đã được Cao Thị Tổ Chức duyệt lúc" in again.content.decode()


def test_a_refused_approval_records_no_decision(turn, browser):
    answer = browser.post(address("approve", turn), SIGNED)
    assert answer.status_code == 422
    assert "Xã Lương Phú: Chưa ghi ai phụ trách" in answer.content.decode()
    assert not LegalDocument.objects.filter(number="12-QĐ/TU").exists()


def test_a_round_is_cancelled_with_a_reason_and_stays_on_the_list(turn, browser):
    assert browser.post(address("cancel", turn), {"reason": ""}).status_code == 422
    assert browser.post(address("cancel", turn), {"reason": "Nhập nhầm phạm vi"}).status_code == 302
    assert "Nhập nhầm phạm vi" in browser.get(address("detail", turn)).content.decode()
    assert "Đã hủy" in browser.get(reverse("rounds:list")).content.decode()


def table_rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_decision_lists_who_begins_and_who_stops_with_the_titles_of_its_day(turn, world, officer, browser):
    write_layouts()
    newcomer = make.OfficerFactory(full_name="Trần Thị Thủy")
    agency = make.AgencyFactory(unit=world.province)
    make.PositionFactory(officer=newcomer, agency=agency, title="Phó Giám đốc <Sở> Y tế & Dân số")
    data = line_data(world, officer_text="Trần Thị Thủy")
    browser.post(address("line", turn, unit=world.commune.pk, line=turn.lines.get(unit=world.commune).pk), data)
    browser.post(address("leave_vacant", turn))
    draft = browser.get(address("decision", turn))
    assert "Số         -QĐ/TU" in Document(io.BytesIO(draft.content)).tables[0].rows[0].cells[0].text
    browser.post(address("approve", turn), SIGNED)
    answer = browser.get(address("decision", turn))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "filename*=UTF-8''Quy%E1%BA%BFt" in answer["Content-Disposition"]
    paper = Document(io.BytesIO(answer.content))
    header, signature, given, ended = paper.tables
    assert "TỈNH ỦY BẾN TRE" in header.rows[0].cells[0].text
    assert "Số 12-QĐ/TU" in header.rows[0].cells[0].text
    assert "Bến Tre, ngày 20 tháng 12 năm 2026" in header.rows[0].cells[1].text
    assert "Mai Văn Thường Trực" in signature.rows[0].cells[1].text
    assert table_rows(given) == [
        ["TT", "Địa bàn", "Đồng chí", "Chức vụ", "Vai trò", "Từ ngày"],
        [
            "1",
            "Xã Sơn Phú, Huyện Giồng Trôm",
            "Trần Thị Thủy",
            "Phó Giám đốc <Sở> Y tế & Dân số",
            "Cán bộ tỉnh phụ trách xã",
            "01/01/2027",
        ],
    ]
    assert table_rows(ended)[1:] == [
        ["1", "Xã Sơn Phú, Huyện Giồng Trôm", "Nguyễn Văn Tỉnh", "Cán bộ tỉnh phụ trách xã", "31/12/2026"]
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_rounds_takes_the_same_number_of_queries(
    world, organiser, browser, by, rows, django_assert_num_queries
):
    for number in range(rows):
        a_round(world, by(organiser), name=f"Đợt {number}")
    browser.get(reverse("rounds:list"))
    with django_assert_num_queries(6):
        assert len(browser.get(reverse("rounds:list")).context["rows"]) == rows


def test_a_round_says_that_unchanged_assignments_go_on(turn, browser):
    page = browser.get(address("compare", turn)).content.decode()
    assert "2 phân công giữ nguyên tiếp tục theo quyết định đã có" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("detail", 12), ("compare", 11), ("checks", 15)])
def test_the_pages_take_the_same_number_of_queries_however_many_units(
    world, organiser, browser, by, rows, name, queries, django_assert_num_queries
):
    role = world.roles["district_officer_for_hamlet"]
    for number in range(rows):
        hamlet = make.HamletFactory(parent=world.commune, name=str(number + 10))
        make.AssignmentFactory(unit=hamlet, role=role)
    turn = a_round(world, by(organiser), tier=world.tiers[1], unit=world.district)
    for line in turn.lines.all():
        line.officer = make.OfficerFactory()
        line.save()
    browser.get(address(name, turn))
    with django_assert_num_queries(queries):
        browser.get(address(name, turn))
    assert Assignment.objects.count() == rows
