from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Shared ground without models: text, dates, forms, scoping, template tags."""

    name = "nammanh.platform"
    label = "platform"
