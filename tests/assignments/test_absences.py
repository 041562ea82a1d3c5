"""Officers away: the substitute answers for the units, on those days and for nothing else."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assignments import services
from assignments.access import access_of, forget_access
from assignments.models import Absence, Assignment, Unit
from nammanh.platform.dates import format_date, today
from reports.visits.policies import holding_for
from tests.factories import assignments as make

LIST = reverse("assignments:absences")


def ahead(days: int) -> datetime.date:
    return today() + datetime.timedelta(days=days)


def record(by, officer, **changes) -> Absence:
    fields = {"valid_from": today(), "valid_to": ahead(7), "reason": "study", **changes}
    return services.record_absence(officer=officer.officer, by=by, **fields)


@pytest.fixture
def absence(officer, stranger):
    """`officer` is away since yesterday; `stranger` stands in."""
    return make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer)


def areas(user):
    forget_access(user)
    return {(area.unit_id, area.standing_in_for) for area in access_of(user).areas}


# --- rights ----------------------------------------------------------------------------------------------------------


def test_the_substitute_has_the_absent_officers_units_and_says_for_whom(world, absence, stranger):
    assert areas(stranger) == {(world.far_commune.pk, ""), (world.commune.pk, "Nguyễn Văn Tỉnh")}
    assert set(Unit.objects.visible_to(stranger)) == {
        world.far_commune,
        world.far_hamlet,
        world.commune,
        world.hamlet,
        world.group,
    }


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_before_and_after_the_absence_the_substitute_has_only_their_own(world, officer, stranger, first, last):
    make.AbsenceFactory(
        officer=officer.officer, substitute=stranger.officer, valid_from=ahead(first), valid_to=ahead(last)
    )
    assert areas(stranger) == {(world.far_commune.pk, "")}


def test_the_absent_officer_keeps_reading(world, absence, officer):
    assert areas(officer) == {(world.commune.pk, "")}
    assert access_of(officer).absent_until == absence.valid_to


def test_nothing_of_a_post_is_stood_in_for(world, commune_secretary, organiser, stranger):
    for person in (commune_secretary, organiser):
        make.AbsenceFactory(officer=person.officer, substitute=stranger.officer)
    before = {(world.far_commune.pk, "")}
    assert areas(stranger) == before
    assert access_of(stranger).roles == frozenset()


def test_only_assignments_in_force_that_day_are_stood_in_for(world, officer, stranger, absence):
    Assignment.objects.filter(officer=officer.officer).update(valid_to=ahead(-1))
    assert areas(stranger) == {(world.far_commune.pk, "")}


def test_a_substitute_who_is_away_hands_nothing_on(world, absence, officer, stranger, hamlet_officer):
    make.AbsenceFactory(officer=stranger.officer, substitute=hamlet_officer.officer)
    assert areas(stranger) == {(world.far_commune.pk, "")}
    assert areas(hamlet_officer) == {(world.hamlet.pk, ""), (world.far_commune.pk, "Phạm Văn Lạ")}


def test_the_rights_cost_two_queries_with_or_without_absences(
    world, officer, stranger, standing_member, django_assert_num_queries
):
    for absent in (None, officer, standing_member):
        if absent:
            make.AbsenceFactory(officer=absent.officer, substitute=stranger.officer)
        forget_access(stranger)
        with django_assert_num_queries(2):
            access_of(stranger)


def test_several_posts_and_several_absent_officers_are_each_told_once(
    world, officer, hamlet_officer, commune_secretary
):
    second = make.PositionFactory(officer=commune_secretary.officer)
    for absent in (officer, hamlet_officer):
        make.AbsenceFactory(officer=absent.officer, substitute=commune_secretary.officer)
    forget_access(commune_secretary)
    access = access_of(commune_secretary)
    assert len(access.role_names) == 2 and second.title in access.role_names
    assert [row.officer_id for row in access.substitutions] == [officer.officer.pk, hamlet_officer.officer.pk]
    assert sorted((area.unit_id, area.standing_in_for) for area in access.areas) == sorted(
        [
            (world.commune.pk, ""),
            (world.commune.pk, officer.officer.full_name),
            (world.hamlet.pk, hamlet_officer.officer.full_name),
        ]
    )


def test_a_place_is_visited_under_ones_own_assignment_before_the_absent_officers(world, absence, officer, stranger):
    own = make.AssignmentFactory(
        officer=stranger.officer, unit=world.district, role=world.roles["province_officer_for_district"]
    )
    forget_access(stranger)
    assert holding_for(stranger, world.commune, today()) == own


@pytest.mark.parametrize(("day", "answers"), [(-2, False), (-1, True), (7, True), (8, False)])
def test_a_day_of_a_visit_must_lie_in_the_absence(world, absence, stranger, day, answers):
    assert (holding_for(stranger, world.commune, ahead(day)) is not None) is answers


# --- services --------------------------------------------------------------------------------------------------------


def test_ban_to_chuc_names_the_substitute_and_an_officer_only_records_their_own_days(
    world, officer, stranger, organiser, by
):
    with pytest.raises(PermissionDenied):
        record(by(officer), officer, substitute=stranger.officer)
    with pytest.raises(PermissionDenied):
        record(by(officer), stranger)
    own = record(by(officer), officer)
    assert own.substitute is None
    changed = services.change_absence(
        absence=own,
        valid_from=own.valid_from,
        valid_to=own.valid_to,
        reason="leave",
        substitute=stranger.officer,
        by=by(organiser),
    )
    assert (changed.pk, changed.substitute) == (own.pk, stranger.officer)


def test_an_officer_is_away_once_at_a_time(officer, organiser, by):
    record(by(organiser), officer)
    with pytest.raises(ValidationError, match="đã được ghi vắng mặt"):
        record(by(organiser), officer, valid_from=ahead(7), valid_to=ahead(9))


def test_nobody_stands_in_for_themself(officer, organiser, by):
    with pytest.raises(ValidationError, match="phải là đồng chí khác"):
        record(by(organiser), officer, substitute=officer.officer)


def test_a_substitute_who_is_away_then_is_refused_with_the_days(officer, stranger, organiser, by):
    record(by(organiser), stranger, valid_from=ahead(3), valid_to=ahead(4))
    with pytest.raises(ValidationError, match=f"từ ngày {format_date(ahead(3))} đến hết ngày {format_date(ahead(4))}"):
        record(by(organiser), officer, substitute=stranger.officer)
    assert record(by(organiser), officer, valid_to=ahead(2), substitute=stranger.officer).substitute == stranger.officer


def test_a_substitute_who_leaves_the_service_meanwhile_is_refused(officer, organiser, by):
    leaving = make.OfficerFactory(valid_to=ahead(2))
    with pytest.raises(ValidationError, match="không công tác suốt"):
        record(by(organiser), officer, substitute=leaving)


def test_another_substitute_takes_over_from_today_and_the_days_before_stay(
    world, absence, stranger, hamlet_officer, organiser, by
):
    later = services.change_absence(
        absence=absence,
        valid_from=absence.valid_from,
        valid_to=absence.valid_to,
        reason=absence.reason,
        substitute=hamlet_officer.officer,
        by=by(organiser),
    )
    assert list(Absence.objects.order_by("valid_from").values_list("substitute", "valid_from", "valid_to")) == [
        (stranger.officer.pk, ahead(-1), ahead(-1)),
        (hamlet_officer.officer.pk, today(), ahead(7)),
    ]
    assert later.officer == absence.officer
    assert holding_for(hamlet_officer, world.commune, ahead(-1)) is None


def test_back_early_ends_the_substitutes_part(world, absence, officer, stranger, by):
    services.end_absence_early(absence=absence, valid_to=ahead(-1), by=by(officer))
    assert areas(stranger) == {(world.far_commune.pk, "")}
    for wrong in (ahead(30), ahead(-9)):
        with pytest.raises(ValidationError):
            services.end_absence_early(absence=absence, valid_to=wrong, by=by(officer))


def test_only_what_has_not_begun_is_called_off_and_twice_is_once(absence, officer, stranger, by):
    with pytest.raises(ValidationError, match="Về sớm"):
        services.cancel_absence(absence=absence, by=by(officer))
    coming = make.AbsenceFactory(officer=stranger.officer, valid_from=ahead(2), valid_to=ahead(3))
    with pytest.raises(PermissionDenied):
        services.cancel_absence(absence=coming, by=by(officer))
    for _nth in range(2):
        services.cancel_absence(absence=coming, by=by(stranger))
    assert list(Absence.objects.all()) == [absence]


def test_what_is_over_stays_as_it_was(officer, organiser, by):
    over = make.AbsenceFactory(officer=officer.officer, valid_from=ahead(-9), valid_to=ahead(-2))
    with pytest.raises(ValidationError, match="đã qua"):
        services.change_absence(absence=over, valid_from=ahead(-9), valid_to=ahead(5), reason="leave", by=by(organiser))


@pytest.mark.parametrize("wrong", ["overlap", "self", "endless"])
def test_the_database_itself_refuses(absence, officer, wrong):
    changes = {
        "overlap": {"valid_from": ahead(2)},
        "self": {"valid_from": ahead(20), "valid_to": ahead(21), "substitute": officer.officer},
        "endless": {"valid_from": ahead(20), "valid_to": None},
    }[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        make.AbsenceFactory(officer=officer.officer, **changes)


# --- pages -----------------------------------------------------------------------------------------------------------


def names(lines):
    return [line["row"].officer.full_name for line in lines]


def test_the_list_has_those_nobody_stands_in_for_first(absence, officer, stranger, hamlet_officer, organiser, as_user):
    make.AbsenceFactory(officer=hamlet_officer.officer, valid_from=today())
    make.AbsenceFactory(officer=hamlet_officer.officer, valid_from=ahead(20), valid_to=ahead(21))
    make.AbsenceFactory(officer=hamlet_officer.officer, valid_from=ahead(-9), valid_to=ahead(-8))
    shown = as_user(organiser).get(LIST).context
    assert names(shown["present"]) == ["Lê Văn Huyện", "Nguyễn Văn Tỉnh"]
    assert [line["unattended"] for line in shown["present"]] == [True, False]
    assert names(shown["coming"]) == names(shown["past"]) == ["Lê Văn Huyện"]
    make.AbsenceFactory(officer=stranger.officer)
    shown = as_user(organiser).get(LIST).context
    assert {line["row"].officer.full_name for line in shown["present"] if line["unattended"]} == {
        "Lê Văn Huyện",
        "Nguyễn Văn Tỉnh",
        "Phạm Văn Lạ",
    }


def test_the_reason_is_told_to_ban_to_chuc_and_to_oneself_only(absence, officer, stranger, organiser, as_user):
    for person, tells in ((organiser, True), (officer, True), (stranger, False)):
        assert ("Đi học, bồi dưỡng" in as_user(person).get(LIST).content.decode()) is tells


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(world, organiser, as_user, count, django_assert_num_queries):
    for number in range(count):
        make.AbsenceFactory(substitute=make.OfficerFactory())
        make.AbsenceFactory(valid_from=ahead(-20 - number), valid_to=ahead(-10))
    browser = as_user(organiser)
    with django_assert_num_queries(7):
        browser.get(LIST)


def test_a_manager_records_an_absence_by_typing_two_names(world, officer, stranger, organiser, as_user):
    typed = {
        "officer_text": "Văn Tỉnh",
        "substitute_text": "Văn Lạ",
        "valid_from": format_date(today()),
        "valid_to": format_date(ahead(3)),
        "reason": "mission",
    }
    browser = as_user(organiser)
    answer = browser.post(reverse("assignments:absence_add"), {**typed, "valid_to": "31/02/2026"})
    assert answer.status_code == 422
    assert "Văn Lạ" in answer.content.decode()
    assert browser.post(reverse("assignments:absence_add"), typed)["Location"] == LIST
    assert list(Absence.objects.values_list("officer", "substitute")) == [(officer.officer.pk, stranger.officer.pk)]


def test_an_officer_is_not_asked_who_and_can_not_send_a_substitute(world, officer, stranger, as_user):
    page = reverse("assignments:absence_add")
    assert "substitute" not in as_user(officer).get(page).context["form"].fields
    as_user(officer).post(
        page,
        {
            "officer": stranger.officer.pk,
            "substitute": stranger.officer.pk,
            "valid_from": format_date(today()),
            "valid_to": format_date(ahead(3)),
            "reason": "leave",
        },
    )
    assert list(Absence.objects.values_list("officer", "substitute")) == [(officer.officer.pk, None)]


@pytest.mark.parametrize(
    ("substitute", "words"), [(True, "đồng chí Phạm Văn Lạ làm thay"), (False, "chưa có người làm thay")]
)
@pytest.mark.parametrize("page", ["unit", "officer", "assignments"])
def test_pages_say_until_when_one_is_away_and_who_stands_in(
    world, officer, stranger, organiser, as_user, substitute, words, page
):
    absence = make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer if substitute else None)
    address = {
        "unit": reverse("assignments:unit", args=[world.commune.pk]),
        "officer": reverse("assignments:officer", args=[officer.officer.pk]),
        "assignments": reverse("assignments:assignments"),
    }[page]
    shown = as_user(organiser).get(address).content.decode()
    assert f"Vắng đến hết ngày {format_date(absence.valid_to)}" in shown
    assert words in shown
