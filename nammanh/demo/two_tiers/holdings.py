"""Clusters with a standing member each, communes held by the province, hamlets and households by the communes."""

from __future__ import annotations

import datetime
from itertools import pairwise

from assignments.models import AssignedHousehold, Assignment, LegalDocument, Unit
from assignments.models.groupings import ClusterKind
from nammanh.demo.groupings import grouping
from nammanh.demo.holding_plan import Holdings
from nammanh.demo.places import Places, invent_places
from nammanh.demo.stage import PHUOC_LONG, VINH_THANH, Stage
from nammanh.demo.two_tiers.people import CLUSTERS, LONG_HO, WITH_OFFICERS, TwoTierRoster

REFORM = datetime.date(2025, 7, 1)
PROVINCE = "Ban Thường vụ Tỉnh ủy"
TAN_HAO = "29029"
UNHELD = frozenset({"28861", "29077", "29191", "29341", "29533", "29668", "29800"})
"""Communes that nobody holds today, so that coverage is not 100 %."""
HAMLETS_PER_COMMUNE = 9
CHANGED_HANDS_DAYS_AGO = (5, 8, 19, 80, 110, 140, 200, 260, 320, 410)
"""When communes changed hands: two hand-overs may still wait, one is overdue, the others were accepted."""
WITH_HOUSEHOLDS = (VINH_THANH, LONG_HO)


def write_places(stage: Stage) -> Places:
    """Hamlets in the communes whose officers are on stage; groups and households in two of them."""
    counts = [(stage.communes[code], HAMLETS_PER_COMMUNE) for code in WITH_OFFICERS]
    return invent_places(stage, counts, WITH_HOUSEHOLDS)


def write_holdings(stage: Stage, roster: TwoTierRoster, places: Places) -> list[Assignment]:
    """All assignments since the reform."""
    plan = Holdings(stage)
    _clusters(plan, roster)
    _communes(plan, roster)
    for code in WITH_OFFICERS:
        _hamlets(plan, roster, places, code)
    plan.save()
    return plan.rows


def _clusters(plan: Holdings, roster: TwoTierRoster) -> None:
    """Neighbouring communes (codes follow the map) under one standing member."""
    stage = plan.stage
    decision = stage.document(
        number="05-QĐ/TU", day=REFORM, issuer=PROVINCE, abstract="Phân công Ủy viên Ban Thường vụ phụ trách cụm xã"
    )
    communes = list(stage.communes.values())
    bounds = [round(number * len(communes) / CLUSTERS) for number in range(CLUSTERS + 1)]
    for number, (head, (first, last)) in enumerate(zip(roster.cluster_heads, pairwise(bounds), strict=True), start=1):
        own = communes[first:last]
        cluster = grouping(plan, f"Cụm {number}", ClusterKind.CLUSTER, stage.province, own, decision, REFORM)
        for commune in own:
            plan.hold(head, commune, "province_officer_for_cluster", decision, REFORM, cluster=cluster)


def _communes(plan: Holdings, roster: TwoTierRoster) -> None:
    """Each commune but a few has an officer of the province; some changed hands since."""
    stage = plan.stage
    since = REFORM + datetime.timedelta(days=14)
    decision = stage.document(
        number="11-QĐ/TU", day=since, issuer=PROVINCE, abstract="Phân công cán bộ tỉnh theo dõi, hỗ trợ xã, phường"
    )
    officer = roster.provincial[0]
    rest = [person for person in roster.provincial[1:] for _nth in range(2)]
    current = []
    for number, (code, commune) in enumerate(stage.communes.items()):
        if code in {PHUOC_LONG, TAN_HAO}:
            plan.hold(officer, commune, "province_officer_for_commune", decision, since)
        elif code not in UNHELD:
            current.append(plan.hold(rest[number], commune, "province_officer_for_commune", decision, since))
    for number, row in enumerate(stage.rng.sample(current, len(CHANGED_HANDS_DAYS_AGO))):
        day = max(stage.days_ago(CHANGED_HANDS_DAYS_AGO[number]), since + datetime.timedelta(days=30))
        change = stage.document(
            number=f"{64 + number * 7}-QĐ/TU",
            day=day - datetime.timedelta(days=3),
            issuer=PROVINCE,
            abstract=f"Điều chỉnh phân công cán bộ theo dõi {row.unit.full_name}",
        )
        plan.hand_over(row, roster.former[number % len(roster.former)], day, change)


def _hamlets(plan: Holdings, roster: TwoTierRoster, places: Places, code: str) -> None:
    """The commune's officers hold hamlets whole; where households are on stage, groups and single households too."""
    stage, people = plan.stage, roster.commune_officers[code]
    since = REFORM + datetime.timedelta(days=30)
    commune: Unit = stage.communes[code]
    decision: LegalDocument = stage.document(
        number="08-QĐ/ĐU",
        day=since,
        issuer=f"Đảng ủy {commune.get_kind_display().lower()} {commune.name}",
        abstract="Phân công cán bộ phụ trách ấp, tổ nhân dân tự quản, hộ gia đình",
    )
    hamlets = places.hamlets[code]
    for number, hamlet in enumerate(hamlets[:-1]):
        plan.hold(
            people[number // 2 if number < 4 else number - 2], hamlet, "commune_officer_for_hamlet", decision, since
        )
    if code not in WITH_HOUSEHOLDS:
        return
    for hamlet in hamlets[:6]:
        for number, group in enumerate(places.groups[hamlet.pk]):
            plan.hold(people[6 + number % 2], group, "commune_officer_for_group", decision, since)
    for hamlet, officer, count in ((hamlets[7], people[1], 9), (hamlets[8], people[7], 5)):
        row = plan.hold(officer, hamlet, "commune_officer_for_household", decision, since, whole_unit=False)
        plan.named += [
            AssignedHousehold(assignment=row, household=household) for household in places.households[hamlet.pk][:count]
        ]
