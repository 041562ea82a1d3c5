"""Light and dark, each ordinary and in high contrast: every face keeps the contrast that AA asks for."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "src" / "css" / "tokens.css"
FACES = list(product(("light", "dark"), ("ordinary", "high")))
TONES = ("success", "warning", "danger", "info", "neutral")
ROOT = {
    ("light", "ordinary"): [":root"],
    ("light", "high"): [":root", 'html[data-contrast="high"]'],
    ("dark", "ordinary"): [":root", 'html[data-bs-theme="dark"]'],
    ("dark", "high"): [
        ":root", 'html[data-bs-theme="dark"]', 'html[data-contrast="high"]',
        'html[data-bs-theme="dark"][data-contrast="high"]',
    ],
}  # fmt: skip
TEXT = [
    *product(
        ("ink", "soft", "blue", "blue-deep", "red", "red-deep", "bad"), ("paper", "surface", "shade", "shade-soft")
    ),
    *product(("ink", "red"), ("here",)),
    ("faint", "surface"), ("ink", "chip"), ("ink", "picked"), ("ink", "mark"), ("ink", "sea"), ("bad", "here"),
    ("on-blue", "blue"), ("on-blue", "blue-deep"), ("demo", "demo-back"),
    ("#ffffff", "strip"), ("#ffffff", "bad-fill"), ("#ffffff", "bad-fill-deep"),
]  # fmt: skip
SIGNS = [
    ("line-strong", "surface"),
    ("focus", "surface"),
    ("focus", "paper"),
    *((f"chart-{n}", "surface") for n in range(1, 7)),
]


def rules() -> list[tuple[str, dict[str, str]]]:
    """Every rule of the file in its order: selector, custom properties."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL).replace("@media screen {", "")
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    return [(selector.strip(), dict(re.findall(r"(--[\w-]+):\s*([^;]+)", body))) for selector, body in found]


def declared(*selectors: str) -> dict[str, str]:
    return {
        name: value.strip()
        for wanted in selectors
        for at, values in rules()
        if at == wanted
        for name, value in values.items()
    }


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def of(face: tuple[str, str], name: str) -> str:
    return name if name.startswith("#") else declared(*ROOT[face])[f"--nm-{name}"]


def test_contrast_is_reckoned_as_wcag_does():
    assert round(contrast("#fff", "#000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("face", FACES, ids="-".join)
def test_text_can_be_read(face):
    weak = {pair: round(found, 2) for pair in TEXT if (found := contrast(*(of(face, name) for name in pair))) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("face", FACES, ids="-".join)
def test_lines_focus_and_charts_can_be_seen(face):
    weak = {pair: round(found, 2) for pair in SIGNS if (found := contrast(*(of(face, name) for name in pair))) < 3}
    assert weak == {}


@pytest.mark.parametrize("face", FACES, ids="-".join)
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_can_be_read_on_its_own_ground_and_on_the_page(face, tone):
    theme, level = face
    dark = 'html[data-bs-theme="dark"]' if theme == "dark" else ""
    high = f'{dark or "html"}[data-contrast="high"] [class*="nm-tone-"]'
    values = declared(
        f".nm-tone-{tone}", *([f"{dark} .nm-tone-{tone}"] if dark else []), *([high] if level == "high" else [])
    )
    grounds = [values["--tone-back"], of(face, "surface"), of(face, "paper")]
    assert min(contrast(values["--tone"], ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_is_higher(theme):
    for pair in (("ink", "paper"), ("soft", "surface"), ("blue", "surface"), ("red", "surface")):
        ordinary, high = (contrast(*(of((theme, level), name) for name in pair)) for level in ("ordinary", "high"))
        assert high >= max(ordinary, 7), pair


def test_the_bar_of_the_device_has_the_colour_of_the_strip():
    script = (TOKENS.parents[1] / "js" / "display.js").read_text()
    for theme in ("light", "dark"):
        assert f'{theme}: "{of((theme, "ordinary"), "strip")}"' in script


def test_paper_is_light():
    """Everything dark stands inside `@media screen`."""
    css = TOKENS.read_text()
    outside = re.sub(r"@media screen \{(?:[^{}]|\{[^{}]*\})*\}", "", css)
    assert "data-bs-theme" not in re.sub(r"/\*.*?\*/", "", outside, flags=re.DOTALL)
