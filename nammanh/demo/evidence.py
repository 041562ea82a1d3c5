"""Pictures on the newest visits of the demo accounts, so that a visit's page shows what it may hold."""

from __future__ import annotations

import datetime
import hashlib
import random
import uuid

from nammanh.demo.accounts import ROLES, TWO_TIER_ROLES
from nammanh.demo.diary import Diary
from nammanh.demo.drawings import SCENES, draw
from nammanh.demo.stage import SEED, Stage
from reports.evidence import files
from reports.evidence.models import Evidence, EvidenceStep, Giver, Kind
from reports.evidence.states import Action, Status
from reports.visits import states as visits
from reports.visits.models import Visit, VisitType

VISITS, EACH = 8, 2
SMALL = (320, 240)


def write_evidence(stage: Stage, diary: Diary) -> None:
    """One or two drawings on the latest visit of each demo account. Chance of its own keeps the story."""
    rng = random.Random(SEED + 8)  # noqa: S311  chance, not secrecy
    pieces = [
        _piece(visit, order, rng)
        for order, visit in enumerate(_chosen(diary))
        for order in range(order, order + 1 + order % EACH)
    ]
    Evidence.objects.bulk_create(pieces)
    EvidenceStep.objects.bulk_create(
        EvidenceStep(evidence=row, action=Action.ADD, status=row.status, by=row.by, at=row.at) for row in pieces
    )


def _chosen(diary: Diary) -> list[Visit]:
    """The newest visit of each officer with a demo account; none to a household."""
    accounts = {*ROLES, *TWO_TIER_ROLES}
    made = [row for row in diary.visits if row.status in visits.HAPPENED and row.type != VisitType.HOUSEHOLD_VISIT]
    newest = {
        row.officer_id: row for row in sorted(made, key=lambda row: row.date) if row.officer.user.username in accounts
    }
    return sorted(newest.values(), key=lambda row: (row.date, str(row.uuid)), reverse=True)[:VISITS]


def _piece(visit: Visit, order: int, rng: random.Random) -> Evidence:
    caption, scene = SCENES[order % len(SCENES)]
    at = visit.logged_at + datetime.timedelta(minutes=2 + order)
    key = files.new_key(at)
    with files.workroom() as room:
        picture = draw(scene, rng)
        picture.save(room / "photo", "JPEG", quality=82)
        picture.resize(SMALL).save(room / "small", "JPEG", quality=82)
        content = (room / "photo").read_bytes()
        files.keep(key, room / "photo", room / "small")
    return Evidence(
        uuid=uuid.UUID(int=rng.getrandbits(128), version=4),
        visit=visit,
        kind=Kind.JPEG,
        caption=caption,
        key=key,
        size=len(content),
        width=picture.width,
        height=picture.height,
        sent_sha256=hashlib.sha256(content).hexdigest(),
        giver=Giver.OFFICER,
        status=Status.KEPT,
        late=visit.confirmed_at is not None and at > visit.confirmed_at,
        by=visit.officer.user,
        at=at,
    )
