"""The province's virus scanner: asked about every file that is kept, and about waiting ones again."""

import contextlib
import socket
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from reports.evidence import files, scanning
from reports.evidence.models import Evidence
from tests.evidence import samples

VIRUS = b"pretended-virus"


def serve(server):
    """Talks as clamd does: reads INSTREAM's pieces, answers with a verdict."""
    while True:
        try:
            wire, _address = server.accept()
        except OSError:
            return
        with wire, wire.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!L", stream.read(4))[0]:
                content += stream.read(length)
            wire.sendall(b"stream: Eicar-Test FOUND\0" if VIRUS in content else b"stream: OK\0")


@contextlib.contextmanager
def clamd_at(server):
    server.listen()
    threading.Thread(target=serve, args=(server,), daemon=True).start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@pytest.fixture
def clamd(settings):
    server = socket.create_server(("127.0.0.1", 0))
    settings.EVIDENCE_CLAMD = f"tcp:127.0.0.1:{server.getsockname()[1]}"
    with clamd_at(server):
        yield


@pytest.fixture
def no_clamd(settings):
    """An address that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.EVIDENCE_CLAMD = f"tcp:127.0.0.1:{port}"


def infected(file):
    return "Ma-Doc" if VIRUS in file.read_bytes() else ""


def broken(file):
    raise scanning.Unreachable


def test_a_clean_file_passes_and_an_infected_one_is_refused(clamd, visit, officer, by):
    assert samples.add(visit, samples.PDF + b"x" * 200_000, by(officer), "a.pdf").evidence.status == "kept"
    with pytest.raises(ValidationError, match="phát hiện mã độc"):
        samples.add(visit, samples.PDF + VIRUS, by(officer), "b.pdf")
    assert Evidence.objects.count() == 1


def test_clamd_is_found_at_a_unix_socket_too(settings, tmp_path):
    settings.EVIDENCE_CLAMD = f"unix:{tmp_path / 'c.sock'}"
    file = tmp_path / "a"
    file.write_bytes(VIRUS)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "c.sock"))
    with clamd_at(server):
        assert scanning.found_in(file) == "Eicar-Test"


def test_a_scanner_of_ones_own_is_named_by_its_path(settings, visit, officer, by):
    settings.EVIDENCE_SCANNER = "tests.evidence.test_scanning.infected"
    with pytest.raises(ValidationError, match="phát hiện mã độc"):
        samples.add(visit, samples.PDF + VIRUS, by(officer), "b.pdf")


def test_without_an_answer_a_file_waits_and_goes_back_to_its_giver_only(
    no_clamd, visit, officer, commune_secretary, by, as_user
):
    evidence = samples.add(visit, samples.PDF, by(officer), "a.pdf").evidence
    assert evidence.status == "waiting"
    file, page = reverse("evidence:file", args=[evidence.uuid]), reverse("evidence:of_visit", args=[visit.uuid])
    assert as_user(officer).get(file).status_code == 200
    reader = as_user(commune_secretary)
    assert reader.get(file).status_code == 404
    assert "Chờ quét mã độc" in reader.get(page).text
    assert file not in reader.get(page).text


def test_the_command_asks_again_about_what_waits(no_clamd, settings, visit, officer, by, capsys):
    good = samples.add(visit, samples.PDF, by(officer), "a.pdf").evidence
    bad = samples.add(visit, samples.PDF + VIRUS, by(officer), "b.pdf").evidence
    call_command("scan_evidence")
    assert "còn chờ: 2" in capsys.readouterr().out
    settings.EVIDENCE_SCANNER = "tests.evidence.test_scanning.infected"
    call_command("scan_evidence")
    assert "sạch: 1, có mã độc: 1, còn chờ: 0" in capsys.readouterr().out
    assert [Evidence.objects.get(pk=row.pk).status for row in (good, bad)] == ["kept", "rejected"]
    assert (bad.steps.last().by, bad.steps.last().note) == (None, "Ma-Doc")


def test_new_signatures_are_tried_on_what_was_kept(
    settings, visit, officer, by, as_user, django_capture_on_commit_callbacks
):
    evidence = samples.add(visit, samples.PDF + VIRUS, by(officer), "a.pdf").evidence
    settings.EVIDENCE_SCANNER = "tests.evidence.test_scanning.infected"
    call_command("scan_evidence")
    assert Evidence.objects.get().status == "kept"
    with django_capture_on_commit_callbacks(execute=True):
        call_command("scan_evidence", all=True)
    assert not files.path_of(evidence.key).exists()
    page = as_user(officer).get(reverse("evidence:of_visit", args=[visit.uuid])).text
    assert "Đã xóa vì có mã độc: Phần mềm quét" in page


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_an_answer_that_is_no_verdict_is_no_pass(answer, settings, tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    settings.EVIDENCE_CLAMD = f"tcp:127.0.0.1:{server.getsockname()[1]}"

    def once():
        wire, _address = server.accept()
        with wire:
            wire.recv(1000)
            wire.sendall(answer)

    thread = threading.Thread(target=once, daemon=True)
    thread.start()
    file = tmp_path / "a"
    file.write_bytes(b"x")
    with server, pytest.raises(scanning.Unreachable):
        scanning.found_in(file)
    thread.join()
