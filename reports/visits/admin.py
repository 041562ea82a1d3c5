"""The term for confirming is policy, so it is administered; visits are content and have no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.visits.models import ConfirmTerm


@admin.register(ConfirmTerm)
class ConfirmTermAdmin(PortalModelAdmin):
    list_display = ["working_days", "valid_from", "valid_to", "document"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["working_days", "valid_from", "valid_to", "document"]
