"""The reform of 1/7/2025 in the former Bến Tre: 148 communes into 48, nine districts gone, two tiers."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.urls import reverse

from assignments import queries
from assignments.models import Assignment, AssignmentRole, LegalDocument, Phase, Succession, Unit
from assignments.reforms import services
from assignments.reforms.models import UnitOperation
from nammanh.accounts.actor import Actor
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory

D = datetime.date
EVE, DAY = D(2025, 6, 30), D(2025, 7, 1)


def unit_of(code, day):
    return Unit.objects.on(day).get(gso_code=code)


@pytest.fixture
def bentre(db):
    """The real units of the province until 30/6/2025, the policy, and an administrator."""
    call_command("load_policy", stdout=StringIO())
    call_command("load_units", stdout=StringIO())
    province = unit_of("83", EVE)
    return in_post("admin", province, "Quản trị hệ thống", "Đỗ Văn Quản Trị", "Phòng Cơ yếu")


def apply(*args):
    out = StringIO()
    call_command("apply_reform", *args, stdout=out)
    return out.getvalue()


def hold(unit, name, since, role, **fields):
    role = AssignmentRole.objects.get(tier__phase__in=Phase.objects.on(since), code=role)
    officer = make.OfficerFactory(full_name=name)
    return make.AssignmentFactory(unit=unit, officer=officer, role=role, valid_from=since, **fields)


def test_148_communes_become_48_and_nine_districts_close(bentre):
    told = apply()
    assert "157 đơn vị kết thúc, 48 đơn vị mới mở." in told
    now = Unit.objects.on(DAY)
    kinds = dict(now.filter(level="commune").values_list("kind").order_by("kind").annotate(n=Count("pk")))
    assert kinds == {"commune": 43, "ward": 5}
    assert now.filter(level="district").count() == 0
    assert Unit.objects.on(EVE).filter(level="commune").count() == 148
    assert Unit.objects.filter(level="district", valid_to=EVE).count() == 9
    assert set(now.filter(level="commune").values_list("parent__gso_code", flat=True)) == {"83"}


def test_each_of_the_148_leads_to_exactly_one_new_unit(bentre):
    apply()
    before = Unit.objects.on(EVE).filter(level="commune")
    leads_to = {unit.pk: queries.counterparts_on(unit, DAY) for unit in before}
    assert {len(units) for units in leads_to.values()} == {1}
    assert len({units[0].pk for units in leads_to.values()}) == 48
    back = sum(len(queries.counterparts_on(unit, EVE)) for unit in Unit.objects.on(DAY).filter(level="commune"))
    assert back == 148
    assert not Succession.objects.filter(successor__valid_from=DAY, whole=False).exists()


def test_a_code_means_another_unit_on_either_side_of_the_day(bentre):
    apply()
    assert unit_of("29158", EVE).full_name == "Xã An Ngãi Tây"
    assert unit_of("29158", DAY).full_name == "Xã An Hiệp"
    assert unit_of("28858", EVE).full_name == "Xã Hữu Định"
    assert unit_of("28858", DAY).full_name == "Phường Phú Tân"


def test_who_held_this_in_2018_is_found_from_the_successors_page(bentre, as_user):
    old = unit_of("29161", EVE)
    hold(old, "Nguyễn Văn Cũ", D(2018, 1, 1), "province_officer_for_commune", valid_to=D(2020, 12, 31))
    apply()
    new = unit_of("29158", DAY)
    page = as_user(bentre).get(reverse("assignments:unit", args=[new.pk]), {"ngay": "15/08/2018"})
    stood_there = {unit.full_name: url for unit, url in page.context["counterparts"]}
    assert "Xã An Hiệp" in stood_there
    then = as_user(bentre).get(stood_there["Xã An Hiệp"], {"ngay": "15/08/2018"})
    names = [holder.assignment.officer.full_name for tier in then.context["tiers"] for holder in tier.holders]
    assert names == ["Nguyễn Văn Cũ"]


def test_holders_go_on_where_the_new_phase_has_their_role(bentre):
    lead = hold(unit_of("29158", EVE), "Trần Thị Giữ Mã", D(2021, 1, 1), "province_officer_for_commune")
    other = hold(unit_of("29161", EVE), "Lê Văn Kia", D(2021, 1, 1), "province_officer_for_commune")
    gone = hold(unit_of("29158", EVE), "Võ Văn Huyện", D(2021, 1, 1), "district_officer_for_commune")
    told = apply()
    assert "Phân công: 1 tiếp tục, 2 thôi; 2 đồng chí chưa có nơi mới." in told
    carried = Assignment.objects.on(DAY).get()
    assert (carried.officer, carried.unit, carried.taken_over_from) == (lead.officer, unit_of("29158", DAY), lead)
    assert (carried.role.code, carried.role.tier.phase.valid_from) == ("province_officer_for_commune", DAY)
    ended = {row.officer.full_name: (row.valid_to, row.end_reason) for row in Assignment.objects.exclude(pk=carried.pk)}
    assert ended[other.officer.full_name] == (EVE, "Đơn vị mới do đồng chí khác phụ trách chính")
    assert ended[gone.officer.full_name] == (EVE, "Giai đoạn mới không còn tầng này")
    assert ended[lead.officer.full_name][0] == EVE
    phases = list(Phase.objects.order_by("valid_from").values_list("valid_from", "valid_to"))
    assert phases[1:] == [(D(2021, 1, 1), EVE), (DAY, None)]
    assert [tier.holder_level for tier in queries.tiers_on(DAY)] == ["province", "commune", "commune"]


def test_records_of_later_days_are_in_the_way_with_their_list_and_on_says_another_day(bentre):
    place = unit_of("29158", EVE)
    made = VisitFactory(unit=place, date=D(2025, 8, 2), tier=queries.tiers_on(EVE)[0])
    PetitionFactory(visit=made, unit=place, reported_on=D(2025, 8, 3))
    with pytest.raises(CommandError) as refusal:
        apply()
    text = str(refusal.value)
    assert "01/07/2025 trở đi tại đơn vị sẽ kết thúc: 1 (Xã An Ngãi Tây: 1)" in text
    assert text.count("Xã An Ngãi Tây: 1") == 2
    assert Unit.objects.on(DAY).filter(level="commune").count() == 148
    assert not UnitOperation.objects.exists()
    apply("--on", "04/08/2025")
    assert unit_of("29158", D(2025, 8, 3)).full_name == "Xã An Ngãi Tây"
    assert unit_of("29158", D(2025, 8, 4)).full_name == "Xã An Hiệp"
    made.refresh_from_db()
    assert made.unit == place


def test_a_plan_goes_along_to_the_new_unit_and_to_the_same_link_of_the_new_phase(bentre):
    place, (province, district, _commune) = unit_of("29161", EVE), queries.tiers_on(EVE)
    plan = VisitFactory(unit=place, date=D(2025, 7, 9), status="planned", tier=province)
    without = VisitFactory(unit=place, date=D(2025, 7, 9), status="planned", tier=district)
    apply()
    plan.refresh_from_db()
    without.refresh_from_db()
    assert plan.unit == without.unit == unit_of("29158", DAY)
    assert (plan.tier.phase.valid_from, plan.tier.holder_level, plan.tier.target) == (DAY, "province", "commune")
    assert without.tier == district  # districts hold nothing any more: it stays what it was planned as
    operation = UnitOperation.objects.get()
    services.undo_operation(operation=operation, by=Actor(bentre))
    plan.refresh_from_db()
    assert (plan.unit, plan.tier) == (place, province)


def test_running_it_twice_is_refused_and_a_trial_writes_nothing(bentre):
    apply("--dry-run")
    assert not UnitOperation.objects.exists()
    assert Unit.objects.on(DAY).filter(level="district").count() == 9
    assert LegalDocument.objects.filter(number="1687/NQ-UBTVQH15").count() == 0
    apply()
    with pytest.raises(CommandError, match="không có"):
        apply("--on", "02/07/2025")
    assert Unit.objects.on(D(2025, 7, 2)).filter(level="commune").count() == 48


def test_the_file_is_refused_line_by_line(bentre, tmp_path):
    file = tmp_path / "sai.csv"
    file.write_text(
        "event,effective,clause,old_code,old_name,new_code,new_name,share\n"
        "NQ 1,2025-07-01,,29158,Xã An Ngãi Tây,29158,Vùng An Hiệp,whole\n"
        "NQ 1,2025-07-01,,x,Xã An Hiệp,29158,Xã An Hiệp,whole\n"
    )
    with pytest.raises(CommandError) as refusal:
        apply(str(file))
    assert "Dòng 2: không rõ loại" in str(refusal.value)
    assert "Dòng 3: mã “x” không hợp lệ" in str(refusal.value)
