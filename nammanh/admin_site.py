"""Replaces Django's admin site by the portal's own. Loaded before the models, so the site itself lives next door."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """The administration of the portal."""

    default_site = "nammanh.administration.PortalAdminSite"
