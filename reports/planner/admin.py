"""The events of the year are data that the office keeps; meetings, notes and feeds have no page here."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.planner.models import YearlyEvent


@admin.register(YearlyEvent)
class YearlyEventAdmin(PortalModelAdmin):
    deletable = True
    list_display = ["name", "kind", "basis", "from_day", "from_month", "to_day", "to_month", "in_use"]
    list_filter = ["kind", "basis", "in_use"]
    search_fields = ["name"]
    fields = [
        *("code", "name", "kind", "basis", "from_day", "from_month", "to_day", "to_month"),
        *("feast", "days_before", "days_after", "lunar_text", "source", "in_use"),
    ]
