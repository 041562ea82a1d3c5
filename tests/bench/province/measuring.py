"""Run by the bench in the environment of one province: measures, and prints what it found as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import django

django.setup()

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from nammanh.platform import memory
from tests.bench.province import bare
from tests.bench.province.pages import main_pages
from tests.bench.province.timing import Timing, measure
from tests.bench.province.writes import main_writes

RUNS = 20
_SAME_ROWS = """
    SELECT v.id, v.uuid, v.date, v.type, v.status, v.logged_at, v.highlights, o.full_name,
           u.kind, u.name, c.kind, c.name, d.kind, d.name
    FROM visits_visit v JOIN assignments_officer o ON o.id = v.officer_id JOIN assignments_unit u ON u.id = v.unit_id
    LEFT JOIN assignments_unit c ON c.id = v.commune_id LEFT JOIN assignments_unit d ON d.id = v.district_id
    ORDER BY v.date DESC, v.id DESC LIMIT 26
"""


def client_of(username: str) -> Client:
    client = Client()
    user = get_user_model().objects.get(username=username)
    client.force_login(user, backend="nammanh.accounts.backends.PortalBackend")
    return client


def opened(client: Client, address: str):
    def work() -> None:
        status = client.get(address).status_code
        assert status == 200, (address, status)

    return work


def floors() -> dict[str, Timing]:
    """A bare page, the rows of the list of visits by raw SQL, Django's own list of them."""

    def same_rows() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_SAME_ROWS)
            cursor.fetchall()

    found = {"rows": measure(same_rows, RUNS)}
    with bare.stock():
        client = client_of("thuongtruc")
        found["bare"] = measure(opened(client, "/bare/"), RUNS * 3)
        found["admin"] = measure(opened(client, "/stock/visits/visit/"), 5, warm=1)
    return found


def main() -> None:
    wanted = [word for word in (sys.argv[1] if len(sys.argv) > 1 else "").split(",") if word]
    setup_test_environment()
    Client().get("/dang-nhap/")  # all addresses and their views are loaded
    memory.settle()  # as each worker of the server does, see gunicorn.conf.py
    result: dict = {"floors": {name: asdict(timing) for name, timing in floors().items()}, "pages": {}, "writes": {}}
    clients: dict[str, Client] = {}
    for page in main_pages():
        if wanted and not any(word in page.name for word in wanted):
            continue
        client = clients.setdefault(page.username, client_of(page.username))
        timing = measure(opened(client, page.address), RUNS)
        sys.stderr.write(f"  {timing.p50:8.1f} ms  SQL {timing.sql:7.1f} in {timing.queries:3}  {page.name}\n")
        result["pages"][page.name] = {**asdict(timing), "username": page.username, "address": page.address}
    for name, write, insert in () if wanted else main_writes():
        result["writes"][name] = {"write": asdict(measure(write, 40)), "insert": asdict(measure(insert, 40))}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
