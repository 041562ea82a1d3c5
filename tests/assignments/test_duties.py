"""Duties and powers: versions by date, readings by person, powers where one acts."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from assignments import queries, services
from assignments.models import Assignment, Duty, DutyReading
from nammanh.platform.dates import format_date, today
from tests.conftest import holder
from tests.factories import assignments as make

D = datetime.date
PAGE, UNREAD, POWERS = (reverse(f"assignments:{name}") for name in ("duties", "duties_unread", "powers"))
OLD, NEW = D(2016, 1, 1), D(2024, 5, 1)


@pytest.fixture
def role(world):
    """The province's officer for a commune, with one responsibility and one power."""
    role = world.roles["province_officer_for_commune"]
    make.DutyFactory(role=role, kind="responsibility", text="Dự họp tại cơ sở.")
    make.DutyFactory(role=role, kind="power", order=2, text="Góp ý chính thức với cấp ủy.")
    return role


def revise(role, by, **changes):
    fields = {"responsibilities": ["Dự họp hằng tháng."], "powers": [], "document": make.DocumentFactory(), "on": NEW}
    return services.revise_duties(role=role, by=by, **fields | changes)


def texts(day, role):
    item = next(item for item in queries.role_duties(day, None) if item.role == role)
    return [row.text for row in (*item.text.responsibilities, *item.text.powers)], [old.version for old in item.older]


def test_a_new_text_ends_the_old_one_on_the_eve_and_both_stay_readable(role, organiser, by):
    revise(role, by(organiser))
    assert texts(D(2024, 4, 30), role) == (["Dự họp tại cơ sở.", "Góp ý chính thức với cấp ủy."], [])
    assert texts(NEW, role) == (["Dự họp hằng tháng."], [OLD])
    assert set(Duty.objects.values_list("text", "valid_to")) == {
        ("Dự họp tại cơ sở.", D(2024, 4, 30)),
        ("Góp ý chính thức với cấp ủy.", D(2024, 4, 30)),
        ("Dự họp hằng tháng.", None),
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": OLD}, "Chọn ngày sau đó"),
        ({"on": D(2015, 1, 1)}, "ngoài giai đoạn"),
        ({"responsibilities": []}, "ít nhất một"),
    ],
)
def test_a_text_is_not_rewritten_backwards_or_emptied(role, organiser, by, changes, words):
    with pytest.raises(ValidationError, match=words):
        revise(role, by(organiser), **changes)
    assert Duty.objects.filter(valid_to__isnull=True).count() == 2


def test_the_same_text_sent_twice_is_issued_once(role, organiser, by):
    revise(role, by(organiser))
    with pytest.raises(ValidationError, match="01/05/2024"):
        revise(role, by(organiser))
    assert Duty.objects.filter(valid_from=NEW).count() == 1


def test_only_ban_to_chuc_issues_a_text(role, officer, by):
    with pytest.raises(PermissionDenied):
        revise(role, by(officer))


def test_an_officer_confirms_the_version_in_force_and_twice_is_once(role, officer, organiser, by):
    for _nth in range(2):
        services.confirm_reading(role=role, version=OLD, by=by(officer))
    assert list(DutyReading.objects.values_list("officer", "role", "version")) == [(officer.officer.pk, role.pk, OLD)]
    assert [line.read for line in queries.duties_of([role.pk], officer.officer.pk, today())] == [True]
    revise(role, by(organiser))
    assert [line.read for line in queries.duties_of([role.pk], officer.officer.pk, today())] == [False]
    with pytest.raises(ValidationError, match="vừa thay đổi"):
        services.confirm_reading(role=role, version=OLD, by=by(officer))


def test_nobody_confirms_for_another_or_for_a_role_they_do_not_hold(role, officer, hamlet_officer, by):
    with pytest.raises(PermissionDenied):
        services.confirm_reading(role=role, version=OLD, by=by(hamlet_officer))
    with pytest.raises(PermissionDenied):
        services.confirm_reading(role=role, version=OLD, by=by(officer, make.UserFactory()))


def test_a_reading_is_never_changed_or_taken_back(role, officer, by):
    services.confirm_reading(role=role, version=OLD, by=by(officer))
    for change in (DutyReading.objects.all().delete, lambda: DutyReading.objects.update(version=NEW)):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyReading.objects.create(officer=officer.officer, role=role, version=OLD)


def test_who_has_not_read_is_counted_by_role_and_person(role, officer, stranger, hamlet_officer, by):
    """Two officers hold the role; the one who holds two communes counts once; a role without a text has no readers."""
    make.AssignmentFactory(officer=stranger.officer, unit=make.CommuneFactory(), role=role)
    assert queries.unread_by_role(Assignment.objects.all(), today()) == [(role.name, 2)]
    services.confirm_reading(role=role, version=OLD, by=by(officer))
    assert queries.unread_by_role(Assignment.objects.all(), today()) == [(role.name, 1)]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_offers_to_confirm_ones_own_role_and_then_says_so(role, officer, hamlet_officer, as_user):
    browser = as_user(officer)
    first = browser.get(PAGE).context["roles"][0]
    assert (first.role, first.held, first.read) == (role, True, False)
    confirm = reverse("assignments:duty_confirm", args=[role.pk])
    for _nth in range(2):
        assert browser.post(confirm, {"version": format_date(first.text.version)}).status_code == 302
    assert browser.get(PAGE).context["roles"][0].read is True
    assert "Tôi đã đọc" not in as_user(hamlet_officer).get(PAGE).content.decode()
    assert DutyReading.objects.count() == 1


@pytest.mark.parametrize("version", ["", "31/02/2024", "x", "01/01/2000"])
def test_a_mangled_version_is_told_and_confirms_nothing(role, officer, as_user, version):
    answer = as_user(officer).post(
        reverse("assignments:duty_confirm", args=[role.pk]), {"version": version}, follow=True
    )
    assert answer.status_code == 200
    assert len(answer.context["messages"]) == 1
    assert not DutyReading.objects.exists()


def test_the_list_of_who_has_not_read_is_for_managers_and_for_the_district_in_charge(
    world, role, officer, stranger, standing_member, organiser, as_user
):
    def listed(user):
        return {row.officer.full_name for row in as_user(user).get(UNREAD).context["rows"]}

    assert listed(organiser) == {"Nguyễn Văn Tỉnh", "Phạm Văn Lạ"}
    assert listed(standing_member) == {"Nguyễn Văn Tỉnh"}
    assert as_user(officer).get(UNREAD).status_code == 403
    shown = as_user(organiser).get(UNREAD, {"huyen": world.other_district.pk, "vai_tro": role.pk}).context
    assert ([row.officer.full_name for row in shown["rows"]], shown["by_role"]) == (["Phạm Văn Lạ"], [(role.name, 1)])


def test_a_manager_issues_a_text_from_the_present_one(role, organiser, as_user):
    browser, address = as_user(organiser), reverse("assignments:duties_revise", args=[role.pk])
    assert browser.get(address).context["form"].initial == {
        "responsibilities": "Dự họp tại cơ sở.",
        "powers": "Góp ý chính thức với cấp ủy.",
    }
    typed = {
        "on": "01/05/2024",
        "responsibilities": "Dự họp hằng tháng.\n\n Nắm tình hình.",
        "powers": "x" * 1001,
        "document": make.DocumentFactory().pk,
    }
    refused = browser.post(address, typed)
    assert (refused.status_code, "Nắm tình hình." in refused.content.decode()) == (422, True)
    assert browser.post(address, typed | {"powers": ""}).status_code == 302
    assert texts(NEW, role)[0] == ["Dự họp hằng tháng.", "Nắm tình hình."]


def test_the_desk_asks_to_read_until_one_has(role, officer, as_user, by):
    desk = reverse("dashboards:desk")
    assert as_user(officer).get(desk).context["desk"].unread == [role.name]
    services.confirm_reading(role=role, version=OLD, by=by(officer))
    assert as_user(officer).get(desk).context["desk"].unread == []


def test_powers_are_those_of_the_role_one_acts_in_at_that_place(world, role, officer, as_user):
    other = world.roles["district_officer_for_hamlet"]
    make.AssignmentFactory(officer=officer.officer, unit=world.far_hamlet, role=other)
    make.DutyFactory(role=other, text="Kiểm tra, đôn đốc tại ấp.")

    def shown(**query):
        return [
            (name, [row.text for row in rows]) for name, rows in as_user(officer).get(POWERS, query).context["powers"]
        ]

    formal, hamlet = (role.name, ["Góp ý chính thức với cấp ủy."]), (other.name, ["Kiểm tra, đôn đốc tại ấp."])
    assert shown() == [formal, hamlet]
    assert shown(unit=world.hamlet.pk) == [formal]
    assert shown(unit=world.far_hamlet.pk) == [hamlet]


def test_the_entry_form_tells_the_powers(role, officer, as_user):
    assert "Góp ý chính thức với cấp ủy." in as_user(officer).get(reverse("fieldbook:log")).content.decode()


def test_who_stands_in_has_the_powers_too(world, role, officer, hamlet_officer):
    make.AbsenceFactory(officer=officer.officer, substitute=hamlet_officer.officer)
    assert [name for name, _rows in queries.powers_of(hamlet_officer.officer.pk, today(), world.commune)] == [role.name]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(world, role, organiser, as_user, count, django_assert_num_queries):
    for number in range(count):
        unit = make.CommuneFactory(parent=world.district)
        holder(world, "province_officer_for_commune", unit, f"Người Giữ {number}")
        make.DutyFactory(role=world.roles["district_officer_for_hamlet"], valid_from=D(2017 + number, 1, 1))
    browser = as_user(organiser)
    with django_assert_num_queries(9):
        browser.get(PAGE)
    with django_assert_num_queries(10):
        browser.get(UNREAD)
