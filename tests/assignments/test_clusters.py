"""Clusters of communes: moving a commune moves who is in charge of it, all of it or nothing."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from assignments import services
from assignments.models import Assignment, Cluster, ClusterMember
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from tests.conftest import in_post
from tests.factories import assignments as make
from tests.world import build_world

D = datetime.date
LIST = reverse("assignments:clusters")


@pytest.fixture
def one(world):
    """A sub-region with Sơn Phú and Lương Phú."""
    cluster = make.ClusterFactory(unit=world.district, name="Tiểu vùng 1")
    for commune in (world.commune, world.neighbour):
        make.ClusterMemberFactory(cluster=cluster, unit=commune)
    return cluster


@pytest.fixture
def two(world):
    """Another one of the same district, with one commune of its own."""
    cluster = make.ClusterFactory(unit=world.district, name="Tiểu vùng 2")
    make.ClusterMemberFactory(cluster=cluster, unit=make.CommuneFactory(name="Tân Hào", parent=world.district))
    return cluster


def charge(world, by, cluster, officer=None, service=services.put_in_charge, **changes):
    fields = {
        "officer": officer or make.OfficerFactory(),
        "role": world.roles["district_officer_for_commune"],
        "mandate": make.MandateFactory(),
        "document": make.DocumentFactory(),
        "valid_from": D(2020, 1, 1),
        **changes,
    }
    return service(cluster=cluster, by=by, **fields)


def put(cluster, communes, on, by):
    return services.put_communes(cluster=cluster, communes=communes, on=on, document=make.DocumentFactory(), by=by)


def held(cluster, day):
    return {(row.officer.full_name, row.unit) for row in Assignment.objects.on(day).filter(cluster=cluster)}


def test_only_ban_to_chuc_changes_clusters(world, one, officer, by):
    with pytest.raises(PermissionDenied):
        put(one, [world.commune], today(), by(officer))
    with pytest.raises(PermissionDenied):
        charge(world, by(officer), one)


def test_in_charge_of_a_cluster_is_one_assignment_for_each_commune(world, one, organiser, by):
    rows = charge(world, by(organiser), one)
    assert {(row.unit, row.cluster, row.valid_from) for row in rows} == {
        (world.commune, one, D(2020, 1, 1)),
        (world.neighbour, one, D(2020, 1, 1)),
    }


def test_a_commune_that_moves_leaves_one_officer_on_the_eve_and_comes_to_the_other(world, one, two, organiser, by):
    first, second = (make.OfficerFactory(full_name=name) for name in ("Một", "Hai"))
    charge(world, by(organiser), one, first)
    charge(world, by(organiser), two, second)
    own = two.members.get().unit
    put(two, [world.neighbour], D(2024, 5, 1), by(organiser))
    assert held(one, D(2024, 4, 30)) == {("Một", world.commune), ("Một", world.neighbour)}
    assert held(one, D(2024, 5, 1)) == {("Một", world.commune)}
    assert held(two, D(2024, 4, 30)) == {("Hai", own)}
    assert held(two, D(2024, 5, 1)) == {("Hai", own), ("Hai", world.neighbour)}
    ended = Assignment.objects.get(cluster=one, unit=world.neighbour)
    assert ended.end_reason == "Xã chuyển sang Tiểu vùng 2"
    assert list(
        ClusterMember.objects.filter(unit=world.neighbour).order_by("valid_from").values_list("cluster", "valid_to")
    ) == [(one.pk, D(2024, 4, 30)), (two.pk, None)]


def test_putting_a_commune_where_it_is_already_changes_nothing(world, one, organiser, by):
    assert put(one, [world.commune], today(), by(organiser)) == []
    assert ClusterMember.objects.count() == 2


def test_a_commune_that_has_just_moved_can_not_move_from_before_that_day(world, one, two, organiser, by):
    put(two, [world.neighbour], D(2024, 5, 1), by(organiser))
    with pytest.raises(ValidationError, match="01/05/2024"):
        put(one, [world.neighbour], D(2024, 5, 1), by(organiser))


def test_a_move_that_is_refused_half_way_leaves_everything_as_it_was(world, one, two, organiser, by):
    leaving = make.OfficerFactory()
    charge(world, by(organiser), one)
    charge(world, by(organiser), two, leaving)
    make.AssignmentFactory(
        officer=leaving, unit=world.neighbour, role=world.roles["district_officer_for_commune"], is_lead=False
    )
    with pytest.raises(ValidationError, match="đã được phân công địa bàn này"):
        put(two, [world.neighbour], D(2024, 5, 1), by(organiser))
    assert ClusterMember.objects.get(unit=world.neighbour).valid_to is None
    assert Assignment.objects.filter(cluster=one, valid_to__isnull=True).count() == 2


def test_another_officer_takes_the_whole_cluster_on_one_day(world, one, organiser, by):
    charge(world, by(organiser), one, make.OfficerFactory(full_name="Một"))
    charge(
        world,
        by(organiser),
        one,
        make.OfficerFactory(full_name="Hai"),
        services.replace_in_charge,
        valid_from=D(2024, 5, 1),
        reason="Nghỉ hưu",
    )
    assert {name for name, _unit in held(one, D(2024, 4, 30))} == {"Một"}
    assert {name for name, _unit in held(one, D(2024, 5, 1))} == {"Hai"}
    with pytest.raises(ValidationError, match="phụ trách chính"):
        charge(world, by(organiser), one, valid_from=D(2025, 1, 1))


def test_a_cluster_without_communes_has_nobody_in_charge(world, organiser, by):
    with pytest.raises(ValidationError, match="chưa có xã"):
        charge(world, by(organiser), make.ClusterFactory(unit=world.district))


def test_closing_ends_members_and_charges_with_it(world, one, organiser, by):
    charge(world, by(organiser), one)
    services.close_cluster(cluster=one, valid_to=D(2024, 4, 30), reason="Chia lại tiểu vùng", by=by(organiser))
    assert Cluster.objects.get().valid_to == D(2024, 4, 30)
    assert set(ClusterMember.objects.values_list("valid_to", flat=True)) == {D(2024, 4, 30)}
    assert set(Assignment.objects.values_list("valid_to", "end_reason")) == {(D(2024, 4, 30), "Chia lại tiểu vùng")}


def test_a_name_is_used_once_in_a_district(world, one, organiser, by):
    fields = {"kind": "sub_region", "unit": world.district, "valid_from": today(), "document": None}
    with pytest.raises(ValidationError, match="Đặt tên khác"):
        services.open_cluster(name="tiểu vùng 1", by=by(organiser), **fields)


# --- the database ----------------------------------------------------------------------------------------------------


def raw(change):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return refusal.value.__cause__.diag.constraint_name


def test_the_database_keeps_an_assignment_inside_the_membership(world, one, organiser, by):
    charge(world, by(organiser), one)
    members, rows = ClusterMember.objects.filter(cluster=one), Assignment.objects.filter(cluster=one)
    assert raw(lambda: members.update(valid_to=D(2021, 1, 1))) == "assignments_clustermember_outlives_assignments"
    assert raw(members.filter(unit=world.commune).delete) == "assignments_clustermember_outlives_assignments"
    assert raw(lambda: rows.update(cluster=make.ClusterFactory(unit=world.district))) == (
        "assignments_assignment_inside_cluster"
    )
    assert raw(lambda: Cluster.objects.update(valid_to=D(2021, 1, 1))) == "assignments_cluster_outlives_members"


def test_the_database_keeps_a_cluster_to_communes_of_its_district_and_a_commune_to_one_cluster(world, one, two):
    assert raw(lambda: make.ClusterMemberFactory(cluster=one, unit=world.far_commune)) == (
        "assignments_clustermember_place"
    )
    assert raw(lambda: make.ClusterMemberFactory(cluster=one, unit=world.hamlet)) == "assignments_clustermember_place"
    assert raw(lambda: make.ClusterMemberFactory(cluster=two, unit=world.commune)) == (
        "assignments_clustermember_one_cluster"
    )


@pytest.mark.django_db(transaction=True)
def test_a_commune_moves_while_somebody_is_put_in_charge_and_ends_with_the_right_officer():
    world = build_world()
    organiser = in_post("organisation", world.province, "Trưởng ban", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy")
    one, two = (make.ClusterFactory(unit=world.district) for _nth in range(2))
    make.ClusterMemberFactory(cluster=one, unit=world.commune)
    make.ClusterMemberFactory(cluster=two, unit=world.neighbour)
    officer, decision, mandate = make.OfficerFactory(), make.DocumentFactory(), make.MandateFactory()
    ready, failures = threading.Barrier(2), []

    def run(change) -> None:
        try:
            ready.wait(10)
            change()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    def move():
        services.put_communes(
            cluster=two, communes=[world.commune], on=D(2024, 5, 1), document=decision, by=Actor(organiser)
        )

    def put_in_charge():
        services.put_in_charge(
            cluster=two,
            officer=officer,
            role=world.roles["district_officer_for_commune"],
            mandate=mandate,
            document=decision,
            valid_from=D(2024, 1, 1),
            by=Actor(organiser),
        )

    people = [threading.Thread(target=run, args=[change]) for change in (move, put_in_charge)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert failures == []
    assert set(Assignment.objects.filter(cluster=two).values_list("unit", "valid_from", "valid_to")) == {
        (world.neighbour.pk, D(2024, 1, 1), None),
        (world.commune.pk, D(2024, 5, 1), None),
    }


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_list_and_the_page_answer_for_the_asked_day(world, one, two, organiser, by, as_user):
    charge(world, by(organiser), one, make.OfficerFactory(full_name="Một"))
    put(two, [world.neighbour], D(2024, 5, 1), by(organiser))
    browser = as_user(organiser)

    def counts(**query):
        return {
            line["row"].name: (line["row"].communes, [row.officer.full_name for row in line["charges"]])
            for line in browser.get(LIST, query).context["lines"]
        }

    assert counts() == {"Tiểu vùng 1": (1, ["Một"]), "Tiểu vùng 2": (2, [])}
    assert counts(ngay="30/04/2024") == {"Tiểu vùng 1": (2, ["Một"]), "Tiểu vùng 2": (1, [])}
    page = browser.get(reverse("assignments:cluster", args=[one.pk]), {"ngay": "30/04/2024"})
    assert {row.unit for row, _linked in page.context["members"]} == {world.commune, world.neighbour}
    line, _absence = page.context["charges"][0]
    assert (line.valid_from, line.valid_to, line.communes) == (D(2020, 1, 1), None, [world.neighbour, world.commune])


def test_one_sees_the_clusters_of_ones_communes(world, one, two, officer, stranger, hamlet_officer, as_user):
    assert [line["row"] for line in as_user(officer).get(LIST).context["lines"]] == [one]
    assert as_user(stranger).get(LIST).context["lines"] == []
    assert as_user(officer).get(reverse("assignments:cluster", args=[two.pk])).status_code == 404


def test_the_page_of_a_unit_names_its_cluster_with_a_link_for_those_who_may_open_it(
    world, one, officer, hamlet_officer, as_user
):
    address = reverse("assignments:cluster", args=[one.pk])
    commune = as_user(officer).get(reverse("assignments:unit", args=[world.commune.pk])).content.decode()
    assert f'<a href="{address}">Tiểu vùng 1</a>' in commune
    hamlet = as_user(hamlet_officer).get(reverse("assignments:unit", args=[world.hamlet.pk])).content.decode()
    assert "Tiểu vùng 1" in hamlet
    assert address not in hamlet


def test_a_manager_opens_fills_and_gives_a_cluster_on_the_pages(world, organiser, as_user):
    browser, decision = as_user(organiser), make.DocumentFactory()
    browser.post(
        reverse("assignments:cluster_open"),
        {
            "unit": world.district.pk,
            "kind": "sub_region",
            "name": "Tiểu vùng Đông",
            "valid_from": "01/01/2024",
            "document": decision.pk,
        },
    )
    cluster = Cluster.objects.get(name="Tiểu vùng Đông")
    page = {name: reverse(f"assignments:cluster_{name}", args=[cluster.pk]) for name in ("put", "charge", "close")}
    assert browser.post(page["put"], {"on": "01/02/2024", "document": decision.pk}).status_code == 422
    typed = {"communes": [world.commune.pk, world.neighbour.pk], "on": "01/02/2024", "document": decision.pk}
    assert browser.post(page["put"], typed).status_code == 302
    make.OfficerFactory(full_name="Trần Thị Mới")
    typed = {
        "officer_text": "Trần Thị Mới",
        "role": world.roles["district_officer_for_commune"].pk,
        "mandate": make.MandateFactory().pk,
        "valid_from": "01/03/2024",
        "document": decision.pk,
    }
    assert browser.post(page["charge"], typed).status_code == 302
    assert held(cluster, today()) == {("Trần Thị Mới", world.commune), ("Trần Thị Mới", world.neighbour)}
    refused = browser.post(page["charge"], typed | {"valid_from": format_date(today())})
    assert "end_reason" in refused.context["form"].errors
    assert browser.post(page["close"], {"valid_to": format_date(today()), "end_reason": "Chia lại"}).status_code == 302
    assert Cluster.objects.get(pk=cluster.pk).valid_to == today()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(world, organiser, as_user, by, count, django_assert_num_queries):
    for _number in range(count):
        cluster = make.ClusterFactory(unit=world.district)
        for _commune in range(count):
            make.ClusterMemberFactory(cluster=cluster, unit=make.CommuneFactory(parent=world.district))
        charge(world, by(organiser), cluster, make.OfficerFactory())
    browser = as_user(organiser)
    with django_assert_num_queries(7):
        browser.get(LIST)
    with django_assert_num_queries(10):
        browser.get(reverse("assignments:cluster", args=[cluster.pk]))
