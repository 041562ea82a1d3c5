"""What every page of the administration has: rights from posts, scoped rows, refusals shown on the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminSingleDateWidget

from assignments import policies
from nammanh.accounts.models import User
from nammanh.platform.fields import VietnameseDateField
from nammanh.platform.refusals import explained

VIETNAMESE_DATES = {models.DateField: {"form_class": VietnameseDateField, "widget": UnfoldAdminSingleDateWidget}}


class FollowsPosts:
    """Rights follow from posts (`assignments.policies`), not from ticks on the account; deleting is the exception."""

    may_manage: Callable[[User], bool] = staticmethod(policies.may_manage_assignments)
    deletable = False
    formfield_overrides = VIETNAMESE_DATES

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_manage(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_manage(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_manage(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_manage(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.deletable and self.may_manage(request.user)


class PortalModelAdmin(FollowsPosts, ModelAdmin):
    """A page of the administration. What the database refuses comes back as a sentence, the typed words kept."""

    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Names are found with or without accents where the model has a key for it."""
        if search_term and hasattr(queryset, "matching"):
            return queryset.matching(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with explained():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        """After a refusal, the same form once more, with the reason above it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type("RefusedForm", (form,), {"clean": lambda self: refuse(self, refusal)}) if refusal else form


def refuse(form: Any, refusal: ValidationError) -> None:
    """Put the sentences above the form, whichever field they name: that field may be read-only here."""
    form.add_error(None, ValidationError(refusal.messages))


class PortalInline(FollowsPosts, TabularInline):
    extra = 0
    tab = False


def manages_accounts(request: HttpRequest) -> bool:
    """For the menu."""
    return policies.may_manage_accounts(request.user)
