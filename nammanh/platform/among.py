"""A condition on keys that are found first."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Expression, F, Func, QuerySet


class OneOf(Func):
    """Whether `name` is among these keys, a queryset of one column or an array. They are found first, and the rows by
    their index: an `IN` the planner is free to join as it likes, which may read the whole table before it asks.
    """

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()

    def __init__(self, keys: QuerySet | Expression, name: str = "pk") -> None:
        super().__init__(F(name), keys if isinstance(keys, Expression) else ArraySubquery(keys))
