"""From a file that somebody sent to the file that is kept: what it is, whether it may be kept, and in which form."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from nammanh.platform.text import one_line
from nammanh.platform.uploads import MEGABYTE, check_office, extension, kind_of
from reports.evidence.models import Kind
from reports.evidence.pictures import draw_anew

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
OFFICE_ENDINGS = (".docx", ".xlsx")
ENDINGS = (*PICTURE_ENDINGS, ".pdf", *OFFICE_ENDINGS)
PICTURE_KINDS = {"jpeg", "png", "webp", "heif"}
NAME_LENGTH = 150
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")


@dataclass(frozen=True)
class Cleaned:
    """A file fit to be kept."""

    kind: str
    file: Path
    name: str = ""
    thumbnail: Path | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return self.file.stat().st_size


def examine(sent: Path, name: str, room: Path) -> Cleaned:
    """The file to keep of what was sent, by its content; its name must not say something else.

    Raises ValidationError with a sentence that says what to do.
    """
    check_size(sent.stat().st_size)
    ending = check_name(name)
    with sent.open("rb") as file:
        kind = kind_of(file.read(16))
        if kind in PICTURE_KINDS and ending in {"", *PICTURE_ENDINGS}:
            return _picture(sent, room)
        if kind == "pdf" and ending == ".pdf":
            _check_pdf(sent)
        elif kind == "zip" and ending in OFFICE_ENDINGS:
            check_office(file, ending, external_links=False, hyperlinks=True)
        else:
            raise ValidationError(
                _("Nội dung tệp “%(name)s” không phải ảnh hay văn bản đúng với tên của tệp. Chọn lại tệp gốc.")
                % {"name": one_line(name)[:60]}
            )
    paper = room / "paper"
    shutil.copyfile(sent, paper)  # what was sent stays where it is until the outcome is known
    return Cleaned(Kind(ending[1:]), paper, short_name(name))


def _picture(sent: Path, room: Path) -> Cleaned:
    """Its own name is not kept: it may tell who was photographed."""
    picture = draw_anew(sent, room)
    return Cleaned(picture.kind, picture.file, "", picture.thumbnail, picture.width, picture.height)


def check_name(name: str) -> str:
    """The ending of the name; some phones give pictures none. Refuses one of a kind that is never kept."""
    ending = extension(name)
    if ending and ending not in ENDINGS:
        raise ValidationError(
            _("Chỉ nhận ảnh (%(pictures)s) và tệp PDF, Word (.docx), Excel (.xlsx). Chọn tệp khác.")
            % {"pictures": "JPG, PNG, WebP, HEIC"}
        )
    return ending


def check_size(size: int) -> None:
    """Refuse what is empty or too heavy."""
    if size <= 0:
        raise ValidationError(_("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại."))
    if size > settings.EVIDENCE_FILE_MEGABYTES * MEGABYTE:
        raise ValidationError(
            _("Tệp nặng quá %(limit)s MB. Chụp hoặc quét với độ phân giải thấp hơn rồi chọn lại.")
            % {"limit": format_number(settings.EVIDENCE_FILE_MEGABYTES)}
        )


def short_name(name: str) -> str:
    """The person's own name for a paper, without a folder and not longer than a line."""
    plain = one_line(PurePath(name.replace("\\", "/")).name)
    ending = extension(plain)
    return plain[: len(plain) - len(ending)][: NAME_LENGTH - len(ending)].rstrip() + ending


def _check_pdf(sent: Path) -> None:
    if _ACTS.search(sent.read_bytes()):
        raise ValidationError(
            _("Tệp PDF có lệnh tự chạy hoặc tệp đính kèm bên trong. Dùng chức năng in ra PDF rồi chọn tệp mới.")
        )
