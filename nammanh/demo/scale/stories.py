"""What visits are about: a pool of matters told by the illustration's own sentences, drawn from again and again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from assignments.models import Unit
from nammanh.demo.household_visits import MATTERS
from nammanh.demo.loading import Ground
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.texts import comment_words, visit_words
from nammanh.demo.texts.bulletins import QUESTIONS
from nammanh.demo.wording import Wording

STORIES, LINES = 16, 24
"""So many of each sort; the statements throw a die with as many sides."""

_STORY = """
    sort integer, n integer, highlights text, advantages text, difficulties text, matter text, proposal text,
    responsible text, category text, field_id bigint, content text, solution text, reply text
"""
_SORT = "sort integer, district_id bigint, month integer, kind text, of_commune boolean"


class PooledWording(Wording):
    """Leaves the place open: it is filled in where the words are used."""

    def _place_name(self, _unit: Unit) -> str:
        return "{nơi}"


def write_pools(bulk: Bulk, ground: Ground) -> None:
    """Temporary tables: sorts of places and months with stories for each, and single lines for all occasions."""
    sorts, stories = _stories(ground)
    bulk.table("scale_sort", _SORT, sorts)
    bulk.table("scale_story", _STORY, stories)
    bulk.table("scale_line", "pool text, n integer, words text", _lines(ground))
    bulk.find_words("scale_line", said="words")
    bulk.find_words(
        "scale_story",
        told="highlights || ' ' || advantages || ' ' || difficulties",
        remarked="matter || ' ' || proposal",
        of_whom="responsible",
        asked="content || ' ' || solution",
        replied="reply",
    )


def _stories(ground: Ground) -> tuple[list[Sequence[Any]], list[Sequence[Any]]]:
    wording = PooledWording(ground.stage)
    sorts: list[Sequence[Any]] = []
    stories: list[Sequence[Any]] = []
    for commune in _one_of_each_kind(ground):
        below = Unit(kind="hamlet", level="hamlet", commune_id=commune.pk, parent_id=commune.pk)
        for month, (unit, of_commune) in itertools.product(range(1, 13), ((commune, True), (below, False))):
            sorts.append((len(sorts), commune.parent_id, month, commune.kind, of_commune))
            stories += ((len(sorts) - 1, n, *_story(ground, wording, unit, month)) for n in range(STORIES))
    return sorts, stories


def _one_of_each_kind(ground: Ground) -> list[Unit]:
    """A commune, a ward, a township of each district that has them."""
    found = {(commune.parent_id, commune.kind): commune for commune in ground.stage.communes.values()}
    return list(found.values())


def _story(ground: Ground, wording: Wording, unit: Unit, month: int) -> Iterator[Any]:
    first, second = wording.themes_for(unit, month)
    rng = ground.stage.rng
    yield "\n".join(wording.some(theme.highlights, unit) for theme in (first, second)[: rng.randint(1, 2)])
    yield wording.some(first.advantages + second.advantages, unit, rng.randint(1, 2)) if rng.random() < 0.85 else ""
    yield wording.some(first.difficulties + second.difficulties, unit) if rng.random() < 0.78 else ""
    remark = rng.choice(first.remarks)
    yield from (wording.fill(text, unit) for text in (remark.matter, remark.proposal, remark.responsible))
    request = rng.choice(first.requests)
    yield request.category
    yield ground.stage.fields[request.field].pk
    yield from (wording.fill(text, unit) for text in (request.content, request.solution, request.reply))


def _lines(ground: Ground) -> Iterator[tuple[str, int, str]]:
    """Each pool comes round evenly until it has as many lines as the die has sides."""
    wording = PooledWording(ground.stage)
    commune = next(iter(ground.stage.communes.values()))
    pools: dict[str, Sequence[str]] = {
        "purpose": visit_words.PURPOSES,
        "confirm": visit_words.CONFIRM_NOTES,
        "cancel": visit_words.CANCEL_REASONS,
        "postpone": visit_words.POSTPONE_REASONS,
        "ask": ("Đề nghị đồng chí ghi rõ thành phần dự.", "Đề nghị xem lại số liệu trong phần nổi bật."),
        "dispatch": visit_words.DISPATCH_NOTES,
        "reopen": visit_words.REOPEN_REASONS,
        "vague reply": visit_words.VAGUE_REPLIES,
        "return": visit_words.RETURN_REASONS,
        "handle": visit_words.HANDLE_NOTES,
        "at home": visit_words.HOME_OUTCOMES,
        "not now": visit_words.NOT_NOW_REASONS,
        "close": visit_words.CLOSE_NOTES,
        "question": QUESTIONS,
        "told": (visit_words.TOLD_NOTE,),
        "duplicate": (visit_words.DUPLICATE_NOTE,),
        "carried": ("", "Bà con ghi nhận cách giải quyết.", "Bà con cảm ơn các ngành đã trả lời cụ thể."),
        "meeting": ("Hội nghị giao ban cơ sở",),
        "need": [text for texts in MATTERS.values() for text in texts],
    }
    for part, pairs in (("vague", visit_words.VAGUE_REMARKS), ("praise", visit_words.COMMENDATIONS)):
        pools |= {f"{part} matter": [pair[0] for pair in pairs], f"{part} proposal": [pair[1] for pair in pairs]}
    pools |= {f"open {kind}": texts for kind, texts in visit_words.OPENINGS.items()}
    pools |= {f"met {tier}": texts for tier, texts in visit_words.PEOPLE_MET.items()}
    pools |= {f"answer {answer}": texts for answer, texts in comment_words.REPLIES.items()}
    pools |= {f"looked {progress}": texts for progress, texts in comment_words.LOOKED.items()}
    for pool, texts in pools.items():
        for n, text in zip(range(LINES), itertools.cycle(texts)):
            yield pool, n, wording.fill(text, commune)
