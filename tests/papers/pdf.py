"""A Word paper opened by LibreOffice and turned into PDF, and what stands where on its pages; lengths in millimetres.

Liberation Serif stands in for Times New Roman: of the same widths, and from version 2 on with Vietnamese letters.
"""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

TOOLS = ("soffice", "pdftohtml", "pdffonts", "pdftoppm")
DEBIAN_PACKAGES = "libreoffice-writer-nogui fonts-liberation2 poppler-utils"
ZOOM = 4
POINTS_AN_INCH, MM_AN_INCH = 72, 25.4
DOTS_AN_INCH = 200
SECONDS = 120


def missing_tools() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@dataclass(frozen=True)
class Line:
    """Words in one line of one place on a page; `top` counts from the upper edge, `size` is in points."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Sheet:
    """One page: its size and its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]

    def line(self, start: str) -> Line:
        """The one line that begins with `start`."""
        [found] = [line for line in self.lines if line.text.startswith(start)]
        return found


@dataclass(frozen=True)
class Pdf:
    file: Path
    sheets: tuple[Sheet, ...]

    @property
    def words(self) -> list[str]:
        return [word for sheet in self.sheets for line in sheet.lines for word in line.text.split()]

    def fonts(self) -> set[tuple[str, bool]]:
        """Each font without its subset's tag, and whether it is in the file."""
        rows = _run("pdffonts", self.file).splitlines()[2:]
        return {(row.split()[0].partition("+")[2], row.split()[-5] == "yes") for row in rows}

    def rule_below(self, line: Line) -> tuple[float, float] | None:
        """From where to where the dark stroke at the foot of `line` goes; None when there is none."""
        width, height, dots = self._picture(line.page)
        first, last = (round(mm / MM_AN_INCH * DOTS_AN_INCH) for mm in (line.bottom - 1.5, line.bottom + 2))
        longest: range = range(0)
        for row in range(first, min(last, height)):
            start = None
            for column in range(width + 1):
                dark = column < width and dots[row * width + column] < 128
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    longest = max(longest, range(start, column), key=len)
                    start = None
        if len(longest) < DOTS_AN_INCH / 4:
            return None
        return tuple(dot / DOTS_AN_INCH * MM_AN_INCH for dot in (longest.start, longest.stop))

    def _picture(self, page: int) -> tuple[int, int, bytes]:
        """The page as grey dots (PGM)."""
        only = ("-f", str(page), "-l", str(page))
        command = ("pdftoppm", "-gray", "-r", str(DOTS_AN_INCH), *only, str(self.file))
        content = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS).stdout
        _kind, size, _depth, dots = content.split(b"\n", 3)
        width, height = map(int, size.split())
        return width, height, dots


def opened(content: bytes, folder: Path) -> Pdf:
    """What LibreOffice makes of a .docx, in a profile of its own under `folder`."""
    paper = folder / "paper.docx"
    paper.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, paper)
    file = folder / "paper.pdf"
    assert file.exists(), "LibreOffice did not open the paper"
    layout = ET.fromstring(_run("pdftohtml", "-xml", "-zoom", str(ZOOM), "-fontfullname", "-i", "-stdout", file))
    return Pdf(file, tuple(_sheets(layout)))


def _run(*command: object) -> str:
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=True, text=True, timeout=SECONDS).stdout


def _sheets(layout: ET.Element):
    points = ZOOM * 3 / 4  # what pdftohtml calls 1 is 96 dots an inch
    unit = points * POINTS_AN_INCH / MM_AN_INCH
    fonts: dict[str, tuple[float, str]] = {}
    for number, page in enumerate(layout.iter("page"), start=1):
        fonts |= {row.get("id"): (int(row.get("size")) / points, row.get("family")) for row in page.iter("fontspec")}
        lines = []
        for row in page.iter("text"):
            left, top, width, height = (int(row.get(name)) / unit for name in ("left", "top", "width", "height"))
            size, family = fonts[row.get("font")]
            text = "".join(row.itertext())
            if text.strip():
                looks = (family.endswith(("Bold", "BoldItalic")), family.endswith("Italic"))
                lines.append(Line(number, text.strip(), left, left + width, top, top + height, size, *looks))
        lines.sort(key=lambda line: (line.top, line.left))
        yield Sheet(number, int(page.get("width")) / unit, int(page.get("height")) / unit, tuple(lines))
