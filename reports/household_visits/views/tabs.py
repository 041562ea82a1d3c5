"""The pages of this slice that lie side by side."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.models import User
from reports.household_visits import policies


def tabs(active: str, user: User) -> list[dict[str, Any]]:
    """Those that the person may open."""
    pages = (
        ("places", _("Tổ, ấp của tôi"), policies.reads_household_visits),
        ("follow_ups", _("Cần theo dõi"), policies.reads_household_visits),
        ("coverage", _("Độ phủ thăm hộ"), policies.reads_coverage),
    )
    return [
        {"label": label, "url": reverse(f"household_visits:{name}"), "active": name == active}
        for name, label, may_open in pages
        if may_open(user)
    ]
