"""How long 50,000 households with 200 wrong lines take from the file to the table, and how memory grows.

Run: pytest -s tests/bench/imports.py
"""

import itertools
import resource
import sys
import time

from assignments.imports import services
from assignments.models import Household
from tests.imports.sheets import HOUSEHOLDS, check, xlsx
from tests.imports.test_households_import import BAD, line

LINES, EVERY = 50_000, 250


def test_fifty_thousand_households_with_two_hundred_wrong_lines(world, commune_secretary, by, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lines, expected = [HOUSEHOLDS], set()
    for number in range(LINES):
        change, _letter, fault = BAD[number // EVERY % len(BAD)]
        wrong = number % EVERY == 7
        lines.append(line(**{"C": f"H-{number:05}", **(change if wrong else {})}))
        if wrong:
            expected.add((len(lines), fault))
    actor, file = by(commune_secretary), xlsx(lines)
    marks = [("file made", time.monotonic())]
    job = services.upload(kind="households", file=file, by=actor, commune=world.commune)
    marks.append(("uploaded, headings found", time.monotonic()))
    job = services.match_columns(job=job, columns=job.columns, encoding=job.encoding, by=actor)
    marks.append(("laid out", time.monotonic()))
    job = check(job, actor)
    marks.append(("checked", time.monotonic()))
    assert set(job.rows.filter(outcome="error").values_list("line", "fault")) == expected
    services.confirm(job=job, by=actor)
    marks.append(("written", time.monotonic()))
    assert Household.objects.count() == 1 + LINES - len(expected)
    for (_before, start), (name, end) in itertools.pairwise(marks):
        sys.stdout.write(f"{name}: {end - start:.1f} s\n")
    sys.stdout.write(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n")
