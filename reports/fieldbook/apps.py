from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldbookConfig(AppConfig):
    """The officer's desk and the one-entry visit form; no models."""

    name = "reports.fieldbook"
    verbose_name = _("Sổ tay cơ sở")
