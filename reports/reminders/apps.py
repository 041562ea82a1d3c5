from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Messages, ladders of escalation, urging, and the work that the portal does by itself."""

    name = "reports.reminders"
    verbose_name = _("Nhắc việc, đôn đốc")
