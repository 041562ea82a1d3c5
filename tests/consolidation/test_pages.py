"""A long month is read, worked through and merged a page at a time; a short one stands on one page."""

import io
import re
from itertools import chain

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.consolidation import queries, services
from reports.consolidation.models import BatchLine
from reports.consolidation.queries import bench, browsing
from reports.consolidation.services import Wording
from reports.feedback.models import Petition
from tests.consolidation.scenes import agency_of, approved, field_of, held, opened, petition
from tests.factories import assignments as make
from tests.factories.reports import ReplyTermFactory

PER_PAGE = 4
LEADS = {"Sở Giao thông": 6, "Sở Y tế": 2, "Sở Xây dựng": 1}
"""`department_head` leads the first; one line more has no department yet."""


@pytest.fixture
def field(world, office, department_head, request):
    ReplyTermFactory()
    return field_of(request)


@pytest.fixture
def batch(world, field, office, by, monkeypatch):
    """Ten lines on pages of four."""
    monkeypatch.setattr(browsing, "PAGE", PER_PAGE)
    found = opened(by, office)
    for lead, count in {**LEADS, None: 1}.items():
        agency = make.AgencyFactory(unit=world.province, kind="department", name=lead) if lead else None
        for number in range(count):
            row = petition(world, field, f"Việc {number} của {lead}")
            line = services.place(batch=found, petitions=[row], by=by(office))
            if lead != "Sở Giao thông":
                services.word(line=line, worded=Wording(line.wording, field, agency), by=by(office))
    return found


def url(name, batch, query=""):
    return reverse(f"consolidation:{name}", args=[batch.pk]) + query


def numbers(page):
    return [int(number) for number in re.findall(r"Chọn dòng (\d+) để gộp", page)]


def walk(client, batch, query=""):
    """The lines of each page, by following the link to the next."""
    pages, at = [], url("detail", batch, query)
    while at:
        answer = client.get(at)
        pages.append(numbers(answer.text))
        at = url("detail", batch, answer.context["next_url"]) if answer.context["next_url"] else ""
    return pages


def test_pages_follow_one_another_and_hold_each_line_once(batch, as_user, office):
    pages = walk(as_user(office), batch)
    assert pages == [[10], [1, 2, 3, 4], [5, 6], [9, 7, 8]]
    assert [*chain(*pages)] == [line.number for line in queries.lines_of(batch, office)]


def test_a_short_month_stands_on_one_page_without_a_summary(batch, as_user, office, monkeypatch):
    monkeypatch.setattr(browsing, "PAGE", 10)
    page = as_user(office).get(url("detail", batch))
    assert numbers(page.text) == [10, 1, 2, 3, 4, 5, 6, 9, 7, 8]
    assert (
        "Theo ngành chủ trì" not in page.text and 'rel="next"' not in page.text and "cùng các dòng số" not in page.text
    )


def test_one_department_or_one_kind_of_lines(batch, as_user, office, department_head):
    client = as_user(office)
    page = client.get(url("detail", batch)).text
    lead = agency_of(department_head).pk
    assert f'href="?nganh={lead}"' in page and 'href="?nganh=chua&amp;loc=thieu"' in page
    assert walk(client, batch, f"?nganh={lead}") == [[1, 2, 3, 4], [5, 6]]
    assert f"nganh={lead}&amp;sau={lead}~4" in client.get(url("detail", batch, f"?nganh={lead}")).text.replace(
        "%7E", "~"
    )
    assert walk(client, batch, "?loc=thieu") == walk(client, batch, "?nganh=chua") == [[10]]
    assert "Không có dòng nào như vậy" in client.get(url("detail", batch, f"?nganh={lead}&loc=thieu")).text
    for nonsense in ("?nganh=999999", "?loc=cho", "?sau=x~y", "?sau=77~3", "?dong=4000", "?nganh=²"):
        assert client.get(url("detail", batch, nonsense)).context["next_url"], nonsense


def test_the_page_that_a_line_is_on(batch, as_user, office):
    client = as_user(office)
    for number, page in ((10, [10]), (6, [6]), (8, [7, 8]), (2, [2, 3, 4, 5])):
        assert numbers(client.get(url("detail", batch, f"?dong={number}")).text) == page
    line = BatchLine.objects.get(batch=batch, number=8)
    data = {"wording": "Sửa lời", "field": line.field_id, "lead": line.lead_id}
    saved = client.post(reverse("consolidation:line", args=[batch.pk, line.pk]), data)
    assert saved["Location"] == url("detail", batch, f"?dong=8#dong-{line.pk}")


def test_lines_of_other_pages_are_merged_by_their_numbers(batch, as_user, office):
    client, lines = as_user(office), {line.number: line for line in BatchLine.objects.filter(batch=batch)}
    act = url("merge", batch, "?nganh=chua")
    refused = client.post(act, {"dong": lines[10].pk, "so": "3, 77"}, follow=True)
    assert "Kỳ này không có dòng 77." in refused.text
    assert 'value="3, 77"' in refused.text and f'value="{lines[10].pk}" checked' in refused.text
    assert "Ghi số các dòng" in client.post(act, {"so": "ba"}, follow=True).text
    assert client.post(act, {"dong": lines[10].pk, "so": "3;8"})["Location"] == url("detail", batch, "?nganh=chua")
    assert len(held(lines[3])) == 3
    assert queries.figures_of(batch).lines == 8


def test_the_workbook_holds_all_lines_or_those_of_the_filter(batch, as_user, office):
    def exported(query):
        answer = as_user(office).get(url("detail", batch, query))
        rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
        return [row[0] for row in rows if isinstance(row[0], int)]

    assert exported("?xuat=xlsx") == [10, 1, 2, 3, 4, 5, 6, 9, 7, 8]
    assert exported("?xuat=xlsx&sau=x&loc=thieu") == [10]


def test_answers_are_counted_and_the_waiting_lines_listed(batch, as_user, office, by, field):
    line = BatchLine.objects.get(batch=batch, number=10)
    services.word(line=line, worded=Wording(line.wording, field, line.batch.agency), by=by(office))
    services.dispatch(batch=approved(batch, by, office), by=by(office))
    client = as_user(office)
    pages, at = [], url("detail", batch, "?loc=cho")
    while at:
        answer = client.get(at)
        pages.append([line.number for _share, lines in answer.context["groups"] for line in lines])
        at = url("detail", batch, answer.context["next_url"]) if answer.context["next_url"] else ""
    assert sorted(chain(*pages)) == list(range(1, 11))
    assert max(map(len, pages)) <= PER_PAGE


@pytest.mark.parametrize(("name", "expected"), [("detail", 11), ("workbench", 11), ("list", 7)])
def test_a_long_month_costs_no_more_questions(
    batch, world, field, as_user, office, monkeypatch, name, expected, django_assert_num_queries
):
    monkeypatch.setattr(bench, "ITEMS", 2)
    for number in range(5):
        petition(world, field, f"Đường số {number} ngập")
    client = as_user(office)
    at = reverse("consolidation:list") if name == "list" else url(name, batch)
    with django_assert_num_queries(expected):
        answer = client.get(at)
    if name == "list":
        return
    with django_assert_num_queries(expected):
        client.get(url(name, batch, answer.context["next_url"]))


# --- the workbench ---------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(world, field, office, by, monkeypatch):
    """Five items on pages of two, two of them alike."""
    monkeypatch.setattr(bench, "ITEMS", 2)
    texts = ("Cầu ấp 3 xuống cấp.", "Nước mặn vào sớm.", "Trạm y tế thiếu thuốc men.", "Đèn đường ấp 5 hỏng.")
    rows = [petition(world, field, text) for text in (*texts, "Cầu ấp 3 xuống cấp nặng.")]
    return opened(by, office), sorted(rows, key=lambda row: (row.deadline_on, row.pk))


def items(page):
    return [int(key) for key in re.findall(r'id="pa-(\d+)"', page)]


def test_what_waits_is_worked_through_page_by_page(waiting, as_user, office):
    batch, rows = waiting
    client, keys = as_user(office), [row.pk for row in rows]
    first = client.get(url("workbench", batch))
    assert (items(first.text), "5 phản ánh đang chờ" in first.text) == (keys[:2], True)
    assert "Có thể cùng việc với 1 phản ánh khác" in first.text  # also with one of a later page
    here = url("workbench", batch, first.context["next_url"])
    second = client.get(here)
    assert items(second.text) == keys[2:4]
    act = url("place", batch, second.context["here"])
    assert act.replace("&", "&amp;") in second.text
    done = client.post(act, {"phan_anh": keys[2], "viec": "dong-moi"})
    assert done["Location"] == here
    assert items(client.get(here).text) == keys[3:5]


def test_an_answer_renews_what_stands_on_the_page_only(waiting, as_user, office):
    batch, rows = waiting
    client, keys = as_user(office), [row.pk for row in rows]
    act = url("place", batch, client.get(url("workbench", batch)).context["here"])
    htmx = {"HTTP_HX_REQUEST": "true"}
    answer = client.post(act, {"phan_anh": [keys[0], keys[4]], "viec": "dong-moi"}, **htmx)
    assert items(answer.text) == keys[:1]
    assert held(BatchLine.objects.get()) == {keys[0], keys[4]}
    back = client.post(act, {"phan_anh": keys[0], "viec": "bo"}, **htmx)
    assert "Gộp vào dòng 1" in back.text


def test_a_page_with_nothing_left_is_the_first_again(waiting, as_user, office, by):
    batch, rows = waiting
    last = rows[-1]
    at = url("workbench", batch, f"?sau={last.deadline_on.isoformat()}~{last.pk}")
    assert items(as_user(office).get(at).text) == [row.pk for row in rows[:2]]
    for nonsense in ("?sau=x", "?sau=2026-13-45~1", "?linh_vuc=77", "?sau=2026-01-01~²"):
        assert items(as_user(office).get(url("workbench", batch, nonsense)).text), nonsense


def test_one_field_at_a_time(waiting, world, as_user, office):
    batch, _rows = waiting
    other = petition(world, make.FieldFactory(name="Y tế"), "Trạm y tế xã thiếu bác sĩ.")
    unknown = petition(world, None, "Chưa rõ việc gì.")
    client = as_user(office)
    page = client.get(url("workbench", batch, f"?linh_vuc={other.field_id}"))
    assert items(page.text) == [other.pk]
    assert items(client.get(url("workbench", batch, "?linh_vuc=chua")).text) == [unknown.pk]
    done = client.post(url("place", batch, page.context["here"]), {"phan_anh": other.pk, "viec": "dong-moi"})
    assert done["Location"] == url("workbench", batch, f"?linh_vuc={other.field_id}")
    assert "Không còn phản ánh nào của lĩnh vực này" in client.get(done["Location"]).text
    assert Petition.objects.get(pk=other.pk).status == "consolidated"


def test_the_latest_lines_stand_beside_when_there_are_many(batch, as_user, office, monkeypatch):
    monkeypatch.setattr(bench, "SHOWN_LINES", 3)
    page = as_user(office).get(url("workbench", batch))
    assert [line.number for line in page.context["bench"].shown_lines] == [10, 9, 8]
    assert "Xem tất cả các dòng" in page.text
    monkeypatch.setattr(bench, "SHOWN_LINES", 10)
    page = as_user(office).get(url("workbench", batch))
    assert [line.number for line in page.context["bench"].shown_lines] == list(range(1, 11))


def test_what_earlier_months_owe_is_read_by_its_day(batch, field, as_user, office, by):
    line = BatchLine.objects.get(batch=batch, number=10)
    services.word(line=line, worded=Wording(line.wording, field, line.batch.agency), by=by(office))
    services.dispatch(batch=approved(batch, by, office), by=by(office))
    later = type(batch)(pk=None, agency=batch.agency, month=batch.month.replace(year=batch.month.year + 1))
    owed = list(queries.carried_over(later, office))
    assert [(row.referral.expected_on, row.referral_id) for row in owed] == sorted(
        (row.referral.expected_on, row.referral_id) for row in owed
    )
    assert len(owed) == queries.figures_of(later).owed_before == 10
