"""The policy as data: documents, phases, tiers, cadences, roles and duties."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from assignments.admin.portal import PortalInline, PortalModelAdmin
from assignments.models import AssignmentRole, Cadence, ChangedDay, Duty, LegalDocument, Mandate, Phase, Policy, Tier


@admin.register(LegalDocument)
class LegalDocumentAdmin(PortalModelAdmin):
    list_display = ["__str__", "issued_on", "issuer", "abstract"]
    list_filter = ["type"]
    search_fields = ["number", "abstract", "search"]
    exclude = ["file"]  # a file comes in where a decision is cited: its content and secrecy are asked there
    date_hierarchy = "issued_on"
    deletable = True  # the database keeps every document that something rests on


@admin.register(Policy)
class PolicyAdmin(PortalModelAdmin):
    list_display = ["name", "slogan", "owner"]
    autocomplete_fields = ["documents"]


class TierInline(PortalInline):
    model = Tier
    fields = ["order", "name", "holder_level", "target"]


@admin.register(Phase)
class PhaseAdmin(PortalModelAdmin):
    list_display = ["name", "policy", "valid_from", "valid_to"]
    autocomplete_fields = ["document"]
    fields = ["policy", "name", "slogan", "valid_from", "valid_to", "document"]
    inlines = [TierInline]


@admin.register(Tier)
class TierAdmin(PortalModelAdmin):
    list_display = ["name", "phase", "order", "holder_level", "target"]
    list_filter = ["phase"]
    search_fields = ["name"]
    autocomplete_fields = ["documents"]


@admin.register(Cadence)
class CadenceAdmin(PortalModelAdmin):
    list_display = ["tier", "visits", "months", "overdue_after_days", "valid_from", "valid_to"]
    fields = ["tier", "visits", "months", "overdue_after_days", "valid_from", "valid_to", "document"]
    list_filter = ["tier"]
    list_select_related = ["tier"]
    autocomplete_fields = ["document"]


@admin.register(AssignmentRole)
class AssignmentRoleAdmin(PortalModelAdmin):
    list_display = ["name", "tier", "unit_level", "counted"]
    list_filter = ["tier", "unit_level"]
    list_select_related = ["tier"]
    search_fields = ["name"]


@admin.register(Duty)
class DutyAdmin(PortalModelAdmin):
    """Only to look at: a new text is issued as a version, on the portal's own page."""

    list_display = ["text", "role", "kind", "order", "valid_from", "valid_to"]
    fields = ["role", "kind", "order", "text", "valid_from", "valid_to", "document"]
    list_filter = ["role", "kind"]
    list_select_related = ["role"]
    autocomplete_fields = ["document"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Duty | None = None) -> bool:
        return False


@admin.register(Mandate)
class MandateAdmin(PortalModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    deletable = True


@admin.register(ChangedDay)
class ChangedDayAdmin(PortalModelAdmin):
    list_display = ["date", "kind", "reason", "document"]
    list_filter = ["kind"]
    list_select_related = ["document"]
    date_hierarchy = "date"
    autocomplete_fields = ["document"]
    fields = ["date", "kind", "reason", "document"]
    deletable = True  # a slip of the hand; deadlines that are fixed already don't move
