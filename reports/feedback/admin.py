"""Terms and warning levels are policy, so they are administered; petitions are content and have no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.feedback.models import ReplyTerm, WarningLevel


@admin.register(ReplyTerm)
class ReplyTermAdmin(PortalModelAdmin):
    list_display = ["kind", "working_days", "valid_from", "valid_to", "document"]
    list_filter = ["kind"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["kind", "working_days", "valid_from", "valid_to", "document"]


@admin.register(WarningLevel)
class WarningLevelAdmin(PortalModelAdmin):
    list_display = ["ratio", "percent", "fewest", "valid_from", "valid_to", "document"]
    list_filter = ["ratio"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]
    fields = ["ratio", "percent", "fewest", "valid_from", "valid_to", "document"]
