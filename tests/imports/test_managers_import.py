"""Units, officers and assignments from sheets: created, changed, ended, skipped, asked about."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from assignments.imports import services
from assignments.imports.queries import questions
from assignments.imports.states import Outcome
from assignments.models import Assignment, LegalDocument, Officer, Unit
from tests.factories import assignments as make
from tests.imports.sheets import check, checked, faults, outcomes, xlsx

UNITS = ["Mã xã", "Thuộc ấp", "Loại", "Tên ấp, khu phố, tổ", "Mã đơn vị", "Từ ngày", "Đến hết ngày"]
OFFICERS = ["Họ và tên", "Nhóm cán bộ", "Chức vụ", "Cơ quan", "SĐT", "Chuyên môn"]
HOLDING = ["Huyện", "Xã", "Họ tên", "Vai trò", "Từ ngày", "Đến ngày", "Số QĐ", "Ngày QĐ", "Cơ quan ban hành"]
ROLE = "Cán bộ tỉnh phụ trách xã"
DECISION = ["909-QĐ/TU", "30/06/2025", "Ban Thường vụ Tỉnh ủy"]


@pytest.fixture
def manager(organiser, by):
    return by(organiser)


def test_units_are_created_skipped_ended_and_never_renamed(world, manager):
    make.HamletFactory(name="5", parent=world.commune, gso_code="55555")
    lines = [
        UNITS,
        [29014, None, "Ấp", "7", None, "01/01/2020", None],
        ["29014", None, None, "Ấp 1", None, None, None],
        ["29014", "Ấp 1", "Tổ NDTQ", "9", None, "2020-05-01", None],
        ["29014", None, "Khu phố", "1", None, None, None],
        ["29014", None, "Ấp", "Mới", "55555", "01/01/2024", None],
        ["29011", None, "Ấp", "2", None, None, "31/12/2025"],
        ["29014", None, None, "Không rõ", None, None, None],
    ]
    job = checked("units", xlsx(lines), manager)
    assert faults(job) == {(5, "C", "needs_reform"), (6, "E", "needs_reform"), (8, "C", "missing")}
    services.confirm(job=job, by=manager)
    assert Unit.objects.get(name="7", level="hamlet").parent == world.commune
    assert Unit.objects.get(name="9", level="group").hamlet == world.hamlet
    world.neighbour_hamlet.refresh_from_db()
    assert world.neighbour_hamlet.valid_to == datetime.date(2025, 12, 31)
    again = checked("units", xlsx(lines), manager)
    assert {number for number, outcome in outcomes(again).items() if outcome == Outcome.SKIPPED} == {2, 3, 4, 7}
    assert not set(outcomes(again).values()) & {Outcome.CREATED, Outcome.CHANGED, Outcome.ENDED}


def test_officers_come_with_post_phone_and_expertise_and_twice_is_nothing(world, manager):
    make.PostFactory(name="Phó Giám đốc")
    agency = make.AgencyFactory(unit=world.province, name="Sở Y tế", kind="department")
    field = make.FieldFactory(name="Y tế")
    lines = [OFFICERS, ["Lê Văn Bảy", "Lãnh đạo sở, ban, ngành", "Phó giám đốc", "Sở Y tế", 903123456, "y tế"]]
    services.confirm(job=checked("officers", xlsx(lines), manager), by=manager)
    officer = Officer.objects.get(full_name="Lê Văn Bảy")
    assert (officer.phone, officer.positions.get().agency, officer.expertise.get()) == ("0903123456", agency, field)
    assert outcomes(checked("officers", xlsx(lines), manager)) == {2: Outcome.SKIPPED}


@pytest.mark.parametrize(("answer", "people"), [("own", 1), ("new", 2), ("skip", 1)])
def test_a_name_without_accents_is_asked_about_before_anything_is_written(world, manager, answer, people):
    known = make.OfficerFactory(full_name="Lê Văn Bảy", source_group="civil_servant")
    lines = [[*OFFICERS[:2], "SĐT"], ["Le Van Bay", "Công chức", "0903123456"]]
    job = checked("officers", xlsx(lines), manager)
    (question,) = questions(job)
    assert (outcomes(job), question.asked["options"][0][0]) == ({2: Outcome.QUESTION}, str(known.pk))
    job = services.answer(job=job, answers={question.key: str(known.pk) if answer == "own" else answer}, by=manager)
    services.confirm(job=check(job, manager), by=manager)
    assert Officer.objects.filter(search="le van bay").count() == people
    known.refresh_from_db()
    assert known.phone == ("0903123456" if answer == "own" else "")


def test_assignments_are_created_handed_over_ended_and_skipped(world, manager):
    make.MandateFactory()
    first, second = make.OfficerFactory(full_name="Lê Văn Bảy"), make.OfficerFactory(full_name="Võ Thị Tám")
    old = make.AssignmentFactory(officer=first, unit=world.commune, role=world.roles["province_officer_for_commune"])
    ending = make.AssignmentFactory(officer=first, unit=world.neighbour, role=old.role)
    lines = [
        HOLDING,
        ["Giồng Trôm", "Sơn Phú", "Võ Thị Tám", ROLE, "01/07/2025", None, *DECISION],
        ["Giồng Trôm", "Xã Lương Phú", "Lê Văn Bảy", ROLE, "01/01/2016", "30/06/2025", *DECISION],
        ["Ba Tri", "An Đức", "Võ Thị Tám", ROLE, datetime.datetime(2025, 7, 1), None, *DECISION],
    ]
    job = checked("assignments", xlsx(lines), manager)
    assert outcomes(job) == {2: Outcome.CHANGED, 3: Outcome.ENDED, 4: Outcome.CREATED}
    assert Assignment.objects.count() == 2
    services.confirm(job=job, by=manager)
    old.refresh_from_db()
    ending.refresh_from_db()
    assert (old.valid_to, ending.valid_to) == (datetime.date(2025, 6, 30), datetime.date(2025, 6, 30))
    successor = Assignment.objects.get(unit=world.commune, officer=second)
    assert (successor.taken_over_from, successor.document.number) == (old, "909-QĐ/TU")
    assert LegalDocument.objects.filter(number="909-QĐ/TU").count() == 1
    again = checked("assignments", xlsx(lines), manager)
    assert set(outcomes(again).values()) == {Outcome.SKIPPED}


def test_what_an_assignment_may_not_be_is_told_at_its_column(world, manager):
    make.MandateFactory()
    make.OfficerFactory(full_name="Lê Văn Bảy", valid_from=datetime.date(2020, 1, 1))
    make.OfficerFactory(full_name="Võ Thị Tám")
    make.AssignmentFactory(unit=world.far_commune, role=world.roles["province_officer_for_commune"],
                           valid_from=datetime.date(2025, 1, 1))  # fmt: skip
    right = ["Giồng Trôm", "Sơn Phú", "Lê Văn Bảy", ROLE, "01/07/2025", None, *DECISION]

    def but(**changes):
        return [changes.get(letter, cell) for letter, cell in zip("ABCDEFGHI", right, strict=True)]

    lines = [
        HOLDING,
        right,
        but(B="Xã Không Có"),
        but(C="Người Lạ"),
        but(D="Cán bộ xã phụ trách ấp"),
        but(D="Vai trò lạ"),
        but(E="32/13/2025"),
        but(E="01/07/2019", B="Lương Phú"),
        but(F="01/01/2024"),
        but(G="77-QĐ/TU", H=None),
        but(A="Ba Tri", B="An Đức", E="01/01/2025"),
        but(C="Võ Thị Tám"),
        but(G=None),
    ]
    assert faults(checked("assignments", xlsx(lines), manager)) == {
        (3, "B", "unknown"),
        (4, "C", "unknown"),
        (5, "D", "conflict"),
        (6, "D", "unknown"),
        (7, "E", "bad_date"),
        (8, "E", "outside_life"),
        (9, "F", "dates_order"),
        (10, "G", "unknown"),
        (11, "C", "lead_taken"),
        (12, "", "repeated"),
        (13, "G", "missing"),
    }


def test_a_commune_does_not_import_what_ban_to_chuc_owns(world, commune_secretary, stranger, by):
    for person in (commune_secretary, stranger):
        for kind in ("units", "officers", "assignments"):
            with pytest.raises(PermissionDenied):
                services.upload(kind=kind, file=xlsx([OFFICERS]), by=by(person))
