from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Photos and files that prove a visit, cleaned, checked and served by the portal's own rights."""

    name = "reports.evidence"
    verbose_name = _("Minh chứng")
