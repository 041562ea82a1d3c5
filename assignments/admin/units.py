"""Units and their succession. A unit's identity never changes in place: the portal's own page opens a successor."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from assignments.admin.portal import PortalModelAdmin
from assignments.models import Succession, Unit


@admin.register(Unit)
class UnitAdmin(PortalModelAdmin):
    list_display = ["full_name", "gso_code", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "kind"]
    list_select_related = ["parent"]
    search_fields = ["search"]
    autocomplete_fields = ["parent", "opened_by"]
    fields = [
        "kind",
        "name",
        "gso_code",
        "parent",
        "valid_from",
        "valid_to",
        "latitude",
        "longitude",
        "opened_by",
        "note",
    ]
    identity = ["kind", "name", "gso_code", "parent"]

    def get_fields(self, request: HttpRequest, obj: Unit | None = None) -> list[str]:
        return [*self.fields, "change_link"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> list[str]:
        return [*self.identity, "change_link"] if obj else []

    @admin.display(description=_("đơn vị"), ordering="name_key")
    def full_name(self, unit: Unit) -> str:
        return unit.full_name

    @admin.display(description=_("đổi tên, loại, trực thuộc"))
    def change_link(self, unit: Unit) -> Any:
        words = _("Mở đơn vị kế tiếp với tên, loại hoặc trực thuộc mới")
        return format_html('<a href="{}">{}</a>', reverse("assignments:change_unit", args=[unit.pk]), words)


@admin.register(Succession)
class SuccessionAdmin(PortalModelAdmin):
    list_display = ["predecessor", "kind", "successor", "whole", "document", "clause"]
    list_filter = ["kind", "whole"]
    list_select_related = ["predecessor", "successor", "document"]
    search_fields = ["predecessor__search", "successor__search"]
    autocomplete_fields = ["predecessor", "successor", "document"]
    deletable = True  # a wrongly entered link of the past; the units stay
