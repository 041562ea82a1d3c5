"""Writing the households of a visit: the service, and what the database keeps by itself."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from nammanh.platform.dates import today
from nammanh.platform.privacy import Kind
from reports.household_visits.models import HouseholdLine, OverriddenWarning
from reports.household_visits.services import (
    HouseholdContent,
    HouseholdEntry,
    finish_follow_up,
    log_household_visit,
    write_household_lines,
)
from reports.visits.models import Visit
from reports.visits.services import Conflict, confirm_visit
from tests.factories import assignments as make
from tests.factories.reports import HouseholdLineFactory, IssueCategoryFactory
from tests.household_visits.scenes import homes, household_visit, line_of_group

KEY_UUID, OTHER_UUID = uuid.UUID(int=11), uuid.UUID(int=12)


def entry(world, water, *households, **changes):
    rows = tuple(HouseholdContent(household, water) for household in households or [world.household])
    return HouseholdEntry(**{"unit": world.group, "date": today(), "households": rows, **changes})


def stored(visit):
    return {(line.household_id, line.note) for line in visit.household_lines.all()}


def test_a_visit_covers_several_households_of_one_group(world, household_officer, water, by):
    more = homes(world, 2)
    entry_ = entry(world, water, world.household, *more)
    outcome = log_household_visit(uuid=KEY_UUID, entry=entry_, by=by(household_officer))
    assert outcome.created
    visit = outcome.visit
    assert (visit.type, visit.tier, visit.highlights) == (
        "household_visit",
        world.tiers[2],
        "Thăm 3 hộ tại Tổ nhân dân tự quản 1.",
    )
    lines = list(visit.household_lines.all())
    assert {line.household for line in lines} == {world.household, *more}
    assert {(line.unit, line.hamlet, line.commune, line.visited_on) for line in lines} == {
        (world.group, world.hamlet, world.commune, today())
    }


def test_the_same_entry_again_is_one_visit_and_other_words_conflict(world, household_officer, water, by):
    other = homes(world, 1)[0]
    first = log_household_visit(uuid=KEY_UUID, entry=entry(world, water), by=by(household_officer))
    again = log_household_visit(uuid=KEY_UUID, entry=entry(world, water), by=by(household_officer))
    assert (again.created, again.visit) == (False, first.visit)
    with pytest.raises(Conflict):
        log_household_visit(uuid=KEY_UUID, entry=entry(world, water, other), by=by(household_officer))
    assert stored(first.visit) == {(world.household.pk, "")}


def test_an_entry_without_a_household_is_no_visit_to_households(world, household_officer, by):
    with pytest.raises(ValidationError, match="ít nhất một hộ"):
        log_household_visit(uuid=KEY_UUID, entry=HouseholdEntry(world.group, today(), ()), by=by(household_officer))
    assert not Visit.objects.exists()


def test_lines_become_what_was_typed(world, household_officer, water, by):
    gone, kept, new = world.household, *homes(world, 2)
    visit = household_visit(world, household_officer)
    for household in (gone, kept):
        HouseholdLineFactory(visit=visit, household=household, category=water)
    contents = [HouseholdContent(kept, water, note="Cần bồn chứa nước"), HouseholdContent(new, water)]
    write_household_lines(visit=visit, contents=contents, by=by(household_officer))
    assert stored(visit) == {(kept.pk, "Cần bồn chứa nước"), (new.pk, "")}
    write_household_lines(visit=visit, contents=[], by=by(household_officer))
    assert stored(visit) == set()


def test_another_promise_is_not_the_one_that_was_kept(world, request, household_officer, by):
    line = finish_follow_up(line=line_of_group(world, request), by=by(household_officer))
    later = line.follow_up_by + datetime.timedelta(days=30)
    content = HouseholdContent(line.household, line.category, follow_up_by=later)
    write_household_lines(visit=line.visit, contents=[content], by=by(household_officer))
    line.refresh_from_db()
    assert (line.follow_up_by, line.follow_up_done_on, line.follow_up_done_by) == (later, None, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"note": "CCCD 083090001234"}, "083090001234"),
        ({"support_programme": "cấp cho số 083 090 001 234", "support_kind": "goods"}, "083 090 001 234"),
        ({"note": "nhà ở 10.24123, 106.37512"}, "10.24123, 106.37512"),
        ({"follow_up_by": today() - datetime.timedelta(days=9)}, "Hạn theo dõi"),
        ({"household": "far"}, "không thuộc ấp, tổ"),
        ({"category": "old"}, "danh mục"),
    ],
)
def test_what_must_not_be_written_is_refused(world, household_officer, water, by, change, words):
    far = make.HouseholdFactory(unit=world.far_hamlet)
    old = IssueCategoryFactory(valid_to=today() - datetime.timedelta(days=400))
    change = {name: {"far": far, "old": old}.get(value, value) for name, value in change.items()}
    content = HouseholdContent(**{"household": world.household, "category": water, **change})
    visit = household_visit(world, household_officer)
    with pytest.raises(ValidationError, match=words):
        write_household_lines(visit=visit, contents=[content], by=by(household_officer))
    assert stored(visit) == set()


def test_households_are_those_that_the_person_answers_for(world, household_officer, hamlet_officer, water, by):
    not_mine = homes(world, 1, world.hamlet)[0]
    visit = household_visit(world, household_officer, unit=world.hamlet)
    with pytest.raises(ValidationError, match="không phụ trách"):
        write_household_lines(visit=visit, contents=[HouseholdContent(not_mine, water)], by=by(household_officer))
    above = household_visit(world, hamlet_officer)  # the district's officer reads no household
    with pytest.raises(ValidationError, match="không phụ trách"):
        write_household_lines(visit=above, contents=[HouseholdContent(world.household, water)], by=by(hamlet_officer))


def test_an_officer_of_named_households_writes_of_these_and_no_other(world, water, by):
    other = homes(world, 1)[0]
    held = make.AssignmentFactory(unit=world.hamlet, role=world.roles["commune_officer_for_hamlet"], whole_unit=False)
    held.households.create(household=world.household)
    user = held.officer.user
    log_household_visit(uuid=KEY_UUID, entry=entry(world, water, unit=world.hamlet), by=by(user))
    with pytest.raises(ValidationError, match="không phụ trách"):
        log_household_visit(uuid=OTHER_UUID, entry=entry(world, water, other, unit=world.hamlet), by=by(user))
    assert HouseholdLine.objects.count() == 1


def test_other_visits_hold_no_households(world, household_officer, water, by):
    visit = household_visit(world, household_officer)
    Visit.objects.filter(pk=visit.pk).update(type="dialogue")
    visit.refresh_from_db()
    with pytest.raises(ValidationError, match="Thăm hộ gia đình"):
        write_household_lines(
            visit=visit, contents=[HouseholdContent(world.household, water)], by=by(household_officer)
        )


def test_the_kind_of_an_overridden_warning_is_kept_and_not_its_words(world, household_officer, water, by):
    rows = (HouseholdContent(world.household, water, note="hộ theo đạo, có người bệnh, còn nợ ngân hàng"),)
    entry_ = HouseholdEntry(world.group, today(), rows)
    visit = log_household_visit(uuid=KEY_UUID, entry=entry_, by=by(household_officer)).visit
    kept = OverriddenWarning.objects.get()
    assert (kept.visit, kept.by, set(kept.kinds)) == (
        visit,
        household_officer,
        {Kind.RELIGION, Kind.HEALTH, Kind.DEBT},
    )
    log_household_visit(uuid=KEY_UUID, entry=entry_, by=by(household_officer))
    assert OverriddenWarning.objects.count() == 1
    assert not {"note", "text", "words"} & {field.name for field in OverriddenWarning._meta.get_fields()}


def test_the_commune_confirms_and_then_nothing_is_edited(world, request, household_officer, commune_secretary, by):
    line = line_of_group(world, request)
    confirm_visit(visit=line.visit, by=by(commune_secretary))
    for change in ({"note": "khác"}, {"support_kind": "goods", "support_programme": "x"}, {"follow_up_by": None}):
        with pytest.raises(IntegrityError, match="not edited"), transaction.atomic():
            HouseholdLine.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(IntegrityError, match="once it is counted"), transaction.atomic():
        line.delete()
    with pytest.raises(IntegrityError, match="not confirmed"), transaction.atomic():
        HouseholdLineFactory(visit=line.visit, household=homes(world, 1)[0])
    assert finish_follow_up(line=line, by=by(commune_secretary)).follow_up_done_on == today()


@pytest.mark.parametrize("change", ["type", "day", "place", "unit"])
def test_the_database_keeps_a_line_with_its_visit(world, household_officer, change):
    visit = household_visit(world, household_officer)
    fields = {"visit": visit, "household": world.household}
    if change == "type":
        Visit.objects.filter(pk=visit.pk).update(type="dialogue")
    elif change == "day":
        fields["visited_on"] = today() - datetime.timedelta(days=3)
    elif change == "place":
        fields["household"] = make.HouseholdFactory(unit=world.far_hamlet)
    else:
        fields["unit"] = world.hamlet
    with pytest.raises(IntegrityError, match="household"), transaction.atomic():
        HouseholdLineFactory(**fields)


def test_a_household_that_moves_leaves_its_visits_where_they_were(world, request, household_officer, by):
    line = line_of_group(world, request)
    line.household.unit = other = make.GroupFactory(parent=world.hamlet)
    line.household.save()
    line.refresh_from_db()
    assert (line.unit, line.household.unit) == (world.group, other)
    content = HouseholdContent(line.household, line.category, note="Cần bồn chứa nước")
    with pytest.raises(ValidationError, match="không thuộc ấp, tổ"):
        write_household_lines(visit=line.visit, contents=[content], by=by(household_officer))


def test_what_was_promised_is_done_once(world, request, household_officer, stranger, by):
    line = line_of_group(world, request)
    with pytest.raises(PermissionDenied):
        finish_follow_up(line=line, by=by(stranger))
    first = line.visited_on
    finish_follow_up(line=line, by=by(household_officer), done_on=first)
    again = finish_follow_up(line=line, by=by(household_officer))
    assert (again.follow_up_done_on, again.follow_up_done_by) == (first, household_officer)


def test_a_line_without_a_promise_has_nothing_to_finish(world, household_officer, by):
    line = HouseholdLineFactory(visit=household_visit(world, household_officer), household=world.household)
    with pytest.raises(ValidationError, match="không ghi việc"):
        finish_follow_up(line=line, by=by(household_officer))


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_are_one_visit(world, household_officer, water, by):
    actor, entry_ = by(household_officer), entry(world, water)

    def send(_nth):
        try:
            return log_household_visit(uuid=KEY_UUID, entry=entry_, by=actor).created
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        created = list(pool.map(send, range(3)))
    assert sorted(created) == [False, False, True]
    assert (Visit.objects.count(), HouseholdLine.objects.count()) == (1, 1)
