from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "nammanh.papers"
    verbose_name = _("Văn bản Word")
