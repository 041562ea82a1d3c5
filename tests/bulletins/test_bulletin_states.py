"""Every state × action of a bulletin, by service; and what the database refuses by itself."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from nammanh.platform.dates import today
from reports.bulletins import services
from reports.bulletins.models import Bulletin
from reports.bulletins.services import BulletinContent
from reports.bulletins.states import TRANSITIONS, Action, Status, after, may_follow
from tests.factories import assignments as make
from tests.factories.bulletins import BulletinFactory, bulletin_for

CHANGES = [action for action in Action if action != Action.DRAFT]


def content(*units, **changes):
    words = {
        "title": "Đợt cao điểm chuyển đổi số",
        "highlights": "Làm căn cước điện tử trước ngày 30.",
        "body": "",
        "kind": "state",
        "valid_from": today(),
        "valid_to": None,
        "units": units,
    }
    return BulletinContent(**(words | changes))


def act(action, bulletin, world, by):
    return {
        Action.EDIT: lambda: services.edit_bulletin(bulletin=bulletin, content=content(world.commune), by=by),
        Action.PUBLISH: lambda: services.publish_bulletin(bulletin=bulletin, by=by),
        Action.WITHDRAW: lambda: services.withdraw_bulletin(bulletin=bulletin, reason="Có quy định mới", by=by),
    }[action]()


@pytest.mark.parametrize("person", ["office", "propaganda"])
@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("status", Status)
def test_the_table_is_what_the_services_do(world, request, by, status, action, person):
    bulletin = bulletin_for(world.commune, status=status)
    steps = bulletin.steps.count()
    who = by(request.getfixturevalue(person))
    if may_follow(action, status):
        act(action, bulletin, world, who)
        bulletin.refresh_from_db()
        assert bulletin.status == after(action, status)
        assert [step.action for step in bulletin.steps.all()[steps:]] == [action]
    else:
        if (status, action) == (Status.PUBLISHED, Action.PUBLISH):
            act(action, bulletin, world, who)  # twice is once
        else:
            with pytest.raises(ValidationError):
                act(action, bulletin, world, who)
        bulletin.refresh_from_db()
        assert (bulletin.status, bulletin.steps.count()) == (status, steps)


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize("person", ["officer", "commune_secretary", "standing_committee", "administrator"])
def test_nobody_else_may(world, request, by, person, action):
    status = next(state for state in TRANSITIONS[action][0] if state)
    bulletin = bulletin_for(world.commune, status=status)
    with pytest.raises(PermissionDenied):
        act(action, bulletin, world, by(request.getfixturevalue(person)))


LEGAL = {(state, entered) for states, entered in TRANSITIONS.values() for state in states if state and entered}


@pytest.mark.parametrize("new", Status)
@pytest.mark.parametrize("old", Status)
def test_sql_cannot_make_a_move_that_the_table_forbids(world, old, new):
    bulletin = bulletin_for(world.commune, status=old)
    issued = bulletin.entered_by_id if new == Status.PUBLISHED or old != Status.DRAFT else None

    def move():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bulletins_bulletin SET status = %s, published_by_id = %s,"
                " published_at = CASE WHEN %s THEN now() END WHERE id = %s",
                [new.value, issued, issued is not None, bulletin.pk],
            )

    if old == new or (old, new) in LEGAL:
        move()
    else:
        with pytest.raises(DatabaseError, match="may not make this move"):
            move()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bulletins_bulletin SET title = 'x'",
        "UPDATE bulletins_bulletin SET levels = '{commune}'",
        "DELETE FROM bulletins_bulletintarget",
        "UPDATE bulletins_bulletintarget SET cluster_id = NULL",
        "DELETE FROM bulletins_bulletin",
        "DELETE FROM bulletins_bulletinstep",
    ],
)
def test_what_was_published_stays_as_it_was(world, statement):
    bulletin_for(world.commune)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_sent_twice_is_one_and_keeps_who_typed_it(world, by, office, nobody):
    key = uuid.uuid4()
    first = services.draft_bulletin(uuid=key, content=content(world.district), by=by(office, nobody))
    again = services.draft_bulletin(uuid=key, content=content(world.district), by=by(office, nobody))
    assert first == again == Bulletin.objects.get()
    assert (first.entered_by, first.steps.get().by, first.steps.get().secretary) == (nobody, office, nobody)


def test_choosing_a_cluster_writes_its_communes_of_today(world, by, office):
    cluster = make_cluster(world)
    bulletin = services.draft_bulletin(uuid=uuid.uuid4(), content=content(clusters=(cluster,)), by=by(office))
    assert {(row.unit, row.cluster) for row in bulletin.targets.all()} == {
        (world.commune, cluster), (world.neighbour, cluster),
    }  # fmt: skip


def make_cluster(world):
    cluster = make.ClusterFactory(unit=world.district, name="Tiểu vùng 1")
    for commune in (world.commune, world.neighbour):
        make.ClusterMemberFactory(cluster=cluster, unit=commune)
    return cluster


@pytest.mark.parametrize(
    "changes", [{"units": ()}, {"valid_to": today().replace(year=2001)}, {"title": "  "}, {"kind": "x"}]
)
def test_what_does_not_fit_is_refused_whole(world, by, office, changes):
    words = {"units": (world.commune,), **changes}
    with pytest.raises(ValidationError):
        services.draft_bulletin(uuid=uuid.uuid4(), content=content(**words), by=by(office))
    assert not Bulletin.objects.exists()


def test_a_bulletin_past_its_time_is_not_published(world, by, office):
    bulletin = BulletinFactory(units=[world.commune], valid_from="2020-01-01", valid_to="2020-02-01")
    with pytest.raises(ValidationError, match="đã qua"):
        services.publish_bulletin(bulletin=bulletin, by=by(office))


def test_files_are_checked_kept_once_and_closed_by_publishing(world, by, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bulletin = BulletinFactory(units=[world.commune])

    def pdf(name="Kế hoạch.pdf", content=b"%PDF-1.7 x"):
        return SimpleUploadedFile(name, content)

    first = services.attach_file(bulletin=bulletin, file=pdf(), by=by(office))
    assert services.attach_file(bulletin=bulletin, file=pdf(), by=by(office)) == first
    with pytest.raises(ValidationError):
        services.attach_file(bulletin=bulletin, file=pdf(content=b"MZ..."), by=by(office))
    services.publish_bulletin(bulletin=bulletin, by=by(office))
    with pytest.raises(ValidationError):
        services.attach_file(bulletin=bulletin, file=pdf("b.pdf"), by=by(office))
    with pytest.raises(ValidationError):
        services.remove_file(bulletin=bulletin, pk=first.pk, by=by(office))
    assert list(bulletin.files.all()) == [first]
