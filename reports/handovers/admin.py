"""The term is policy, so it is administered; the hand-overs themselves are content and have no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.handovers.models import HandOverTerm


@admin.register(HandOverTerm)
class HandOverTermAdmin(PortalModelAdmin):
    list_display = ["accept_within_days", "look_back_months", "valid_from", "valid_to", "document"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["accept_within_days", "look_back_months", "valid_from", "valid_to", "document"]
