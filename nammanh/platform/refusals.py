"""A refusal by the database, told to the person as a sentence instead of an error page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import BaseConstraint, Model
from django.utils.translation import gettext_lazy as _

RULES: dict[str, Any] = {}
"""Sentences for rules kept by triggers, by constraint name; each app adds its own in its `rules` module."""


def sentence_for(name: str, rules: Mapping[str, Any] = RULES) -> Any:
    """The Vietnamese sentence of a constraint or trigger rule."""
    if name in rules:
        return rules[name]
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                default = BaseConstraint.default_violation_error_message
                if constraint.violation_error_message != default:
                    return constraint.violation_error_message
    return _("Cơ sở dữ liệu từ chối vì dữ liệu không còn phù hợp. Hãy tải lại trang và kiểm tra.")


@contextmanager
def explained() -> Iterator[None]:
    """One transaction whose refusals come out as ValidationError with a sentence for the person.

    Rules that the database checks at the end are checked here already, so that nothing fails after this block.
    """
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        raise ValidationError(sentence_for(getattr(diagnosis, "constraint_name", None) or "")) from error
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) not in {"40P01", "40001"}:  # deadlock, serialisation
            raise
        raise ValidationError(_("Có người khác đang sửa cùng dữ liệu này. Hãy bấm gửi lại.")) from error


def check_values(row: Model) -> None:
    """Check what was typed, field by field, and the row's own `clean`; all else is the database's part.

    A key that is set isn't looked up, which would be a query for each: its row was read before, and should it be gone
    since, the database says so.
    """
    keys = [field.name for field in row._meta.concrete_fields if field.is_relation and getattr(row, field.attname)]
    row.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)


def require(allowed: bool, message: Any = "") -> None:
    """Raise PermissionDenied (403) unless `allowed`."""
    if not allowed:
        raise PermissionDenied(str(message) or str(_("Đồng chí không có quyền thực hiện việc này.")))
