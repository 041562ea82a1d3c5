from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One box over all that a person may read: exact first, with or without accents."""

    name = "reports.search"
    verbose_name = _("Tìm kiếm")
