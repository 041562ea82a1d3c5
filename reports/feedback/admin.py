"""The term for answering is policy, so it is administered; petitions are content and have no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.feedback.models import ReplyTerm


@admin.register(ReplyTerm)
class ReplyTermAdmin(PortalModelAdmin):
    list_display = ["kind", "working_days", "valid_from", "valid_to", "document"]
    list_filter = ["kind"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["kind", "working_days", "valid_from", "valid_to", "document"]
