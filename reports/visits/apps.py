from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Plans and visits, confirmed by the commune."""

    name = "reports.visits"
    verbose_name = _("Đi cơ sở")
