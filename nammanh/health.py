"""One address that tells a monitor whether the portal can serve."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has every migration, else 503. Says nothing else."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return JsonResponse({"status": "error", "database": "unreachable", "migrations": "unknown"}, status=503)
    ok = pending == 0
    return JsonResponse(
        {"status": "ok" if ok else "error", "database": "ok", "migrations": "ok" if ok else f"{pending} pending"},
        status=200 if ok else 503,
    )
