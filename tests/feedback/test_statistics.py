"""The figures about petitions, worked out by hand, and the list behind each of them."""

import datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pgtrigger
import pytest
from django.db import transaction
from django.urls import reverse

from assignments.models import Unit
from nammanh.platform.dates import VIETNAM, add_months, month_start, today
from nammanh.platform.working_days import add_working_days
from reports.feedback import services
from reports.feedback.measures import Now
from reports.feedback.models import Petition, Reaction, Reply, Verdict, WarningLevel
from reports.feedback.statistics import Grouping, Period, statistics
from tests.factories import assignments as make
from tests.factories.reports import CarriedBackFactory, PetitionFactory, ReferralFactory, ReplyTermFactory, VisitFactory
from tests.fieldbook.scenes import department, officers_visit
from tests.test_exports import exported

URL = "/phan-anh/thong-ke/"


class Links(HTMLParser):
    """Every link into the register within the tables, with the number that it shows."""

    def __init__(self):
        super().__init__()
        self.found, self._href, self._inside = [], None, 0

    def handle_starttag(self, tag, attrs):
        self._inside += tag == "table"
        if tag == "a" and self._inside:
            self._href = dict(attrs)["href"]

    def handle_endtag(self, tag):
        self._inside -= tag == "table"

    def handle_data(self, data):
        if self._href:
            self.found.append((self._href, data))
            self._href = None


def links_of(page):
    parser = Links()
    parser.feed(page.text)
    return parser.found


def at(day, hour=9):
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=VIETNAM)


@pytest.fixture
def answered(world, request):
    """Makes an answered petition: sent to a department and answered after so many working days."""

    def made(took, *, reported=None, term=10, agency=None, visit=None, status="answered", **fields):
        reported = reported or add_months(month_start(today()), -1)
        visit = visit or officers_visit(world, request, date=reported)
        sent = add_working_days(reported, 1)
        answered_on = add_working_days(sent, took)
        agency = agency or department(request)
        referral = ReferralFactory(
            department=agency, status="answered", dispatched_at=at(sent), due_on=add_working_days(sent, term),
            answered_at=at(answered_on),
            **{name: fields.pop(name) for name in ("committed_on",) if name in fields},
        )  # fmt: skip
        return PetitionFactory(
            visit=visit, status=status, referral=referral, answered_at=at(answered_on), reported_on=reported,
            due_on=add_working_days(reported, 15), field=fields.pop("field", referral.field), **fields,
        )  # fmt: skip

    return made


def judge(petition, by, *, passed):
    reply = Reply.objects.create(referral=petition.referral, kind="final", text="Sẽ làm.", by=by)
    Verdict.objects.create(reply=reply, petition=petition, passed=passed, specific=passed, reason="Thiếu ngày", by=by)


@pytest.fixture
def scene(world, request, answered, officer, office):
    """Eight petitions of last month, in two districts, of three departments; one old one that still waits."""
    ReplyTermFactory(working_days=15)
    mine, other = department(request), make.AgencyFactory(unit=world.province, kind="department", name="Sở Khác")
    far = VisitFactory(unit=world.far_commune, date=add_months(month_start(today()), -1))
    first = answered(4)
    second = answered(12)  # late by the first day
    third = answered(12, committed_on=add_working_days(add_months(month_start(today()), -1), 20))  # and as promised
    answered(2, agency=other, visit=far)
    judge(first, office, passed=True)
    judge(second, office, passed=False)
    CarriedBackFactory(petition=first, reaction=Reaction.AGREED)
    Petition.objects.filter(pk=third.pk)  # told to nobody
    reported = add_months(month_start(today()), -1)
    PetitionFactory(visit=officers_visit(world, request, date=reported), field=None)
    PetitionFactory(visit=officers_visit(world, request, date=reported), status="in_progress", department=mine)
    PetitionFactory(visit=far, status="received")
    PetitionFactory(visit=far, status="duplicate", duplicate_of=first)
    old = add_months(month_start(today()), -14)
    PetitionFactory(visit=officers_visit(world, request, date=old), status="received")
    return {"first": first, "second": second, "third": third, "other": other, "mine": mine}


@pytest.mark.parametrize(
    ("person", "grouping"),
    [
        *(("office", grouping) for grouping in ("nganh", "linh-vuc", "dia-ban", "thang")),
        *(("commune_secretary", "dia-ban"), ("department_head", "dia-ban"), ("department_head", "nganh")),
    ],
)
def test_every_figure_opens_the_list_of_exactly_its_rows(request, scene, as_user, grouping, person):
    browser = as_user(request.getfixturevalue(person))
    page = browser.get(URL, {"theo": grouping})
    links = links_of(page)
    assert len(links) > 20
    seen = {}
    for url, number in links:
        if url not in seen:
            seen[url] = browser.get(url)
            assert seen[url].context["filter"].is_valid(), (url, seen[url].context["filter"].errors)
        if number.replace(",", "").isdecimal() and "nganh-da-tra-loi" not in url:
            assert seen[url].context["total"] == int(number), url


def figures(page, name=None):
    """The cells of a line by their labels, in all tables: (value, whole)."""
    found = {}
    for block in page.context["blocks"]:
        for line, cells in block.lines:
            if line == (name or "Tất cả"):
                found |= {str(cell.label): cell for cell in cells}
    return found


def test_the_figures_are_those_worked_out_by_hand(scene, office, as_user):
    whole = figures(as_user(office).get(URL))
    assert (whole["Đã nêu"].value, whole["Chưa trả lời"].value, whole["Đã trả lời"].value) == ("8", "3", "4")
    # took 4, 12, 12 and 2 of ten working days; the third had promised to answer later
    assert (whole["Đúng hạn ban đầu"].value, whole["Đúng hạn ban đầu"].whole) == ("2", "4")
    assert (whole["Đúng hạn hoặc ngày hẹn"].value, whole["Đúng hạn hoặc ngày hẹn"].share) == ("3", "75%")
    assert (whole["Đúng hạn tính từ ngày phản ánh"].value) == "4"  # 1 day until the dispatch, 13 of 15 at most
    assert whole["Một nửa trong (ngày)"].value == "8"  # 2 4 | 12 12
    assert whole["90% trong (ngày)"].value == "12"
    assert (whole["Chưa đạt"].value, whole["Chưa đạt"].whole) == ("1", "2")
    assert (whole["Phải trả lời lại"].value, whole["Phải trả lời lại"].whole) == ("0", "4")
    assert (whole["Đã báo lại"].value, whole["Đã báo lại"].whole) == ("1", "4")
    own = figures(as_user(office).get(URL), str(scene["mine"]))
    assert (own["Đã nêu"].value, own["Đã trả lời"].value) == ("4", "3")
    assert own["Một nửa trong (ngày)"].value == "12"


def test_what_waits_is_told_of_any_time_by_its_age(scene, office, as_user):
    whole = figures(as_user(office).get(URL))
    assert whole["Trên 45 ngày"].value == "1"  # fourteen months old, outside the period
    assert whole["Tất cả"].value == "4"


def test_a_department_reads_of_what_it_leads(scene, department_head, as_user, world):
    supported = PetitionFactory(
        visit=VisitFactory(unit=world.far_commune), status="in_progress", department=scene["other"]
    )
    supported.referral.supports.create(agency=scene["mine"])
    page = as_user(department_head).get(URL)
    assert [name for name, _cells in page.context["blocks"][0].lines] == [str(scene["mine"]), "Tất cả"]
    assert figures(page)["Đã nêu"].value == "4"


def test_a_share_beyond_its_level_is_marked_in_words_and_a_small_number_is_not(scene, office, as_user):
    WarningLevel.objects.create(ratio="on_first_day", percent=60, fewest=4, valid_from=datetime.date(2020, 1, 1))
    WarningLevel.objects.create(ratio="failed", percent=20, fewest=3, valid_from=datetime.date(2020, 1, 1))
    page = as_user(office).get(URL)
    whole, own = figures(page), figures(page, str(scene["mine"]))
    assert whole["Đúng hạn ban đầu"].mark == "dưới 60%"
    assert own["Đúng hạn ban đầu"].mark == ""  # one of three: too few to say anything
    assert whole["Chưa đạt"].mark == ""
    assert "dưới 60%" in page.text


def test_a_reopened_one_keeps_its_first_day_and_counts_as_reopened(
    world, request, scene, office, officer, department_head, by, as_user
):
    ReplyTermFactory(kind="verdict", working_days=200)
    services.reopen(petition=scene["third"], reason="Chưa rõ ngày", by=by(officer))
    whole = figures(as_user(office).get(URL))
    assert (whole["Phải trả lời lại"].value, whole["Phải trả lời lại"].whole) == ("1", "4")
    assert whole["Đã trả lời"].value == "3"
    services.answer(petition=scene["third"], text="Xong 05/01.", by=by(department_head))
    whole = figures(as_user(office).get(URL))
    assert (whole["Đúng hạn ban đầu"].value, whole["Đúng hạn ban đầu"].whole) == ("2", "4")


def test_the_period_is_the_addresses_and_a_wrong_one_is_told(scene, office, as_user):
    browser = as_user(office)
    first = add_months(today(), -14)
    page = browser.get(URL, {"tu": f"{first:%Y-%m}", "den": f"{first:%m/%Y}"})
    assert figures(page)["Đã nêu"].value == "1"
    assert [page.context["form"][name].value() for name in ("tu", "den")] == [f"{first:%m/%Y}"] * 2
    for wrong in ({"tu": "2026-13"}, {"tu": "2026-05", "den": "2026-01"}, {"tu": "2010-01", "den": "2026-01"}):
        page = browser.get(URL, wrong)
        assert page.status_code == 200
        assert page.context["form"].errors, wrong


def test_the_workbook_says_what_the_page_says(scene, office, as_user):
    headings, rows, _above = exported(as_user(office), URL)
    last = dict(zip(headings, rows[-1], strict=True))
    assert last["Theo ngành"] == "Tất cả"
    assert (last["Đã nêu"], last["Chưa đạt"], last["Trong số (chưa đạt)"]) == (8, 1, 2)
    assert last["Tỷ lệ (chưa đạt)"] == 0.5


def test_without_districts_places_are_clusters(scene, world, office, department_head, as_user):
    """From a day on there are none: communes are told of by the cluster that they are in today."""
    cluster = make.ClusterFactory(unit=world.province, name="Cụm Sơn Phú", kind="cluster")
    make.ClusterMemberFactory(cluster=cluster, unit=world.commune)
    make.ClusterFactory(unit=world.province, name="Cụm khác", kind="cluster")
    before = transaction.savepoint()
    whole = Period(add_months(month_start(today()), -2), month_start(today()))
    for by_cluster in (False, True):
        if by_cluster:
            with pgtrigger.ignore():
                Unit.objects.filter(level="district").update(valid_to=today() - datetime.timedelta(days=1))
        shown = statistics(Petition.objects.all(), whole, Grouping.PLACE, now=Now.on(today()), day=today())
        assert shown.by_cluster == by_cluster
    transaction.savepoint_rollback(before)
    assert [(row.name, row.total) for row in shown.rows] == [("Cụm Sơn Phú", 5), ("Chưa thuộc cụm nào", 3)]
    for person in (office, department_head):
        browser = as_user(person)
        mine = browser.get(reverse("feedback:list"), {"cum": cluster.pk}).context["total"]
        none = browser.get(reverse("feedback:list"), {"cum": "chua"}).context["total"]
        assert (mine, none) == ((6, 3) if person == office else (4, 0))


def test_without_terms_the_page_says_so(world, office, as_user):
    assert "Chưa có thời hạn trả lời" in as_user(office).get(URL).text
    assert as_user(office).get(reverse("feedback:list"), {"so_lieu": "cham-bao-lai"}).context["total"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    world, request, answered, office, as_user, django_assert_num_queries, count
):
    ReplyTermFactory()
    for _number in range(count):
        agency = make.AgencyFactory(unit=world.province, kind="department")
        answered(3, agency=agency)
    browser = as_user(office)
    browser.get(URL)
    with django_assert_num_queries(11):
        browser.get(URL)


def test_links_say_the_period(scene, office, as_user):
    url, _number = links_of(as_user(office).get(URL))[0]
    query = parse_qs(urlsplit(url).query)
    assert set(query) == {"tu", "den", "nganh"}
