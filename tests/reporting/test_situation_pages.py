"""The pages of officers' reports: list, report, edit, offers, steps, the Word file, the desk of both sides."""

import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from assignments.access import forget_access
from nammanh.papers.loading import write_layouts
from nammanh.platform.dates import today
from reports.dashboards.desk import desk_of
from reports.reporting.models import SituationReport
from tests.factories.reporting import last_month, report_on
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory
from tests.test_exports import column

START, END = last_month()


def page(client, name, *args, **query):
    answer = client.get(reverse(f"reporting:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def report(world, officer, standing_member):
    return lambda status="draft": report_on(world.commune, officer=officer, addressee=standing_member, status=status)


def posted(report, **changes):
    [row] = report.sentences.all()
    data = {
        "revision": report.revision,
        "cau-TOTAL_FORMS": 2,
        "cau-INITIAL_FORMS": 0,
        "cau-0-pk": row.pk,
        "cau-0-block": "difficulties-people",
        "cau-0-text": "Nước mặn vào sớm hơn mọi năm.",
        "cau-1-pk": "",
        "cau-1-block": "proposals-party",
        "cau-1-text": "Đề nghị bổ sung cán bộ.",
    }
    return data | changes


def test_a_report_goes_from_its_period_to_the_superiors_receipt(world, officer, standing_member, as_user):
    VisitFactory(officer=officer.officer, unit=world.commune, date=START, highlights="Dân phấn khởi.")
    browser = as_user(officer)
    assert "phụ trách Huyện Giồng Trôm" in page(browser, "start")
    started = browser.post(
        reverse("reporting:start"),
        {
            "uuid": uuid.uuid4(),
            "period": f"{START.isoformat()}_{END.isoformat()}",
            "addressee": standing_member.officer.pk,
        },
    )
    report = SituationReport.objects.get()
    assert started["Location"] == reverse("reporting:edit", args=[report.uuid])
    assert "Dân phấn khởi." in page(browser, "edit", report.uuid)
    to = {"addressee": standing_member.officer.pk}
    saved = browser.post(reverse("reporting:edit", args=[report.uuid]), posted(report))
    assert saved.status_code == 302
    assert list(report.sentences.values_list("section", "text")) == [
        ("difficulties", "Nước mặn vào sớm hơn mọi năm."),
        ("proposals", "Đề nghị bổ sung cán bộ."),
    ]
    assert browser.post(reverse("reporting:send", args=[report.uuid]), to).status_code == 302
    superior = as_user(standing_member)
    assert "Nhận báo cáo" in page(superior, "detail", report.uuid)
    superior.post(reverse("reporting:return", args=[report.uuid]), {"reason": "Ghi rõ ấp nào."})
    assert "Ghi rõ ấp nào." in page(browser, "edit", report.uuid)
    browser.post(reverse("reporting:send", args=[report.uuid]), to)
    superior.post(reverse("reporting:receive", args=[report.uuid]), {"note": "Đã đọc."})
    assert SituationReport.objects.get().status == "received"
    assert "Đã đọc." in page(browser, "detail", report.uuid)


def test_each_sentence_leads_to_its_record_unless_the_reader_may_not_open_it(
    world, officer, standing_member, organiser, stranger, as_user, by
):
    visit = VisitFactory(officer=officer.officer, unit=world.far_commune, date=START)
    CommentFactory(visit=visit)
    PetitionFactory(visit=visit)
    as_user(officer).post(
        reverse("reporting:start"),
        {
            "uuid": uuid.uuid4(),
            "period": f"{START.isoformat()}_{END.isoformat()}",
            "addressee": standing_member.officer.pk,
        },
    )
    report = SituationReport.objects.get()
    own = page(as_user(officer), "detail", report.uuid)
    addresses = [
        reverse("visits:detail", args=[visit.uuid]),
        reverse("recommendations:detail", args=[visit.comments.get().uuid]),
        reverse("feedback:detail", args=[visit.petitions.get().uuid]),
    ]
    assert all(address in own for address in addresses)
    as_user(officer).post(reverse("reporting:send", args=[report.uuid]), {"addressee": report.addressee_id})
    superior = page(as_user(standing_member), "detail", report.uuid)  # in charge of another district than the visit's
    assert not any(address in superior for address in addresses)
    assert "Chuyến đi cơ sở" in superior


def test_what_was_typed_stays_when_something_is_refused(report, officer, as_user):
    browser, made = as_user(officer), report()
    address = reverse("reporting:edit", args=[made.uuid])
    for changes, words in (
        ({"cau-1-block": "khac"}, "Không có lựa chọn này"),
        ({"revision": 7}, "cửa sổ khác"),
        ({"cau-1-text": "Hộ bà Năm, CCCD 083185001234, cần hỗ trợ."}, "Vẫn gửi"),
        ({"cau-TOTAL_FORMS": "x"}, "gửi lên không đủ"),
    ):
        answer = browser.post(address, posted(made, **changes))
        assert answer.status_code == 422, changes
        assert words in answer.content.decode()
    answer = browser.post(address, posted(made, revision=7))
    assert "Đề nghị bổ sung cán bộ." in answer.content.decode()
    assert made.sentences.get().text == "Nước mặn vào sớm."


def test_offers_come_in_or_are_set_aside(world, report, officer, as_user):
    browser, made = as_user(officer), report()
    visit = VisitFactory(
        officer=officer.officer, unit=world.commune, date=START, highlights="Đến sau.", advantages="Vui."
    )
    assert "Đến sau." in page(browser, "edit", made.uuid)
    address = reverse("reporting:offered", args=[made.uuid])
    browser.post(address, {"y": f"visit-{visit.pk}-highlights", "viec": "them"})
    browser.post(address, {"y": f"visit-{visit.pk}-advantages", "viec": "bo"})
    browser.post(address, {"y": "visit-0-highlights"})
    assert made.sentences.filter(text__endswith="Đến sau.").exists()
    assert not made.sentences.filter(text__endswith="Vui.").exists()
    assert "chưa có trong báo cáo" not in page(browser, "edit", made.uuid)


def test_the_paper_has_the_sections_and_no_number(report, officer, as_user):
    write_layouts()
    answer = as_user(officer).get(reverse("reporting:paper", args=[report().uuid]))
    said = [row.text for row in Document(io.BytesIO(answer.content)).paragraphs]
    for expected in (
        "BÁO CÁO",
        f"tình hình địa phương tháng {START.month}/{START.year}",
        "Kính gửi: Đồng chí Võ Thị Thường Vụ.",
        "I- Tình hình nổi bật",
        "2- Trong nhân dân",
        "- Nước mặn vào sớm.",
        "IV- Kiến nghị, đề xuất",
    ):
        assert expected in said
    head = Document(io.BytesIO(answer.content)).tables[0].rows[0].cells[0].text
    assert "Số         -BC/TU" in head


def test_the_list_is_ones_own_and_what_was_given(world, report, officer, standing_member, as_user):
    made = report("sent")
    mine = reverse("reporting:list")
    assert column(as_user(officer), mine, "Cán bộ báo cáo", {"phan": "cua-toi"}) == [made.officer.full_name]
    assert column(as_user(standing_member), mine, "Trạng thái", {"phan": "gui-toi"}) == ["Đã gửi, chờ nhận"]
    assert "Không có báo cáo nào" in page(as_user(standing_member), "list", phan="cua-toi")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_questions_whatever_their_length(
    world, officer, standing_member, organiser, as_user, count
):
    for back in range(count):
        made = report_on(
            world.commune, officer=officer, addressee=standing_member, status="draft", start=START.replace(day=1 + back)
        )
        for number in range(count):
            visit = VisitFactory(officer=officer.officer, unit=world.commune, date=START)
            made.sentences.create(section="advantages", sphere="party", order=number + 5, text="Thêm.").sources.create(
                report=made, visit=visit, part="advantages"
            )
    browser = as_user(officer)
    for name, args, most in (("list", (), 7), ("detail", (made.uuid,), 11), ("edit", (made.uuid,), 11)):
        browser.get(reverse(f"reporting:{name}", args=args))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse(f"reporting:{name}", args=args))
        assert len(asked) == most, name


def test_both_desks_say_what_waits(report, officer, standing_member):
    made = report("sent")
    waiting = {block.key: block.items for block in desk_of(standing_member, today()).blocks}
    assert [item.url for item in waiting["reports_to_receive"]] == [reverse("reporting:detail", args=[made.uuid])]
    own = {block.key: block.items for block in desk_of(officer, today()).blocks}
    assert own["own_reports"] == []
    SituationReport.objects.update(status="returned")
    made.steps.create(action="return", status="returned", note="Ghi rõ ấp.", by=standing_member)
    forget_access(officer)
    own = {block.key: block.items for block in desk_of(officer, today()).blocks}
    assert [(item.badge, item.note) for item in own["own_reports"]] == [("Trả lại bổ sung", "Ghi rõ ấp.")]
