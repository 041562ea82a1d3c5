"""Accounts and mandates of secretaries: for the administrator alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from assignments import policies
from assignments.admin.portal import PortalModelAdmin
from nammanh.accounts.models import SecretaryMandate, User


class LowerCaseName:
    """One spelling of a user name, as the login has it."""

    cleaned_data: dict[str, Any]

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()


class AccountCreationForm(LowerCaseName, UserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email"]


class AccountChangeForm(LowerCaseName, UserChangeForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email", "is_active"]


@admin.register(User)
class AccountAdmin(PortalModelAdmin, UserAdmin):
    """What an account may do comes from the officer's posts and assignments: there is nothing to tick here."""

    may_manage = staticmethod(policies.may_manage_accounts)
    form = AccountChangeForm
    add_form = AccountCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "full_name", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email", "is_active"]}),
        (gettext_lazy("Thông tin thêm"), {"fields": ["is_superuser", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "full_name", "email", "password1", "password2"]})]
    readonly_fields = ["is_superuser", "last_login", "date_joined"]
    actions = ["lock", "unlock"]

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Ban Tổ chức may look a name up when it records an officer, and no more."""
        return super().has_view_permission(request, obj) or self._looks_up(request)

    def _looks_up(self, request: HttpRequest) -> bool:
        return request.path.endswith("/autocomplete/") and policies.may_manage_assignments(request.user)

    @admin.action(description=gettext_lazy("Khóa đăng nhập của các tài khoản đã chọn"), permissions=["change"])
    def lock(self, request: HttpRequest, queryset: Any) -> None:
        """Everybody but oneself. One by one, so that each change is on record."""
        for user in queryset.exclude(pk=request.user.pk):
            user.is_active = False
            user.save(update_fields=["is_active"])
        self.message_user(request, _("Đã khóa các tài khoản được chọn, trừ tài khoản của chính đồng chí."))

    @admin.action(description=gettext_lazy("Mở lại các tài khoản đã chọn"), permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: Any) -> None:
        for user in queryset:
            user.is_active = True
            user.save(update_fields=["is_active"])
        self.message_user(request, _("Đã mở lại các tài khoản được chọn."))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change and obj.pk == request.user.pk and not obj.is_active:
            raise ValidationError(_("Đồng chí không thể tự khóa tài khoản của mình."))
        super().save_model(request, obj, form, change)


@admin.register(SecretaryMandate)
class SecretaryMandateAdmin(PortalModelAdmin):
    may_manage = staticmethod(policies.may_manage_accounts)
    list_display = ["secretary", "leader", "valid_from", "valid_to"]
    list_select_related = ["secretary", "leader"]
    search_fields = ["secretary__full_name", "leader__full_name"]
    autocomplete_fields = ["leader", "secretary"]
    fields = ["secretary", "leader", "valid_from", "valid_to"]
