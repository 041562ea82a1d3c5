"""Who leads the officers of a place: the readers of a comment that goes to the superior and not to the commune."""

from __future__ import annotations

from django.db.models import Q

from assignments.access import Access, within_areas
from assignments.models import Assignment, DelegationMember
from assignments.models.groupings import DelegationDuty
from nammanh.platform.dates import today


def superior_of(access: Access, tier: str = "visit__tier") -> Q:
    """The condition on comments that this person reads as the superior (lãnh đạo phụ trách).

    Who holds the district; the district's committee, but not what an officer of the province writes; who is in charge
    of the cluster; who heads the delegation that works there. Never the commune itself. `tier` is where the rows name
    the tier of the visit.
    """
    if access.officer_id is None:
        return Q(pk__in=[])
    high = tuple(area for area in access.areas if area.level in {"province", "district"})
    held = within_areas(tuple(area for area in high if not area.is_committee))
    led = held | _led_communes(access)
    own = tuple(area for area in high if area.is_committee)
    # only then: the tier is another table's
    return led | within_areas(own) & ~Q(**{f"{tier}__holder_level": "province"}) if own else led


def _led_communes(access: Access) -> Q:
    """Communes of a cluster in one's charge, and all places of a delegation under one's head, today."""
    rows = Assignment.objects.on(today())
    headed = (
        DelegationMember.objects.on(today())
        .filter(officer__in=access.officer_ids, duty=DelegationDuty.HEAD)
        .values("delegation")
    )
    in_cluster = rows.filter(officer__in=access.officer_ids, cluster__isnull=False)
    in_delegation = rows.filter(delegation__in=headed)
    return (
        Q(commune__in=in_cluster.values("commune"))
        | Q(commune__in=in_delegation.filter(unit__level="commune").values("unit"))
        | Q(district__in=in_delegation.filter(unit__level="district").values("unit"))
    )
