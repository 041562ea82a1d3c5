"""Answers carried back to the people, and what communes ask to be corrected: the last steps of the illustration."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict

from nammanh.demo.diary import Diary, Told
from nammanh.demo.petitioning import Petitioning
from nammanh.demo.stage import Stage
from nammanh.platform.dates import local_date
from reports.feedback.models import CarriedBack, Petition, PetitionStep, Reaction
from reports.feedback.states import ANSWERED, Action
from reports.visits.models import Visit, VisitStep
from reports.visits.states import Action as VisitAction
from reports.visits.states import Status

SEED = 133
SHARE = 0.7
"""Of the answers that somebody could have told on a later visit, this many were told."""
CLOSED = 0.86
"""Of what was told and agreed to, this many are closed."""
SHARE_IN_TIME = 0.95
"""The same of those answered more than two months ago."""
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
        known = petition.demo_last
        later = next((told for told in visits[petition.unit_id] if told.visit.logged_at > known), None)
        if (
            later is None
            or later.visit.date <= answered
            or rng.random() > (SHARE if answered > stage.days_ago(60) else SHARE_IN_TIME)
        ):
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
    steps += _close_what_was_told(stage, rng, rows, petitions)
    PetitionStep.objects.bulk_create(steps, batch_size=1000)


def _close_what_was_told(
    stage: Stage, rng: random.Random, told: list[CarriedBack], petitions: Petitioning
) -> list[PetitionStep]:
    """The office closes most of what the people have been told of, some days later."""
    steps = []
    for row in told:
        closed = row.at + datetime.timedelta(days=rng.randint(2, 14))
        if closed < stage.now and row.reaction != Reaction.DISAGREED and rng.random() < CLOSED:
            steps.append(petitions.close(row.petition, closed))
    Petition.objects.bulk_update([step.petition for step in steps], ["status"], batch_size=500)
    return steps


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
