"""Assignments: given here through the service, handed over and ended on the portal's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from assignments import services
from assignments.admin.portal import PortalModelAdmin
from assignments.models import Assignment
from nammanh.accounts.actor import Actor


@admin.register(Assignment)
class AssignmentAdmin(PortalModelAdmin):
    """Nothing is changed in place: the portal shows who held what on any day."""

    list_display = ["unit", "officer", "role", "is_lead", "valid_from", "valid_to", "document"]
    list_filter = ["role__tier", "is_lead"]
    list_select_related = ["unit", "officer", "role", "document"]
    search_fields = ["unit__search", "officer__search"]
    autocomplete_fields = ["officer", "unit", "role", "mandate", "document"]
    fields = ["officer", "unit", "role", "mandate", "is_lead", "valid_from", "valid_to", "document"]

    def has_change_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        return [*self.fields, "end_reason", "next_steps"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        return ["next_steps"] if obj else []

    @admin.display(description=_("việc có thể làm"))
    def next_steps(self, row: Assignment) -> Any:
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("assignments:replace", args=[row.pk]),
            _("Thay cán bộ phụ trách"),
            reverse("assignments:end", args=[row.pk]),
            _("Thôi phân công"),
        )

    def save_model(self, request: HttpRequest, obj: Assignment, form: BaseForm, change: bool) -> None:
        fields = {name: getattr(obj, name) for name in self.fields}
        obj.pk = services.assign(by=Actor(request.user), **fields).pk
