from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReformsConfig(AppConfig):
    name = "assignments.reforms"
    verbose_name = _("Sắp xếp đơn vị")
