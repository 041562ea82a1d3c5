from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsolidationConfig(AppConfig):
    """The month: what came from below, worded once and sent to the departments together."""

    name = "reports.consolidation"
    verbose_name = _("Kỳ tập hợp")

    def ready(self) -> None:
        import_module("reports.consolidation.letter")  # its kind is on the list of papers from the start
