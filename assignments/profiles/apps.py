from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "assignments.profiles"
    verbose_name = _("Hồ sơ địa bàn")
