"""Files that people send: what they may be is read from their content, never from their name alone.

A refusal says what to do. Nothing here writes: the caller stores what passed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import PurePath

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from nammanh.platform.text import slug

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 100 * MEGABYTE
"""How much a zipped file may hold: a small file that swells to gigabytes is an attack, not a decision."""
PARTS_LIMIT = 2000

SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class LimitedUploadHandler(FileUploadHandler):
    """Refuses a request longer than any form of the portal needs before its files fill the disk."""

    def handle_raw_input(self, input_data: object, META: dict, content_length: int, *rest: object) -> None:  # noqa: N803
        if content_length > settings.UPLOAD_REQUEST_LIMIT:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def extension(name: str) -> str:
    return PurePath(name).suffix.lower()


def check_upload(upload: UploadedFile, *, accepted: Iterable[str], max_megabytes: int) -> None:
    """Refuse a file that is empty, too large, of another kind, or not what its name says.

    `accepted`: extensions with the dot. Raises ValidationError with a sentence.
    """
    kinds = list(accepted)
    kind = extension(upload.name or "")
    if kind not in kinds:
        raise ValidationError(_("Chỉ nhận tệp %(kinds)s. Chọn tệp khác.") % {"kinds": ", ".join(kinds)})
    if not upload.size:
        raise ValidationError(_("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại."))
    if upload.size > max_megabytes * MEGABYTE:
        raise ValidationError(
            _("Tệp nặng quá %(limit)s MB. Quét với độ phân giải thấp hơn hoặc chia nhỏ rồi chọn lại.")
            % {"limit": format_number(max_megabytes)}
        )
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if not head.startswith(SIGNATURES[kind]):
        raise ValidationError(
            _("Nội dung tệp không đúng với đuôi %(kind)s. Mở lại tệp và lưu đúng loại.") % {"kind": kind}
        )
    if kind == ".docx":
        check_docx(upload)


def check_docx(upload: UploadedFile, *, external_links: bool = True) -> None:
    """Refuse a file that is no Word document, carries macros, swells when unpacked or (unless `external_links`)
    fetches something from elsewhere when it is opened. Raises ValidationError.
    """
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            _check_parts(archive)
            if not external_links:
                _check_links(archive)
    except (
        zipfile.BadZipFile,
        KeyError,
        ParseError,
        DefusedXmlException,
        NotImplementedError,
        RuntimeError,
    ) as problem:
        raise ValidationError(_("Tệp không phải văn bản Word (.docx) đọc được. Mở bằng Word và lưu lại.")) from problem
    finally:
        upload.seek(0)


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise ValidationError(_("Tệp Word quá lớn khi mở ra. Bỏ bớt hình ảnh rồi lưu lại."))
    archive.getinfo("word/document.xml")
    types = {row.get("PartName"): row.get("ContentType", "") for row in fromstring(archive.read("[Content_Types].xml"))}
    macros = any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types.values())
    if macros or any("vbaproject" in part.filename.lower() for part in parts):
        raise ValidationError(_("Tệp Word có macro. Lưu lại dạng .docx không có macro."))
    if types.get("/word/document.xml") != _WORD_DOCUMENT:
        raise KeyError("word/document.xml")


def _check_links(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for row in fromstring(archive.read(name)):
            if row.get("TargetMode", "").lower() == "external":
                raise ValidationError(_("Tệp Word có liên kết ra ngoài. Bỏ liên kết, ảnh liên kết và mẫu đính kèm."))


def stored_name(title: str, upload_name: str) -> str:
    """An ASCII name for the disk: the person's own file name may hold anything."""
    return f"{slug(title)}{extension(upload_name)}"
