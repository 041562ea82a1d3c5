from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """Policy information down: published, read, conveyed to each unit."""

    name = "reports.bulletins"
    verbose_name = _("Thông tin chủ trương")
