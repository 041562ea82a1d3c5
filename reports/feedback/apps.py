from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Petitions that go up and the answers that come back."""

    name = "reports.feedback"
    verbose_name = _("Phản ánh, kiến nghị")
