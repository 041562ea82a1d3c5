from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """Contacts other than visits: by phone, message or letter; two fields."""

    name = "reports.contacts"
    verbose_name = _("Liên hệ")
