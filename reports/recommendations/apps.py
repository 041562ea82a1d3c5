from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Formal comments given to a locality."""

    name = "reports.recommendations"
    verbose_name = _("Góp ý")
