"""The production server refuses to start on a database with demo accounts, and says so."""

import subprocess
import sys

import pytest
from django.db import connection

from nammanh.accounts.checks import no_demo_accounts_in_production
from tests.factories.assignments import UserFactory
from tests.template_database import address_of

pytestmark = pytest.mark.django_db


def found(settings, *, production: bool) -> list[str]:
    settings.PRODUCTION = production
    return [message.id for message in no_demo_accounts_in_production(databases=["default"])]


def test_a_demo_account_is_an_error_in_production_only(settings):
    assert found(settings, production=True) == []
    UserFactory(is_demo=True)
    assert found(settings, production=True) == ["accounts.E001"]
    assert found(settings, production=False) == []


def test_the_check_is_silent_where_there_is_no_database_to_ask(settings):
    settings.PRODUCTION = True
    UserFactory(is_demo=True)
    assert no_demo_accounts_in_production(databases=None) == []


def start_server(production_database: dict[str, str]) -> subprocess.CompletedProcess:
    """Open the WSGI door in a process of its own, as the production server does."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "NAMMANH_ENV": "production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "portal.example.vn",
        **production_database,
    }
    return subprocess.run(
        [sys.executable, "-c", "import nammanh.wsgi"], env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def production_database(transactional_db) -> dict[str, str]:
    """The suite's own database, as the address that a production server would be given."""
    return {"DATABASE_URL": address_of(connection.settings_dict["NAME"])}


@pytest.mark.django_db(transaction=True)
def test_a_production_server_with_demo_accounts_exits_with_a_clear_word(production_database):
    assert start_server(production_database).returncode == 0
    UserFactory(is_demo=True)
    refused = start_server(production_database)
    assert refused.returncode == 3
    assert "accounts.E001" in refused.stderr
    assert "tài khoản minh họa" in refused.stderr
    assert "Traceback" not in refused.stderr
