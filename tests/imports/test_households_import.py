"""A commune's households from a sheet: what is wrong is told at its line and column, what is right is written."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assignments.imports import services
from assignments.imports.kinds import households
from assignments.imports.models import ImportJob
from assignments.imports.states import Outcome, State
from assignments.models import Household
from assignments.services import edit_household
from nammanh.accounts.actor import Actor
from tests.conftest import in_post
from tests.imports.sheets import HOUSEHOLDS, check, checked, faults, outcomes, uploaded, xls, xlsx
from tests.world import build_world

GOOD = ["Ấp 1", "Tổ 1", "H-01", "Nguyễn Văn A", 4, "x"]
LONG = "Nguyễn " * 20


def line(**changes):
    """A right line with some cells changed; the keys are the letters of the columns."""
    cells = dict(zip("ABCDEF", GOOD, strict=True)) | changes
    return [cells[letter] for letter in "ABCDEF"]


BAD = [
    ({"A": ""}, "A", "missing"),
    ({"A": "Ấp 9"}, "A", "unknown"),
    ({"A": "=B2"}, "A", "formula"),
    ({"A": "#N/A"}, "A", "cell_error"),
    ({"A": datetime.datetime(2026, 1, 2)}, "A", "not_text"),
    ({"B": "Tổ 77"}, "B", "unknown"),
    ({"B": "=1+1"}, "B", "formula"),
    ({"C": None}, "C", "missing"),
    ({"C": "H" * 31}, "C", "too_long"),
    ({"C": "079203001234"}, "C", "private"),
    ({"C": datetime.datetime(2026, 1, 2)}, "C", "not_text"),
    ({"C": True}, "C", "not_text"),
    ({"D": LONG}, "D", "too_long"),
    ({"D": "Lê Văn Bảy 0903123456"}, "D", "private"),
    ({"D": "=A1"}, "D", "formula"),
    ({"D": False}, "D", "not_text"),
    ({"E": 41}, "E", "bad_number"),
    ({"E": "bốn"}, "E", "bad_number"),
    ({"E": datetime.datetime(2026, 4, 3)}, "E", "not_text"),
    ({"F": "hình như có"}, "F", "bad_yes_no"),
    ({"F": "=TRUE()"}, "F", "formula"),
]
TITLE = [["ỦY BAN NHÂN DÂN XÃ SƠN PHÚ"], ["DANH SÁCH HỘ GIA ĐÌNH NĂM 2026"], []]


@pytest.fixture
def keeper(commune_secretary, by):
    return by(commune_secretary)


def test_every_kind_of_fault_is_told_at_its_own_line_and_column_and_only_right_lines_are_written(world, keeper):
    """Twenty kinds and one, ten times each, among right lines; a title and a blank line stand above the headings."""
    lines, expected = [*TITLE, HOUSEHOLDS], set()
    for times in range(10):
        for place, (change, letter, fault) in enumerate(BAD):
            lines.append(line(C=f"OK-{times}-{place}"))
            lines.append(line(**{"C": f"BAD-{times}-{place}", **change}))
            expected.add((len(lines), letter, fault))
    job = checked("households", xlsx(lines), keeper, world.commune)
    assert faults(job) == expected
    assert Household.objects.count() == 1
    services.confirm(job=job, by=keeper)
    job.refresh_from_db()
    assert (job.state, job.counts) == (State.DONE, {"created": 210, "error": 210})
    assert not Household.objects.filter(code__startswith="BAD").exists()
    assert Household.objects.filter(code__startswith="OK", unit=world.group, size_band="3-4").count() == 210
    assert set(job.rows.values_list("line", flat=True)) == {number for number, _letter, _fault in expected}


def test_a_file_imported_twice_changes_nothing(world, keeper):
    lines = [HOUSEHOLDS, line(), line(A="Ấp 1", B=None, C=12, D=None)]
    services.confirm(job=checked("households", xlsx(lines), keeper, world.commune), by=keeper)
    before = list(Household.objects.order_by("pk").values())
    again = checked("households", xlsx(lines), keeper, world.commune)
    assert set(outcomes(again).values()) == {Outcome.SKIPPED}
    services.confirm(job=again, by=keeper)
    assert list(Household.objects.order_by("pk").values()) == before


def test_confirming_twice_writes_once(world, keeper):
    job = checked("households", xlsx([HOUSEHOLDS, line()]), keeper, world.commune)
    services.confirm(job=job, by=keeper)
    services.confirm(job=job, by=keeper)
    assert Household.objects.filter(code="H-01").count() == 1


def test_a_household_on_record_is_changed_and_blank_cells_leave_it(world, keeper):
    world.household.householder = "Trần Văn Hộ"
    world.household.save()
    code = world.household.code
    job = checked("households", xlsx([HOUSEHOLDS, line(C=code, D=None, E=7)]), keeper, world.commune)
    assert outcomes(job) == {2: Outcome.CHANGED}
    services.confirm(job=job, by=keeper)
    world.household.refresh_from_db()
    assert (world.household.householder, world.household.size_band) == ("Trần Văn Hộ", "7+")
    assert world.household.officially_poor


def test_a_line_repeated_in_the_file_is_refused_and_names_the_first(world, keeper):
    job = checked("households", xlsx([HOUSEHOLDS, line(), line(D="Người khác")]), keeper, world.commune)
    assert outcomes(job) == {2: Outcome.CREATED, 3: Outcome.ERROR}
    assert "dòng 2" in job.rows.get(line=3).faults[0]["why"]


@pytest.mark.parametrize("heading", ["Tôn giáo", "Số CCCD", "SĐT chủ hộ", "Tình trạng bệnh tật", "Đảng viên"])
def test_forbidden_columns_refuse_the_file_and_nothing_of_it_is_kept(world, keeper, heading, settings):
    with pytest.raises(ValidationError, match="Bỏ cột này"):
        uploaded("households", xlsx([[*HOUSEHOLDS, heading], [*line(), "x"]]), keeper, world.commune)
    assert not ImportJob.objects.exists()
    assert [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()] == []


def test_columns_that_nobody_matched_are_not_kept(world, keeper):
    job = uploaded("households", xlsx([[*HOUSEHOLDS, "Ghi chú"], [*line(), "điều riêng"]]), keeper, world.commune)
    assert "điều riêng" not in str(job.rows.get().cells)


def test_lines_of_another_commune_are_refused(world, keeper):
    lines = [["Xã", *HOUSEHOLDS], ["Lương Phú", *line()], ["Xã Sơn Phú", *line()]]
    job = checked("households", xlsx(lines), keeper, world.commune)
    assert outcomes(job) == {2: Outcome.ERROR, 3: Outcome.CREATED}


def test_old_xls_in_tcvn3_with_two_rows_of_merged_headings_is_read(world, keeper):
    head = [["§Þa bµn", None, "M· hé", "Chñ hé", "Sè ng­êi"], ["Êp", "Tæ", None, None, None]]
    job = checked("households", xls([*head, ["Êp 1", "Tæ 1", 7, "NguyÔn V¨n Tý", 4.0]]), keeper, world.commune)
    assert (job.encoding, outcomes(job)) == ("tcvn3", {3: Outcome.CREATED})
    services.confirm(job=job, by=keeper)
    household = Household.objects.get(code="7")
    assert (household.householder, household.unit, household.size_band) == ("Nguyễn Văn Tý", world.group, "3-4")


def test_an_exception_while_writing_leaves_nothing_and_the_import_can_be_confirmed_again(world, keeper, monkeypatch):
    job = checked("households", xlsx([HOUSEHOLDS, line(), line(C="H-02")]), keeper, world.commune)

    def die(*args, **kwargs):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(Household.objects, "bulk_update", die)
        with pytest.raises(RuntimeError):
            services.confirm(job=job, by=keeper)
    assert not Household.objects.filter(code__startswith="H-0").exclude(pk=world.household.pk).exists()
    services.confirm(job=job, by=keeper)
    assert Household.objects.filter(code__in=["H-01", "H-02"]).count() == 2


def test_a_check_that_died_goes_on_where_it_was(world, keeper, monkeypatch):
    monkeypatch.setattr("assignments.imports.services.checking.CHUNK", 2)
    job = uploaded("households", xlsx([HOUSEHOLDS, *[line(C=f"H-{n}") for n in range(5)]]), keeper, world.commune)
    services.check_some(job=job, by=keeper, seconds=0)
    assert list(outcomes(job).values()).count(Outcome.UNCHECKED) == 3
    assert set(outcomes(check(job, keeper)).values()) == {Outcome.CREATED}


def test_what_was_changed_since_the_check_is_shown_again_instead_of_overwritten(world, keeper):
    household = world.household
    lines = [HOUSEHOLDS, line(C=household.code, D="Tên trong tệp"), line()]
    job = checked("households", xlsx(lines), keeper, world.commune)
    edit_household(household=household, unit=world.group, code=household.code, householder="Sửa tay", by=keeper)
    with pytest.raises(ValidationError, match="người khác thay đổi ở 1 dòng"):
        services.confirm(job=job, by=keeper)
    household.refresh_from_db()
    assert household.householder == "Sửa tay"
    assert not Household.objects.filter(code="H-01").exists()
    services.confirm(job=job, by=keeper)
    household.refresh_from_db()
    assert household.householder == "Tên trong tệp"


def test_only_the_communes_own_committee_imports_its_households(world, keeper, by, organiser, stranger):
    for person, commune in ((organiser, world.commune), (stranger, world.commune), (keeper.user, world.neighbour)):
        with pytest.raises(PermissionDenied):
            services.upload(kind="households", file=xlsx([HOUSEHOLDS, line()]), by=by(person), commune=commune)
    job = checked("households", xlsx([HOUSEHOLDS, line()]), keeper, world.commune)
    for person in (organiser, stranger):
        assert job not in ImportJob.objects.visible_to(person)


def test_reading_the_lines_takes_the_same_queries_for_few_and_many(world, keeper, django_assert_num_queries):
    for count in (1, 30):
        job = uploaded("households", xlsx([HOUSEHOLDS, *[line(C=f"Q{count}-{n}") for n in range(count)]]), keeper,
                       world.commune)  # fmt: skip
        with django_assert_num_queries(10):
            services.check_some(job=job, by=keeper)


@pytest.mark.django_db(transaction=True)
def test_two_people_importing_at_the_same_moment_lose_nothing():
    world = build_world()
    people = [
        in_post("commune_committee", world.commune, "Bí thư", f"Người {n}", "Đảng ủy xã Sơn Phú") for n in range(2)
    ]
    files = [
        [HOUSEHOLDS, line(C="CHUNG", D="Tên một"), line(C="RIENG-1")],
        [HOUSEHOLDS, line(C="CHUNG", D="Tên hai"), line(C="RIENG-2")],
    ]
    jobs = [
        checked("households", xlsx(file), Actor(person), world.commune)
        for person, file in zip(people, files, strict=True)
    ]
    ready, refused = threading.Barrier(2), []

    def confirm(job, person):
        try:
            ready.wait(30)
            services.confirm(job=job, by=Actor(person))
        except ValidationError:
            refused.append(job)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=pair) for pair in zip(jobs, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(refused) == 1
    loser = ImportJob.objects.get(pk=refused[0].pk)
    winner = next(job for job in jobs if job.pk != loser.pk)
    assert (loser.state, outcomes(loser)) == (State.CHECKED, {2: Outcome.CHANGED, 3: Outcome.CREATED})
    shared = Household.objects.get(code="CHUNG")
    assert shared.householder == {jobs[0].pk: "Tên một", jobs[1].pk: "Tên hai"}[winner.pk]
    services.confirm(job=loser, by=Actor(loser.user))
    assert set(Household.objects.filter(code__contains="RIENG").values_list("code", flat=True)) == {
        "RIENG-1",
        "RIENG-2",
    }


def test_the_columns_of_a_household_are_only_the_allowed_ones():
    allowed = {"commune", "hamlet", "group", "code", "householder", "size", "poor"}
    assert {column.code for column in households.COLUMNS} == allowed
