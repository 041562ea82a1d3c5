"""Everyone's desk: the blocks of one's roles, and in each what waits for that very person."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import Duty
from nammanh.accounts.models import AccessLog
from nammanh.platform.dates import today
from reports.bulletins.services import mark_read
from tests.conftest import holder
from tests.factories import assignments as make
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.factories.reports import (
    CommentFactory,
    ConfirmTermFactory,
    PetitionFactory,
    ReferralFactory,
    VisitFactory,
)


def ahead(days: int) -> datetime.date:
    return today() + datetime.timedelta(days=days)


def open_desk(browser):
    answer = browser.get(reverse("dashboards:desk"))
    assert answer.status_code == 200
    return answer


def waiting(answer) -> dict[str, list[str]]:
    """Block → its rows' titles, for the blocks with something in them."""
    return {block.key: [item.title for item in block.items] for block in answer.context["desk"].waiting}


def all_blocks(answer) -> set[str]:
    return {block.key for block in answer.context["desk"].blocks}


def dispatched(petition, department):
    referral = ReferralFactory(department=department, due_on=petition.due_on)
    petition.status, petition.referral = "dispatched", referral
    petition.save()
    return petition


def answered(petition, department):
    petition = dispatched(petition, department)
    petition.status, petition.reply, petition.answered_at = "answered", "Đã ghi vốn sửa cầu.", petition.created_at
    petition.save()
    return petition


INFORMED = {"unread_bulletins"}
OFFICER = {
    *("hand_overs", "past_plans", "next_visits", "to_correct", "unconfirmed"),
    *("answered_comments", "due_comments", "vague_comments", "own_petitions", "to_convey", "own_reports"),
    *INFORMED,
}
COMMUNE = {"to_confirm", "to_read", "to_answer_comments", "commune_petitions", *INFORMED}
PUBLISHER = {"draft_bulletins", "questions"}


@pytest.mark.parametrize(
    ("person", "blocks"),
    [
        ("officer", OFFICER),
        ("hamlet_officer", OFFICER),
        ("standing_member", OFFICER),
        ("commune_secretary", COMMUNE),
        ("office", {"to_dispatch", "to_close", "overdue", *PUBLISHER}),
        ("propaganda", PUBLISHER),
        ("standing_committee", {"overdue", *INFORMED}),
        ("district_secretary", {"overdue", *INFORMED}),
        ("department_head", {"to_answer"}),
        ("organiser", {"anomalies", "ending", "late_hand_overs", *INFORMED}),
        ("administrator", {"anomalies", "ending"}),
        ("inspector", {"refused", *INFORMED}),
        ("nobody", set()),
    ],
)
def test_each_person_has_the_blocks_of_their_roles(as_user, request, person, blocks):
    assert all_blocks(open_desk(as_user(request.getfixturevalue(person)))) == blocks


def test_a_person_with_two_roles_has_the_blocks_of_both(as_user, world, commune_secretary):
    make.AssignmentFactory(
        officer=commune_secretary.officer, unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"]
    )
    assert all_blocks(open_desk(as_user(commune_secretary))) == OFFICER | COMMUNE


def test_without_any_role_the_desk_says_whom_to_ask(as_user, nobody):
    page = open_desk(as_user(nobody)).content.decode()
    assert "Chưa có việc nào được giao" in page
    assert "Ban Tổ chức Tỉnh ủy" in page


def test_an_officer_finds_the_own_plans_visits_comments_and_petitions(as_user, world, officer, stranger):
    own = {"unit": world.commune, "officer": officer.officer, "tier": world.tiers[0]}
    foreign = {"unit": world.far_commune, "officer": stranger.officer, "tier": world.tiers[0]}
    visits = {}
    for name, fields in (("own", own), ("foreign", foreign)):
        VisitFactory(**fields, status="planned", date=ahead(-1))
        VisitFactory(**fields, status="planned", date=ahead(0))
        visits[name] = VisitFactory(**fields)
    judged = {"judged_by": officer, "judged_at": visits["own"].created_at}
    for visit in visits.values():
        CommentFactory(visit=visit, specificity="vague", **judged)
        CommentFactory(visit=visit)
        PetitionFactory(visit=visit, content="Quá hạn", reported_on=ahead(-30), due_on=ahead(-1))
        PetitionFactory(visit=visit, content="Còn hạn", due_on=ahead(0))
        answered(PetitionFactory(visit=visit, content="Đã trả lời"), make.AgencyFactory(unit=world.province))
    found = waiting(open_desk(as_user(officer)))
    assert found == {
        "past_plans": ["Xã Sơn Phú"],
        "next_visits": ["Xã Sơn Phú"],
        "unconfirmed": ["Xã Sơn Phú"],
        "vague_comments": ["Nạo vét kênh nội đồng chậm"],
        "own_petitions": ["Quá hạn", "Đã trả lời"],
    }


def test_an_officer_sees_since_when_nobody_came_and_who_else_answers_for_the_place(
    as_user, world, officer, hamlet_officer, district_commune_officer, standing_member, stranger
):
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=ahead(-50), status="confirmed")
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=ahead(-2))
    (held,) = open_desk(as_user(officer)).context["desk"].units
    assert (held.unit, held.days, held.status, held.standing) == (
        world.commune,
        50,
        "overdue",
        "Đã 45 ngày trở lên chưa đi",
    )
    assert held.neighbours == [
        "Ủy viên Ban Thường vụ Tỉnh ủy phụ trách huyện: đ/c Võ Thị Thường Vụ",
        "Cán bộ huyện phụ trách ấp, khu phố: đ/c Lê Văn Huyện",
        "Ủy viên Ban Thường vụ Huyện ủy phụ trách xã: đ/c Bùi Văn Ủy Viên",
    ]


def test_an_officer_of_a_hamlet_knows_the_officer_of_the_commune_above(as_user, world, officer, hamlet_officer):
    (held,) = open_desk(as_user(hamlet_officer)).context["desk"].units
    assert held.neighbours == ["Cán bộ tỉnh phụ trách xã: đ/c Nguyễn Văn Tỉnh"]


def test_a_member_in_charge_of_a_district_is_led_to_its_dashboard(as_user, world, standing_member):
    answer = open_desk(as_user(standing_member))
    assert f"/tong-quan/dia-ban/{world.district.pk}/" in answer.content.decode()


def test_only_who_holds_something_gets_the_button_to_log_a_visit(as_user, officer, office):
    button = f'href="{reverse("fieldbook:log")}"'
    assert button in open_desk(as_user(officer)).content.decode()
    assert button not in open_desk(as_user(office)).content.decode()


def test_duties_and_powers_are_those_in_force(as_user, world, officer):
    role, document = world.roles["province_officer_for_commune"], make.DocumentFactory()
    common = {"role": role, "document": document}
    Duty.objects.create(kind="power", text="Dự họp Ban Thường vụ Đảng ủy xã.", valid_from=make.LONG_AGO, **common)
    ended = {"valid_from": make.LONG_AGO, "valid_to": ahead(-1)}
    Duty.objects.create(kind="power", text="Quyền cũ đã bãi bỏ.", **ended, **common)
    page = open_desk(as_user(officer)).content.decode()
    assert "Đồng chí được quyền" in page
    assert "Dự họp Ban Thường vụ Đảng ủy xã." in page
    assert "Quyền cũ" not in page


def test_a_commune_goes_from_the_desk_to_what_it_is_to_confirm(as_user, world, officer, stranger, commune_secretary):
    visit = VisitFactory(unit=world.hamlet, officer=officer.officer, tier=world.tiers[0])
    VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=world.tiers[0])
    browser = as_user(commune_secretary)
    answer = open_desk(browser)
    assert waiting(answer) == {"to_confirm": ["Ấp 1, Xã Sơn Phú"]}
    (item,) = answer.context["desk"].waiting[0].items
    assert item.go_url == reverse("visits:confirm", args=[visit.uuid])
    assert browser.get(item.go_url).status_code == 200


def test_a_commune_finds_its_comments_and_petitions(as_user, world, officer, stranger, commune_secretary):
    for unit, person in ((world.commune, officer), (world.far_commune, stranger)):
        visit = VisitFactory(unit=unit, officer=person.officer, tier=world.tiers[0], status="confirmed")
        CommentFactory(visit=visit, matter=f"Việc của {unit}")
        PetitionFactory(visit=visit, content=f"Phản ánh của {unit}")
    assert waiting(open_desk(as_user(commune_secretary))) == {
        "to_read": ["Việc của Xã Sơn Phú"],
        "commune_petitions": ["Phản ánh của Xã Sơn Phú"],
    }


def test_the_office_sends_on_closes_and_sees_what_is_late(as_user, world, officer, office):
    agency = make.AgencyFactory(unit=world.province)
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    PetitionFactory(visit=visit, content="Mới")
    dispatched(PetitionFactory(visit=visit, content="Trễ", reported_on=ahead(-30), due_on=ahead(-1)), agency)
    answered(PetitionFactory(visit=visit, content="Xong"), agency)
    assert waiting(open_desk(as_user(office))) == {"to_dispatch": ["Mới"], "to_close": ["Xong"], "overdue": ["Trễ"]}


def test_a_department_answers_what_was_sent_to_it_the_first_due_first(as_user, world, officer, department_head):
    own, other = department_head.officer.positions.get().agency, make.AgencyFactory(unit=world.province)
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    dispatched(PetitionFactory(visit=visit, content="Sau", due_on=ahead(9)), own)
    dispatched(PetitionFactory(visit=visit, content="Trước", due_on=ahead(2)), own)
    dispatched(PetitionFactory(visit=visit, content="Của sở khác"), other)
    assert waiting(open_desk(as_user(department_head))) == {"to_answer": ["Trước", "Sau"]}


def test_ban_to_chuc_sees_gaps_ends_and_people_who_cannot_log_in(as_user, world, organiser, officer):
    ending = holder(world, "province_officer_for_commune", world.neighbour, "Cao Văn Sắp Hết", valid_to=ahead(30))
    ending.is_active = False
    ending.save()
    holder(world, "district_officer_for_hamlet", world.hamlet, "Lý Văn Còn Lâu", valid_to=ahead(31))
    make.OfficerFactory(full_name="Không Giữ Địa Bàn", user=None)
    found = waiting(open_desk(as_user(organiser)))
    assert found == {
        "anomalies": [
            "Xã, phường, thị trấn chưa có cán bộ phụ trách",
            "Ấp, khu phố chưa có cán bộ phụ trách",
            "Ấp, khu phố còn hộ chưa có cán bộ phụ trách",
            "Đồng chí phụ trách chưa đăng nhập được",
        ],
        "ending": ["Đ/c Cao Văn Sắp Hết: Xã Lương Phú"],
    }


def test_each_number_on_ban_to_chucs_desk_is_the_length_of_its_list(as_user, world, organiser, officer):
    browser = as_user(organiser)
    items = open_desk(browser).context["desk"].waiting[0].items
    assert [item.badge for item in items] == ["2", "3", "1"]
    for item in items:
        assert str(len(browser.get(item.url).context["lines"])) == item.badge, item.title


def test_ubkt_sees_the_latest_refused_attempts(as_user, inspector, officer):
    AccessLog.objects.create(kind="refused", user=officer, path="/quan-tri/")
    AccessLog.objects.create(kind="read", user=officer, path="/ho-gia-dinh/")
    assert waiting(open_desk(as_user(inspector))) == {"refused": ["Đ/c Nguyễn Văn Tỉnh"]}


def test_what_came_down_is_read_and_conveyed(as_user, world, officer, commune_secretary, by):
    bulletin = bulletin_for(world.commune, title="Chống hạn mặn")
    for browser, names in (
        (as_user(officer), ["unread_bulletins", "to_convey"]),
        (as_user(commune_secretary), ["unread_bulletins"]),
    ):
        assert waiting(open_desk(browser)) == {key: ["Chống hạn mặn"] for key in names}
    mark_read(bulletin=bulletin, by=by(officer))
    ConveyanceFactory(bulletin=bulletin, unit=world.commune, officer=officer.officer)
    assert waiting(open_desk(as_user(officer))) == {}


def test_a_block_has_the_first_rows_in_its_own_order_and_one_row_may_stand_in_two(as_user, world, officer):
    """More than a block shows, entered in another order than that in which they are due."""
    own = {"unit": world.commune, "officer": officer.officer, "tier": world.tiers[0]}
    plans = {
        days: VisitFactory(**own, status="planned", date=ahead(days)) for days in (-2, 3, -6, 1, -1, 5, -4, 2, -3, 4)
    }
    visit = VisitFactory(**own, status="confirmed")
    vague = {"visit": visit, "specificity": "vague", "judged_by": officer, "judged_at": visit.created_at}
    for days in (-3, -9, -1, -5, -7, 2):
        CommentFactory(**vague, matter=f"Hạn {days}", status="read", read_at=visit.created_at, due_on=ahead(days))
    items = {block.key: block.items for block in open_desk(as_user(officer)).context["desk"].waiting}
    for key, days in (("past_plans", (-6, -4, -3, -2)), ("next_visits", (1, 2, 3, 4))):
        assert [item.url for item in items[key]] == [
            reverse("visits:detail", args=[plans[day].uuid]) for day in days
        ], key
    assert [item.title for item in items["due_comments"]] == ["Hạn -9", "Hạn -7", "Hạn -5", "Hạn -3"]
    assert [item.title for item in items["vague_comments"]] == ["Hạn 2", "Hạn -7", "Hạn -5", "Hạn -1"]


@pytest.mark.parametrize("leads_by", ["district", "cluster", "delegation", "nothing"])
def test_words_to_a_superior_come_to_the_desk_of_whoever_leads(
    as_user, world, officer, hamlet_officer, standing_member, leads_by
):
    """A district held, a cluster in one's charge, a delegation that one heads; else there is none."""
    visit = VisitFactory(unit=world.commune, officer=hamlet_officer.officer, tier=world.tiers[0])
    CommentFactory(visit=visit, visibility="superior", matter="Chuyện riêng")
    reader = standing_member if leads_by == "district" else officer
    holding = officer.officer.assignments.get()
    if leads_by == "cluster":
        holding.cluster = make.ClusterFactory(unit=world.district)
        make.ClusterMemberFactory(cluster=holding.cluster, unit=world.commune)
        holding.save()
    elif leads_by == "delegation":
        head = make.DelegationMemberFactory(officer=officer.officer, duty="head")
        holding.delegation = head.delegation
        holding.save()
    found = waiting(open_desk(as_user(reader)))
    assert found.get("superior_comments", []) == ([] if leads_by == "nothing" else ["Chuyện riêng"])


def fill(world, officer, rows: int) -> None:
    """`rows` of everything that a desk may show."""
    agency, role = make.AgencyFactory(unit=world.province), world.roles["commune_officer_for_hamlet"]
    ConfirmTermFactory()
    for _ in range(rows):
        unit = make.HamletFactory(parent=world.commune)
        make.AssignmentFactory(unit=unit, role=role, valid_to=ahead(-8))
        make.AssignmentFactory(officer=officer.officer, unit=unit, role=role, valid_from=ahead(-7))
        make.AssignmentFactory(unit=unit, role=world.roles["district_officer_for_hamlet"])
        own = {"unit": unit, "officer": officer.officer, "tier": world.tiers[0]}
        VisitFactory(**own, status="planned", date=ahead(-1))
        VisitFactory(**own, status="planned", date=ahead(1))
        VisitFactory(**own, correction="Ngày đi chưa đúng.")
        visit = VisitFactory(**own)
        CommentFactory(visit=visit)
        CommentFactory(visit=visit, specificity="vague", judged_by=officer, judged_at=visit.created_at)
        CommentFactory(visit=visit, status="answered")
        CommentFactory(visit=visit, status="read", due_on=ahead(-1))
        PetitionFactory(visit=visit, reported_on=ahead(-30), due_on=ahead(-1))
        answered(PetitionFactory(visit=visit), agency)
        fill_quiet_commune(world, officer)
        AccessLog.objects.create(kind="refused", user=officer, path="/quan-tri/")
        bulletin_for(world.commune, status="draft")
        asked = bulletin_for(world.commune)
        ConveyanceFactory(bulletin=asked, unit=unit, officer=officer.officer, question="Bao giờ có nước?")


def fill_quiet_commune(world, officer) -> None:
    """Another commune, where three visits brought no comment."""
    commune = make.CommuneFactory(parent=world.district)
    make.AssignmentFactory(
        officer=officer.officer, unit=commune, role=world.roles["province_officer_for_commune"], is_lead=False
    )
    for days in (-9, -6, -3):
        VisitFactory(unit=commune, officer=officer.officer, tier=world.tiers[0], date=ahead(days), status="confirmed")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("person", "queries"),
    [
        ("officer", 12),
        ("commune_secretary", 10),
        ("office", 10),
        ("propaganda", 8),
        ("department_head", 7),
        ("organiser", 21),
        ("inspector", 8),
    ],
)
def test_a_desk_costs_the_same_for_one_row_and_for_three(
    as_user, request, world, officer, person, queries, rows, django_assert_num_queries
):
    fill(world, officer, rows)
    browser = as_user(request.getfixturevalue(person))
    with django_assert_num_queries(queries):
        open_desk(browser)


@pytest.mark.parametrize(("person", "rarely"), [("officer", {"own_reports"}), ("commune_secretary", set())])
def test_these_desks_have_rows_in_every_block(as_user, request, world, officer, person, rarely):
    """What is said about their cost is said of full ones; who has a report to send as well pays a question more."""
    fill(world, officer, 1)
    answer = open_desk(as_user(request.getfixturevalue(person)))
    assert all_blocks(answer) - set(waiting(answer)) == rarely
    assert ("quiet_communes" in all_blocks(answer)) == (person == "officer")
