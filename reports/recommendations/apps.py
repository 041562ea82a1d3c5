from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Formal comments given to a locality."""

    name = "reports.recommendations"
    verbose_name = _("Góp ý")

    def ready(self) -> None:
        import_module("reports.recommendations.letter")  # its kind of paper is on the list from the start
