"""Two people at the same moment: approving one round twice, approving while an assignment ends."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assignments import services as holding
from assignments.models import Assignment
from assignments.rounds import services
from assignments.rounds.models import Round
from nammanh.accounts.actor import Actor
from tests.conftest import holder, in_post
from tests.factories import assignments as make
from tests.rounds.making import EVE, START, a_round, decision
from tests.world import build_world


@pytest.fixture
def scene(transactional_db):
    """A round that gives Sơn Phú to somebody else; the other communes stay vacant."""
    world = build_world()
    holder(world, "province_officer_for_commune", world.commune, "Nguyễn Văn Tỉnh")
    person = Actor(in_post("organisation", world.province, "Trưởng ban", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy"))
    turn = a_round(world, person)
    services.leave_vacant(turn=turn, by=person)
    line = turn.lines.get(unit=world.commune)
    newcomer = make.OfficerFactory(full_name="Trần Thị Mới")
    services.set_line(turn=turn, unit=world.commune, line=line, officer=newcomer, role=line.role, by=person)
    return world, person, turn, newcomer


def at_once(*actions) -> list[str]:
    """Run each action in a thread and a connection of its own, all starting together; what came of each."""
    ready, outcomes = threading.Barrier(len(actions)), {}

    def run(number, action):
        try:
            ready.wait(30)
            action()
            outcomes[number] = "được"
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


def test_of_two_approvals_at_once_one_takes_effect_and_the_other_is_told(scene):
    world, person, turn, newcomer = scene
    document = decision()

    def approve():
        services.approve_round(turn=turn, document=document, by=person)

    outcomes = sorted(at_once(approve, approve), key=lambda words: words != "được")
    assert outcomes[0] == "được"
    assert outcomes[1].startswith("Đợt này đã được Cao Thị Tổ Chức duyệt lúc")
    assert {(row.officer, row.valid_from) for row in Assignment.objects.filter(unit=world.commune, valid_to=None)} == {
        (newcomer, START)
    }
    assert Assignment.objects.filter(unit=world.commune).count() == 2


def test_an_end_and_an_approval_at_once_never_lose_one_another(scene):
    """Whoever comes second sees what the first has done: the end is refused, or the approval names the unit."""
    world, person, turn, newcomer = scene
    held, document = Assignment.objects.get(unit=world.commune), decision()

    def end():
        holding.end_assignment(assignment=held, valid_to=EVE, reason="Nghỉ hưu", vacant=True, by=person)

    def approve():
        services.approve_round(turn=turn, document=document, by=person)

    ended, approved = at_once(end, approve)
    held.refresh_from_db()
    leads = Assignment.objects.filter(unit=world.commune, valid_from=START)
    if approved == "được":
        assert ended == "Phân công này đã kết thúc. Hãy tải lại trang."
        assert (held.end_reason, held.left_vacant) == ("Phân công lại theo Quyết định 12-QĐ/TU", False)
        assert [row.officer for row in leads] == [newcomer]
    else:
        assert (ended, held.end_reason, held.left_vacant) == ("được", "Nghỉ hưu", True)
        assert "Xã Sơn Phú: Người phụ trách hiện nay đã thay đổi" in approved
        assert not leads.exists()
        assert Round.objects.get().is_draft


def test_a_successor_and_an_approval_at_once_leave_one_lead(scene):
    world, person, turn, _newcomer = scene
    held, document = Assignment.objects.get(unit=world.commune), decision()
    other, change = make.OfficerFactory(), make.DocumentFactory()

    def replace():
        holding.replace_holder(
            assignment=held, officer=other, document=change, valid_from=START, reason="Điều động", by=person
        )

    def approve():
        services.approve_round(turn=turn, document=document, by=person)

    outcomes = at_once(replace, approve)
    assert outcomes.count("được") == 1
    assert Assignment.objects.filter(unit=world.commune, is_lead=True).on(START).count() == 1
