"""Mergers and splits: what follows the units, what a person is asked, what stands in the way, taking it back."""

import datetime
import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from assignments.models import Agency, Assignment, Cluster, ClusterMember, Household, Position, Succession, Unit
from assignments.reforms import queries, services
from assignments.reforms.models import UnitOperation
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.visits.models import Visit
from tests.conftest import holder, in_post
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory
from tests.reforms.scenes import TOMORROW, like, merger, prepared, split
from tests.world import build_world


def run(operation, organiser):
    return services.apply_operation(operation=operation, by=Actor(organiser))


def new_unit(name):
    return Unit.objects.get(name=name, valid_from=TOMORROW)


def neighbours_officer(world):
    return holder(world, "province_officer_for_commune", world.neighbour, "Lý Văn Lương")


def test_a_merger_carries_hamlets_households_plans_and_asks_who_leads(world, officer, hamlet_officer, organiser):
    neighbours_officer(world)
    plan = VisitFactory(
        unit=world.commune, officer=officer.officer, tier=world.tiers[0], status="planned", date=TOMORROW
    )
    past = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    run(merger(world, organiser), organiser)
    merged = new_unit("Phú Sơn")
    assert {row.predecessor for row in Succession.objects.filter(successor=merged, kind="merged_into", whole=True)} == {
        world.commune,
        world.neighbour,
    }
    assert {unit.full_name for unit in merged.children.all()} == {"Ấp 1", "Ấp 2"}
    household = Household.objects.get(pk=world.household.pk)
    assert (household.commune, household.unit.parent.full_name) == (merged, "Ấp 1")
    held = Assignment.objects.on(TOMORROW).filter(commune=merged)
    assert {(row.officer.full_name, str(row.unit), row.is_lead) for row in held} == {
        ("Nguyễn Văn Tỉnh", "Xã Phú Sơn", True),  # Sơn Phú's code goes on, so does its main holder
        ("Lê Văn Huyện", "Ấp 1", True),
    }
    left = Assignment.objects.get(officer__full_name="Lý Văn Lương")
    assert (left.valid_to, left.end_reason) == (today(), "Đơn vị mới do đồng chí khác phụ trách chính")
    plan.refresh_from_db()
    past.refresh_from_db()
    assert (plan.unit, plan.commune, past.unit) == (merged, merged, world.commune)


def test_a_person_chooses_who_leads_and_who_supports(world, officer, organiser):
    other = neighbours_officer(world)
    draft = merger(world, organiser)
    key = str(draft.planned.get().pk)
    mine, theirs = officer.officer.assignments.get(), other.officer.assignments.get()
    services.set_choices(
        operation=draft,
        by=Actor(organiser),
        fates={
            str(mine.pk): {"successor": key, "is_lead": False},
            str(theirs.pk): {"successor": key, "is_lead": True},
        },
    )
    run(draft, organiser)
    held = Assignment.objects.on(TOMORROW).of_unit(new_unit("Phú Sơn"))
    assert {(row.officer, row.is_lead, row.taken_over_from) for row in held} == {
        (officer.officer, False, mine),
        (other.officer, True, theirs),
    }


def test_who_held_both_units_holds_the_new_one_once(world, officer, organiser):
    role = world.roles["province_officer_for_commune"]
    make.AssignmentFactory(officer=officer.officer, unit=world.neighbour, role=role)
    done = run(merger(world, organiser), organiser)
    assert Assignment.objects.on(TOMORROW).get().unit == new_unit("Phú Sơn")
    assert done.counts["left_without"] == 0


@pytest.mark.parametrize(("committees", "staff"), [("close", set()), ("carry", {"Đặng Văn Bí Thư"})])
def test_the_merged_commune_gets_one_party_committee(world, commune_secretary, organiser, committees, staff):
    Agency.objects.filter(unit=world.commune).update(kind="party_committee")
    run(merger(world, organiser, committees=committees), organiser)
    old = Agency.objects.get(unit=world.commune)
    new = Agency.objects.get(unit=new_unit("Phú Sơn"))
    assert (old.valid_to, new.name, new.kind) == (today(), "Đảng ủy xã Phú Sơn", "party_committee")
    assert {row.officer.full_name for row in Position.objects.on(TOMORROW).filter(agency=new)} == staff
    assert Position.objects.on(TOMORROW).filter(agency=old).count() == 0


def test_a_commune_stays_in_the_cluster_that_all_its_predecessors_were_in(world, organiser):
    together = make_cluster(world, "Tiểu vùng 1", world.commune, world.neighbour)
    run(merger(world, organiser), organiser)
    now = ClusterMember.objects.on(TOMORROW).get()
    assert (now.cluster, now.unit) == (together, new_unit("Phú Sơn"))


def test_a_commune_of_two_clusters_is_in_neither(world, organiser):
    make_cluster(world, "Tiểu vùng 1", world.commune)
    make_cluster(world, "Tiểu vùng 2", world.neighbour)
    run(merger(world, organiser), organiser)
    assert ClusterMember.objects.on(today()).count() == 2
    assert ClusterMember.objects.on(TOMORROW).count() == 0


def make_cluster(world, name, *communes):
    cluster = Cluster.objects.create(name=name, kind="sub_region", unit=world.district, valid_from=make.LONG_AGO)
    for unit in communes:
        ClusterMember.objects.create(cluster=cluster, unit=unit, valid_from=make.LONG_AGO)
    return cluster


def test_a_split_asks_where_each_hamlet_and_each_officer_goes(world, officer, organiser):
    second = make.HamletFactory(name="9", parent=world.commune)
    draft = split(world, organiser)
    with pytest.raises(ValidationError) as refusal:
        run(draft, organiser)
    assert refusal.value.messages == [
        "Còn đơn vị trực thuộc chưa phân bổ: 2 (Ấp 1, Xã Sơn Phú; Ấp 9, Xã Sơn Phú)",
        "Còn phân công chưa chọn nơi tiếp tục hay thôi: 1 (Nguyễn Văn Tỉnh – Xã Sơn Phú)",
    ]
    east, west = (str(row.pk) for row in draft.planned.order_by("pk"))
    services.set_choices(
        operation=draft,
        by=Actor(organiser),
        allotment={str(world.hamlet.pk): east, str(second.pk): west},
        fates={str(officer.officer.assignments.get().pk): {"successor": west, "is_lead": True}},
    )
    run(UnitOperation.objects.get(pk=draft.pk), organiser)
    assert {(row.full_name, row.parent.full_name) for row in Unit.objects.on(TOMORROW).filter(level="hamlet")} >= {
        ("Ấp 1", "Xã Sơn Đông"),
        ("Ấp 9", "Xã Sơn Tây"),
    }
    assert Household.objects.get(pk=world.household.pk).commune == new_unit("Sơn Đông")
    assert Assignment.objects.on(TOMORROW).get().unit == new_unit("Sơn Tây")
    kinds = set(Succession.objects.filter(predecessor=world.commune).values_list("kind", "whole"))
    assert kinds == {("split_into", False)}


def test_households_of_a_split_hamlet_go_where_they_are_allotted(world, organiser):
    house = make.HouseholdFactory(unit=world.neighbour_hamlet)
    planned = [like(world.neighbour_hamlet, "2A"), like(world.neighbour_hamlet, "2B")]
    draft = prepared("split", [world.neighbour_hamlet], planned, organiser)
    with pytest.raises(ValidationError, match="Còn hộ gia đình chưa phân bổ"):
        run(draft, organiser)
    target = draft.planned.get(name="2B")
    chosen = {str(world.neighbour_hamlet.pk): str(target.pk)}
    services.set_choices(operation=draft, by=Actor(organiser), households=chosen)
    run(UnitOperation.objects.get(pk=draft.pk), organiser)
    house.refresh_from_db()
    assert house.unit == new_unit("2B")


def test_what_is_dated_later_stands_in_the_way_and_nothing_is_written(world, officer, organiser):
    role = world.roles["province_officer_for_commune"]
    visit = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=today())
    PetitionFactory(unit=world.hamlet, visit=visit)
    make.AssignmentFactory(unit=world.neighbour, role=role, valid_from=TOMORROW)
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        run(merger(world, organiser, on=today()), organiser)
    assert [message.split(":")[0] for message in refusal.value.messages] == [
        "Phân công bắt đầu từ ngày này trở đi",
        f"Chuyến đi cơ sở ghi từ ngày {today():%d/%m/%Y} trở đi tại đơn vị sẽ kết thúc",
        f"Phản ánh, kiến nghị ghi từ ngày {today():%d/%m/%Y} trở đi tại đơn vị sẽ kết thúc",
    ]
    assert everything() == before


OWN = {"unitoperation", "plannedunit", "operationline", "legaldocument"}


def everything():
    """Every row of the portal but for histories and the operations themselves."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        ours = label.split(".")[0] in {"assignments", "visits", "recommendations", "feedback", "reforms"}
        if ours and not hasattr(model, "pgh_tracked_model") and model._meta.model_name not in OWN:
            tables[label] = sorted(map(repr, model._default_manager.values_list()))
    return tables


def test_taking_back_leaves_every_table_as_it_was(world, officer, hamlet_officer, commune_secretary, organiser):
    neighbours_officer(world)
    make_cluster(world, "Tiểu vùng 1", world.commune, world.neighbour)
    VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], status="planned", date=TOMORROW)
    draft = merger(world, organiser, committees="carry")
    before = everything()
    done = run(draft, organiser)
    assert everything() != before
    assert services.what_came_after(done) == []
    undone = services.undo_operation(operation=done, by=Actor(organiser))
    assert everything() == before
    assert undone.status == "undone"


@pytest.mark.parametrize("what", ["assignment", "visit of the old unit", "staff", "hamlet"])
def test_taking_back_is_refused_once_anything_was_written_after(world, officer, commune_secretary, organiser, what):
    Agency.objects.filter(unit=world.commune).update(kind="party_committee")
    done = run(merger(world, organiser), organiser)
    merged = new_unit("Phú Sơn")
    if what == "assignment":
        make.AssignmentFactory(unit=merged, role=world.roles["district_officer_for_commune"], valid_from=TOMORROW)
    elif what == "staff":
        agency = Agency.objects.get(unit=merged)
        make.PositionFactory(agency=agency, valid_from=TOMORROW)
    elif what == "hamlet":
        make.HamletFactory(parent=merged, name="mới", valid_from=TOMORROW)
    else:
        VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0])
    with pytest.raises(ValidationError, match="sau đó đã có ghi nhận mới"):
        services.undo_operation(operation=done, by=Actor(organiser))
    assert UnitOperation.objects.get(pk=done.pk).status == "applied"


def test_the_preview_tells_what_waits_and_the_new_holder_goes_on_with_it(world, officer, organiser):
    on = today()
    earlier = today() - datetime.timedelta(days=3)
    waiting = VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], date=earlier)
    draft = merger(world, organiser, on=on)
    told = {row.title: row.count for row in queries.consequences(services.preview(draft)) if row.count}
    assert told["Đang chờ xử lý, ở lại đơn vị cũ: chuyến đi cơ sở"] == 1
    run(draft, organiser)
    newcomer = make.OfficerFactory(full_name="Mới Về")
    merged = Unit.objects.get(name="Phú Sơn")
    role = world.roles["district_officer_for_commune"]
    make.AssignmentFactory(officer=newcomer, unit=merged, role=role, valid_from=on)
    assert waiting in Visit.objects.visible_to(newcomer.user)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_run_one_operation_at_once_it_is_run_once():
    world = build_world()
    organiser = in_post("organisation", world.province, "Trưởng ban", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy")
    draft = merger(world, organiser)
    ready, outcomes = threading.Barrier(2), []

    def press() -> None:
        try:
            ready.wait(10)
            run(draft, organiser)
            outcomes.append("xong")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    people = [threading.Thread(target=press) for _person in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert sorted(outcomes) == ["Việc sắp xếp này đã được thực hiện. Hãy tải lại trang.", "xong"]
    assert Unit.objects.filter(name="Phú Sơn").count() == 1


def test_the_database_lets_no_state_run_backwards(world, organiser):
    done = run(merger(world, organiser), organiser)
    with pytest.raises(Exception, match="operation may not move from applied to draft"):
        UnitOperation.objects.filter(pk=done.pk).update(status="draft", applied_at=None, applied_by=None)


def test_days_before_the_change_answer_as_before(world, officer, organiser):
    run(merger(world, organiser), organiser)
    day = today() - datetime.timedelta(days=400)
    assert Assignment.objects.on(day).get().unit == world.commune
    assert set(Unit.objects.on(today()).filter(level="commune").values_list("name", flat=True)) == {
        "Sơn Phú",
        "Lương Phú",
        "An Đức",
    }
