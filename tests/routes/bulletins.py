"""Addresses of bulletins."""

from django.core.files.base import ContentFile

from reports.bulletins.models import BulletinFile
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.test_permissions import Route

PUBLISHERS = ("office", "propaganda")


def bulletin(status="published"):
    return lambda world, request: {"uuid": bulletin_for(world.commune, status=status).uuid}


def file_of(world, request):
    row = bulletin_for(world.commune, status="draft")
    file = BulletinFile.objects.create(
        bulletin=row, file=ContentFile(b"%PDF-1.4", "a.pdf"), name="Thông báo.pdf", size=8, uploaded_by=row.entered_by
    )
    return {"uuid": row.uuid, "pk": file.pk}


def conveyance(world, request):
    officer = request.getfixturevalue("officer").officer
    row = ConveyanceFactory(bulletin=bulletin_for(world.commune), unit=world.commune, officer=officer)
    return {"uuid": row.uuid}


READERS = ("officer", "hamlet_officer", "commune_secretary", "district_secretary", "standing_committee", *PUBLISHERS)

ROUTES: dict[str, Route] = {
    "bulletins:list": Route(right=READERS, without="administrator", stranger=200),
    "bulletins:conveyances": Route(right=READERS, without="administrator", stranger=200),
    "bulletins:detail": Route(right=READERS, args=bulletin()),
    "bulletins:reach": Route(right=READERS, args=bulletin()),
    "bulletins:draft": Route(right=PUBLISHERS, without="officer", stranger=403),
    "bulletins:edit": Route(right=PUBLISHERS, args=bulletin("draft")),
    "bulletins:publish": Route(right=PUBLISHERS, args=bulletin("draft")),
    "bulletins:withdraw": Route(right=PUBLISHERS, args=bulletin(), without="officer"),
    "bulletins:attach": Route(right=PUBLISHERS, args=bulletin("draft")),
    "bulletins:file": Route(right=PUBLISHERS, args=file_of),
    "bulletins:remove_file": Route(right="office", args=file_of, method="post", right_status=302),
    "bulletins:mark_read": Route(right=("officer", "office"), args=bulletin(), method="post", right_status=302),
    "bulletins:convey": Route(right=("officer", "commune_secretary"), args=bulletin(), without="office"),
    "bulletins:take_back": Route(
        right="officer", args=conveyance, method="post", right_status=302, without="commune_secretary"
    ),
}
