from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlannerConfig(AppConfig):
    """Calendars: the communes' meetings, the year's events, who goes where when; the private calendar feed."""

    name = "reports.planner"
    verbose_name = _("Lịch")
