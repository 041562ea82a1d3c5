from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Reports in words: drafted from the records of a period, edited by a person, sent up; in Word."""

    name = "reports.reporting"
    verbose_name = _("Báo cáo")

    def ready(self) -> None:
        import_module("reports.reporting.situation_paper")  # its kind is on the list of papers from the start
