from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "nammanh.papers"
    verbose_name = _("Văn bản Word")

    def ready(self) -> None:
        import_module("nammanh.papers.assignment_decision")  # its kind is on the list from the start
