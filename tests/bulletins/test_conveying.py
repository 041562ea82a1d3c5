"""Who reads which bulletin, who conveys it where, and how far it has come: counted by hand in the small province."""

import datetime
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from reports.bulletins import queries, services
from reports.bulletins.models import Bulletin, BulletinReading, Conveyance
from reports.bulletins.services import ConveyanceContent
from tests.factories import assignments as make
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.fieldbook.scenes import officers_visit

YESTERDAY = today() - datetime.timedelta(days=1)


def said(unit, **changes):
    return ConveyanceContent(**({"unit": unit, "conveyed_on": YESTERDAY, "form": "people_meeting"} | changes))


def convey(bulletin, unit, actor, key=None, **changes):
    return services.convey(uuid=key or uuid.uuid4(), bulletin=bulletin, content=said(unit, **changes), by=actor)


READERS = (
    *("officer", "hamlet_officer", "household_officer", "standing_member", "stranger", "commune_secretary"),
    *("district_secretary", "standing_committee", "inspector", "office", "administrator", "department_head", "nobody"),
)
ABOVE = {"standing_committee", "inspector", "office"}
HOLDERS = {"officer", "hamlet_officer", "household_officer", "standing_member"}
COMMITTEES = {"commune_secretary", "district_secretary"}


@pytest.mark.parametrize(
    ("place", "fields", "who"),
    [
        ("province", {}, ABOVE | HOLDERS | COMMITTEES | {"stranger"}),
        ("district", {}, ABOVE | HOLDERS | COMMITTEES),
        ("commune", {}, ABOVE | HOLDERS | COMMITTEES),
        ("neighbour", {}, ABOVE | {"standing_member", "district_secretary"}),
        ("far_commune", {}, ABOVE | {"stranger"}),
        ("commune", {"levels": ["province"]}, ABOVE | COMMITTEES | {"officer", "standing_member"}),
        ("commune", {"levels": ["district", "commune"]}, ABOVE | COMMITTEES | {"hamlet_officer", "household_officer"}),
        ("province", {"status": "draft"}, {"office"}),
        ("commune", {"status": "withdrawn"}, ABOVE | HOLDERS | COMMITTEES),
    ],
)
def test_a_bulletin_is_read_where_it_is_meant_for(world, request, place, fields, who):
    people = {name: request.getfixturevalue(name) for name in READERS}
    bulletin_for(getattr(world, place), **fields)
    assert {name for name, user in people.items() if Bulletin.objects.visible_to(user).exists()} == who


def test_who_stands_in_reads_and_conveys_for_the_absent(world, officer, stranger, by):
    bulletin = bulletin_for(world.commune)
    assert not Bulletin.objects.visible_to(stranger).exists()
    make.AbsenceFactory(officer=officer.officer, substitute=stranger.officer, valid_from=YESTERDAY)
    actor = by(stranger)
    assert Bulletin.objects.visible_to(stranger).get() == bulletin
    assert convey(bulletin, world.commune, actor).officer == stranger.officer


def test_reading_is_said_once_and_by_each_person(world, by, officer, hamlet_officer, nobody):
    bulletin = bulletin_for(world.commune)
    assert services.mark_read(bulletin=bulletin, by=by(officer, nobody))
    assert not services.mark_read(bulletin=bulletin, by=by(officer))
    assert services.mark_read(bulletin=bulletin, by=by(hamlet_officer))
    assert {(row.reader, row.secretary) for row in BulletinReading.objects.all()} == {
        (officer, nobody), (hamlet_officer, None),
    }  # fmt: skip
    readers = queries.readers(bulletin, today())
    assert (readers.read, readers.asked) == (2, 2)
    make.AssignmentFactory(unit=world.commune, role=world.roles["district_officer_for_commune"])
    assert queries.readers(bulletin, today()).asked == 3
    assert not Bulletin.objects.visible_to(officer).unread_by(officer).exists()


def test_the_same_conveyance_twice_is_once(world, officer, by):
    bulletin, key, actor = bulletin_for(world.commune), uuid.uuid4(), by(officer)
    first = convey(bulletin, world.commune, actor, key)
    assert convey(bulletin, world.commune, actor, key) == first
    assert convey(bulletin, world.commune, actor) == first  # another sheet, the same occasion
    other = convey(bulletin, world.commune, actor, form="loudspeaker")
    assert set(Conveyance.objects.all()) == {first, other}


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_record_one_occasion(world, officer):
    bulletin, together, refused = bulletin_for(world.commune), threading.Barrier(2), []

    def send():
        try:
            together.wait()
            convey(bulletin, world.commune, Actor(type(officer).objects.get(pk=officer.pk)))
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    devices = [threading.Thread(target=send) for _each in range(2)]
    for device in devices:
        device.start()
    for device in devices:
        device.join()
    assert Conveyance.objects.count() == 1
    assert refused == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"conveyed_on": today() + datetime.timedelta(days=1)}, "conveyed_on"),
        ({"conveyed_on": today() - datetime.timedelta(days=31)}, "conveyed_on"),
        ({"unit": "far_commune"}, "unit"),
        ({"unit": "neighbour"}, "unit"),
        ({"form": "x"}, "form"),
        ({"attended": 0}, "attended"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(world, officer, by, changes, field):
    bulletin = bulletin_for(world.district)
    if "unit" in changes:
        changes = {"unit": getattr(world, changes["unit"])}
    with pytest.raises(ValidationError) as refusal:
        services.convey(
            uuid=uuid.uuid4(), bulletin=bulletin, content=said(**({"unit": world.commune} | changes)), by=by(officer)
        )
    assert list(refusal.value.error_dict) == [field]
    assert not Conveyance.objects.exists()


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_what_is_published_is_conveyed(world, officer, by, status):
    bulletin = bulletin_for(world.commune, status=status)
    with pytest.raises(ValidationError):
        convey(bulletin, world.commune, by(officer))
    with pytest.raises(ValidationError):
        services.mark_read(bulletin=bulletin, by=by(officer))


def test_the_committee_conveys_in_its_own_commune(world, commune_secretary, by):
    bulletin = bulletin_for(world.province)
    assert convey(bulletin, world.hamlet, by(commune_secretary)).hamlet == world.hamlet
    with pytest.raises(ValidationError):
        convey(bulletin, world.neighbour_hamlet, by(commune_secretary))


def test_a_record_made_by_mistake_is_taken_back_by_its_author_only(world, officer, hamlet_officer, by, request):
    bulletin = bulletin_for(world.commune)
    row = convey(bulletin, world.commune, by(officer))
    with pytest.raises(PermissionDenied):
        services.take_back(conveyance=row, by=by(hamlet_officer))
    services.take_back(conveyance=row, by=by(officer))
    assert not Conveyance.objects.exists()
    of_visit = ConveyanceFactory(
        bulletin=bulletin, unit=world.commune, officer=officer.officer, visit=officers_visit(world, request)
    )
    with pytest.raises(PermissionDenied):
        services.take_back(conveyance=of_visit, by=by(officer))


def test_how_far_it_has_come(world, officer, hamlet_officer, standing_committee, commune_secretary):
    """Giồng Trôm has two communes with a hamlet each, Ba Tri one with one."""
    bulletin = bulletin_for(world.province)
    ConveyanceFactory(bulletin=bulletin, unit=world.commune, officer=officer.officer)
    ConveyanceFactory(bulletin=bulletin, unit=world.group, officer=hamlet_officer.officer)
    ConveyanceFactory(bulletin=bulletin, unit=world.group, officer=hamlet_officer.officer, form="zalo_group")
    units = type(world.commune).objects
    lines = {
        str(line.unit): (line.communes_reached, line.communes, line.hamlets_reached, line.hamlets)
        for line in queries.reach_by_district(bulletin, units.visible_to(standing_committee), today())
    }
    assert lines == {"Huyện Giồng Trôm": (1, 2, 1, 2), "Huyện Ba Tri": (0, 1, 0, 1)}
    own = queries.reach_by_district(bulletin, units.visible_to(commune_secretary), today())
    assert [(line.communes_reached, line.communes, line.hamlets_reached, line.hamlets) for line in own] == [
        (1, 1, 1, 1)
    ]
    rows = {
        row.full_name: (row.times, row.hamlets_reached, row.hamlets, row.first_by)
        for row in queries.with_reach(
            bulletin, queries.places(bulletin, units.visible_to(commune_secretary), today()), today()
        )
    }
    assert rows == {"Xã Sơn Phú": (1, 1, 1, "Nguyễn Văn Tỉnh"), "Ấp 1": (2, 0, 0, "Lê Văn Huyện")}


def test_what_is_still_to_be_conveyed_at_ones_places(world, officer, by):
    bulletin, other = bulletin_for(world.district), bulletin_for(world.far_commune)
    ended = bulletin_for(world.district, valid_to=YESTERDAY)
    second = make.AssignmentFactory(
        officer=officer.officer, unit=world.neighbour, role=world.roles["province_officer_for_commune"]
    ).unit
    scoped = Bulletin.objects.visible_to(officer)
    assert other not in scoped
    assert ended in scoped
    [line] = queries.to_convey(officer, scoped, today())
    assert (line.bulletin, set(line.waiting), line.held) == (bulletin, {world.commune, second}, 2)
    convey(bulletin, second, by(officer))
    [line] = queries.to_convey(officer, scoped, today())
    assert line.waiting == [world.commune]
    assert list(queries.not_conveyed_at(scoped, world.commune, today())) == [bulletin]
    convey(bulletin, world.commune, by(officer))
    assert queries.to_convey(officer, scoped, today()) == []
    assert not queries.not_conveyed_at(scoped, world.commune, today()).exists()
    assert list(queries.not_conveyed_at(scoped, world.hamlet, today())) == [
        bulletin
    ]  # its own meeting is still to come


def test_the_desk_and_pages_lead_to_it(world, officer, as_user):
    bulletin = bulletin_for(world.commune)
    page = as_user(officer).get(reverse("bulletins:detail", args=[bulletin.uuid]))
    assert f"?dia_ban={world.commune.pk}" in page.text
