"""What the portal does by itself, again and again: each slice registers its tasks in its own `periodic` module.

A task is safe at any time, twice and after a crash: `run_due` (reports/reminders) gives it a lock of its own and,
unless it works step by step (`atomic=False`), one transaction. It says what it did in one sentence for the operator.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

Work = Callable[[datetime.datetime], str]
DAILY = datetime.timedelta(hours=20)
"""Once a day, also when yesterday's run was a late one."""


@dataclass(frozen=True)
class Task:
    """`every` is how long to wait after a run that ended well; none: at every call of `run_due`."""

    name: str
    label: Any
    work: Work
    every: datetime.timedelta | None
    atomic: bool
    order: int

    @property
    def lock(self) -> int:
        """The key of the advisory lock under which the task runs; the same in every process."""
        return (zlib.crc32(b"nammanh periodic") << 32 | zlib.crc32(self.name.encode())) - 2**63


_TASKS: dict[str, Task] = {}


def periodic(
    name: str, label: Any, *, every: datetime.timedelta | None = None, atomic: bool = True, order: int = 100
) -> Callable[[Work], Work]:
    """Register a function of the moment as a task; small `order` runs first."""

    def register(work: Work) -> Work:
        if name in _TASKS:
            raise ValueError(f"two periodic tasks are called {name!r}")
        _TASKS[name] = Task(name, label, work, every, atomic, order)
        return work

    return register


def tasks() -> list[Task]:
    """Every task of every installed slice, in the order in which they run."""
    autodiscover_modules("periodic")
    return sorted(_TASKS.values(), key=lambda task: (task.order, task.name))
