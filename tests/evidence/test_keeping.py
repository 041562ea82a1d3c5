"""What becomes of evidence: its states, taking it back, and files that nobody knows."""

import os
import re
import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from reports.evidence import files, services, states
from reports.evidence.models import Evidence, EvidenceStep
from reports.evidence.services.steps import move
from reports.evidence.states import Action, Status
from tests.evidence import samples
from tests.factories.evidence import EvidenceFactory


@pytest.mark.parametrize("action", Action.values)
@pytest.mark.parametrize("status", Status.values)
def test_the_table_decides_on_every_step(status, action, visit, officer, by):
    evidence = EvidenceFactory(visit=visit, status=status)
    if states.may_follow(action, status):
        assert move(evidence, action, by(officer)).status == states.after(action)
        assert evidence.steps.last().status == states.after(action)
    else:
        with pytest.raises(ValidationError):
            move(evidence, action, by(officer))


PAIRS = [(before, after) for before in Status.values for after in Status.values if before != after]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_database_repeats_the_table(before, after, visit):
    evidence = EvidenceFactory(visit=visit, status=before)
    allowed = any(before in leaves and enters == after for leaves, enters in states.TRANSITIONS.values())
    with transaction.atomic() if allowed else pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(status=after)


def test_evidence_is_neither_changed_nor_deleted(visit):
    evidence = EvidenceFactory(visit=visit)
    for change in ({"caption": "khác"}, {"key": files.new_key(evidence.at)}, {"sent_sha256": "1" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Evidence.objects.filter(pk=evidence.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        EvidenceStep.objects.filter(evidence=evidence).update(note="khác")


def test_the_file_goes_when_the_mark_is_written_and_not_before(visit, officer, by, django_capture_on_commit_callbacks):
    evidence = samples.add(visit, samples.picture_bytes(), by(officer)).evidence
    with django_capture_on_commit_callbacks() as after:
        services.take_back(evidence=evidence, reason="Chụp nhầm", by=by(officer))
    assert files.path_of(evidence.key).exists()
    for callback in after:
        callback()
    assert not files.path_of(evidence.key).exists()
    assert not files.path_of(evidence.key, small=True).exists()
    step = evidence.steps.last()
    assert (step.action, step.by, step.note) == ("take_back", officer, "Chụp nhầm")


def test_taking_back_twice_is_once_and_only_the_giver_may(visit, officer, commune_secretary, office, by):
    evidence = EvidenceFactory(visit=visit)
    for person in (commune_secretary, office):
        with pytest.raises(PermissionDenied):
            services.take_back(evidence=evidence, reason="x", by=by(person))
    with pytest.raises(ValidationError, match="Ghi lý do"):
        services.take_back(evidence=evidence, reason=" ", by=by(officer))
    for _turn in range(2):
        services.take_back(evidence=evidence, reason="Chụp nhầm", by=by(officer))
    assert evidence.steps.filter(action="take_back").count() == 1


def test_a_secretary_gives_evidence_for_the_leader_and_both_names_are_kept(visit, officer, nobody, by):
    evidence = samples.add(visit, samples.PDF, by(officer, nobody), "a.pdf").evidence
    assert (evidence.by, evidence.secretary) == (officer, nobody)
    assert (evidence.steps.get().by, evidence.steps.get().secretary) == (officer, nobody)


def lost_file(hours) -> str:
    """A file without a row, written so long ago."""
    key = files.new_key(services.adding.timezone.now())
    path = files.path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    return key


def test_the_sweep_removes_what_nobody_knows_and_nothing_else(visit, officer, by, capsys):
    known = samples.add(visit, samples.picture_bytes(), by(officer)).evidence
    taken = samples.add(visit, samples.PDF, by(officer), "a.pdf").evidence
    services.take_back(evidence=taken, reason="Chụp nhầm", by=by(officer))  # its file waits for the commit
    for key in (known.key, taken.key):
        for small in (False, True):
            if files.path_of(key, small=small).exists():
                os.utime(files.path_of(key, small=small), (0, 0))
    old, new = lost_file(hours=7), lost_file(hours=1)
    (files.root() / "ghi-chu.txt").write_text("of somebody else")
    (files.root() / "dang-xu-ly" / "tmpold").mkdir()
    os.utime(files.root() / "dang-xu-ly" / "tmpold", (0, 0))
    call_command("sweep_evidence")
    assert "2 tệp không còn dòng ghi" in capsys.readouterr().out
    assert files.path_of(known.key).exists()
    assert files.path_of(known.key, small=True).exists()
    assert not files.path_of(taken.key).exists()
    assert not files.path_of(old).exists()
    assert files.path_of(new).exists(), "its row may be a moment away"
    assert (files.root() / "ghi-chu.txt").exists()
    assert not (files.root() / "dang-xu-ly" / "tmpold").exists()


def test_the_sweep_names_rows_whose_file_is_gone(visit, capsys):
    lost = EvidenceFactory(visit=visit)
    EvidenceFactory(visit=visit, status="taken_back")
    call_command("sweep_evidence")
    assert f"Mất tệp: {lost.uuid}" in capsys.readouterr().out


def test_a_key_that_is_not_ours_names_no_file():
    for key in ("../../etc/passwd", "2026/11/../../secret_key", "2026/11/" + "g" * 32, ""):
        with pytest.raises(ValueError, match=re.escape(key) or "^$"):
            files.path_of(key)
