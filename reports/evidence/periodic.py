"""Files that wait for the scanner, and what killed processes left on disk."""

from __future__ import annotations

import datetime
from io import StringIO

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from nammanh.platform.periodic import DAILY, periodic


@periodic("scan-evidence", _("Quét minh chứng đang chờ"), atomic=False)
def scan_waiting(at: datetime.datetime) -> str:
    return _said("scan_evidence")


@periodic("sweep-evidence", _("Dọn tệp minh chứng thừa"), every=DAILY, atomic=False)
def sweep(at: datetime.datetime) -> str:
    return _said("sweep_evidence")


def _said(command: str) -> str:
    words = StringIO()
    call_command(command, stdout=words, no_color=True)
    return words.getvalue().strip()
