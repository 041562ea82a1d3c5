"""Files that people send are known by their content, and handed out as attachments."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import check_docx, check_upload

ANY = [".pdf", ".docx", ".jpg", ".png"]


def word(change=lambda paper: None) -> bytes:
    paper, content = Document(), io.BytesIO()
    change(paper)
    paper.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, text: str = "x") -> bytes:
    grown = io.BytesIO(content)
    with zipfile.ZipFile(grown, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return grown.getvalue()


GOOD = {
    "quyet-dinh.pdf": b"%PDF-1.7 ...",
    "Quyết định.DOCX": word(),
    "anh.jpg": b"\xff\xd8\xff\xe0 ...",
    "anh.png": b"\x89PNG\r\n\x1a\n ...",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_passes(name):
    upload = SimpleUploadedFile(name, GOOD[name])
    check_upload(upload, accepted=ANY, max_megabytes=20)
    assert upload.read() == GOOD[name]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Chỉ nhận tệp"),
        ("khong-duoi", b"%PDF-", "Chỉ nhận tệp"),
        ("a.pdf", b"", "Tệp rỗng"),
        ("a.pdf", b"%PDF-" + b"x" * 1024 * 1024, "nặng quá 1 MB"),
        ("a.pdf", GOOD["anh.png"], "không đúng với đuôi .pdf"),
        ("a.docx", b"PK\x03\x04 broken", "không phải văn bản Word"),
        ("a.docx", with_part(b"", "sheet.xml"), "không phải văn bản Word"),
        ("a.docx", with_part(word(), "word/vbaProject.bin"), "có macro"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_what_to_do(name, content, words):
    with pytest.raises(ValidationError, match=words):
        check_upload(SimpleUploadedFile(name, content), accepted=ANY, max_megabytes=1)


def test_a_file_that_swells_when_unpacked_is_refused():
    bomb = with_part(word(), "word/media/big.xml", "0" * (101 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(ValidationError, match="quá lớn khi mở ra"):
        check_upload(SimpleUploadedFile("a.docx", bomb), accepted=ANY, max_megabytes=1)


def test_a_word_file_that_fetches_from_elsewhere_is_no_template():
    linked = word(lambda paper: paper.part.relate_to("https://noi-khac.vn/mau.dotm", "http://x/attachedTemplate", True))
    check_docx(SimpleUploadedFile("a.docx", linked))
    with pytest.raises(ValidationError, match="liên kết ra ngoài"):
        check_docx(SimpleUploadedFile("a.docx", linked), external_links=False)


def test_a_download_keeps_its_vietnamese_name_and_is_never_opened_in_place():
    answer = attachment(b"x", "Quyết định 12-QĐ-TU.docx", "application/octet-stream")
    assert answer["Content-Disposition"] == (
        'attachment; filename="quyet-dinh-12-qd-tu.docx"; '
        "filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2012-Q%C4%90-TU.docx"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
