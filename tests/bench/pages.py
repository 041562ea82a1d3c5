"""Whole-request times of the pages of "who holds what" in a province at full size, as multiples of a bare page.

    python -m tests.bench.pages

Works in a scratch database of its own and drops it. The floor is the health page (one query) in the same run.
"""

import os
import statistics
import sys
import time

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from nammanh.accounts.models import User
from tests.bench import full_province
from tests.conftest import in_post
from tests.world import World

RUNS = 30


def measure(client: Client, address: str) -> tuple[float, float, float, int]:
    """Median and 95th percentile of the request (ms), SQL's share of one request (ms), number of queries."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    sql = sum(float(query["time"]) for query in captured.captured_queries) * 1000
    queries = len(captured)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), sorted(times)[int(RUNS * 0.95)], sql, queries


def addresses(world: World) -> dict[str, str]:
    """What is measured; a day in the past is asked of the same page."""
    commune = reverse("assignments:unit", args=[world.commune.pk])
    hamlet = reverse("assignments:unit", args=[world.hamlet.pk])
    return {
        "floor: health": reverse("healthz"),
        "unit page, commune": commune,
        "unit page, commune, 15/08/2018": f"{commune}?ngay=15/08/2018",
        "unit page, hamlet": hamlet,
        "list of units": reverse("assignments:units"),
        "list of assignments": reverse("assignments:assignments"),
        "list of assignments, 15/08/2018": reverse("assignments:assignments") + "?ngay=15/08/2018",
        "coverage matrix": reverse("assignments:matrix"),
        "coverage matrix, 15/08/2018": reverse("assignments:matrix") + "?ngay=15/08/2018",
        "households visited": reverse("household_visits:coverage"),
        "households visited, by district": reverse("household_visits:coverage") + f"?dia_ban={world.province.pk}",
        "households visited, by commune": reverse("household_visits:coverage") + f"?dia_ban={world.district.pk}",
        "households visited, by group": reverse("household_visits:coverage") + f"?dia_ban={world.hamlet.pk}",
        "anomalies": reverse("assignments:anomalies"),
    }


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="nammanh.accounts.backends.PortalBackend")
    return client


def main() -> None:
    out = sys.stdout.write
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        started = time.perf_counter()
        world = full_province.build()
        out(f"{full_province.counts()} in {time.perf_counter() - started:.0f} s\n\n")
        user = in_post("organisation", world.province, "Trưởng ban Tổ chức", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy")
        client, floor = client_of(user), None
        for label, address in addresses(world).items():
            median, p95, sql, queries = measure(client, address)
            floor = floor or median
            out(f"  {label:34} {median:7.1f} ms  p95 {p95:7.1f}  {median / floor:6.1f} × floor  ")
            out(f"SQL {sql:6.1f} ms in {queries} queries\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
