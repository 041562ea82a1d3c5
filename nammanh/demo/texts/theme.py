"""The shape of one theme: what officers see, say and pass on about a matter, and when in the year it comes up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remark:
    """A formal comment: việc – đề xuất – ai."""

    matter: str
    proposal: str
    responsible: str


@dataclass(frozen=True)
class Request:
    """A petition with the answer that it may get. `field` is the code of the field of work."""

    category: str
    field: str
    content: str
    solution: str
    reply: str


@dataclass(frozen=True)
class Theme:
    """Sentences about one matter. `{4-9}` stands for a number between the two, `{nơi}` for the place."""

    name: str
    highlights: tuple[str, ...]
    advantages: tuple[str, ...]
    difficulties: tuple[str, ...]
    remarks: tuple[Remark, ...]
    requests: tuple[Request, ...]
    months: frozenset[int] = field(default_factory=lambda: frozenset(range(1, 13)))
    """In which months it is on people's minds."""
    districts: frozenset[str] = frozenset()
    """Codes of the districts that it belongs to; none: everywhere."""
    rural: bool = False
    """Not for wards and townships."""
    communes_only: bool = False
    """Too large a matter for a hamlet."""
