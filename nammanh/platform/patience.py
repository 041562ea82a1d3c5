"""A bound on how long questions to the database may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled


class TookTooLongError(Exception):
    """The database gave up in time; what it had found is lost."""


@contextmanager
def at_most(milliseconds: int) -> Iterator[None]:
    """What is asked inside takes no longer than this in all; the question that would raises TookTooLongError.

    Each goes with its bound in one message, which is a transaction of its own: none is opened for the bound's sake.
    """
    until = monotonic() + milliseconds / 1000

    def bounded(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        left = until - monotonic()
        if left <= 0:
            raise TookTooLongError
        found = execute(f"SET LOCAL statement_timeout = {ceil(left * 1000)}; {sql}", params, many, context)
        if monotonic() >= until:
            _let_it_ring()
        return found

    try:
        with _as_it_was(), connection.execute_wrapper(bounded):
            yield
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLongError from problem
        raise


def _let_it_ring() -> None:
    """Time may have run out while the answer was already on its way. PostgreSQL then ends the next statement, so that
    is one that nobody needs.
    """
    try:
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except QueryCanceled as ended:
        raise TookTooLongError from ended


@contextmanager
def _as_it_was() -> Iterator[None]:
    """Within a transaction a bound would stay until its end, and a question given up would break it."""
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()[0]
        yield
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
