"""The list of facts is administered; the facts themselves are entered on the portal's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from assignments.admin.portal import PortalModelAdmin
from assignments.models import Level
from assignments.profiles.models import FactKind


@admin.register(FactKind)
class FactKindAdmin(PortalModelAdmin):
    list_display = ["name", "group", "value_type", "measure", "order", "among_five", "valid_from", "valid_to"]
    list_filter = ["group", "value_type"]
    search_fields = ["name", "code"]
    fieldsets = [
        (None, {"fields": ["code", "name", "group", "value_type", "measure", "decimals", "levels", "summable"]}),
        (None, {"fields": ["order", "among_five", "stale_after_months", "lowest", "highest"]}),
        (None, {"fields": ["field", "weak_below", "weak_above"]}),
        (None, {"fields": ["valid_from", "valid_to"]}),
    ]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "levels":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name, choices=Level.choices, widget=forms.CheckboxSelectMultiple
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
