"""A thousand damaged and malicious files: none breaks a page, none takes long, nothing that runs is ever handed out.

What is measured is computing time, not the clock: other programs may keep the machine busy.
"""

import resource
import time
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image

from reports.evidence import pictures, recoding
from reports.evidence.examining import examine
from reports.evidence.models import Kind
from tests.evidence import samples
from tests.evidence.mutations import PAGE, TRAPS, mutants

SECONDS = 2
HARMLESS = {
    "image/jpeg",
    "image/png",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TWO_FACED = {"hai-mat.jpg", "hai-mat.png", "hai-mat.pdf", "ghi-chu.jpg"}
"""Whole files with more in or behind them: of pictures only the picture is kept, papers are only downloads."""


def recode_here(*paths):
    """The same program, without a process of its own for each of a thousand files."""
    try:
        return recoding.recode(*paths)
    except recoding.Refused as refusal:
        return {"refused": str(refusal)}


def kind_kept(name, content, folder):
    """What becomes of a file: the kind that is kept, or nothing."""
    room = folder / uuid.uuid4().hex
    room.mkdir()
    sent = room / "sent"
    sent.write_bytes(content)
    try:
        cleaned = examine(sent, name, room)
    except ValidationError:
        return None
    if cleaned.kind in {"jpeg", "png"}:
        with Image.open(cleaned.file) as picture:
            assert (picture.format, max(picture.size) <= 2560) == (cleaned.kind.upper(), True)
            assert not picture.getexif()
        assert PAGE not in cleaned.file.read_bytes()
    return cleaned.kind


def test_a_thousand_damaged_files_are_kept_clean_or_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "_run", recode_here)
    outcomes = {}
    for number, (name, content) in enumerate(mutants(1000)):
        before = time.process_time()
        kind = kind_kept(name, content, tmp_path)
        assert time.process_time() - before < SECONDS, (number, name)
        outcomes[kind] = outcomes.get(kind, 0) + 1
    assert set(outcomes) <= {*Kind.values, None}
    assert outcomes[None] > 300, "the damage is noticed"
    assert sum(outcomes.values()) - outcomes[None] > 100, "and not everything is refused"


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_answered_and_what_is_kept_cannot_run(name, visit, officer, as_user):
    content = TRAPS[name]()
    browser = as_user(officer)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime + time.process_time()
    answer = browser.post(
        reverse("evidence:add", args=[visit.uuid]),
        {"file": samples.upload(content, name), "uuid": str(uuid.uuid4())},
        headers={"Accept": "application/json"},
    )
    taken = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime + time.process_time() - before
    assert taken < SECONDS + 1, "with the start of the process"
    assert answer.status_code in {201, 422}
    assert (answer.status_code == 201) == (name in TWO_FACED)
    for evidence in visit.evidence.all():
        given = browser.get(reverse("evidence:file", args=[evidence.uuid]))
        assert given["Content-Type"] in HARMLESS
        assert given["X-Content-Type-Options"] == "nosniff"
        assert given["Content-Security-Policy"].startswith("sandbox")
        if evidence.is_picture:
            assert PAGE not in given.content
        else:
            assert given["Content-Disposition"].startswith("attachment")
