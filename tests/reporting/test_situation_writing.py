"""Drafting a report from the period's records, editing it, taking up what came later."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nammanh.platform.dates import today
from reports.reporting import queries, services
from reports.reporting.models import SentenceSource, SituationReport
from reports.reporting.services import Line
from tests.factories import assignments as make
from tests.factories.reporting import last_month, report_on
from tests.factories.reports import CommentFactory, DraftFactory, PetitionFactory, ReplyTermFactory, VisitFactory

START, END = last_month()
DAY = START + datetime.timedelta(days=9)


def visit_of(officer, unit, **fields):
    return VisitFactory(**{"officer": officer.officer, "unit": unit, "date": DAY, **fields})


@pytest.fixture
def drafted(officer, standing_member, by):
    def make_it(start=START, end=END, addressee=standing_member, person=officer):
        return services.draft_report(
            uuid=uuid.uuid4(), start=start, end=end, addressee=addressee.officer, by=by(person)
        )

    return make_it


def sentences(report):
    return [(row.section, row.sphere, row.text) for row in report.sentences.all()]


def as_lines(report, **changed):
    rows = report.sentences.all()
    return [Line(row.section, row.sphere, changed.get(f"s{row.pk}", row.text), row.pk) for row in rows]


def test_a_draft_says_what_the_records_of_the_period_say(world, officer, drafted):
    day = f"{DAY:%d/%m/%Y}"
    cell = visit_of(
        officer,
        world.hamlet,
        type="party_cell_meeting",
        highlights="Chi bộ sinh hoạt đúng kỳ.",
        difficulties="Thiếu đảng viên trẻ",
    )
    visit = visit_of(officer, world.commune, highlights="Nạo vét kênh.\nĐắp đập tạm.", advantages="Dân đồng tình.")
    comment = CommentFactory(visit=visit)
    ReplyTermFactory()
    asked = PetitionFactory(visit=visit, category="proposal", content="Xin làm cầu.", whose="people")
    hot = PetitionFactory(visit=visit, category="hot_issue", content="Tranh chấp đất", whose="members")
    report = drafted()
    assert sorted(sentences(report)) == sorted(
        [
            ("highlights", "party", f"Ấp 1, Xã Sơn Phú ({day}): Chi bộ sinh hoạt đúng kỳ."),
            ("difficulties", "party", f"Ấp 1, Xã Sơn Phú ({day}): Thiếu đảng viên trẻ."),
            ("highlights", "people", f"Xã Sơn Phú ({day}): Nạo vét kênh. Đắp đập tạm."),
            ("advantages", "people", f"Xã Sơn Phú ({day}): Dân đồng tình."),
            (
                "highlights",
                "party",
                f"Xã Sơn Phú ({day}): đã góp ý với cấp ủy: {comment.matter}; đề xuất: {comment.proposal}.",
            ),
            ("proposals", "people", f"Xã Sơn Phú ({day}): Xin làm cầu."),
            ("difficulties", "party", f"Xã Sơn Phú ({day}): vấn đề bức xúc: Tranh chấp đất."),
        ]
    )
    behind = {row.sentence.text: row for row in SentenceSource.objects.filter(report=report)}
    assert behind[f"Xã Sơn Phú ({day}): Xin làm cầu."].petition == asked
    assert behind[f"Ấp 1, Xã Sơn Phú ({day}): Thiếu đảng viên trẻ."].visit == cell
    assert {row.petition_id for row in behind.values()} == {None, asked.pk, hot.pk}
    assert [row.unit for row in report.places.all()] == [world.commune]


def test_only_ones_own_records_of_the_period_that_have_a_reader_are_drafted(world, officer, hamlet_officer, drafted):
    visit_of(hamlet_officer, world.hamlet)
    visit_of(officer, world.commune, date=START - datetime.timedelta(days=1))
    visit_of(officer, world.commune, date=END + datetime.timedelta(days=1))
    visit_of(officer, world.commune, status="planned", highlights="")
    kept = visit_of(officer, world.commune, highlights="Đúng kỳ.")
    DraftFactory(visit=kept)
    CommentFactory(visit=kept, status="draft", number=None, visibility="private")
    report = drafted()
    assert [text for _section, _sphere, text in sentences(report)] == [f"Xã Sơn Phú ({DAY:%d/%m/%Y}): Đúng kỳ."]


def test_a_word_to_the_superior_is_asked_of_the_superior_and_not_of_the_communes_committee(
    world, officer, household_officer, commune_secretary, drafted
):
    CommentFactory(visit=visit_of(officer, world.commune), visibility="superior")
    assert ("proposals", "party") in {row[:2] for row in sentences(drafted())}
    own = visit_of(household_officer, world.group, tier=world.tiers[2])
    CommentFactory(visit=own, visibility="superior")
    report = drafted(person=household_officer, addressee=commune_secretary)
    assert report.holder_level == "commune"
    assert [row[:2] for row in sentences(report)] == [("highlights", "people")]


def test_what_a_person_typed_is_never_written_over_and_later_records_are_offered(world, officer, drafted, by):
    visit_of(officer, world.commune, highlights="Câu thứ nhất.")
    report = drafted()
    [first] = report.sentences.all()
    services.save_report(
        report=report,
        lines=[
            Line("highlights", "people", "Tôi tự viết câu này.", first.pk),
            Line("proposals", "party", "Xin cán bộ."),
        ],
        revision=0,
        by=by(officer),
    )
    visit_of(officer, world.commune, highlights="Câu đến sau.", difficulties="Khó.")
    offers = queries.offered(report)
    assert [(piece.section, piece.part) for piece in offers] == [
        ("difficulties", "difficulties"),
        ("highlights", "highlights"),
    ]
    assert services.take_offered(report=report, keys=[offers[1].key], by=by(officer)) == 1
    assert services.set_aside(report=report, keys=[offers[0].key], by=by(officer)) == 1
    assert queries.offered(report) == []
    assert services.take_offered(report=report, keys=[offers[1].key], by=by(officer)) == 0
    assert [text for *_block, text in sentences(report)] == [
        "Tôi tự viết câu này.",
        "Xin cán bộ.",
        f"Xã Sơn Phú ({DAY:%d/%m/%Y}): Câu đến sau.",
    ]
    edited = report.sentences.get(pk=first.pk)
    assert edited.drafted.endswith("Câu thứ nhất.")
    assert edited.sources.get().visit_id


def test_an_emptied_or_missing_sentence_leaves_the_report_and_is_not_offered_again(world, officer, drafted, by):
    visit_of(officer, world.commune, highlights="Một.", advantages="Hai.", difficulties="Ba.")
    report = drafted()
    one, two, _three = report.sentences.all()
    lines = [Line(one.section, one.sphere, " ", one.pk), Line("proposals", "people", two.text, two.pk)]
    services.save_report(report=report, lines=lines, revision=0, by=by(officer))
    assert [(row.pk, row.section) for row in report.sentences.all()] == [(two.pk, "proposals")]
    assert queries.offered(report) == []
    assert report.sources.filter(sentence=None).count() == 2


def test_a_page_opened_before_another_saving_writes_nothing_but_the_same_page_twice_is_once(
    world, officer, drafted, by
):
    visit_of(officer, world.commune)
    report = drafted()
    [row] = report.sentences.all()

    def save(text, revision):
        lines = [Line(row.section, row.sphere, text, row.pk), Line("proposals", "people", "Câu mới.")]
        return services.save_report(report=report, lines=lines, revision=revision, by=by(officer))

    assert save("Lần một.", 0).revision == 1
    assert save("Lần một.", 0).revision == 1
    with pytest.raises(ValidationError, match="cửa sổ khác"):
        save("Cửa sổ cũ.", 0)
    assert [text for *_block, text in sentences(report)] == ["Lần một.", "Câu mới."]


def test_the_same_entry_twice_is_one_report_and_a_second_of_the_period_is_refused(officer, standing_member, by):
    entry = {"uuid": uuid.uuid4(), "start": START, "end": END, "addressee": standing_member.officer}
    first = services.draft_report(**entry, by=by(officer))
    assert services.draft_report(**entry, by=by(officer)) == first
    with pytest.raises(ValidationError, match="đã có báo cáo của kỳ này"):
        services.draft_report(**{**entry, "uuid": uuid.uuid4()}, by=by(officer))
    services.discard(report=first, by=by(officer))
    services.draft_report(**{**entry, "uuid": uuid.uuid4()}, by=by(officer))


def test_periods_that_make_no_sense_are_refused(drafted):
    ahead = today() + datetime.timedelta(days=1)
    for start, end, words in (
        (END, START, "phải bằng hoặc sau"),
        (ahead, ahead, "chưa bắt đầu"),
        (START - datetime.timedelta(days=400), END, "dài nhất"),
        (datetime.date(2001, 1, 1), datetime.date(2001, 1, 31), "không phụ trách"),
    ):
        with pytest.raises(ValidationError, match=words):
            drafted(start, end)


def test_a_report_is_sent_when_it_says_something_and_its_period_is_over(world, officer, standing_member, drafted, by):
    empty = drafted()
    with pytest.raises(ValidationError, match="chưa có nội dung"):
        services.send(report=empty, by=by(officer))
    running = report_on(
        world.commune, officer=officer, addressee=standing_member, end=today() + datetime.timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="chưa kết thúc"):
        services.send(report=running, by=by(officer))


def test_who_holds_nothing_writes_no_report(organiser, standing_member, drafted):
    with pytest.raises(PermissionDenied):
        drafted(person=organiser)


# --- to whom ---------------------------------------------------------------------------------------------------------


def to_whom(user):
    held = queries.held_between(user.officer.pk, today(), today())
    return [(row.officer.full_name, row.reason) for row in queries.superiors_of(held, today())]


def test_each_reports_to_who_is_in_charge_above_and_last_to_the_committee(
    world,
    officer,
    standing_member,
    standing_committee,
    hamlet_officer,
    district_commune_officer,
    district_secretary,
    household_officer,
    commune_secretary,
):
    above = ("Mai Văn Thường Trực", "Phó Bí thư Thường trực")
    assert to_whom(officer) == [("Võ Thị Thường Vụ", "phụ trách Huyện Giồng Trôm"), above]
    assert to_whom(standing_member) == [above]
    assert to_whom(hamlet_officer) == [
        ("Bùi Văn Ủy Viên", "phụ trách Xã Sơn Phú"),
        ("Hồ Văn Huyện Ủy", "Bí thư Huyện ủy"),
    ]
    assert to_whom(household_officer) == [("Đặng Văn Bí Thư", "Bí thư Đảng ủy xã")]


def test_nobody_reports_to_somebody_who_is_not_above(officer, stranger, standing_member, drafted, by):
    with pytest.raises(ValidationError, match="không phụ trách địa bàn của báo cáo"):
        drafted(addressee=stranger)
    VisitFactory(officer=officer.officer, unit=officer.officer.assignments.get().unit, date=DAY)
    report = drafted()
    with pytest.raises(ValidationError, match="không phụ trách địa bàn của báo cáo"):
        services.send(report=report, addressee=stranger.officer, by=by(officer))


def test_the_substitute_of_an_absent_superior_receives(world, officer, standing_member, stranger, by):
    report = report_on(world.commune, officer=officer, addressee=standing_member, status="sent")
    with pytest.raises(PermissionDenied):
        services.receive(report=report, by=by(stranger))
    make.AbsenceFactory(officer=standing_member.officer, substitute=stranger.officer)
    [read] = queries.with_stand_in(SituationReport.objects.visible_to(by(stranger).user), today())
    assert (read, read.stand_in) == (report, stranger.officer.full_name)
    assert services.receive(report=report, by=by(stranger)).status == "received"


# --- who reads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "discarded", "sent", "received", "returned"])
def test_a_draft_is_its_authors_alone_and_a_given_report_is_read_by_those_above(
    world, status, officer, standing_member, organiser, office, standing_committee, inspector, district_secretary,
    commune_secretary, hamlet_officer, administrator, propaganda, department_head, stranger, nobody,
):  # fmt: skip
    report_on(world.commune, officer=officer, addressee=standing_member, status=status)
    people = locals()
    readers = {name for name, person in people.items() if _reads(person)}
    above = {"standing_member", "organiser", "office", "standing_committee", "inspector"}
    assert readers == {"officer"} | (above if status in {"sent", "received", "returned"} else set())


def test_a_committee_reads_what_its_own_officers_wrote(
    world, hamlet_officer, household_officer, district_commune_officer, district_secretary, commune_secretary
):
    report_on(
        world.hamlet, officer=hamlet_officer, addressee=district_commune_officer, status="sent", holder_level="district"
    )
    assert _reads(district_secretary)
    assert not _reads(commune_secretary)
    report_on(
        world.group,
        officer=household_officer,
        addressee=district_commune_officer,
        status="sent",
        holder_level="commune",
    )
    assert _reads(commune_secretary)


def _reads(person) -> bool:
    return hasattr(person, "is_authenticated") and SituationReport.objects.visible_to(person).exists()
