"""The closing day and the routing rules are policy, so they are administered; batches have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.consolidation.models import ClosingDay, RoutingRule


@admin.register(ClosingDay)
class ClosingDayAdmin(PortalModelAdmin):
    list_display = ["day", "valid_from", "valid_to"]
    fields = ["day", "valid_from", "valid_to"]


@admin.register(RoutingRule)
class RoutingRuleAdmin(PortalModelAdmin):
    list_display = ["field", "unit", "lead", "learned", "valid_from", "valid_to"]
    list_filter = ["field", "learned"]
    list_select_related = ["field", "unit", "lead"]
    autocomplete_fields = ["unit", "lead", "supporting"]
    fields = ["field", "unit", "lead", "supporting", "valid_from", "valid_to"]
