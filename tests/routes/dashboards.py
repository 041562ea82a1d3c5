"""The leaders' pages, everyone's desk, the access log."""

from tests.factories import assignments as make
from tests.test_permissions import Route

LEADERS = ("standing_committee", "organiser", "office", "inspector", "standing_member", "district_secretary")
READERS = (*LEADERS, "officer", "commune_secretary", "hamlet_officer")


def commune(world, request):
    return {"pk": world.commune.pk}


def hamlet(world, request):
    return {"pk": world.hamlet.pk}


def cluster(world, request):
    kept = make.ClusterFactory(unit=world.district)
    make.ClusterMemberFactory(cluster=kept, unit=world.commune)
    return {"pk": kept.pk}


def delegation(world, request):
    """The officer's delegation; the standing member in charge of the district sees it, and has no seat in it."""
    officer = request.getfixturevalue("officer").officer
    kept = make.DelegationMemberFactory(officer=officer).delegation
    held = officer.assignments.get()
    held.delegation = kept
    held.save(update_fields=["delegation"])
    return {"pk": kept.pk}


def department(world, request):
    return {"pk": request.getfixturevalue("department_head").officer.positions.get().agency_id}


def own_officer(world, request):
    return {"pk": request.getfixturevalue("officer").officer.pk}


ABOVE = ("officer", "standing_member", "standing_committee")

ROUTES = {
    "dashboards:officer": Route(right=ABOVE, args=own_officer, without="nobody"),
    "dashboards:officer_entry": Route(right=(*ABOVE, "nobody"), args=own_officer, stranger=200),
    "dashboards:own_duties": Route(right=ABOVE, without="nobody", stranger=200),
    "dashboards:overview": Route(right=LEADERS, without="officer", stranger=403),
    "dashboards:details": Route(right=LEADERS, without="officer", stranger=403),
    "dashboards:map": Route(right=LEADERS, without="officer", stranger=403),
    "dashboards:place": Route(right=READERS, args=hamlet),
    "dashboards:work": Route(right=("commune_secretary", "standing_committee", "officer"), args=commune),
    "dashboards:similar": Route(right=READERS[:-1], args=commune),
    "dashboards:cluster": Route(right=(*LEADERS, "officer"), args=cluster),
    "dashboards:department": Route(
        right=("department_head", "standing_committee", "office"), args=department, without="officer", stranger=403
    ),
    "dashboards:delegation": Route(right=("officer", "standing_committee"), args=delegation, without="standing_member"),
    "dashboards:responsibility": Route(
        right=("officer", "standing_committee"), args=delegation, without="standing_member"
    ),
    "dashboards:silent": Route(
        right=(*LEADERS, "officer"),
        args=lambda world, request: {"tier": world.tiers[0].pk},
        without="department_head",
        stranger=200,
    ),
    "dashboards:places_by_month": Route(
        right=(*LEADERS, "officer", "commune_secretary"), without="nobody", stranger=200
    ),
    "dashboards:both_ways": Route(right=(*LEADERS, "officer", "commune_secretary"), without="nobody", stranger=200),
    "dashboards:departments_by_month": Route(
        right=("department_head", "standing_committee", "office"), without="officer", stranger=403
    ),
    "dashboards:desk": Route(right=("officer", "nobody", "standing_committee", "administrator"), stranger=200),
    "dashboards:access_log": Route(right="inspector", without="standing_committee", stranger=403),
}
