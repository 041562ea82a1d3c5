"""The page to carry along: what it holds of each slice, for whom, how heavy it is."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from nammanh.accounts.models import SecretaryMandate
from nammanh.platform.dates import today
from reports.planner.models import PlanNote
from tests.factories import assignments as make
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.factories.profiles import FactFactory, KindFactory
from tests.factories.reports import CommentFactory, PetitionFactory, VisitFactory
from tests.factories.resources import pledge_in
from tests.fieldbook.scenes import officers_visit

TOMORROW = today() + datetime.timedelta(days=1)


@pytest.fixture
def plan(world, request):
    return officers_visit(world, request, status="planned", date=TOMORROW, purpose="Xem kênh nội đồng")


def brief(browser, visit):
    return browser.get(reverse("briefs:brief", args=[visit.uuid]))


def section(page, key):
    return next(row for row in page.context["sections"] if row.key == key)


def words(page, key):
    return [str(line.title) for line in section(page, key).lines]


def answered(**fields):
    agency = make.AgencyFactory(name="Sở Xây dựng", kind="department", unit=make.ProvinceFactory())
    petition = PetitionFactory(**fields, department=agency, status="dispatched")
    petition.status, petition.reply, petition.answered_at = "answered", "Khởi công quý I.", petition.created_at
    petition.save()
    return petition


def test_it_carries_what_every_slice_knows_of_the_place(
    world, officer, hamlet_officer, commune_secretary, plan, as_user
):
    officer.officer.phone = commune_secretary.officer.phone = "0275 3822 001"
    commune_secretary.officer.save()
    seen = VisitFactory(
        unit=world.hamlet, officer=hamlet_officer.officer, tier=world.tiers[1], highlights="Kênh cạn.",
        difficulties="Thiếu máy bơm.",
    )  # fmt: skip
    CommentFactory(visit=seen, matter="Nạo vét kênh chậm")
    PetitionFactory(visit=seen, content="Cầu ấp hư")
    answered(visit=seen, content="Đường lầy")
    told, waiting = bulletin_for(world.commune, title="Đã nói rồi"), bulletin_for(world.district, title="Chưa nói")
    ConveyanceFactory(bulletin=told, unit=world.commune, officer=officer.officer)
    pledge_in("pledged", unit=world.hamlet, officer=hamlet_officer.officer, description="Làm cầu")
    pledge_in("handed_over", unit=world.hamlet, officer=hamlet_officer.officer, description="Xong rồi")
    kind = KindFactory(
        code="clean", name="Tỷ lệ hộ có nước sạch", weak_below=50, field=make.FieldFactory(), among_five=1
    )
    FactFactory(kind=kind, unit=world.commune, number=40)
    VisitFactory(
        unit=world.hamlet, officer=hamlet_officer.officer, tier=world.tiers[1], status="planned", date=TOMORROW
    )
    asked = {"visit": plan, "officer": hamlet_officer.officer, "by": hamlet_officer}
    PlanNote.objects.create(**asked, text="Hỏi giúp lịch bơm nước.")
    PlanNote.objects.create(**asked, text="Thôi khỏi hỏi.", taken_back_at=timezone.now())
    page = brief(as_user(officer), plan)
    assert [line.text for line in section(page, "errands").lines] == ["Hỏi giúp lịch bơm nước."]
    assert "Xem kênh nội đồng" in page.text
    assert "đ/c Lê Văn Huyện (Ấp 1)" in page.text
    assert [line.text for line in section(page, "notes").lines] == ["Kênh cạn.\nKhó khăn: Thiếu máy bơm."]
    assert words(page, "comments") == ["Nạo vét kênh chậm"]
    assert words(page, "petitions") == ["Cầu ấp hư"]
    assert words(page, "replies") == ["Đường lầy"]
    assert "Khởi công quý I." in page.text
    assert words(page, "bulletins") == ["Chưa nói"]
    assert waiting.highlights.splitlines()[0] in page.text
    assert words(page, "pledges") == ["Làm cầu"]
    assert words(page, "weak_points")[0].startswith("Tỷ lệ hộ có nước sạch: 40")
    assert words(page, "five") == ["Tỷ lệ hộ có nước sạch"]
    assert words(page, "contacts") == ["Đ/c Đặng Văn Bí Thư"]
    assert 'href="tel:02753822001"' in page.text
    assert "Số liệu đến" in page.text


def test_elsewhere_stays_elsewhere(world, officer, stranger, plan, as_user):
    far = VisitFactory(unit=world.far_commune, officer=stranger.officer, tier=world.tiers[0])
    CommentFactory(visit=far)
    PetitionFactory(visit=far)
    pledge_in("pledged", unit=world.far_commune, officer=stranger.officer)
    bulletin_for(world.far_commune)
    page = brief(as_user(officer), plan)
    assert all(not section(page, key).lines for key in ("notes", "comments", "petitions", "pledges", "bulletins"))
    for part in page.context["sections"]:
        assert part.lines or str(part.calm) in page.text


def test_the_duties_of_the_role_that_covers_the_place(world, officer, plan, as_user):
    role = world.roles["province_officer_for_commune"]
    make.DutyFactory(role=role, kind="power", text="Được mời dự họp Ban Thường vụ Đảng ủy.")
    make.DutyFactory(role=world.roles["commune_officer_for_group"], kind="power", text="Không phải việc này.")
    page = brief(as_user(officer), plan)
    assert words(page, "duties") == ["Được mời dự họp Ban Thường vụ Đảng ủy."]


@pytest.mark.parametrize("person", ["commune_secretary", "standing_committee", "office", "hamlet_officer", "stranger"])
def test_somebody_elses_brief_does_not_exist(request, plan, person, as_user):
    assert brief(as_user(request.getfixturevalue(person)), plan).status_code == 404


def test_who_stands_in_and_the_secretary_take_it_along(world, officer, stranger, nobody, plan, as_user):
    SecretaryMandate.objects.create(leader=officer, secretary=nobody, valid_from=today())
    secretary = as_user(nobody)
    assert brief(secretary, plan).status_code == 404
    secretary.post(reverse("acting_for"), {"leader": officer.pk})
    assert brief(secretary, plan).status_code == 200
    make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer)
    assert brief(as_user(stranger), plan).status_code == 200


def test_the_plan_and_the_desk_lead_to_it(officer, commune_secretary, plan, as_user):
    address = reverse("briefs:brief", args=[plan.uuid])
    for page in (reverse("visits:detail", args=[plan.uuid]), reverse("dashboards:desk")):
        assert address in as_user(officer).get(page).text
        assert address not in as_user(commune_secretary).get(page).text


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_it_costs_the_same_and_stays_light(world, officer, plan, as_user, django_assert_num_queries, rows):
    long = "Xã tập trung nạo vét kênh nội đồng trước mùa mặn, huy động máy của hợp tác xã. " * 12
    for number in range(rows):
        other = make.AssignmentFactory(
            unit=world.hamlet, role=world.roles["district_officer_for_hamlet"], is_lead=False
        )
        visit = VisitFactory(
            unit=world.hamlet, officer=other.officer, tier=world.tiers[1], highlights=long, difficulties=long
        )
        VisitFactory(unit=world.hamlet, officer=other.officer, tier=world.tiers[1], status="planned", date=TOMORROW)
        CommentFactory(visit=visit, matter=long, proposal=long)
        PetitionFactory(visit=visit, content=long)
        answered(visit=visit, content=long)
        bulletin_for(world.commune)
        pledge_in("received", unit=world.hamlet, officer=other.officer)
        kind = KindFactory(
            code=f"kind-{number}", name=f"Chỉ tiêu {number}", weak_below=50, field=make.FieldFactory(), among_five=1
        )
        FactFactory(kind=kind, unit=world.commune, number=40)
        make.DutyFactory(role=world.roles["province_officer_for_commune"], kind="power")
    browser = as_user(officer)
    with django_assert_num_queries(20):
        page = brief(browser, plan)
    assert len(page.content) < 60_000
    assert all(len(part.lines) <= 20 for part in page.context["sections"])
