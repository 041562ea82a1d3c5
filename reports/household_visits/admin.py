"""The catalogue and the term are policy, so they are administered; what was found in a household has no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.household_visits.models import IssueCategory, RetentionTerm


@admin.register(IssueCategory)
class IssueCategoryAdmin(PortalModelAdmin):
    list_display = ["name", "code", "order", "valid_from", "valid_to"]
    fields = ["name", "code", "order", "valid_from", "valid_to"]


@admin.register(RetentionTerm)
class RetentionTermAdmin(PortalModelAdmin):
    list_display = ["months", "valid_from", "valid_to", "document"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["months", "valid_from", "valid_to", "document"]
