"""Addresses of petitions: one for each action on a petition in a state that allows it."""

from django.core.files.base import ContentFile

from reports.feedback.models import PetitionFile
from tests.factories.assignments import AgencyFactory
from tests.fieldbook.scenes import department, petition_in
from tests.test_permissions import Route


def petition(status="submitted"):
    return lambda world, request: {"uuid": petition_in(world, request, status).uuid}


def a_file(world, request):
    row = PetitionFile(petition=petition_in(world, request), name="To trinh.pdf", size=9)
    row.uploaded_by = row.petition.entered_by
    row.file.save("to-trinh.pdf", ContentFile(b"%PDF-1.7\n"))
    return {"uuid": row.uuid}


def supported(world, request):
    """Led by another department, supported by `department_head`'s."""
    row = petition_in(world, request, "dispatched", department=AgencyFactory(unit=world.province, kind="department"))
    row.referral.supports.create(agency=department(request))
    return {"uuid": row.uuid}


OFFICE = {
    "receive": "submitted",
    "send_back": "received",
    "refine": "received",
    "handle": "received",
    "link": "received",
    "unlink": "duplicate",
    "dispatch": "submitted",
    "recall": "dispatched",
    "tell": "resolved",
    "close": "answered",
}
DEPARTMENT = {"take_up": "dispatched", "interim": "in_progress", "answer": "dispatched", "hand_back": "in_progress"}

ROUTES = {
    "feedback:list": Route(right=("officer", "commune_secretary", "department_head"), stranger=200),
    "feedback:desk": Route(right=("office", "department_head"), stranger=200),
    "feedback:statistics": Route(right=("office", "commune_secretary", "department_head"), stranger=200),
    "feedback:alike": Route(right=("officer", "commune_secretary"), method="post", stranger=200),
    "feedback:send": Route(right=("commune_secretary", "office"), without="officer", stranger=403),
    "feedback:file": Route(right=("officer", "commune_secretary", "office"), args=a_file),
    "feedback:contribute": Route(right="department_head", args=supported, without="office"),
    "feedback:of_unit": Route(
        right=("officer", "commune_secretary"), args=lambda world, request: {"pk": world.commune.pk}
    ),
    "feedback:detail": Route(
        right=("officer", "commune_secretary", "office", "department_head"), args=petition("dispatched")
    ),
    **{
        f"feedback:{action}": Route(right="office", args=petition(status), without="officer")
        for action, status in OFFICE.items()
    },
    **{
        f"feedback:{action}": Route(right="department_head", args=petition(status), without="office")
        for action, status in DEPARTMENT.items()
    },
    "feedback:supplement": Route(right=("officer", "commune_secretary"), args=petition("returned"), without="office"),
    "feedback:approve": Route(right=("officer", "commune_secretary"), args=petition("answered"), without="office"),
    "feedback:reopen": Route(right=("office", "officer"), args=petition("answered"), without="department_head"),
    "feedback:resolve": Route(right=("office", "officer"), args=petition("answered"), without="department_head"),
    "feedback:escalate": Route(
        right=("office", "commune_secretary"), args=petition("handled_locally"), without="officer"
    ),
    "feedback:give_up": Route(
        right=("office", "commune_secretary"), args=petition("handled_locally"), without="officer"
    ),
    "feedback:direct": Route(right="standing_committee", args=petition(), without="office"),
}
