"""Shows what proposing 1,000 hamlets to 500 officers costs: reading, arrays and solving, sentences.

    python -m tests.bench.matching

Works in a scratch database of its own and drops it. The floor is a look-up by primary key in the same run.
"""

import datetime
import os
import random
import statistics
import sys
import time

os.environ["NAMMANH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import numpy as np
from django.db import connection

from assignments.models import Agency, Assignment, FieldOfWork, Officer, Position, Post, Unit
from nammanh.platform.dates import today
from reports.feedback.models import Petition
from reports.matching.queries import propose
from reports.matching.solver import Problem, solve
from reports.matching.wording import next_best, reason_for
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory

OFFICERS, HAMLETS, PETITIONS = 500, 1_000, 400
SINCE = datetime.date(2016, 1, 1)


def seconds(work, runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def people_and_places(chance: random.Random):
    """One district, so that every officer may hold every hamlet: the hardest case."""
    district = make.DistrictFactory(parent=make.ProvinceFactory())
    role = make.RoleFactory(
        tier=make.TierFactory(name="Huyện nắm tới ấp", holder_level="district", target="hamlet"), unit_level="hamlet"
    )
    communes = [
        make.CommuneFactory(
            parent=district,
            latitude=f"{10 + chance.random() / 2:.5f}",
            longitude=f"{106 + chance.random() / 2:.5f}",
        )
        for _commune in range(20)
    ]
    for number in range(HAMLETS):
        make.HamletFactory(parent=communes[number % 20], name=str(number))
    fields = [make.FieldFactory() for _field in range(20)]
    agency, post = Agency(name="Phòng", kind="department", unit=district, valid_from=SINCE), make.PostFactory()
    agency.save()
    officers = Officer.objects.bulk_create(
        Officer(
            full_name=f"Lê Văn {number}",
            source_group="civil_servant",
            workplace=chance.choice(communes),
            valid_from=SINCE,
        )
        for number in range(OFFICERS)
    )
    Officer.expertise.through.objects.bulk_create(
        Officer.expertise.through(officer=officer, fieldofwork=field)
        for officer in officers
        for field in chance.sample(fields, 2)
    )
    write_history(chance, role, agency, post, officers, fields)
    return role


def write_history(chance, role, agency: Agency, post: Post, officers: list[Officer], fields: list[FieldOfWork]) -> None:
    """A post for each officer, two former units, and petitions here and there."""
    Position.objects.bulk_create(
        Position(officer=officer, post=post, agency=agency, title="Công chức", valid_from=SINCE) for officer in officers
    )
    hamlets = list(Unit.objects.filter(level="hamlet").order_by("pk"))
    mandate, document = make.MandateFactory(), make.DocumentFactory()
    Assignment.objects.bulk_create(
        Assignment(
            officer=officers[number % OFFICERS],
            unit=hamlet,
            role=role,
            mandate=mandate,
            document=document,
            valid_from=SINCE,
            valid_to=datetime.date(2020, 12, 31),
        )
        for number, hamlet in enumerate(hamlets)
    )
    visit = VisitFactory(unit=hamlets[0], tier=role.tier)
    for number in range(PETITIONS):
        PetitionFactory(
            visit=visit, unit=hamlets[number * 7 % HAMLETS], field=chance.choice(fields), reported_on=today()
        )


def main() -> None:
    out = sys.stdout.write
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        role = people_and_places(random.Random(1))
        asked = {"role": role, "day": today(), "units": Unit.objects.all(), "officers": Officer.objects.all()}
        asked["petitions"] = Petition.objects.all()
        found = propose(**asked)
        out(f"\n{len(found.lines):,} hamlets, {found.after.officers:,} officers, {found.placed:,} placed, ")
        out(f"{found.after.fewest}-{found.after.most} each\n")
        cost = np.random.default_rng(1).uniform(-60, 60, (HAMLETS, OFFICERS))
        problem = Problem(cost, np.zeros(OFFICERS, dtype=np.int64), load_weight=30)
        questions = {
            "floor: one unit by key": lambda: Unit.objects.get(pk=found.lines[0].unit.pk),
            "solving alone": lambda: solve(problem),
            "reading, arrays, solving": lambda: propose(**asked),
            "1,000 sentences": lambda: [(reason_for(line, found), next_best(line, found)) for line in found.lines],
        }
        floor = None
        for label, work in questions.items():
            took = seconds(work)
            floor = floor or took
            out(f"  {label:28} {took:8.3f} s   {took / floor:10,.0f} × floor\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
