from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who logs in, and for whom a secretary acts."""

    name = "nammanh.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản")

    def ready(self) -> None:
        from nammanh.accounts import checks  # noqa: F401, PLC0415  registers the production check
