"""The demo password is public, so it opens no door but the demo's."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "nam-manh-2026"  # noqa: S105  printed on the start-up screen; works in demo mode only


class NotDemoPasswordValidator:
    """Refuses the published demo password for a real account."""

    def validate(self, password: str, user: object = None) -> None:
        if password == DEMO_PASSWORD:
            raise ValidationError(_("Đây là mật khẩu minh họa đã công bố. Hãy chọn mật khẩu khác."))

    def get_help_text(self) -> str:
        return str(_("Không dùng mật khẩu minh họa."))
