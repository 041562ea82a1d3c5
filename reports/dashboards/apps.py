from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """The leaders' pages; no models of facts."""

    name = "reports.dashboards"
    verbose_name = _("Tổng quan")
