from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """What the dashboards read: counts by place and month, kept true to the records, frozen at the end of a month."""

    name = "reports.facts"
    verbose_name = _("Số liệu tổng hợp")
