"""Who holds what since when, and who held it before: three tiers, two phases, several decisions."""

from __future__ import annotations

import datetime

from assignments.models import AssignedHousehold, Assignment, LegalDocument, Officer, Unit
from assignments.models.groupings import ClusterKind
from nammanh.demo.groupings import grouping, join, working_delegation
from nammanh.demo.holding_plan import Holdings
from nammanh.demo.places import Places
from nammanh.demo.roster import Roster
from nammanh.demo.stage import (
    CHO_LACH,
    GIONG_TROM,
    LONG_THOI,
    PHUOC_LONG,
    SON_PHU,
    THANH_PHU,
    VINH_THANH,
    Stage,
)
from nammanh.platform.dates import add_months

FIRST_PHASE = datetime.date(2016, 5, 1), datetime.date(2020, 12, 31)
SECOND_PHASE = datetime.date(2021, 3, 1)
UNHELD = frozenset({"28795", "28852", "28975", "29056", "29101", "29128", "29155", "29224", "28909"})
"""Communes that nobody holds today, so that coverage is not 100 %."""
HANDED_OVER_DAYS_AGO = 18
"""When the demo officer's newest commune came; the dossier waits."""
PROVINCE = "Ban Thường vụ Tỉnh ủy"
_EVE = datetime.timedelta(days=1)


def write_holdings(stage: Stage, roster: Roster, places: Places) -> list[Assignment]:
    """All assignments of the story, past and present."""
    plan = Holdings(stage)
    since = add_months(stage.today, -26)
    _provincial(plan, roster, since)
    _district_tier(plan, roster, places, since)
    _commune_tier(plan, roster, places)
    plan.save()
    return plan.rows


# --- Tỉnh nắm tới xã -------------------------------------------------------------------------------------------------


def _provincial(plan: Holdings, roster: Roster, since: datetime.date) -> None:
    stage = plan.stage
    decision = stage.document(
        number="214-QĐ/TU", day=since, issuer=PROVINCE, abstract="Phân công cán bộ tỉnh theo dõi, hỗ trợ cơ sở"
    )
    delegation = working_delegation(
        plan, "Đoàn công tác huyện Thạnh Phú", roster.district_heads[THANH_PHU], decision, since
    )
    for code, head in roster.district_heads.items():
        if code == THANH_PHU:
            unit = stage.districts[code]
            plan.hold(head, unit, "delegation_head", decision, since, directing=True, delegation=delegation)
        else:
            plan.hold(head, stage.districts[code], "province_officer_for_district", decision, since)
    members, delegates = iter(_in_pairs(roster.provincial[1:])), iter(_in_pairs(roster.delegation))
    own = {SON_PHU, PHUOC_LONG}
    current: list[Assignment] = []
    for code, commune in stage.communes.items():
        if code in UNHELD or code in own:
            continue
        if commune.parent_id == stage.districts[THANH_PHU].pk:
            member = next(delegates)
            join(plan, delegation, member, since)
            plan.hold(member, commune, "delegation_member", decision, since, directing=True, delegation=delegation)
        else:
            current.append(plan.hold(next(members), commune, "province_officer_for_commune", decision, since))
    _the_demo_officer(plan, roster, decision, since)
    _changes_of_hands(plan, roster, current)
    _just_handed_over(plan, roster, current)
    _one_that_lapsed(plan, roster, decision, since)
    _earlier_holders(plan, roster, since)


def _in_pairs(officers: list[Officer]) -> list[Officer]:
    """Every third officer holds one commune, the others two neighbouring ones."""
    return [officer for number, officer in enumerate(officers) for _nth in range(1 if number % 3 == 2 else 2)]


def _the_demo_officer(plan: Holdings, roster: Roster, decision: LegalDocument, since: datetime.date) -> None:
    """Sơn Phú came to the demo officer ten months ago from somebody else; Phước Long was always hers or his."""
    stage, officer = plan.stage, roster.provincial[0]
    before = roster.former[0]
    day = stage.days_ago(300)
    change = stage.document(
        number="37-QĐ/TU",
        day=day - _EVE * 4,
        issuer=PROVINCE,
        abstract="Điều chỉnh phân công cán bộ theo dõi xã Sơn Phú",
    )
    row = plan.hold(before, stage.communes[SON_PHU], "province_officer_for_commune", decision, since)
    plan.hand_over(row, officer, day, change)
    plan.hold(officer, stage.communes[PHUOC_LONG], "province_officer_for_commune", decision, since)


def _changes_of_hands(plan: Holdings, roster: Roster, current: list[Assignment]) -> None:
    """A dozen communes went from one officer to another in the last 18 months, one of them twice."""
    stage = plan.stage
    newcomers = roster.former[1:]
    for number, row in enumerate(stage.rng.sample(current, 12)):
        day = stage.days_ago(40 + number * 38)
        change = stage.document(
            number=f"{61 + number * 9}-QĐ/TU",
            day=day - _EVE * stage.rng.randint(2, 9),
            issuer=PROVINCE,
            abstract=f"Điều chỉnh phân công cán bộ theo dõi {row.unit.get_kind_display().lower()} {row.unit.name}",
        )
        if day <= row.valid_from:
            continue
        after = plan.hand_over(row, newcomers[number % len(newcomers)], day, change)
        if number == 9:
            plan.hand_over(after, newcomers[-1], stage.days_ago(95), change)


def _just_handed_over(plan: Holdings, roster: Roster, current: list[Assignment]) -> None:
    """A commune came to the demo officer not three weeks ago; the dossier still waits."""
    stage = plan.stage
    day = stage.days_ago(HANDED_OVER_DAYS_AGO)
    row = next(row for row in reversed(current) if row.valid_to is None)
    change = stage.document(
        number="208-QĐ/TU",
        day=day - _EVE * 3,
        issuer=PROVINCE,
        abstract=f"Điều chỉnh phân công cán bộ theo dõi {row.unit.get_kind_display().lower()} {row.unit.name}",
    )
    plan.hand_over(row, roster.provincial[0], day, change)


def _one_that_lapsed(plan: Holdings, roster: Roster, decision: LegalDocument, since: datetime.date) -> None:
    """A commune that had a holder until a hundred days ago and has none since."""
    stage = plan.stage
    plan.hold(
        roster.former[-1],
        stage.communes["28852"],
        "province_officer_for_commune",
        decision,
        since,
        stage.days_ago(100),
        reason="Nghỉ hưu theo chế độ, chưa phân công người thay",
    )


def _earlier_holders(plan: Holdings, roster: Roster, since: datetime.date) -> None:
    """Chợ Lách and Giồng Trôm have their history since 2016, on the units of that time."""
    stage = plan.stage
    first, last = FIRST_PHASE
    then = stage.document(
        number="96-QĐ/TU", day=first, issuer=PROVINCE, abstract="Phân công cán bộ tỉnh theo dõi, hỗ trợ xã năm 2016"
    )
    again = stage.document(
        number="18-QĐ/TU",
        day=SECOND_PHASE,
        issuer=PROVINCE,
        abstract="Phân công cán bộ tỉnh theo dõi, hỗ trợ xã năm 2021",
    )
    officers = roster.provincial[1:] + roster.former
    districts = [stage.districts[CHO_LACH].pk, stage.districts[GIONG_TROM].pk]
    units = Unit.objects.filter(level="commune", district__in=districts).order_by("gso_code", "valid_from")
    for number, unit in enumerate(units):
        if unit.in_force_on(first):
            end = min(last, unit.valid_to or last)
            reason = "Đơn vị nhập lại" if end < last else "Kết thúc giai đoạn 2016–2020"
            officer = officers[number * 3 % len(officers)]
            plan.hold(officer, unit, "province_officer_for_commune", then, first, end, reason=reason)
        if unit.in_force_on(stage.today):
            officer = officers[(number * 3 + 1) % len(officers)]
            plan.hold(
                officer,
                unit,
                "province_officer_for_commune",
                again,
                SECOND_PHASE,
                max(since, unit.valid_from) - _EVE,
                reason="Phân công lại",
            )


# --- Huyện nắm tới ấp, khu phố ---------------------------------------------------------------------------------------


def _district_tier(plan: Holdings, roster: Roster, places: Places, since: datetime.date) -> None:
    stage = plan.stage
    issuer = "Ban Thường vụ Huyện ủy Chợ Lách"
    then = stage.document(
        number="45-QĐ/HU",
        day=FIRST_PHASE[0],
        issuer=issuer,
        abstract="Phân công cán bộ huyện theo dõi, hỗ trợ ấp, khu phố",
    )
    now = stage.document(
        number="112-QĐ/HU", day=since, issuer=issuer, abstract="Phân công cán bộ huyện phụ trách xã, ấp"
    )
    for document, begin, end, shift in ((then, *FIRST_PHASE, 5), (now, since, None, 0)):
        reason = "Kết thúc giai đoạn 2016–2020" if end else ""
        _eleven(plan, roster, document, begin, end, shift, reason)
        _forty_seven(plan, roster, places, document, begin, end, shift * 3, reason)
    _giong_trom(plan, roster, places, since)


def _eleven(
    plan: Holdings,
    roster: Roster,
    document: LegalDocument,
    begin: datetime.date,
    end: datetime.date | None,
    shift: int,
    reason: str,
) -> None:
    """Eleven standing members, eleven communes; the first of them holds Vĩnh Thành today."""
    people, stage = roster.district_standing[CHO_LACH], plan.stage
    communes = sorted(stage.communes_of(CHO_LACH), key=lambda unit: (unit.gso_code != VINH_THANH, unit.gso_code))
    for number, commune in enumerate(communes):
        officer = people[(number + shift) % len(people)]
        plan.hold(officer, commune, "district_officer_for_commune", document, begin, end, reason=reason)


def _forty_seven(
    plan: Holdings,
    roster: Roster,
    places: Places,
    document: LegalDocument,
    begin: datetime.date,
    end: datetime.date | None,
    shift: int,
    reason: str,
) -> None:
    """47 officers, 90 hamlets, each held once: 43 hold two and four hold one."""
    people = roster.district_officers[CHO_LACH]
    hamlets = sorted(
        places.hamlets_of(plan.stage, CHO_LACH),
        key=lambda unit: plan.stage.units[unit.parent_id].gso_code != VINH_THANH,
    )
    twice = len(hamlets) - len(people)
    holders = [officer for number, officer in enumerate(people) for _nth in range(2 if number < twice else 1)]
    for number, hamlet in enumerate(hamlets):
        officer = holders[(number + shift * 2) % len(holders)]
        plan.hold(officer, hamlet, "district_officer_for_hamlet", document, begin, end, reason=reason)


def _giong_trom(plan: Holdings, roster: Roster, places: Places, since: datetime.date) -> None:
    """Giồng Trôm: standing members for most communes, one for a sub-region of four; two thirds of the hamlets held."""
    stage = plan.stage
    document = stage.document(
        number="87-QĐ/HU",
        day=since,
        issuer="Ban Thường vụ Huyện ủy Giồng Trôm",
        abstract="Phân công cán bộ huyện phụ trách xã, ấp",
    )
    *standing, of_subregion = roster.district_standing[GIONG_TROM]
    communes = stage.communes_of(GIONG_TROM)
    for officer, commune in zip(standing, communes, strict=False):
        plan.hold(officer, commune, "district_officer_for_commune", document, since)
    together = sorted(communes, key=lambda unit: unit.gso_code not in {SON_PHU, PHUOC_LONG})[:4]
    cluster = grouping(
        plan, "Tiểu vùng 1", ClusterKind.SUB_REGION, stage.districts[GIONG_TROM], together, document, since
    )
    for commune in together:
        plan.hold(of_subregion, commune, "district_officer_for_subregion", document, since, cluster=cluster)
    people = roster.district_officers[GIONG_TROM]
    hamlets = [hamlet for number, hamlet in enumerate(places.hamlets_of(stage, GIONG_TROM)) if number % 3]
    for number, hamlet in enumerate(hamlets):
        row = plan.hold(people[number // 2 % len(people)], hamlet, "district_officer_for_hamlet", document, since)
        if number % 13 == 5:
            days = 60 + number * 4 if number > 20 else number // 3  # two so new that they may wait
            plan.hand_over(row, people[(number + 7) % len(people)], stage.days_ago(days), document)


# --- Xã nắm tới hộ gia đình ------------------------------------------------------------------------------------------


def _commune_tier(plan: Holdings, roster: Roster, places: Places) -> None:
    """In two communes: hamlets held whole, some groups, some single households; a few of each left open."""
    stage = plan.stage
    since = add_months(stage.today, -20)
    for code in (VINH_THANH, LONG_THOI):
        people = roster.commune_officers[code]
        document = stage.document(
            number="31-QĐ/ĐU",
            day=since,
            issuer=f"Đảng ủy xã {stage.communes[code].name}",
            abstract="Phân công cán bộ xã phụ trách ấp, tổ nhân dân tự quản, hộ gia đình",
        )
        hamlets = places.hamlets[code]
        for number, hamlet in enumerate(hamlets[:6]):
            officer = people[0] if number < 2 else people[number]
            plan.hold(officer, hamlet, "commune_officer_for_hamlet", document, since)
        for number, group in enumerate(places.groups[hamlets[6].pk]):
            plan.hold(people[6 + number % 2], group, "commune_officer_for_group", document, since)
        for hamlet, officer, count in ((hamlets[7], people[1], 9), (hamlets[8], people[7], 5)):
            row = plan.hold(officer, hamlet, "commune_officer_for_household", document, since, whole_unit=False)
            plan.named += [
                AssignedHousehold(assignment=row, household=household)
                for household in places.households[hamlet.pk][:count]
            ]
