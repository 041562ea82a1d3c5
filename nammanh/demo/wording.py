"""Sentences with numbers and the place filled in, put together differently for each visit."""

from __future__ import annotations

import re

from assignments.models import Unit, UnitKind
from nammanh.demo.stage import Stage
from nammanh.demo.texts.theme import Theme
from nammanh.demo.texts.themes_nature import NATURE
from nammanh.demo.texts.themes_society import SOCIETY

THEMES = NATURE + SOCIETY
_RANGE = re.compile(r"\{(\d+)-(\d+)\}")
_COMMUNE_WORD = re.compile(r"(?<!ợp tác )\bxã\b(?! hội| đoàn)")
_HAMLET_WORD = re.compile(r"\bấp\b")
_URBAN = {UnitKind.WARD: "phường", UnitKind.TOWNSHIP: "thị trấn"}


class Wording:
    """Fills the sentences for one stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.rng = stage, stage.rng
        self._place_names: dict[int, str] = {}

    def themes_for(self, unit: Unit, month: int) -> tuple[Theme, Theme]:
        """Two matters that fit the place and the season; the first is what the visit is about."""
        commune = self.stage.units.get(unit.commune_id, unit)
        district = self.stage.units[commune.parent_id].gso_code
        fitting = [
            theme
            for theme in THEMES
            if month in theme.months
            and (not theme.districts or district in theme.districts)
            and not (theme.rural and commune.kind in _URBAN)
            and not (theme.communes_only and unit.level != "commune")
        ]
        first, second = self.rng.sample(fitting, 2)
        return first, second

    def fill(self, text: str, unit: Unit) -> str:
        """Numbers for ranges, the place for `{nơi}`, a capital in front; “xã” becomes what the place is."""
        filled = _RANGE.sub(lambda match: str(self.rng.randint(int(match[1]), int(match[2]))), text)
        commune = self.stage.units.get(unit.commune_id, unit)
        if word := _URBAN.get(commune.kind):
            filled = _HAMLET_WORD.sub("khu phố", _COMMUNE_WORD.sub(word, filled))
        filled = filled.replace("{nơi}", self._place_name(unit))
        return filled[:1].upper() + filled[1:]

    def some(self, texts: tuple[str, ...], unit: Unit, count: int = 1) -> str:
        chosen = self.rng.sample(texts, min(count, len(texts)))
        return " ".join(self.fill(text, unit) for text in chosen)

    def _place_name(self, unit: Unit) -> str:
        if unit.pk not in self._place_names:
            self._place_names[unit.pk] = place_name(unit)
        return self._place_names[unit.pk]


def place_name(unit: Unit) -> str:
    """“xã Sơn Phú”, “ấp Vĩnh An”, “tổ nhân dân tự quản 2”."""
    return f"{unit.get_kind_display().lower()} {unit.name}"
