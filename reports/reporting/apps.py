from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Reports in words: drafted from the records of a period, edited by a person, sent up; in Word."""

    name = "reports.reporting"
    verbose_name = _("Báo cáo")

    def ready(self) -> None:
        for module in (
            "situation_paper",
            "review_paper",
            "reminding",
        ):  # on the lists of papers and ladders from the start
            import_module(f"reports.reporting.{module}")
