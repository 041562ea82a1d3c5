"""When months are closed is policy, so it is administered; figures are never edited."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.facts.models import FreezingDay


@admin.register(FreezingDay)
class FreezingDayAdmin(PortalModelAdmin):
    list_display = ["day", "valid_from", "valid_to"]
    fields = ["day", "valid_from", "valid_to"]
