"""Working delegations: places are dated, units go with the place, charters have versions."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from assignments import services
from assignments.models import Assignment, Delegation, DelegationCharter, DelegationMember
from nammanh.platform.dates import format_date, today
from tests.factories import assignments as make

D = datetime.date


@pytest.fixture
def roles(world):
    """The policy's roles for delegations: a district for the head, communes for the members."""
    tier = world.tiers[0]
    make.RoleFactory(tier=tier, code="delegation_head", unit_level="district", name="Trưởng đoàn", counted=False)
    make.RoleFactory(tier=tier, code="delegation_member", unit_level="commune", name="Thành viên đoàn")


@pytest.fixture
def delegation(roles):
    return make.DelegationFactory(name="Đoàn công tác Giồng Trôm")


def add(delegation, by, **changes) -> DelegationMember:
    fields = {
        "officer": changes.pop("officer", None) or make.OfficerFactory(),
        "duty": "member",
        "valid_from": D(2020, 1, 1),
        "document": make.DocumentFactory(),
        **changes,
    }
    return services.add_member(delegation=delegation, by=by, **fields)


def held(officer, day):
    return {(row.unit, row.role.code) for row in Assignment.objects.on(day).filter(officer=officer)}


def test_only_ban_to_chuc_changes_a_delegation(delegation, officer, by):
    with pytest.raises(PermissionDenied):
        add(delegation, by(officer))


def test_the_head_holds_the_district_and_members_hold_communes(world, delegation, organiser, by):
    head = add(delegation, by(organiser), duty="head", units=[world.district])
    field = make.FieldFactory()
    member = add(delegation, by(organiser), units=[world.commune, world.neighbour], fields=[field])
    assert held(head.officer, today()) == {(world.district, "delegation_head")}
    assert held(member.officer, today()) == {
        (world.commune, "delegation_member"),
        (world.neighbour, "delegation_member"),
    }
    assert set(Assignment.objects.values_list("delegation", flat=True)) == {delegation.pk}
    assert list(member.fields.all()) == [field]


def test_where_there_are_no_districts_the_head_holds_communes_if_the_policy_has_that_role(
    world, delegation, organiser, by
):
    with pytest.raises(ValidationError, match="không có vai trò của đoàn"):
        add(delegation, by(organiser), duty="head", units=[world.commune])
    assert DelegationMember.objects.count() == 0
    make.RoleFactory(tier=world.tiers[1], code="delegation_head", unit_level="commune", counted=False)
    head = add(delegation, by(organiser), duty="head", units=[world.commune])
    assert held(head.officer, today()) == {(world.commune, "delegation_head")}


def test_a_delegation_has_one_head_and_an_officer_one_place(delegation, organiser, by):
    head = add(delegation, by(organiser), duty="head")
    with pytest.raises(ValidationError, match="đã có Trưởng đoàn"):
        add(delegation, by(organiser), duty="head")
    with pytest.raises(ValidationError, match="đã ở trong đoàn"):
        add(delegation, by(organiser), officer=head.officer)


def test_a_change_closes_the_old_place_on_the_eve_and_opens_another(world, delegation, organiser, by):
    before, after = make.FieldFactory(), make.FieldFactory()
    member = add(delegation, by(organiser), units=[world.commune], fields=[before])
    changed = services.change_member(
        member=member,
        duty="deputy",
        fields=[after],
        units=[world.neighbour],
        on=D(2024, 5, 1),
        document=make.DocumentFactory(),
        reason="Phân công lại",
        by=by(organiser),
    )
    member.refresh_from_db()
    assert (member.duty, member.valid_to, list(member.fields.all())) == ("member", D(2024, 4, 30), [before])
    assert (changed.duty, changed.valid_from, list(changed.fields.all())) == ("deputy", D(2024, 5, 1), [after])
    assert held(member.officer, D(2024, 4, 30)) == {(world.commune, "delegation_member")}
    assert held(member.officer, D(2024, 5, 1)) == {(world.neighbour, "delegation_member")}


def test_who_leaves_leaves_the_units_too_and_twice_is_once(world, delegation, organiser, by):
    member = add(delegation, by(organiser), units=[world.commune])
    for _nth in range(2):
        services.leave_delegation(member=member, valid_to=D(2024, 4, 30), reason="Chuyển công tác", by=by(organiser))
    assert held(member.officer, D(2024, 5, 1)) == set()
    assert Assignment.objects.get().end_reason == "Chuyển công tác"
    with pytest.raises(ValidationError, match="đã thôi tham gia"):
        services.leave_delegation(member=member, valid_to=D(2025, 1, 1), reason="Lần nữa", by=by(organiser))


def test_a_charter_keeps_its_older_versions(delegation, organiser, by):
    for day, text in ((D(2020, 1, 1), "Quy chế cũ."), (D(2024, 5, 1), "Quy chế mới.")):
        services.issue_charter(
            delegation=delegation, text=text, document=make.DocumentFactory(), valid_from=day, by=by(organiser)
        )
    assert list(DelegationCharter.objects.order_by("valid_from").values_list("text", "valid_to")) == [
        ("Quy chế cũ.", D(2024, 4, 30)),
        ("Quy chế mới.", None),
    ]
    with pytest.raises(ValidationError, match="01/05/2024"):
        services.issue_charter(
            delegation=delegation,
            text="Sửa lùi",
            document=make.DocumentFactory(),
            valid_from=D(2022, 1, 1),
            by=by(organiser),
        )


def test_closing_ends_places_units_and_charter(world, delegation, organiser, by):
    add(delegation, by(organiser), units=[world.commune])
    services.issue_charter(
        delegation=delegation,
        text="Quy chế.",
        document=make.DocumentFactory(),
        valid_from=D(2020, 1, 1),
        by=by(organiser),
    )
    last = D(2024, 4, 30)
    services.close_delegation(delegation=delegation, valid_to=last, reason="Hoàn thành nhiệm vụ", by=by(organiser))
    for rows in (Delegation.objects, DelegationMember.objects, DelegationCharter.objects, Assignment.objects):
        assert set(rows.values_list("valid_to", flat=True)) == {last}


def raw(change):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return refusal.value.__cause__.diag.constraint_name


def test_the_database_keeps_units_inside_the_place_and_places_inside_the_delegation(world, delegation, organiser, by):
    add(delegation, by(organiser), units=[world.commune])
    members, last = DelegationMember.objects.all(), D(2021, 1, 1)
    outlives = "assignments_delegationmember_outlives_assignments"
    assert raw(lambda: members.update(valid_to=last)) == outlives
    assert raw(lambda: members.update(officer=make.OfficerFactory())) == outlives
    assert raw(lambda: Assignment.objects.update(delegation=make.DelegationFactory())) == (
        "assignments_assignment_inside_delegation"
    )
    assert raw(lambda: Delegation.objects.filter(pk=delegation.pk).update(valid_to=last)) == (
        "assignments_delegation_outlives_members"
    )


# --- pages -----------------------------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"assignments:{name}", args=args)


def test_the_page_tells_places_of_the_asked_day_with_units_and_fields(world, delegation, organiser, by, as_user):
    field = make.FieldFactory(name="Giao thông")
    head = add(delegation, by(organiser), duty="head", units=[world.district])
    secretary = add(delegation, by(organiser), duty="secretary")
    member = add(delegation, by(organiser), units=[world.commune], fields=[field])
    services.leave_delegation(member=member, valid_to=D(2024, 4, 30), reason="Chuyển", by=by(organiser))
    shown = as_user(organiser).get(page("delegation", delegation.pk)).context
    assert [line["member"] for line in shown["seats"]] == [head, secretary]
    assert [line["member"] for line in shown["other_seats"]] == [member]
    then = as_user(organiser).get(page("delegation", delegation.pk), {"ngay": "30/04/2024"})
    assert [(line["member"].duty, line["units"]) for line in then.context["seats"]] == [
        ("head", [(world.district, True)]),
        ("member", [(world.commune, True)]),
        ("secretary", []),
    ]
    assert "Giao thông" in then.content.decode()


def test_one_sees_ones_own_delegation_and_those_at_work_in_ones_area(
    world, delegation, officer, stranger, organiser, by, as_user
):
    add(delegation, by(organiser), units=[world.commune])
    mine = make.DelegationMemberFactory(officer=stranger.officer).delegation

    def listed(user):
        return set(as_user(user).get(page("delegations")).context["delegations"])

    assert listed(officer) == {delegation}
    assert listed(stranger) == {mine}
    assert listed(organiser) == {delegation, mine}


def test_a_manager_opens_fills_and_changes_a_delegation_on_the_pages(world, roles, organiser, as_user):
    browser, cited = as_user(organiser), {"document": make.DocumentFactory().pk}
    typed = {"name": "Đoàn mới", "mandate": make.MandateFactory().pk, "valid_from": "01/01/2024", **cited}
    browser.post(page("delegation_open"), typed)
    delegation = Delegation.objects.get(name="Đoàn mới")
    make.OfficerFactory(full_name="Trần Thị Mới")
    place = {"officer_text": "Trần Thị Mới", "duty": "head", "valid_from": "01/02/2024", **cited}
    wrong = browser.post(page("delegation_add", delegation.pk), place | {"units": [world.hamlet.pk]})
    assert (wrong.status_code, "Trần Thị Mới" in wrong.content.decode()) == (422, True)
    assert (
        browser.post(page("delegation_add", delegation.pk), place | {"units": [world.district.pk]}).status_code == 302
    )
    member = delegation.members.get()
    change = page("delegation_change", delegation.pk, member.pk)
    form = browser.get(change).context["form"]
    assert form.initial["units"] == [world.district.pk]
    typed = {"duty": "member", "units": [world.commune.pk], "valid_from": "01/03/2024", **cited}
    assert "end_reason" in browser.post(change, typed).context["form"].errors
    assert browser.post(change, typed | {"end_reason": "Phân công lại"}).status_code == 302
    assert held(member.officer, today()) == {(world.commune, "delegation_member")}
    charter = {"text": "Đoàn họp mỗi quý một lần.", "valid_from": "01/03/2024", **cited}
    assert browser.post(page("delegation_charter", delegation.pk), charter).status_code == 302
    assert "mỗi quý" in browser.get(page("delegation", delegation.pk)).content.decode()
    last = {"valid_to": format_date(today()), "end_reason": "Hoàn thành"}
    assert browser.post(page("delegation_close", delegation.pk), last).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(
    world, delegation, organiser, by, as_user, count, django_assert_num_queries
):
    for _nth in range(count):
        add(
            delegation,
            by(organiser),
            units=[make.CommuneFactory(parent=world.district)],
            fields=[make.FieldFactory()],
        )
        make.DelegationMemberFactory(duty="head")
    browser = as_user(organiser)
    with django_assert_num_queries(7):
        browser.get(page("delegations"))
    with django_assert_num_queries(12):
        browser.get(page("delegation", delegation.pk))
