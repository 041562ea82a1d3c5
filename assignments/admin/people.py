"""Agencies, posts, fields of work and officers with their positions."""

from __future__ import annotations

from django.contrib import admin

from assignments.admin.portal import PortalInline, PortalModelAdmin
from assignments.models import Agency, FieldOfWork, Officer, Position, Post


@admin.register(FieldOfWork)
class FieldOfWorkAdmin(PortalModelAdmin):
    list_display = ["name", "code", "order"]
    search_fields = ["name"]
    deletable = True


@admin.register(Agency)
class AgencyAdmin(PortalModelAdmin):
    list_display = ["name", "short_name", "kind", "unit", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["unit", "fields"]
    fieldsets = [(None, {"fields": ["name", "short_name", "kind", "unit", "fields", "valid_from", "valid_to"]})]


@admin.register(Post)
class PostAdmin(PortalModelAdmin):
    """The right to use the portal comes with the post: changing it changes what all its holders may do."""

    list_display = ["name", "portal_role", "rank"]
    list_filter = ["portal_role"]
    search_fields = ["name"]
    deletable = True


class PositionInline(PortalInline):
    model = Position
    fields = ["post", "agency", "title", "concurrent", "valid_from", "valid_to", "document"]
    autocomplete_fields = ["post", "agency", "document"]
    deletable = True


@admin.register(Officer)
class OfficerAdmin(PortalModelAdmin):
    list_display = ["full_name", "source_group", "workplace", "user", "valid_from", "valid_to"]
    list_filter = ["source_group"]
    list_select_related = ["workplace", "user"]
    search_fields = ["search"]
    autocomplete_fields = ["user", "workplace", "expertise"]
    inlines = [PositionInline]
    fields = [
        "full_name",
        "source_group",
        "workplace",
        "valid_from",
        "valid_to",
        "expertise",
        "phone",
        "user",
    ]
