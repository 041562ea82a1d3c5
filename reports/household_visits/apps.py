from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdVisitsConfig(AppConfig):
    """Visits of commune officers to households: guarded words, the minimum kept."""

    name = "reports.household_visits"
    verbose_name = _("Thăm hộ gia đình")
