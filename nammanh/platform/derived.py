"""Columns that follow from others, so that nobody has to remember to fill them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models


class DerivedTextField(models.CharField):
    """Text computed from another field at every write, bulk writes included (sort keys, search keys).

    With `save(update_fields=…)` name this field beside its source.
    """

    def __init__(self, *, source: str, compute: Callable[[str], str], **kwargs: Any) -> None:
        self.source, self.compute = source, compute
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("db_collation", "C")  # keys are made for byte order; a server's own order would spoil it
        super().__init__(**{**kwargs, "editable": False, "blank": True, "default": ""})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.compute(getattr(model_instance, self.source) or "")[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, args, {**kwargs, "source": self.source, "compute": self.compute}


class TriggeredForeignKey(models.ForeignKey):
    """A reference written by a database trigger from another column of the same row, and read back on insert."""

    db_returning = True

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
        kwargs = {"null": True, "blank": True, "related_name": "+", "db_index": False, **kwargs}
        super().__init__(to, on_delete, **{**kwargs, "editable": False, "db_constraint": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "db_constraint"):
            kwargs.pop(key, None)
        return name, path, args, kwargs
