from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    """The installable app: manifest, service worker, outbox; no records of its own."""

    name = "reports.offline"
    verbose_name = _("Ngoại tuyến")
