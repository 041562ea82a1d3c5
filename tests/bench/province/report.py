"""What was found as one Markdown table; a goal that is missed is marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SQL_MS, OF_BARE, P95_OF_P50, QUERIES, OF_INSERT, GROWTH, PAGES_A_SECOND = 5.0, 10.0, 2.0, 12, 5.0, 1.2, 400
MISSED = " ✗"

Found = dict[int, dict[str, Any]]


def table(found: Found) -> Iterator[str]:
    """Pages, then writes; a group of columns for each number of visits."""
    sizes = sorted(found)
    heads = "".join(f" {_count(size)}: p50 | × bare | p95 | SQL | queries |" for size in sizes)
    yield f"| page |{heads}"
    yield "|---|" + "---|" * (5 * len(sizes))
    for name, label in (("bare", "floor: a bare Django page"), ("admin", "Django's own list of visits")):
        yield f"| {label} |" + "".join(_page(found[size]["floors"][name], found[size], mark=False) for size in sizes)
    rows = [found[size]["floors"]["rows"] for size in sizes]
    yield "| floor: rows of the list of visits by raw SQL |" + "".join(
        f" {row['p50']:.1f} ms | | | | |" for row in rows
    )
    for name in found[sizes[0]]["pages"]:
        cells = "".join(_page(found[size]["pages"][name], found[size]) for size in sizes)
        yield f"| {name}{_growth(found, sizes, name)} |{cells}"
    yield ""
    yield "| write |" + "".join(f" {_count(size)}: p50 | × its insert | p95 | SQL | statements |" for size in sizes)
    yield "|---|" + "---|" * (5 * len(sizes))
    for name in found[sizes[0]]["writes"]:
        yield f"| {name} |" + "".join(_write(found[size]["writes"][name]) for size in sizes)
    yield ""
    for size in sizes:
        rate, wrong = found[size]["rate"]
        note = f", {wrong} answers not 200" if wrong else ""
        yield f"{_count(size)} visits: {rate:.0f} pages/s{MISSED if rate < PAGES_A_SECOND else ''}{note}; "
    yield from summary(found, sizes)


def summary(found: Found, sizes: list[int]) -> Iterator[str]:
    """How many pages miss which goal at the largest size."""
    largest = found[sizes[-1]]
    bare, pages = largest["floors"]["bare"]["p50"], largest["pages"].values()
    yield ""
    yield f"Goals missed at {_count(sizes[-1])} by so many of {len(pages)} pages: " + ", ".join(
        (
            f"SQL ≤ {SQL_MS:.0f} ms {sum(page['sql'] > SQL_MS for page in pages)}",
            f"p50 ≤ {OF_BARE:.0f} × bare {sum(page['p50'] > OF_BARE * bare for page in pages)}",
            f"p95 ≤ {P95_OF_P50:.0f} × p50 {sum(page['p95'] > P95_OF_P50 * page['p50'] for page in pages)}",
            f"≤ {QUERIES} queries {sum(page['queries'] > QUERIES for page in pages)}",
            f"largest ≤ {GROWTH} × smallest {sum(bool(_growth(found, sizes, name)) for name in largest['pages'])}",
        )
    )


def _page(timing: dict[str, Any], size: dict[str, Any], *, mark: bool = True) -> str:
    ratio = timing["p50"] / size["floors"]["bare"]["p50"]
    late = timing["p95"] > P95_OF_P50 * timing["p50"]
    cells = (
        (f"{timing['p50']:.1f}", False),
        (f"{ratio:.1f}", ratio > OF_BARE),
        (f"{timing['p95']:.1f}", late),
        (f"{timing['sql']:.1f}", timing["sql"] > SQL_MS),
        (str(timing["queries"]), timing["queries"] > QUERIES),
    )
    return "".join(f" {text}{_missed(mark and missed)} |" for text, missed in cells)


def _write(timing: dict[str, Any]) -> str:
    write, insert = timing["write"], timing["insert"]
    ratio = write["p50"] / insert["p50"]
    return (
        f" {write['p50']:.1f} | {ratio:.1f}{_missed(ratio > OF_INSERT)} | {write['p95']:.1f} | {write['sql']:.1f} "
        f"| {write['queries']} |"
    )


def _growth(found: Found, sizes: list[int], name: str) -> str:
    """Grows with the records: told behind the page's name."""
    first, last = (found[size]["pages"][name]["p50"] for size in (sizes[0], sizes[-1]))
    return f" (grows {last / first:.1f} ×){MISSED}" if last > GROWTH * first else ""


def _missed(missed: bool) -> str:
    return MISSED if missed else ""


def _count(number: int) -> str:
    return f"{number // 1_000_000} M" if number >= 1_000_000 else f"{number // 1000} k"
