"""Times of one thing done again and again: on the clock, in SQL, and the statements that it took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from nammanh.platform import memory


@dataclass
class Statements:
    """Counts what is sent to the database and how long it took, with as little beside it as can be."""

    times: list[float] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.times.append((time.perf_counter() - start) * 1000)


@dataclass(frozen=True)
class Timing:
    """In ms; SQL is the median of the sums."""

    p50: float
    p95: float
    sql: float
    queries: int


LONG, FEW = 1.0, 3
"""What takes so many seconds is done so few times."""


def measure(work: Callable[[], object], runs: int, *, warm: int = 2) -> Timing:
    """Do it `runs` times after some that aren't counted, and a third as often again for the SQL."""
    for _ in range(warm):
        start = time.perf_counter()
        work()
        if time.perf_counter() - start > LONG:
            runs = FEW
    clock, sql, queries = [], [], 0
    for _ in range(runs):
        start = time.perf_counter()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        memory.tidy()  # as the server does when an answer is out
    for _ in range(max(runs // 3, 3)):
        statements = Statements()
        with connection.execute_wrapper(statements):
            work()
        sql.append(sum(statements.times))
        queries = len(statements.times)
    return Timing(statistics.median(clock), sorted(clock)[int(runs * 0.95)], statistics.median(sql), queries)
