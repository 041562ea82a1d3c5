"""Syntheses and reviews: drafted from the figures, edited, tied to them, approved and frozen."""

import itertools
import re
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from nammanh.papers.loading import write_layouts
from nammanh.platform.dates import add_months
from reports.facts.models import Activity
from reports.facts.months import Months
from reports.facts.queries import totals
from reports.facts.services import freshen
from reports.reporting import review_states
from reports.reporting.models import Review, ReviewSentence
from reports.reporting.queries import figures
from reports.reporting.review_states import ReviewAction, ReviewStatus
from reports.reporting.services import review as services
from reports.reporting.services.review import Paragraph, ReviewScope, TargetLine
from reports.visits.models import Visit
from tests.factories import assignments as make
from tests.factories.reporting import last_month, report_on, review_by
from tests.factories.reports import CommentFactory, PetitionFactory, ReplyTermFactory, VisitFactory

START, END = last_month()
MONTHS = Months(START, START)


@pytest.fixture
def month(world, officer, stranger):
    """Last month: five visits in Giồng Trôm (three confirmed), two comments, one petition; one visit in Ba Tri."""
    ReplyTermFactory()
    for number in range(5):
        visit = VisitFactory(
            officer=officer.officer,
            unit=world.hamlet if number == 4 else world.commune,
            tier=world.tiers[0],
            date=START,
            status="confirmed" if number < 3 else "done",
            type="party_cell_meeting" if number == 4 else "working_session",
        )
    CommentFactory(visit=visit, specificity="specific")
    CommentFactory(visit=visit, specificity="vague")
    PetitionFactory(visit=visit, category="hot_issue")
    VisitFactory(officer=stranger.officer, unit=world.far_commune, tier=world.tiers[0], date=START)
    freshen()


@pytest.fixture
def drafted(organiser, by, month, world):
    def make_it(kind="interim", scope=None, months=MONTHS, person=organiser):
        return services.draft_review(
            uuid=uuid.uuid4(),
            kind=kind,
            scope=scope or ReviewScope(world.district),
            months=months,
            abstract="sơ kết việc nắm địa bàn",
            by=by(person),
        )

    return make_it


def naive(unit) -> int:
    return Visit.objects.within(unit).happened().made_between(START, END).count()


# --- figures ---------------------------------------------------------------------------------------------------------


def test_a_figure_of_the_report_is_the_dashboards_and_a_plain_count(world, organiser, drafted):
    for unit, expected in ((world.district, 5), (world.province, 6)):
        review = drafted(scope=ReviewScope(unit))
        shown = totals(Activity.objects.visible_to(organiser).within(unit), MONTHS)
        assert naive(unit) == shown.visits == figures.totals_of(review).visits == expected
        first = review.sentences.order_by("order").first().text
        assert f"đã đi cơ sở {expected} lượt, trong đó 3 lượt được cấp ủy cơ sở xác nhận" in first
        annex = figures.annex_of(review)
        assert annex["by_month"]["rows"][-1][1] == str(expected)
        assert sum(int(row[1]) for row in annex["by_place"]["rows"][:-1]) == expected


def test_the_annex_has_each_place_below_the_scope_also_where_nothing_happened(world, drafted):
    rows = figures.annex_of(drafted())["by_place"]["rows"]
    assert [row[:3] for row in rows] == [
        ["Xã Lương Phú", "0", "0"],
        ["Xã Sơn Phú", "5", "3"],
        ["Cộng", "5", "3"],
    ]
    provinces = figures.annex_of(drafted(scope=ReviewScope(world.province)))["by_place"]["rows"]
    assert [row[:2] for row in provinces] == [["Huyện Ba Tri", "1"], ["Huyện Giồng Trôm", "5"], ["Cộng", "6"]]


def test_a_cluster_counts_its_communes(world, drafted):
    cluster = make.ClusterFactory(unit=world.district)
    make.ClusterMemberFactory(cluster=cluster, unit=world.neighbour)
    review = drafted(scope=ReviewScope(world.district, cluster=cluster))
    assert figures.totals_of(review).visits == 0
    make.ClusterMemberFactory(cluster=cluster, unit=world.commune)
    assert figures.totals_of(review).visits == 5
    assert review.scope == str(cluster)


def test_rates_are_never_clamped_and_money_prints_as_such(drafted, organiser, by):
    review = drafted()
    services.save_review(
        review=review,
        abstract=review.abstract,
        paragraphs=[Paragraph(row.section, row.text, row.pk) for row in review.sentences.all()],
        targets=[
            TargetLine("Xã đạt chuẩn nông thôn mới", "xã", Decimal(40), Decimal(47)),
            TargetLine("Vốn huy động", "tỷ đồng", None, Decimal("431.381")),
            TargetLine("Lượt đi cơ sở", "lượt", Decimal(4), None, "visits"),
            TargetLine("Chưa có số", "", Decimal(4), None),
        ],
        revision=review.revision,
        by=by(organiser),
    )
    assert [tuple(row.values()) for row in figures.annex_of(review)["targets"]] == [
        ("Xã đạt chuẩn nông thôn mới", "xã", "40", "47", "117,5%"),
        ("Vốn huy động", "tỷ đồng", "–", "431,381", "–"),
        ("Lượt đi cơ sở", "lượt", "4", "5", "125%"),
        ("Chưa có số", "", "4", "–", "–"),
    ]


# --- figures in the text ---------------------------------------------------------------------------------------------


def one_more_visit(world, officer):
    VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], date=START)
    freshen()


def test_a_number_that_nobody_changed_says_when_its_figure_has_moved(world, officer, organiser, drafted, by):
    review = drafted()
    first = review.sentences.order_by("order").first()
    assert figures.changes_of(first, figures.totals_of(review)) == []
    one_more_visit(world, officer)
    found = figures.changes_of(first, figures.totals_of(review))
    assert [(row.measure, row.written, row.now) for row in found] == [
        ("visits", "5", "6"),
        ("confirmed_rate", "60%", "50%"),
    ]
    with pytest.raises(ValidationError, match="khác với số liệu hiện nay"):
        services.submit(review=review, by=by(organiser))
    assert services.update_figures(review=review, by=by(organiser)) == 2
    first.refresh_from_db()
    assert "đã đi cơ sở 6 lượt, trong đó 3 lượt được cấp ủy cơ sở xác nhận (50%)" in first.text
    assert services.update_figures(review=review, by=by(organiser)) == 0
    assert services.submit(review=review, by=by(organiser)).status == "submitted"


def test_a_number_that_a_person_changed_is_theirs(world, officer, organiser, drafted, by):
    review = drafted()
    first = review.sentences.order_by("order").first()
    first.text = first.text.replace("cơ sở 5 lượt", "cơ sở hơn 50 lượt").replace("(60%)", "")
    first.save()
    one_more_visit(world, officer)
    assert figures.changes_of(first, figures.totals_of(review)) == []


def test_the_same_number_twice_is_told_apart_by_the_words_around_it():
    row = ReviewSentence(
        text="Đi 3 lượt, họp 3 cuộc, 13 việc, 3,5 tỷ.",
        figures=[
            {"measure": "cell_meetings", "shown": "3", "before": "họp ", "after": " cuộc"},
            {"measure": "visits", "shown": "3", "before": "Đi ", "after": " lượt"},
        ],
    )
    total = figures.Totals(visits=3, cell_meetings=8)
    changes = figures.changes_of(row, total)
    assert figures.corrected(row.text, changes) == "Đi 3 lượt, họp 8 cuộc, 13 việc, 3,5 tỷ."


def test_old_numbers_may_be_submitted_knowingly(world, officer, organiser, drafted, by):
    review = drafted()
    one_more_visit(world, officer)
    review = services.submit(review=review, by=by(organiser), despite_changes=True)
    assert review.annex["by_month"]["rows"][-1][1] == "6"


# --- text ------------------------------------------------------------------------------------------------------------


def test_the_monthly_synthesis_takes_what_officers_reported_with_its_source(
    world, officer, stranger, standing_member, standing_committee, drafted
):
    report_on(world.commune, officer=officer, addressee=standing_member, status="sent")
    report_on(world.far_commune, officer=stranger, addressee=standing_committee, status="received")
    of_district, of_province = drafted("monthly"), drafted("monthly", ReviewScope(world.province))
    taken = of_district.sentences.exclude(source=None)
    assert [(row.section, row.text, row.source.report.officer) for row in taken] == [
        ("highlights", "Nước mặn vào sớm.", officer.officer)
    ]
    assert of_province.sentences.exclude(source=None).count() == 2
    assert not drafted("final").sentences.exclude(source=None).exists()


def test_a_draft_report_of_an_officer_is_in_no_synthesis(world, officer, standing_member, drafted):
    report_on(world.commune, officer=officer, addressee=standing_member, status="draft")
    assert not drafted("monthly").sentences.exclude(source=None).exists()


def test_the_sections_of_a_review_begin_with_what_the_figures_say(drafted):
    said = {row.section: row.text for row in drafted("final").sentences.order_by("-order")}
    assert set(said) == {"results", "limits", "directions"}
    assert said["limits"].startswith("Còn 1 góp ý nêu chung chung")


def test_the_first_words_are_a_sentence_whatever_the_period_is_called(drafted):
    long = drafted(months=Months(add_months(START, -1), START)).sentences.order_by("order").first().text
    assert long.startswith("Từ tháng ")
    assert (
        drafted().sentences.order_by("order").first().text.startswith(f"Trong tháng {START.month}/{START.year}, cán bộ")
    )


def test_saving_twice_is_once_and_an_old_page_writes_nothing(organiser, drafted, by):
    review = drafted()

    def save(text, revision):
        return services.save_review(
            review=review,
            abstract="sơ kết",
            paragraphs=[Paragraph("lessons", text), Paragraph("results", " ")],
            targets=[],
            revision=revision,
            by=by(organiser),
        )

    save("Bài học một.", 0)
    save("Bài học một.", 0)
    with pytest.raises(ValidationError, match="cửa sổ khác"):
        save("Cửa sổ cũ.", 0)
    assert list(review.sentences.values_list("section", "text")) == [("lessons", "Bài học một.")]
    with pytest.raises(ValidationError, match="Chọn mục"):
        services.save_review(
            review=review, abstract="x", paragraphs=[Paragraph("proposals", "Khác mục.")], targets=[],
            revision=Review.objects.get(pk=review.pk).revision, by=by(organiser),
        )  # fmt: skip


# --- who and when ----------------------------------------------------------------------------------------------------

DOORS = {
    ReviewAction.SUBMIT: lambda review, by: services.submit(review=review, by=by),
    ReviewAction.RECALL: lambda review, by: services.recall_review(review=review, by=by),
    ReviewAction.RETURN: lambda review, by: services.return_review(review=review, reason="Thiếu.", by=by),
    ReviewAction.APPROVE: lambda review, by: services.approve_review(review=review, by=by),
    ReviewAction.DISCARD: lambda review, by: services.discard_review(review=review, by=by),
}
REPEATED = {
    ReviewAction.SUBMIT: {"submitted", "approved"},
    ReviewAction.RECALL: {"draft"},
    ReviewAction.RETURN: set(),
    ReviewAction.APPROVE: {"approved"},
    ReviewAction.DISCARD: {"discarded"},
}


@pytest.mark.parametrize(("status", "action"), list(itertools.product(ReviewStatus, DOORS)))
def test_each_action_leads_where_the_table_says_or_is_refused(world, organiser, standing_committee, by, status, action):
    review = review_by(organiser, world.district, status=status)
    actor = by(standing_committee if action in {"approve", "return"} else organiser)
    if review_states.may_follow(action, status):
        assert DOORS[action](review, actor).status == review_states.after(action, status)
    elif status in REPEATED[action]:
        assert DOORS[action](review, actor).status == status
    else:
        with pytest.raises(ValidationError, match="Không thể"):
            DOORS[action](review, actor)
        assert Review.objects.get(pk=review.pk).status == status


def test_nobody_approves_the_own_report_and_a_district_only_its_own(
    world, district_secretary, standing_committee, organiser, by
):
    own = review_by(district_secretary, world.district, status="submitted")
    with pytest.raises(PermissionDenied):
        services.approve_review(review=own, by=by(district_secretary))
    other = review_by(organiser, world.other_district, status="submitted")
    with pytest.raises(PermissionDenied):
        services.approve_review(review=other, by=by(district_secretary))
    assert services.approve_review(review=own, by=by(standing_committee)).status == "approved"
    with pytest.raises(PermissionDenied):
        services.draft_review(
            uuid=uuid.uuid4(), kind="interim", scope=ReviewScope(world.province), months=MONTHS, abstract="x",
            by=by(district_secretary),
        )  # fmt: skip


def test_what_was_submitted_is_frozen_in_the_database_too(world, organiser):
    review = review_by(organiser, world.district, status="approved")
    rows = Review.objects.filter(pk=review.pk)
    for change in (
        lambda: review.sentences.update(text="Sửa lén."),
        lambda: review.targets.create(order=1, name="Thêm"),
        lambda: rows.update(annex={}),
        lambda: rows.update(abstract="Khác"),
        lambda: rows.update(status="draft"),
        lambda: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    draft = review_by(organiser, world.other_district)
    with pytest.raises(IntegrityError, match="annex_when_submitted"), transaction.atomic():
        Review.objects.filter(pk=draft.pk).update(status="submitted")


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_a_draft_is_its_authors_alone(
    world, status, organiser, office, standing_committee, inspector, district_secretary, officer, commune_secretary,
    administrator, stranger,
):  # fmt: skip
    review_by(organiser, world.district, status=status)
    people = locals()
    readers = {
        name
        for name, person in people.items()
        if hasattr(person, "is_authenticated") and Review.objects.visible_to(person).exists()
    }
    others = {"office", "standing_committee", "inspector", "district_secretary"}
    assert readers == {"organiser"} | (others if status == "submitted" else set())


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_review_is_begun_edited_submitted_and_approved_on_its_pages(
    world, month, organiser, standing_committee, as_user
):
    write_layouts()
    browser, chief = as_user(organiser), as_user(standing_committee)
    start = {
        "uuid": uuid.uuid4(),
        "kind": "final",
        "scope": f"unit-{world.district.pk}",
        "first": f"{START:%Y-%m}",
        "last": f"{START:%Y-%m}",
    }
    assert browser.post(reverse("reporting:start_review"), {**start, "scope": "unit-0"}).status_code == 422
    browser.post(reverse("reporting:start_review"), start)
    review = Review.objects.get()
    assert review.abstract == f"tổng kết việc nắm địa bàn tháng {START.month}/{START.year}, huyện Giồng Trôm"
    edit = reverse("reporting:edit_review", args=[review.uuid])
    page = browser.get(edit).content.decode()
    fields = {
        "revision": 0,
        "abstract": review.abstract,
        "doan-TOTAL_FORMS": 1,
        "doan-INITIAL_FORMS": 0,
        "doan-0-section": "results",
        "doan-0-text": "Cán bộ đi nhiều.",
        "chi-tieu-TOTAL_FORMS": 1,
        "chi-tieu-INITIAL_FORMS": 0,
        "chi-tieu-0-name": "Vốn huy động",
        "chi-tieu-0-target": "40",
        "chi-tieu-0-actual": "431.381",
        "chi-tieu-0-measure": "",
        "chi-tieu-0-measure_unit": "tỷ đồng",
    }
    assert "đã đi cơ sở 5 lượt" in page
    wrong = browser.post(edit, {**fields, "chi-tieu-0-target": "40.5"})
    assert (wrong.status_code, "Số không hợp lệ" in wrong.content.decode()) == (422, True)
    assert browser.post(edit, {**fields, "chi-tieu-0-target": "40", "chi-tieu-0-actual": "47"}).status_code == 302
    address = reverse("reporting:review", args=[review.uuid])
    assert "117,5%" in browser.get(address).content.decode()
    assert browser.post(reverse("reporting:submit_review", args=[review.uuid])).status_code == 302
    assert "Giữ như lúc trình" in chief.get(address).content.decode()
    chief.post(reverse("reporting:approve_review", args=[review.uuid]))
    assert Review.objects.get().status == "approved"
    file = browser.get(reverse("reporting:review_paper", args=[review.uuid]))
    assert file["Content-Disposition"].startswith("attachment")


def test_the_page_says_which_numbers_have_moved_before_it_is_submitted(world, officer, organiser, drafted, as_user):
    review, browser = drafted(), as_user(organiser)
    address = reverse("reporting:review", args=[review.uuid])
    assert "Số liệu đã thay đổi" not in browser.get(address).content.decode()
    one_more_visit(world, officer)
    page = re.sub(r"\s+", " ", browser.get(address).content.decode())
    assert "Trong báo cáo ghi 5, hiện nay là 6" in page
    submit = reverse("reporting:submit_review", args=[review.uuid])
    assert browser.post(submit).status_code == 422
    browser.post(reverse("reporting:update_figures", args=[review.uuid]))
    assert browser.post(submit).status_code == 302
