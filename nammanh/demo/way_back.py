"""Answers carried back to the people, and what communes ask to be corrected: the last steps of the illustration."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict

from nammanh.demo.diary import Diary, Told
from nammanh.demo.petitioning import Petitioning
from nammanh.demo.stage import Stage
from nammanh.platform.dates import local_date
from reports.feedback.models import CarriedBack, PetitionStep, Reaction
from reports.feedback.states import ANSWERED, Action
from reports.visits.models import Visit, VisitStep
from reports.visits.states import Action as VisitAction
from reports.visits.states import Status

SEED = 133
SHARE = 0.7
"""Of the answers that somebody could have told on a later visit, this many were told."""
ASKED = 0.08
"""Of the visits that wait for their commune, this many are asked to be corrected."""

_NOTES: dict[str, tuple[str, ...]] = {
    Reaction.AGREED: ("", "Bà con ghi nhận cách giải quyết.", "Bà con cảm ơn các ngành đã trả lời cụ thể."),
    Reaction.DISAGREED: ("Bà con đề nghị làm sớm hơn thời hạn đã nêu.", "Bà con chưa rõ nguồn kinh phí."),
    Reaction.ADDED: ("Bà con đề nghị mở rộng thêm đoạn giáp ranh.",),
}
_CORRECTIONS = (
    "Đoàn đến ấp khác với ấp đã ghi, đề nghị xem lại địa bàn.",
    "Ngày đi lệch một ngày so với sổ công tác của xã.",
    "Thành phần dự có cả Mặt trận xã, đề nghị ghi bổ sung.",
)


def write_way_back(stage: Stage, diary: Diary, petitions: Petitioning) -> None:
    """Call it when visits and petitions are stored."""
    rng = random.Random(SEED)  # noqa: S311  chance, not secrecy
    _carry_back(stage, rng, diary, petitions)
    _ask_to_correct(stage, rng, diary)


def _carry_back(stage: Stage, rng: random.Random, diary: Diary, petitions: Petitioning) -> None:
    visits: dict[int, list[Told]] = defaultdict(list)
    for told in sorted(diary.told, key=lambda told: told.visit.date):
        visits[told.unit.pk].append(told)
    rows, steps = [], []
    for petition in petitions.rows:
        if petition.status not in ANSWERED or petition.answered_at is None:
            continue
        answered = local_date(petition.answered_at)
        later = next((told for told in visits[petition.unit_id] if told.visit.date > answered), None)
        if later is None or rng.random() > SHARE:
            continue
        reaction = rng.choices(list(_NOTES), weights=[80, 12, 8])[0]
        row = CarriedBack(
            petition=petition,
            answered_at=petition.answered_at,
            visit=later.visit,
            officer=later.visit.officer,
            reaction=reaction,
            note=rng.choice(_NOTES[reaction]),
            entered_by=later.visit.entered_by,
            at=later.visit.logged_at,
        )
        rows.append(row)
        steps.append(
            PetitionStep(
                petition=petition,
                action=Action.CARRY,
                status=petition.status,
                department=petition.department,
                note=f"{Reaction(reaction).label}. {row.note}".strip(),
                by=later.user,
                at=later.visit.logged_at,
            )
        )
    CarriedBack.objects.bulk_create(rows, batch_size=1000)
    PetitionStep.objects.bulk_create(steps, batch_size=1000)


def _ask_to_correct(stage: Stage, rng: random.Random, diary: Diary) -> None:
    steps = []
    for told in diary.told:
        visit = told.visit
        commune = stage.units.get(told.unit.commune_id, told.unit)
        at = visit.logged_at + datetime.timedelta(hours=5)
        if visit.status != Status.DONE or at > stage.now or rng.random() > ASKED:
            continue
        visit.correction = rng.choice(_CORRECTIONS)
        clerk = diary.roster.committees[commune.gso_code].user
        steps.append(
            VisitStep(visit=visit, action=VisitAction.ASK, status=visit.status, note=visit.correction, by=clerk, at=at)
        )
    Visit.objects.bulk_update([step.visit for step in steps], ["correction"])
    VisitStep.objects.bulk_create(steps)
