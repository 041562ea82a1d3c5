"""Django's PostgreSQL backend, which starts the embedded server when a connection fails. (Django wants this name.)"""

from typing import Any

import psycopg2
from django.db.backends.postgresql import base

from nammanh.platform.embedded_postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """Costs nothing while the server runs; after a crash the next connection brings it back."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; on failure have the server running and the application's database made, and try once more."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            EmbeddedServer(**self.settings_dict["EMBEDDED"]).ensure()
            return super().get_new_connection(conn_params)
