"""Sessions that are over leave the table."""

from __future__ import annotations

import datetime

from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.periodic import DAILY, periodic


@periodic("clear-sessions", gettext_lazy("Xóa phiên đăng nhập đã hết hạn"), every=DAILY)
def clear_sessions(at: datetime.datetime) -> str:
    call_command("clearsessions")
    return _("đã xóa phiên hết hạn")
