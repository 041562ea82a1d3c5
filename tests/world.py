"""A small province that most tests share: who is where, and who holds what.

Bến Tre ─ Giồng Trôm ─ Sơn Phú ─ Ấp 1 ─ Tổ 1        held: Sơn Phú by `officer`, Ấp 1 by `hamlet_officer`
        │            └ Lương Phú ─ Ấp 2             nobody
        └ Ba Tri     ─ An Đức ─ Ấp 3                held by `stranger`
"""

from dataclasses import dataclass

from assignments.models import AssignmentRole, Household, Tier, Unit
from tests.factories import assignments as make


@dataclass(frozen=True)
class World:
    province: Unit
    district: Unit
    other_district: Unit
    commune: Unit
    neighbour: Unit
    far_commune: Unit
    hamlet: Unit
    neighbour_hamlet: Unit
    far_hamlet: Unit
    group: Unit
    household: Household
    tiers: tuple[Tier, Tier, Tier]
    roles: dict[str, AssignmentRole]


def build_world() -> World:
    province = make.ProvinceFactory(name="Bến Tre", gso_code="83")
    district = make.DistrictFactory(name="Giồng Trôm", gso_code="834", parent=province)
    other_district = make.DistrictFactory(name="Ba Tri", gso_code="836", parent=province)
    commune = make.CommuneFactory(name="Sơn Phú", gso_code="29014", parent=district)
    neighbour = make.CommuneFactory(name="Lương Phú", gso_code="29011", parent=district)
    far_commune = make.CommuneFactory(name="An Đức", gso_code="29155", parent=other_district)
    hamlet = make.HamletFactory(name="1", parent=commune)
    group = make.GroupFactory(name="1", parent=hamlet)
    phase = make.PhaseFactory()
    tiers = (
        make.TierFactory(phase=phase, order=1),
        make.TierFactory(
            phase=phase, order=2, name="Huyện nắm tới ấp, khu phố", holder_level="district", target="hamlet"
        ),
        make.TierFactory(
            phase=phase, order=3, name="Xã nắm tới hộ gia đình", holder_level="commune", target="household"
        ),
    )
    make.CadenceFactory(tier=tiers[0])
    make.CadenceFactory(tier=tiers[1], overdue_after_days=35)
    wanted = {
        "province_officer_for_district": (0, "district", "Ủy viên Ban Thường vụ Tỉnh ủy phụ trách huyện", False),
        "province_officer_for_commune": (0, "commune", "Cán bộ tỉnh phụ trách xã", True),
        "district_officer_for_commune": (1, "commune", "Ủy viên Ban Thường vụ Huyện ủy phụ trách xã", False),
        "district_officer_for_hamlet": (1, "hamlet", "Cán bộ huyện phụ trách ấp, khu phố", True),
        "commune_officer_for_hamlet": (2, "hamlet", "Cán bộ xã phụ trách ấp", True),
        "commune_officer_for_group": (2, "group", "Cán bộ xã phụ trách tổ", True),
    }
    roles = {
        code: make.RoleFactory(tier=tiers[order], code=code, unit_level=level, name=name, counted=counted)
        for code, (order, level, name, counted) in wanted.items()
    }
    return World(
        province,
        district,
        other_district,
        commune,
        neighbour,
        far_commune,
        hamlet,
        make.HamletFactory(name="2", parent=neighbour),
        make.HamletFactory(name="3", parent=far_commune),
        group,
        make.HouseholdFactory(unit=group),
        tiers,
        roles,
    )
