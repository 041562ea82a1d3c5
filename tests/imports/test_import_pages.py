"""An import in the browser: from the file to the result, with scripts and without."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from assignments.imports.models import ImportJob
from assignments.imports.states import State
from assignments.models import Household, Officer
from tests.factories import assignments as make
from tests.imports.sheets import HOUSEHOLDS, checked, uploaded, xlsx
from tests.imports.test_households_import import line

HTMX = {"HX-Request": "true"}


@pytest.fixture
def commune_browser(commune_secretary, as_user):
    return as_user(commune_secretary)


@pytest.fixture
def keeper(commune_secretary, by):
    return by(commune_secretary)


def page(job, name="job"):
    return reverse(f"imports:{name}", args=[job.pk])


def test_a_commune_brings_its_households_in_without_a_script(world, commune_browser):
    upload = reverse("imports:upload")
    answer = commune_browser.post(
        upload, {"kind": "households", "commune": world.commune.pk, "file": xlsx([HOUSEHOLDS, line(), line(C=None)])}
    )
    job = ImportJob.objects.get()
    assert answer["Location"] == page(job, "match")
    columns = {code: str(number) for code, number in job.columns.items()}
    answer = commune_browser.post(page(job, "match"), {**columns, "encoding": "unicode"})
    assert answer["Location"] == page(job)
    assert page(job, "check") in commune_browser.get(page(job)).content.decode()
    assert commune_browser.post(page(job, "check"))["Location"] == page(job)
    shown = commune_browser.get(page(job)).content.decode()
    assert "Ghi 1 dòng" in shown and "1 dòng lỗi không được ghi" in shown
    assert not Household.objects.filter(code="H-01").exists()
    assert commune_browser.post(page(job, "confirm"))["Location"] == page(job)
    assert Household.objects.get(code="H-01").unit == world.group
    assert "Đã nhập lúc" in commune_browser.get(page(job)).content.decode()


@pytest.mark.parametrize("heading", ["Tôn giáo", "Số CCCD"])
def test_a_commune_is_told_which_heading_must_not_come_in(world, commune_browser, heading):
    file = xlsx([[*HOUSEHOLDS, heading], [*line(), "x"]])
    posted = {"kind": "households", "commune": world.commune.pk, "file": file}
    answer = commune_browser.post(reverse("imports:upload"), posted)
    assert answer.status_code == 422
    assert f"“{heading}”" in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_the_progress_page_asks_again_until_all_lines_are_checked(world, commune_browser, keeper, monkeypatch):
    monkeypatch.setattr("assignments.imports.services.checking.CHUNK", 2)
    monkeypatch.setattr("assignments.imports.services.checking.check_some.__kwdefaults__", {"seconds": 0.0})
    job = uploaded("households", xlsx([HOUSEHOLDS, *[line(C=f"P-{n}") for n in range(5)]]), keeper, world.commune)
    told = []
    for _request in range(3):
        answer = commune_browser.post(page(job, "check"), headers=HTMX)
        told.append(re.findall(r"(\d+)/5 dòng", answer.content.decode())[:1])
    assert told == [["2"], ["4"], []]
    assert answer["HX-Redirect"] == page(job)
    job.refresh_from_db()
    assert job.state == State.CHECKED
    assert commune_browser.post(page(job, "check"), headers=HTMX)["HX-Redirect"] == page(job)


def test_questions_are_answered_on_the_page_and_an_empty_answer_is_asked_again(world, organiser, as_user, by):
    known = make.OfficerFactory(full_name="Lê Văn Bảy")
    headings = ["Họ và tên", "Nhóm cán bộ", "Chức vụ", "Cơ quan"]
    lines = [headings, ["Le Van Bay", "Lãnh đạo sở, ban, ngành", None, None]]
    job, browser = checked("officers", xlsx(lines), by(organiser)), as_user(organiser)
    shown = browser.get(page(job)).content.decode()
    key = re.search(r'name="q0_key" value="([^"]+)"', shown)[1]
    assert "Le Van Bay" in shown and str(known.full_name) in shown
    refused = browser.post(page(job, "answer"), {"q0_key": key})
    assert (refused.status_code, "ít nhất một câu hỏi" in refused.content.decode()) == (422, True)
    assert browser.post(page(job, "answer"), {"q0_key": key, "q0": str(known.pk)})["Location"] == page(job)
    browser.post(page(job, "check"))
    job.refresh_from_db()
    assert (job.state, job.rows.filter(outcome="question").exists()) == (State.CHECKED, False)
    assert Officer.objects.filter(search=known.search).count() == 1


def test_failed_lines_come_back_as_text_that_no_program_works_out(world, commune_browser, keeper):
    hostile = ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)"]
    lines = [HOUSEHOLDS, *[line(C=f"F-{n}", D=text, E="bốn") for n, text in enumerate(hostile)]]
    job = checked("households", xlsx(lines), keeper, world.commune)
    answer = commune_browser.get(page(job, "failed"))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert set(hostile) <= {cell.value for cell in cells}
    assert any("Cột E:" in str(cell.value) for cell in cells)
