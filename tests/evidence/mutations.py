"""Files as an attacker or a bad cable makes them: the same ones at every run."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from tests.evidence import samples

SEED = 20261126
PAGE = b"<html><script>alert(document.cookie)</script></html>"

SEEDS = {
    "anh.jpg": samples.with_location(6),
    "anh.png": samples.picture_bytes("PNG", (160, 120)),
    "anh.webp": samples.picture_bytes("WEBP", (160, 120)),
    "anh.heic": samples.picture_bytes("HEIF", (160, 120)),
    "bien-ban.docx": samples.word(),
    "danh-sach.xlsx": samples.sheet(),
    "bien-ban.pdf": samples.PDF,
}
NAMES = [*SEEDS, "anh.svg", "anh.html", "khong-duoi", "anh.jpg.html", "ảnh\u202egpj.exe", "x" * 400 + ".png"]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _turn in range(chance.choice((1, 3, 20, 200))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def torn(content: bytes, chance: random.Random) -> bytes:
    """A stretch in the middle is lost, repeated, or blank."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.randrange(1, 2000))
    middle = chance.choice((b"", content[start:end] * 2, bytes(end - start), b"\xff" * (end - start)))
    return content[:start] + middle + content[end:]


def numbers(content: bytes, chance: random.Random) -> bytes:
    """Lengths and dimensions near the beginning become extreme."""
    changed, place = bytearray(content), chance.randrange(4, min(400, len(content) - 4))
    changed[place : place + 4] = struct.pack(">I", chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(changed)


def grafted(content: bytes, chance: random.Random) -> bytes:
    """A file that is two things: a page, a program or another file at its end, its beginning or inside."""
    other = chance.choice((PAGE, b"MZ" + bytes(200), *SEEDS.values()))
    place = chance.choice((0, len(content), len(content) // 2, 20))
    return content[:place] + other + content[place:]


def mutants(count: int) -> Iterator[tuple[str, bytes]]:
    """`count` files with their names; every fourth has the name of another kind."""
    chance = random.Random(SEED)
    ways = (flipped, flipped, cut, torn, numbers, grafted)
    for number in range(count):
        name = list(SEEDS)[number % len(SEEDS)]
        content = chance.choice(ways)(SEEDS[name], chance)
        yield (chance.choice(NAMES) if number % 4 == 3 else name), content


def png_that_says(width: int, height: int) -> bytes:
    """The header of a picture of that size, and a few dots."""

    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", lines) + part(b"IEND", b"")


def zip_of(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


def crowded() -> bytes:
    """A zip whose list alone names 60,000 parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}", b"")
    return content.getvalue()


def deep(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def blank_picture() -> bytes:
    """144 megapixels in a few kilobytes."""
    content = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(content, "PNG")
    return content.getvalue()


TYPES = b'<Types xmlns="x"><Override PartName="/word/document.xml" ContentType="%s"/></Types>'
LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>"


def small(kind="JPEG", **options) -> bytes:
    return samples.picture_bytes(kind, (160, 120), **options)


TRAPS: dict[str, Callable[[], bytes]] = {
    "trang.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "trang.jpg": lambda: PAGE,
    "hai-mat.jpg": lambda: small() + PAGE,
    "hai-mat.png": lambda: small("PNG") + zip_of({"index.html": PAGE}),
    "hai-mat.pdf": lambda: samples.PDF + PAGE,
    "hai-mat.docx": lambda: PAGE + samples.word(),
    "ghi-chu.jpg": lambda: small(comment=PAGE),
    "bom.png": blank_picture,
    "bom-khai.png": lambda: png_that_says(0x7FFFFFFF, 0x7FFFFFFF),
    "bom-vua.png": lambda: png_that_says(8000, 7900),
    "bom.docx": lambda: zip_of({"[Content_Types].xml": TYPES, "word/document.xml": bytes(101 * 1024 * 1024)}),
    "bom-muc.docx": lambda: zip_of({"[Content_Types].xml": b"<Types>" + b"<a/>" * 2_000_000 + b"</Types>"}),
    "bom-sau.docx": lambda: zip_of({"[Content_Types].xml": deep(200_000), "word/document.xml": b"<a/>"}),
    "bom-cuoi.docx": lambda: zip_of({"[Content_Types].xml": LAUGHS, "word/document.xml": b"<a/>"}),
    "dong.docx": crowded,
    "cut.heic": lambda: small("HEIF")[:900],
    "rong.heic": lambda: b"\0\0\0\x18ftypheic" + bytes(2000),
    "rong.webp": lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(100),
}
"""Files made to hurt, by the name that they are sent under; some take a while to make."""
