"""The WSGI door for the production server. In production it stays shut while a system check finds an error."""

import os
import sys

from django.conf import settings
from django.core import checks
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nammanh.settings")

REFUSED = 3
"""Exit code by which gunicorn's master knows that starting another worker would end the same way."""


def require_sound_installation() -> None:
    """Run every system check, those of the database included (accounts.E001: demo accounts); exit on an error."""
    errors = [found for found in checks.run_checks(databases=["default"]) if found.is_serious()]
    connection.close()
    if errors:
        refusal = "Nắm Mạnh không khởi động:"  # vi-data: for the operator's console
        print(refusal, *errors, sep="\n", file=sys.stderr, flush=True)  # noqa: T201
        raise SystemExit(REFUSED)


application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  the views: a second that the first visitor need not wait for
if settings.PRODUCTION:
    require_sound_installation()
