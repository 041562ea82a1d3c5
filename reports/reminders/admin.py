"""Ladders and the hours of letters are policy, so they are administered; messages and urging have their own pages."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalModelAdmin
from reports.reminders.models import MailTerm, Rung


@admin.register(Rung)
class RungAdmin(PortalModelAdmin):
    list_display = ["ladder", "step", "stamp", "working_days", "to", "post", "urgent", "valid_from", "valid_to"]
    list_filter = ["ladder", "to"]
    list_select_related = ["post"]
    autocomplete_fields = ["document"]
    fields = [
        *("ladder", "step", "stamp", "working_days", "to", "post", "urgent"),
        *("valid_from", "valid_to", "document"),
    ]


@admin.register(MailTerm)
class MailTermAdmin(PortalModelAdmin):
    list_display = ["first_at", "second_at", "grace_days", "valid_from", "valid_to"]
    autocomplete_fields = ["document"]
    fields = ["first_at", "second_at", "grace_days", "valid_from", "valid_to", "document"]
