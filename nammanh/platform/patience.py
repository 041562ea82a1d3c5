"""A bound on how long a question to the database may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

_BOUND = "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)"


class TookTooLongError(Exception):
    """The database gave up in time; what it had found is lost."""


@contextmanager
def at_most(milliseconds: int) -> Iterator[None]:
    """Each statement inside ends after `milliseconds`; the first that would not raises TookTooLongError."""
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BOUND, [str(milliseconds)])
            before = cursor.fetchone()[0]
            yield
            if nested:  # else the end of the transaction puts it back
                cursor.execute(_BOUND, [before])
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLongError from problem
        raise
