"""Files as people send them, made by code: no photograph of anybody."""

import hashlib
import io
import uuid
import zipfile

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

from reports.evidence import services

pillow_heif.register_heif_opener()


def drawing(size=(640, 480), mode="RGB"):
    """Fields, a road and a house: enough edges that a picture turned or mirrored is told apart."""
    picture = Image.new(mode, size, "white" if mode == "RGB" else (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rectangle((0, 0, width, height // 2), fill=(120, 180, 230))
    pen.polygon([(0, height), (width // 3, height // 2), (width, height)], fill=(70, 140, 60))
    pen.rectangle((width // 8, height // 8, width // 4, height // 3), fill=(180, 40, 40))
    return picture


def picture_bytes(kind="JPEG", size=(640, 480), mode="RGB", **options) -> bytes:
    content = io.BytesIO()
    drawing(size, mode).save(content, kind, **options)
    return content.getvalue()


def with_location(orientation=1) -> bytes:
    """A JPEG as a phone makes it: where, when, with which device, which way up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9003] = orientation, "DienThoaiBiMat", "2026:11:24 08:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 14.0, 5.0), 3: "E", 4: (106.0, 22.0, 30.0)})
    return picture_bytes(exif=exif, comment=b"ghi chu bi mat", xmp=b"<x:xmpmeta>bi mat</x:xmpmeta>")


def word() -> bytes:
    content = io.BytesIO()
    Document().save(content)
    return content.getvalue()


def sheet() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, text="x") -> bytes:
    grown = io.BytesIO(content)
    with zipfile.ZipFile(grown, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return grown.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def upload(content: bytes, name="anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(visit, content: bytes, by, name="anh.jpg", **said):
    """The service with bytes, as the views call it."""
    with services.staged([content]) as (place, sha256):
        evidence = services.EvidenceContent(said.pop("uuid", None) or uuid.uuid4(), place, sha256, name, **said)
        return services.add_evidence(visit=visit, content=evidence, by=by)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
