"""Routes of who holds what. Lists without a row of their own open to everybody, each with one's own scope."""

import datetime

from django.core.files.base import ContentFile

from assignments.models import Assignment
from nammanh.papers.loading import write_layouts
from nammanh.platform.dates import today
from tests.factories import assignments as make
from tests.test_permissions import Route

MANAGERS = ("organiser", "administrator")
PAPERS = ("organiser", "office", "administrator")


def commune(world, request):
    return {"pk": world.commune.pk}


def held_commune(world, request):
    """The commune's assignment, made by the fixture of its officer."""
    request.getfixturevalue("officer")
    return {"pk": Assignment.objects.get(unit=world.commune).pk}


def its_officer(world, request):
    return {"pk": request.getfixturevalue("officer").officer.pk}


def household(world, request):
    return {"pk": world.household.pk}


def group(world, request):
    return {"pk": world.group.pk}


def its_holding(world, request):
    """The assignment of the commune's officer to the group."""
    return {"pk": request.getfixturevalue("household_officer").officer.assignments.get().pk}


def own_absence(world, request):
    """The officer's coming absence."""
    officer = request.getfixturevalue("officer").officer
    start = today() + datetime.timedelta(days=3)
    return {"pk": make.AbsenceFactory(officer=officer, valid_from=start, valid_to=start).pk}


def of_sub_region(world, request):
    """A sub-region of the district with its first commune."""
    return {"pk": make.ClusterMemberFactory(cluster__unit=world.district, unit=world.commune).cluster.pk}


def delegation(world, request):
    """The officer's delegation."""
    return {"pk": make.DelegationMemberFactory(officer=request.getfixturevalue("officer").officer).delegation.pk}


def its_member(world, request):
    member = make.DelegationMemberFactory(officer=request.getfixturevalue("officer").officer)
    return {"pk": member.delegation.pk, "member": member.pk}


def hamlet_role(world, request):
    """A role that the hamlet's officer holds, with a text."""
    role = world.roles["district_officer_for_hamlet"]
    make.DutyFactory(role=role)
    return {"pk": role.pk}


def some_role(world, request):
    return {"pk": world.roles["district_officer_for_hamlet"].pk}


def its_decision(world, request):
    """The decision of the commune's assignment, with its signed file."""
    held = Assignment.objects.get(**held_commune(world, request))
    held.document.file.save("quyet-dinh.pdf", ContentFile(b"%PDF-1.7 quyet dinh"))
    return {"pk": held.document_id}


def decision_kind(world, request):
    write_layouts()
    return {"kind": "assignment_decision"}


ROUTES = {
    "assignments:duties": Route(right=("officer", "organiser", "nobody"), stranger=200),
    "assignments:duties_unread": Route(
        right=(*MANAGERS, "standing_member"), stranger=403, without="standing_committee"
    ),
    "assignments:duties_revise": Route(right=MANAGERS, args=some_role, stranger=403, without="officer"),
    "assignments:duty_confirm": Route(
        right="hamlet_officer",
        args=hamlet_role,
        data=lambda world, request: {"version": "01/01/2016"},
        method="post",
        right_status=302,
        stranger=403,
        without="organiser",
    ),
    "assignments:powers": Route(right=("officer", "organiser"), stranger=200),
    "assignments:clusters": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:cluster": Route(right=("officer", "organiser", "commune_secretary"), args=of_sub_region),
    "assignments:cluster_open": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:cluster_put": Route(right=MANAGERS, args=of_sub_region, without="officer"),
    "assignments:cluster_charge": Route(right=MANAGERS, args=of_sub_region, without="officer"),
    "assignments:cluster_close": Route(right=MANAGERS, args=of_sub_region, without="officer"),
    "assignments:delegations": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:delegation": Route(right=("officer", "organiser"), args=delegation),
    "assignments:delegation_open": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:delegation_add": Route(right=MANAGERS, args=delegation, without="officer"),
    "assignments:delegation_charter": Route(right=MANAGERS, args=delegation, without="officer"),
    "assignments:delegation_close": Route(right=MANAGERS, args=delegation, without="officer"),
    "assignments:delegation_change": Route(right=MANAGERS, args=its_member, without="officer"),
    "assignments:delegation_leave": Route(right=MANAGERS, args=its_member, without="officer"),
    "assignments:absences": Route(right=("officer", "organiser"), stranger=200, without="nobody"),
    "assignments:absence_add": Route(right=("officer", "organiser"), stranger=200, without="nobody"),
    "assignments:absence_change": Route(right=MANAGERS, args=own_absence, without="officer"),
    "assignments:absence_back": Route(right=("officer", "organiser"), args=own_absence, without="standing_committee"),
    "assignments:absence_cancel": Route(right=("officer", "organiser"), args=own_absence, without="standing_committee"),
    "assignments:units": Route(right=("officer", "organiser"), stranger=200),
    "assignments:unit": Route(right=("officer", "organiser", "standing_member"), args=commune),
    "assignments:change_unit": Route(right=MANAGERS, args=commune, without="officer"),
    "assignments:correct_unit": Route(right=MANAGERS, args=commune, without="officer"),
    "assignments:officers": Route(right=("officer", "organiser"), stranger=200),
    "assignments:officer": Route(right=("officer", "organiser", "district_secretary"), args=its_officer),
    "assignments:assignments": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:unheld": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:matrix": Route(right=("officer", "organiser"), stranger=200, without="department_head"),
    "assignments:anomalies": Route(
        right=("organiser", "administrator", "standing_committee", "district_secretary", "commune_secretary"),
        stranger=403,
        without="officer",
    ),
    "assignments:choices": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:assign": Route(right=MANAGERS, stranger=403, without="officer"),
    "assignments:replace": Route(right=MANAGERS, args=held_commune, without="officer"),
    "assignments:end": Route(right=MANAGERS, args=held_commune, without="officer"),
    "assignments:document_file": Route(right=("officer", "organiser", "commune_secretary"), args=its_decision),
    "assignments:paper_templates": Route(right=PAPERS, stranger=403, without="officer"),
    "assignments:paper_template_file": Route(right=PAPERS, args=decision_kind, stranger=403, without="officer"),
    "assignments:paper_template_replace": Route(right=PAPERS, args=decision_kind, stranger=403, without="officer"),
    "assignments:paper_template_reset": Route(
        right=PAPERS, args=decision_kind, stranger=403, without="officer", method="post", right_status=302
    ),
    "assignments:households": Route(
        right=("commune_secretary", "household_officer", "standing_committee"), stranger=200, without="organiser"
    ),
    "assignments:household_add": Route(right="commune_secretary", stranger=403, without="household_officer"),
    "assignments:household_edit": Route(right="commune_secretary", args=household, without="household_officer"),
    "assignments:household_holdings": Route(right="commune_secretary", stranger=403, without="organiser"),
    "assignments:household_holding_add": Route(right="commune_secretary", args=group, without="household_officer"),
    "assignments:household_holding_replace": Route(right="commune_secretary", args=its_holding, without="officer"),
    "assignments:household_holding_end": Route(right="commune_secretary", args=its_holding, without="organiser"),
}
