"""Draws a picture anew from its pixels, so that nothing else of what was sent is kept.

Run as a program of its own (see `pictures`): a decoder that crashes, hangs or swells takes only this process along. It
imports Pillow and nothing of the portal. What it prints is JSON: {"format", "width", "height"} of the new picture, or
{"refused": code}, with the "limit" in megapixels that it is over.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageOps

MEGAPIXELS = {"JPEG": 64, "PNG": 25, "HEIF": 25, "WEBP": 16}
"""What is drawn anew within two seconds. A JPEG is decoded near the size wanted, the others only whole: of a HEIC 25
megapixels are an iPhone's usual largest."""
MAX_PIXELS = max(MEGAPIXELS.values()) * 1_000_000
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 320
QUALITY = 82
PNG_BYTES = 1_500_000
"""A PNG that comes out heavier is a photograph, and becomes JPEG."""
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

MEMORY = 2 * 1024**3
"""Bytes of address space: the largest picture, a copy of it in colour, and the libraries."""
SECONDS = 20
OPEN_FILES = 64

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class Refused(Exception):  # noqa: N818  an answer, not a fault
    """The picture can't be kept; the code says why: `broken` or `too_many_pixels`, with the limit in megapixels."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.answer = {"refused": code, **({"limit": limit} if limit else {})}


def recode(source: Path, photo: Path, thumbnail: Path) -> dict[str, Any]:
    """Write the new picture and its thumbnail; returns what was written. Raises Refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(source, photo, thumbnail)
    except (MemoryError, Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
        raise Refused("too_many_pixels", MEGAPIXELS["JPEG"]) from problem
    except Refused:
        raise
    except Exception as problem:  # whatever a decoder raises about bytes from outside means the same
        raise Refused("broken") from problem


def _drawn_anew(source: Path, photo: Path, thumbnail: Path) -> dict[str, Any]:
    with Image.open(source, formats=FORMATS) as picture:
        limit = MEGAPIXELS.get(
            picture.format or "", MEGAPIXELS["JPEG"]
        )  # "MPO": a JPEG with a second picture behind it
        if picture.width * picture.height > limit * 1_000_000:
            raise Refused("too_many_pixels", limit)
        drawing = picture.format == "PNG" and source.stat().st_size <= 2 * PNG_BYTES
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded near the size wanted, not at its own
        picture.load()
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:  # 16 bits a dot: scaled, where a convert would clip
            picture = picture.convert("I").point(lambda dot: dot / 256).convert("L")
        profile = picture.info.get("icc_profile")
        if picture.mode not in {"L", "RGB", "RGBA", "CMYK"}:
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture = _in_srgb(picture, profile)
        picture.info = {}  # profile, comments, anything that a writer would copy into the new file
    kind = _write_photo(picture, photo, drawing=drawing)
    small = _on_white(picture)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    small.save(thumbnail, "JPEG", quality=QUALITY, optimize=True)
    return {"format": kind, "width": picture.width, "height": picture.height}


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen understands them; a profile that can't be read is dropped."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=target)
            if converted is not None:
                return converted
    return picture if picture.mode == target else picture.convert(target)


def _write_photo(picture: Image.Image, photo: Path, *, drawing: bool) -> str:
    """A screenshot stays PNG while that is light; everything else is JPEG."""
    if drawing:
        picture.save(photo, "PNG", optimize=False)
        if photo.stat().st_size <= PNG_BYTES:
            return "png"
    _on_white(picture).save(photo, "JPEG", quality=QUALITY, progressive=True)
    return "jpeg"


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.copy()
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def main(arguments: list[str]) -> int:
    _limit_this_process()
    try:
        answer = recode(*(Path(name) for name in arguments))
    except Refused as refusal:
        answer = refusal.answer
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
