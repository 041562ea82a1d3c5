"""Small drawings in place of photographs: no real place, nobody's face."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

Pen = ImageDraw.ImageDraw
SIZE = (1280, 960)
HORIZON = 430
WATER, GRASS, EARTH, CONCRETE = (98, 140, 150), (104, 150, 78), (150, 116, 80), (186, 184, 178)


def _sky(pen: Pen, rng: random.Random) -> None:
    top = rng.choice([(150, 190, 222), (176, 196, 208), (205, 198, 186)])
    for row in range(HORIZON):
        share = row / HORIZON
        pen.line((0, row, SIZE[0], row), fill=tuple(round(part + (245 - part) * share) for part in top))
    for _cloud in range(rng.randint(2, 5)):
        left, high = rng.randint(0, SIZE[0]), rng.randint(40, HORIZON - 200)
        for puff in range(4):
            pen.ellipse(
                (left + puff * 55, high - puff % 2 * 25, left + puff * 55 + 130, high + 70), fill=(250, 250, 248)
            )


def _palm(pen: Pen, rng: random.Random, foot: tuple[int, int], height: int) -> None:
    left, low = foot
    top = (left + rng.randint(-40, 40), low - height)
    pen.line((foot, top), fill=(110, 88, 66), width=max(6, height // 28))
    for turn in range(9):
        reach = height * 0.42
        spread = (turn - 4) / 4
        tip = (top[0] + spread * reach, top[1] + abs(spread) * reach * 0.7 - reach * 0.25)
        pen.line((top, ((top[0] + tip[0]) / 2, min(top[1], tip[1]) - 12), tip), fill=(58, 112, 56), width=10)


def canal(pen: Pen, rng: random.Random) -> None:
    """A canal with an earthen bank, newly dredged."""
    pen.rectangle((0, HORIZON, *SIZE), fill=GRASS)
    pen.polygon([(560, HORIZON), (720, HORIZON), (1120, SIZE[1]), (160, SIZE[1])], fill=EARTH)
    pen.polygon([(600, HORIZON), (680, HORIZON), (960, SIZE[1]), (320, SIZE[1])], fill=WATER)
    for row in range(HORIZON + 30, SIZE[1], 40):
        middle = 640 + rng.randint(-60, 60)
        pen.line((middle - 40, row, middle + 40, row), fill=(130, 168, 176), width=4)
    for left in (90, 260, 1010, 1190):
        _palm(pen, rng, (left, HORIZON + rng.randint(40, 220)), rng.randint(240, 380))


def road(pen: Pen, rng: random.Random) -> None:
    """A village road: concrete ahead, worn in front."""
    pen.rectangle((0, HORIZON, *SIZE), fill=GRASS)
    pen.polygon([(610, HORIZON), (670, HORIZON), (1180, SIZE[1]), (100, SIZE[1])], fill=CONCRETE)
    for _hole in range(rng.randint(4, 8)):
        left, high = rng.randint(380, 860), rng.randint(700, 920)
        pen.ellipse((left, high, left + rng.randint(50, 130), high + rng.randint(14, 34)), fill=(140, 128, 112))
    for left in (120, 300, 980, 1160):
        _palm(pen, rng, (left, HORIZON + rng.randint(30, 160)), rng.randint(220, 340))


def bridge(pen: Pen, rng: random.Random) -> None:
    """A small bridge over a river."""
    pen.rectangle((0, HORIZON, *SIZE), fill=WATER)
    pen.polygon([(0, HORIZON), (260, HORIZON), (120, SIZE[1]), (0, SIZE[1])], fill=GRASS)
    pen.polygon([(1020, HORIZON), (SIZE[0], HORIZON), SIZE, (1160, SIZE[1])], fill=GRASS)
    for left in range(250, 1040, 190):
        pen.rectangle((left, 520, left + 26, 720), fill=(120, 122, 120))
    pen.rectangle((140, 490, 1140, 530), fill=CONCRETE)
    for left in range(140, 1140, 60):
        pen.line((left, 430, left, 490), fill=(160, 60, 50), width=8)
    pen.line((140, 432, 1140, 432), fill=(160, 60, 50), width=10)
    _palm(pen, rng, (90, 560), 330)


def bank(pen: Pen, rng: random.Random) -> None:
    """A river bank that slides away."""
    pen.rectangle((0, HORIZON, *SIZE), fill=WATER)
    edge = [(column, 600 + rng.randint(-45, 45)) for column in range(0, SIZE[0] + 80, 80)]
    pen.polygon([(0, HORIZON), (SIZE[0], HORIZON), *edge[::-1]], fill=EARTH)
    pen.polygon([(0, HORIZON), (SIZE[0], HORIZON), *[(left, low - 110) for left, low in edge[::-1]]], fill=GRASS)
    for left in (180, 620, 1050):
        _palm(pen, rng, (left, 540), rng.randint(230, 320))


SCENES: tuple[tuple[str, Callable[[Pen, random.Random], None]], ...] = (
    ("Kênh nội đồng vừa nạo vét (tranh minh họa)", canal),
    ("Đường liên ấp xuống cấp (tranh minh họa)", road),
    ("Cầu dân sinh qua rạch (tranh minh họa)", bridge),
    ("Bờ sông có vết sạt lở (tranh minh họa)", bank),
)


def draw(scene: Callable[[Pen, random.Random], None], rng: random.Random) -> Image.Image:
    """One scene under a sky, a little soft as through a phone's lens."""
    picture = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(picture)
    _sky(pen, rng)
    scene(pen, rng)
    return picture.filter(ImageFilter.GaussianBlur(1.2))
