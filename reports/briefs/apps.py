from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    """What to take along on a planned visit, on one page; no models."""

    name = "reports.briefs"
    verbose_name = _("Mang theo")
