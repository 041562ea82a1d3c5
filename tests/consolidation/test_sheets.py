"""The department's sheet goes out, comes back, and is written line by line: once, and only what was asked."""

import datetime
import io
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from reports.consolidation import services
from reports.consolidation.models import Batch, ReturnedSheet
from reports.consolidation.queries.returned import judged
from reports.consolidation.services import Wording
from reports.feedback import services as feedback
from reports.feedback.models import Petition, Reply
from tests.consolidation.scenes import BRIDGE, WATER, agency_of, approved, field_of, opened, petition
from tests.factories import assignments as make
from tests.factories.reports import ReplyTermFactory


@pytest.fixture
def sent(world, office, department_head, request, by):
    """A dispatched month with two lines of one department."""
    ReplyTermFactory()
    field = field_of(request)
    batch = opened(by, office)
    for text in (f"=1+1 {BRIDGE}", WATER):
        services.place(batch=batch, petitions=[petition(world, field, text)], by=by(office))
    return services.dispatch(batch=approved(batch, by, office), by=by(office))


@pytest.fixture
def workbook(sent, office, department_head, as_user):
    url = reverse("consolidation:sheet", args=[sent.pk, agency_of(department_head).pk])
    return load_workbook(io.BytesIO(as_user(office).get(url).content))


def upload(book) -> SimpleUploadedFile:
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("phieu.xlsx", content.getvalue())


def filled(book, **cells):
    for address, value in cells.items():
        book.active[address] = value
    return book


def outcomes(sheet):
    return [row.outcome for row in judged(sheet)]


def problems(sheet):
    return [text for row in judged(sheet) for text in row.problems]


def test_only_the_answer_may_be_written_and_no_text_is_a_formula(workbook):
    sheet = workbook.active
    assert sheet.protection.sheet
    locked = {cell.coordinate for cell in sheet[5] if cell.protection.locked}
    assert locked == {"A5", "B5", "C5", "D5", "I5"}
    assert (sheet["B5"].value, sheet["B5"].data_type) == (f"=1+1 {BRIDGE}", "s")
    assert sheet.column_dimensions["I"].hidden


def test_written_once_and_the_same_file_again_changes_nothing(sent, workbook, office, as_user):
    client, day = as_user(office), datetime.date(2027, 3, 31)
    book = filled(workbook, E5="Đã sửa xong cầu.", F5="Quyết định 12", G5="Theo dõi", H5="31/03/2027")
    for nth in (1, 2):
        page = client.post(reverse("consolidation:bring_in", args=[sent.pk]), {"file": upload(book)})
        sheet = ReturnedSheet.objects.latest("pk")
        assert page["Location"] == reverse("consolidation:apply_sheet", args=[sent.pk, sheet.pk])
        assert outcomes(sheet) == (["new", "empty"] if nth == 1 else ["same", "empty"])
        for _click in range(2):
            assert client.post(page["Location"]).status_code == 302
        assert client.get(page["Location"]).status_code == 200
    reply = Reply.objects.get()
    assert (reply.text, reply.legal_ground, reply.will_do, reply.by_when) == (
        "Đã sửa xong cầu.", "Quyết định 12", "Theo dõi", day,
    )  # fmt: skip
    assert sorted(Petition.objects.values_list("status", flat=True)) == ["answered", "dispatched"]


def test_an_answer_that_is_there_stays(sent, workbook, office, by):
    first = services.bring_in(batch=sent, file=upload(filled(workbook, E5="Đã sửa.")), by=by(office))
    services.apply_sheet(sheet=first, by=by(office))
    other = services.bring_in(batch=sent, file=upload(filled(workbook, E5="Khác.")), by=by(office))
    assert outcomes(other) == ["kept", "empty"]
    services.apply_sheet(sheet=other, by=by(office))
    assert Reply.objects.get().text == "Đã sửa."


def test_the_same_file_is_no_new_answer_when_another_was_asked_for(sent, workbook, office, commune_secretary, by):
    book = filled(workbook, E5="Đã sửa.")
    services.apply_sheet(sheet=services.bring_in(batch=sent, file=upload(book), by=by(office)), by=by(office))
    answered = Petition.objects.get(status="answered")
    feedback.reopen(petition=answered, reason="Chưa rõ bao giờ", by=by(commune_secretary))
    again = services.bring_in(batch=sent, file=upload(book), by=by(office))
    assert outcomes(again) == ["same", "empty"]
    services.apply_sheet(sheet=again, by=by(office))
    answered.refresh_from_db()
    assert (answered.status, Reply.objects.count()) == ("reopened", 1)
    better = services.bring_in(batch=sent, file=upload(filled(book, E5="Sửa xong trước Tết.")), by=by(office))
    assert outcomes(better) == ["new", "empty"]


def test_a_row_of_another_department_is_refused_and_each_row_names_who_was_asked(
    world, office, department_head, request, by, as_user
):
    ReplyTermFactory()
    field = field_of(request)
    other = make.AgencyFactory(unit=world.province, kind="department", name="Sở Xây dựng")
    batch = opened(by, office)
    rows = [
        services.place(batch=batch, petitions=[petition(world, field, text)], by=by(office)) for text in (BRIDGE, WATER)
    ]
    services.word(line=rows[1], worded=Wording(WATER, field, other), by=by(office))
    sent = services.dispatch(batch=approved(batch, by, office), by=by(office))
    client = as_user(office)
    books = [
        load_workbook(io.BytesIO(client.get(reverse("consolidation:sheet", args=[sent.pk, pk])).content))
        for pk in (agency_of(department_head).pk, other.pk)
    ]
    mixed = filled(books[0], E5="Đã sửa.", E6="Đã thông báo.", I6=books[1].active["I5"].value)
    sheet = services.bring_in(batch=sent, file=upload(mixed), by=by(office))
    assert outcomes(sheet) == ["new", "wrong"]
    assert problems(sheet) == [f"Dòng 6 hỏi Sở Xây dựng, mà phiếu này của {agency_of(department_head)}."]
    page = client.get(reverse("consolidation:apply_sheet", args=[sent.pk, sheet.pk])).content.decode()
    assert '<span class="nm-soft d-block">Sở Xây dựng</span>' in page
    with pytest.raises(ValidationError, match="chưa có gì thay đổi"):
        services.apply_sheet(sheet=sheet, by=by(office))


def test_a_day_among_the_words_is_written_as_the_office_writes_it(sent, workbook, office, by):
    book = filled(workbook, E5="Đã sửa.", G5=datetime.date(2026, 12, 31))
    sheet = services.bring_in(batch=sent, file=upload(book), by=by(office))
    assert judged(sheet)[0].answer.will_do == "31/12/2026"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"E5": "=1+1"}, "Ô E5: có công thức"),
        ({"E5": True}, "Ô E5: có công thức"),
        ({"E5": "Đã làm.", "H5": "31/02/2027"}, "Ô H5: ngày chưa đúng"),
        ({"F6": "Quyết định 12"}, "Ô E6: chưa ghi nội dung"),
        ({"E5": "a" * 2500}, "Ô E5: dài quá"),
        ({"I5": "x"}, "Dòng 5: mã không thuộc kỳ"),
        ({"I5": None}, "Dòng 5: mã không thuộc kỳ"),
    ],
)
def test_what_is_wrong_is_named_at_its_cell_and_nothing_is_written(sent, workbook, office, by, cells, said):
    book = filled(workbook, E6="Trả lời tốt.") if "F6" not in cells else workbook
    sheet = services.bring_in(batch=sent, file=upload(filled(book, **cells)), by=by(office))
    assert any(text.startswith(said) for text in problems(sheet))
    with pytest.raises(ValidationError, match="chưa có gì thay đổi"):
        services.apply_sheet(sheet=sheet, by=by(office))
    assert not Reply.objects.exists()


def test_a_row_twice_or_of_another_wording_is_refused(sent, workbook, office, by):
    twice = filled(workbook, I6=workbook.active["I5"].value, E5="Một", E6="Hai")
    sheet = services.bring_in(batch=sent, file=upload(twice), by=by(office))
    assert outcomes(sheet) == ["wrong", "wrong"]
    mark = workbook.active["I5"].value.partition(":")[0] + ":0000000000000000"
    sheet = services.bring_in(batch=sent, file=upload(filled(workbook, I5=mark)), by=by(office))
    assert "không khớp nội dung" in problems(sheet)[0]


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_hostile_files_are_refused_with_a_sentence(sent, office, as_user, content):
    file = SimpleUploadedFile("phieu.xlsx", content)
    page = as_user(office).post(reverse("consolidation:bring_in", args=[sent.pk]), {"file": file})
    assert page.status_code == 422
    assert not ReturnedSheet.objects.exists()


def test_only_the_office_brings_sheets_in_and_only_after_dispatch(sent, workbook, department_head, office, by):
    with pytest.raises(PermissionDenied):
        services.bring_in(batch=sent, file=upload(workbook), by=by(department_head))
    early = Batch(agency=sent.agency, month=sent.month, status="open")
    with pytest.raises(ValidationError, match="chưa chuyển ngành"):
        services.bring_in(batch=early, file=upload(workbook), by=by(office))


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_at_once_it_is_written_once(sent, workbook, office, by):
    book = filled(workbook, E5="Đã sửa.", E6="Đã thông báo lịch.")
    sheet = services.bring_in(batch=sent, file=upload(book), by=by(office))
    start, seen = threading.Barrier(3), []

    def confirm():
        start.wait()
        try:
            seen.append(services.apply_sheet(sheet=sheet, by=by(office)).written)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _nth in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (seen, Reply.objects.count()) == ([2, 2, 2], 2)
