"""Many hands at the same moment: what each act gave, and which were refused."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection


@dataclass
class Met:
    """What came of acts that met: results and refusals, each in no order. Any other error is raised."""

    done: list[Any] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)


def at_once(calls: Sequence[Callable[[], Any]], hands: int = 8) -> Met:
    """Dealt out to so many threads, each with a connection of its own, which begin together."""
    start, met = threading.Barrier(hands), Met()

    def run(share: Sequence[Callable[[], Any]]) -> None:
        try:
            start.wait(30)
            for call in share:
                try:
                    met.done.append(call())
                except (ValidationError, PermissionDenied) as error:
                    met.refused.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(run, [calls[number::hands] for number in range(hands)]))
    return met
