from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    """Who holds what, when."""

    name = "assignments"
    verbose_name = _("Phân công, địa bàn")

    def ready(self) -> None:
        from assignments import checks  # noqa: F401, PLC0415  registers the household check
