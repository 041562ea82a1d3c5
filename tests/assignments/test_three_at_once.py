"""A round approved, an assignment ended and an Excel import confirmed at the same moment, over the same communes."""

import datetime
import threading
import time
from dataclasses import dataclass
from functools import partial
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assignments import services as holding
from assignments.imports import services as imports
from assignments.imports.models import ImportJob
from assignments.imports.states import State
from assignments.models import Assignment, Officer, Unit
from assignments.rounds import services as rounds
from assignments.rounds.models import Round
from nammanh.accounts.actor import Actor
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.imports.sheets import checked, xlsx
from tests.rounds.making import EVE, START, a_round, decision
from tests.world import World, build_world

HEADINGS = ["Huyện", "Xã", "Họ tên", "Vai trò", "Từ ngày", "Số QĐ", "Ngày QĐ", "Cơ quan ban hành"]
ROLE = "Cán bộ tỉnh phụ trách xã"
DONE, RETIRED = "được", "Nghỉ hưu"
PAUSES = [*permutations((0.0, 0.02, 0.06)), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
"""How long each of the three waits before it starts, trial by trial: each gets to be first, and all start together."""


@dataclass(frozen=True)
class Scene:
    """A district of three communes, held; a round that gives all to one newcomer, a file that gives two to another."""

    communes: list[Unit]
    held: Assignment
    turn: Round
    job: ImportJob
    newcomer: Officer
    imported: Officer

    def leads(self, unit: Unit, day: datetime.date) -> list[Officer]:
        return [row.officer for row in Assignment.objects.filter(unit=unit, is_lead=True).on(day)]


def a_scene(world: World, by: Actor, number: int) -> Scene:
    """The assignment that is ended lies within the file in every other scene, else beside it."""
    district = make.DistrictFactory(name=f"Huyện Thử {number}", gso_code=f"9{number:02}", parent=world.province)
    communes = [make.CommuneFactory(name=f"Xã Thử {number}{letter}", parent=district) for letter in "ABC"]
    role = world.roles["province_officer_for_commune"]
    rows = [make.AssignmentFactory(unit=unit, role=role) for unit in communes]
    newcomer = make.OfficerFactory(full_name=f"Trần Thị Đợt {number}")
    imported = make.OfficerFactory(full_name=f"Lý Văn Tệp {number}")
    turn = a_round(world, by, name=f"Đợt thử {number}", unit=district)
    for line in turn.lines.all():
        rounds.set_line(turn=turn, unit=line.unit, line=line, officer=newcomer, role=role, by=by)
    cited = ["909-QĐ/TU", "30/06/2025", "Ban Thường vụ Tỉnh ủy"]
    lines = [[district.name, unit.name, imported.full_name, ROLE, "01/01/2027", *cited] for unit in communes[:2]]
    job = checked("assignments", xlsx([HEADINGS, *lines]), by)
    return Scene(communes, rows[number % 2 * 2], turn, job, newcomer, imported)


def at_once(pauses: tuple[float, ...], *actions) -> list[str]:
    """Each action in a thread and a connection of its own; "được", or the sentence that its person reads."""
    ready, outcomes = threading.Barrier(len(actions)), {}

    def run(number, action):
        try:
            connection.ensure_connection()
            ready.wait(30)
            time.sleep(pauses[number])
            action()
            outcomes[number] = DONE
        except ValidationError as refusal:
            outcomes[number] = " ".join(refusal.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return [outcomes[number] for number in range(len(actions))]


@pytest.mark.django_db(transaction=True)
def test_an_approval_an_end_and_an_import_at_once_lose_nothing_and_tell_the_losers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build_world()
    by = Actor(in_post("organisation", world.province, "Trưởng ban", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy"))
    document, winners = decision(), set()
    for number, pauses in enumerate(PAUSES):
        scene = a_scene(world, by, number)
        end = {"assignment": scene.held, "valid_to": EVE, "reason": RETIRED, "vacant": True}
        outcomes = at_once(
            pauses,
            partial(rounds.approve_round, turn=scene.turn, document=document, by=by),
            partial(holding.end_assignment, **end, by=by),
            partial(imports.confirm, job=scene.job, by=by),
        )
        _check(scene, *outcomes)
        winners.add(tuple(words == DONE for words in outcomes))
    assert len(winners) > 1, "one of the three always came first: the pauses prove nothing"


def _check(scene: Scene, approved: str, ended: str, imported: str) -> None:
    """What was told to each person is what the tables hold."""
    within_file = scene.held.unit in scene.communes[:2]
    for unit in scene.communes:
        assert len(scene.leads(unit, EVE)) == 1
        assert len(scene.leads(unit, START)) <= 1
    scene.held.refresh_from_db()
    scene.turn.refresh_from_db()
    scene.job.refresh_from_db()
    if approved == DONE:
        assert [scene.leads(unit, START) for unit in scene.communes] == [[scene.newcomer]] * 3
        assert ended == "Phân công này đã kết thúc. Hãy tải lại trang."
        assert imported.startswith("Dữ liệu vừa được người khác thay đổi ở 2 dòng của tệp.")
    else:
        assert approved.startswith("Chưa duyệt được, chưa có gì thay đổi:")
        assert "Người phụ trách hiện nay đã thay đổi" in approved
        assert not Assignment.objects.filter(officer=scene.newcomer).exists()
        assert DONE in (ended, imported)
    if imported == DONE:
        assert [scene.leads(unit, START) for unit in scene.communes[:2]] == [[scene.imported]] * 2
        assert within_file is (ended == "Phân công này đã kết thúc. Hãy tải lại trang.")
    else:
        assert imported.startswith("Dữ liệu vừa được người khác thay đổi")
        assert not Assignment.objects.filter(officer=scene.imported).exists()
    assert (scene.held.end_reason == RETIRED) is (ended == DONE)
    assert scene.turn.is_draft is (approved != DONE)
    assert (scene.job.state == State.DONE) is (imported == DONE)
