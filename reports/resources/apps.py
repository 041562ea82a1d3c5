from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    """What donors promised and gave, found on visits."""

    name = "reports.resources"
    verbose_name = _("Huy động nguồn lực")
