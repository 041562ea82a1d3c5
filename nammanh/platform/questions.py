"""A question that is asked all the time: its SQL is put together once a process, its values are given at each asking.

Django works out the text of a query anew each time, which takes it longer than PostgreSQL takes to answer a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """The place of a value in a text that is kept; who asks gives it as the driver takes it: a key, a date, a list."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


def filled(params: Iterable[Any], given: Mapping[str, Any]) -> list[Any]:
    """The parameters of a text that is kept, a value in each place. Raises KeyError where one is missing."""
    return [given[value.name] if isinstance(value, Given) else value for value in params]


@dataclass
class Question:
    """`ask` makes a `.values(…)` with a `Given` for all that differs from one asking to the next, today's date too. It
    is called once, when somebody first wants an answer.
    """

    ask: Callable[[], QuerySet[Any, Any]]

    @cached_property
    def _text(self) -> tuple[str, tuple[Any, ...]]:
        return self.ask().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()

    def rows(self, **given: Any) -> list[dict[str, Any]]:
        """The answer, as PostgreSQL's driver reads it. Raises KeyError where a value is missing."""
        sql, params = self._text
        with connection.cursor() as cursor:
            cursor.execute(sql, filled(params, given))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
