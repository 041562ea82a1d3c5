from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Illustration data: invented people in the real province, so that a newcomer sees the portal at work."""

    name = "nammanh.demo"
    label = "demo"
    verbose_name = _("Dữ liệu minh họa")
