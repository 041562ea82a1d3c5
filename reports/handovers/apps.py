from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoversConfig(AppConfig):
    name = "reports.handovers"
    verbose_name = _("Bàn giao địa bàn")
