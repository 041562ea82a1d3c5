"""What a person types to log in, and to keep a filter of a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import OneLineField
from nammanh.platform.privacy import warnings_for


class LoginForm(AuthenticationForm):
    """User name and password."""

    def clean_username(self) -> str:
        """One spelling of the name, so that each way to write it in capitals does not open new tries."""
        return self.cleaned_data["username"].strip().lower()


class SavedViewForm(forms.Form):
    """The name of a filter, who else uses it, and whether the list begins with it."""

    name = OneLineField(
        label=_("Tên bộ lọc"),
        max_length=60,
        help_text=_("Lưu trùng tên một bộ lọc của đồng chí thì điều kiện của bộ lọc đó được thay."),
        error_messages={"required": _("Đặt tên cho bộ lọc.")},
    )
    shared = forms.BooleanField(label=_("Dùng chung cho mọi người"), required=False)
    is_default = forms.BooleanField(label=_("Mở sẵn khi vào danh sách này"), required=False)

    def __init__(self, *args: Any, may_share: bool, own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="bo-loc-%s", **kwargs)
        if not may_share:
            del self.fields["shared"]
        if self.initial:  # renamed, not kept anew
            self.fields["name"].help_text = ""
        if not own:
            del self.fields["is_default"]

    def clean_name(self) -> str:
        """A name may be read by everybody."""
        name = self.cleaned_data["name"]
        if warnings_for(name):
            raise forms.ValidationError(_("Tên bộ lọc không ghi thông tin cá nhân của người dân. Đặt tên khác."))
        return name

    @property
    def said(self) -> dict[str, Any]:
        return {"shared": False, "is_default": False} | self.cleaned_data
