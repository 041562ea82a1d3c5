"""Files that people send: what they may be is read from their content, never from their name alone.

A refusal says what to do. Nothing here writes: the caller stores what passed.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.numbers import format_number
from nammanh.platform.text import slug

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 100 * MEGABYTE
"""How much a zipped file may hold: a small file that swells to gigabytes is an attack, not a decision."""
PARTS_LIMIT = 2000
DIRECTORY_LIMIT = MEGABYTE
"""How much of a zipped file may say what the rest of it is: content types and links, unpacked."""

SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class OfficeKind:
    """A kind of office file: its main part, what that part must say it is, and what people call it."""

    main_part: str
    content_type: str
    name: Any


OFFICE_KINDS = {
    ".docx": OfficeKind("word/document.xml", f"{CONTENT_TYPES['.docx']}.main+xml", gettext_lazy("Word")),
    ".xlsx": OfficeKind("xl/workbook.xml", f"{CONTENT_TYPES['.xlsx']}.main+xml", gettext_lazy("Excel")),
}

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ParseError,
    DefusedXmlException,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
)
"""What reading a zipped file of XML raises when it isn't one."""


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
    if kind in OFFICE_KINDS:
        check_office(upload, kind)


def kind_of(head: bytes) -> str:
    """What a file is by its first 16 bytes: `jpeg`, `png`, `webp`, `heif`, `pdf`, `zip`, or "" for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
        return "heif"
    signatures = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf", "zip": ".docx"}
    return next((kind for kind, ending in signatures.items() if head.startswith(SIGNATURES[ending])), "")


def check_docx(upload: IO[bytes], *, external_links: bool = True) -> None:
    """Refuse a file that is no Word document, carries macros, swells when unpacked or (unless `external_links`)
    fetches something from elsewhere when it is opened. Raises ValidationError.
    """
    check_office(upload, ".docx", external_links=external_links)


def check_office(upload: IO[bytes], ending: str, *, external_links: bool = True, hyperlinks: bool = False) -> None:
    """The same for any of OFFICE_KINDS. `hyperlinks`: links that only a person follows are no reason to refuse."""
    kind = OFFICE_KINDS[ending]
    try:
        if _entries(upload) > PARTS_LIMIT:
            raise _too_large(kind)
        with zipfile.ZipFile(upload) as archive:
            _check_parts(archive, kind)
            if not external_links:
                _check_links(archive, kind, hyperlinks=hyperlinks)
    except DAMAGED as problem:
        raise ValidationError(
            _("Tệp không phải văn bản %(kind)s (%(ending)s) đọc được. Mở bằng %(kind)s và lưu lại.")
            % {"kind": kind.name, "ending": ending}
        ) from problem
    finally:
        upload.seek(0)


def _entries(file: IO[bytes]) -> int:
    """How many parts a zipped file claims, counted without building their list: that alone may take seconds."""
    file.seek(0)
    found, rest = 0, b""
    while piece := file.read(MEGABYTE):
        found += (rest + piece).count(b"PK\x01\x02")
        rest = piece[-3:]
    file.seek(0)
    return found


def _too_large(kind: OfficeKind) -> ValidationError:
    return ValidationError(
        _("Tệp %(kind)s quá lớn khi mở ra. Bỏ bớt hình ảnh rồi lưu lại.") % {"kind": kind.name}, code="swells"
    )


def _check_parts(archive: zipfile.ZipFile, kind: OfficeKind) -> None:
    parts = archive.infolist()
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise _too_large(kind)
    telling = [part for part in parts if _tells(part.filename)]
    if sum(part.file_size for part in telling) > DIRECTORY_LIMIT:
        raise _too_large(kind)
    archive.getinfo(kind.main_part)
    types = {row.get("PartName"): row.get("ContentType", "") for row in fromstring(archive.read("[Content_Types].xml"))}
    macros = any("macroenabled" in type_.lower() or "vbaproject" in type_.lower() for type_ in types.values())
    if macros or any("vbaproject" in part.filename.lower() for part in parts):
        raise ValidationError(_("Tệp %(kind)s có macro. Lưu lại dạng không có macro.") % {"kind": kind.name})
    if types.get(f"/{kind.main_part}") != kind.content_type:
        raise KeyError(kind.main_part)


def _tells(name: str) -> bool:
    return name == "[Content_Types].xml" or name.endswith(".rels")


def _check_links(archive: zipfile.ZipFile, kind: OfficeKind, *, hyperlinks: bool) -> None:
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for row in fromstring(archive.read(name)):
            if row.get("TargetMode", "").lower() != "external":
                continue
            if not (hyperlinks and row.get("Type", "").endswith("/hyperlink")):
                raise ValidationError(
                    _("Tệp %(kind)s có liên kết ra ngoài. Bỏ liên kết, ảnh liên kết và mẫu đính kèm.")
                    % {"kind": kind.name}
                )


def stored_name(title: str, upload_name: str) -> str:
    """An ASCII name for the disk: the person's own file name may hold anything."""
    return f"{slug(title)}{extension(upload_name)}"
