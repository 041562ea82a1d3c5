"""Rules that the database keeps by itself: the bodies of the triggers.

Each refusal raises SQLSTATE 23514 with a constraint name, so that Django reports it as an IntegrityError and
`nammanh.platform.refusals` finds the sentence for the person.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nammanh.platform.refusals import RULES


def refuse(constraint: str, detail: str) -> str:
    """SQL that refuses a write under this name."""
    return f"RAISE EXCEPTION '{detail}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"


_COPY_LINEAGE = """
    NEW.province_id := {source}.province_id; NEW.district_id := {source}.district_id;
    NEW.commune_id := {source}.commune_id; NEW.hamlet_id := {source}.hamlet_id;
"""

_INSIDE_PARENT = f"""
    IF NEW.parent_id IS NOT NULL THEN
        SELECT * INTO above FROM assignments_unit WHERE id = NEW.parent_id FOR SHARE;
        IF NOT (above.life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
            {refuse("assignments_unit_inside_parent", "unit outside the life of its parent")}
        END IF;
    END IF;
"""

_LEVELS = "ARRAY['province', 'district', 'commune', 'hamlet', 'group']"

UNIT_LINEAGE = f"""
    {_INSIDE_PARENT}
    IF NEW.parent_id IS NOT NULL THEN
        IF array_position({_LEVELS}, above.level::text) >= array_position({_LEVELS}, NEW.level::text) THEN
            {refuse("assignments_unit_parent_above", "parent of the same or a lower level")}
        END IF;
        {_COPY_LINEAGE.format(source="above")}
    END IF;
    IF NEW.level = 'province' THEN NEW.province_id := NEW.id;
    ELSIF NEW.level = 'district' THEN NEW.district_id := NEW.id;
    ELSIF NEW.level = 'commune' THEN NEW.commune_id := NEW.id;
    ELSIF NEW.level = 'hamlet' THEN NEW.hamlet_id := NEW.id;
    END IF;
    RETURN NEW;
"""

UNIT_IDENTITY = refuse("assignments_unit_identity", "a change of name, kind, parent or code opens a successor")

UNIT_INSIDE_PARENT = f"{_INSIDE_PARENT} RETURN NEW;"

UNIT_OUTLIVES_DEPENDENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_unit c
               WHERE c.parent_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_unit WHERE id = NEW.id) @> c.life)) THEN
        {refuse("assignments_unit_outlives_children", "a child would outlive its parent")}
    END IF;
    IF EXISTS (SELECT 1 FROM assignments_assignment a
               WHERE a.unit_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_unit WHERE id = NEW.id) @> a.life)) THEN
        {refuse("assignments_unit_outlives_assignments", "an assignment would outlive its unit")}
    END IF;
    IF EXISTS (SELECT 1 FROM assignments_clustermember m
               WHERE m.unit_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_unit WHERE id = NEW.id) @> m.life)) THEN
        {refuse("assignments_unit_outlives_memberships", "a membership in a cluster would outlive its unit")}
    END IF;
    IF EXISTS (SELECT 1 FROM assignments_cluster c
               WHERE c.unit_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_unit WHERE id = NEW.id) @> c.life)) THEN
        {refuse("assignments_unit_outlives_clusters", "a cluster would outlive its unit")}
    END IF;
    RETURN NULL;
"""

PLACED_LINEAGE = f"""
    SELECT * INTO STRICT place FROM assignments_unit WHERE id = NEW.unit_id;
    {_COPY_LINEAGE.format(source="place")}
    RETURN NEW;
"""

HOUSEHOLD_PLACE = f"""
    IF NOT EXISTS (SELECT 1 FROM assignments_unit WHERE id = NEW.unit_id AND level IN ('hamlet', 'group')) THEN
        {refuse("assignments_household_place", "a household belongs to a hamlet or a group")}
    END IF;
    RETURN NEW;
"""


def count_households(*sides: str) -> str:
    """SQL that counts the households of each unit again that lost or gained one; `sides`: old rows, new rows.

    The unit's row is locked first, in the order of units; what the next statement counts then includes whatever the one
    who held the lock before has written.
    """
    units = " UNION ".join(f"SELECT unit_id FROM {side}_rows" for side in sides)
    if len(sides) == 2:
        changed = "old_rows o JOIN new_rows n ON n.id = o.id AND n.unit_id <> o.unit_id"
        units = f"SELECT o.unit_id FROM {changed} UNION SELECT n.unit_id FROM {changed}"
    return f"""
        INSERT INTO assignments_householdcount (unit_id, province_id, district_id, commune_id, hamlet_id, households)
            SELECT id, province_id, district_id, commune_id, hamlet_id, 0 FROM assignments_unit
            WHERE id IN ({units}) ORDER BY id
            ON CONFLICT (unit_id) DO UPDATE SET households = assignments_householdcount.households;
        UPDATE assignments_householdcount c
            SET households = (SELECT count(*) FROM assignments_household h WHERE h.unit_id = c.unit_id)
            WHERE unit_id IN ({units});
        DELETE FROM assignments_householdcount WHERE households = 0 AND unit_id IN ({units});
        RETURN NULL;
    """


ASSIGNMENT_INSIDE = f"""
    SELECT life, level INTO unit_life, unit_level FROM assignments_unit WHERE id = NEW.unit_id FOR SHARE;
    IF NOT (unit_life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_assignment_inside_unit", "assignment outside the life of its unit")}
    END IF;
    SELECT life INTO officer_life FROM assignments_officer WHERE id = NEW.officer_id FOR SHARE;
    IF NOT (officer_life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_assignment_inside_officer", "assignment outside the service of its officer")}
    END IF;
    SELECT p.life, r.unit_level INTO phase_life, role_level FROM assignments_assignmentrole r
        JOIN assignments_tier t ON t.id = r.tier_id JOIN assignments_phase p ON p.id = t.phase_id
        WHERE r.id = NEW.role_id FOR SHARE OF p;
    IF NOT (phase_life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_assignment_inside_phase", "assignment outside the phase of its role")}
    END IF;
    IF role_level <> unit_level THEN
        {refuse("assignments_assignment_level", "the role is for units of another level")}
    END IF;
    IF NEW.cluster_id IS NOT NULL THEN
        PERFORM 1 FROM assignments_clustermember m
            WHERE m.cluster_id = NEW.cluster_id AND m.unit_id = NEW.unit_id
              AND m.life @> daterange(NEW.valid_from, NEW.valid_to, '[]') FOR SHARE;
        IF NOT FOUND THEN
            {refuse("assignments_assignment_inside_cluster", "the unit is not in the cluster all that time")}
        END IF;
    END IF;
    IF NEW.delegation_id IS NOT NULL THEN
        PERFORM 1 FROM assignments_delegationmember m
            WHERE m.delegation_id = NEW.delegation_id AND m.officer_id = NEW.officer_id
              AND m.life @> daterange(NEW.valid_from, NEW.valid_to, '[]') FOR SHARE;
        IF NOT FOUND THEN
            {refuse("assignments_assignment_inside_delegation", "the officer is not in the delegation all that time")}
        END IF;
    END IF;
    RETURN NEW;
"""

CLUSTER_INSIDE = f"""
    SELECT * INTO STRICT place FROM assignments_unit WHERE id = NEW.unit_id FOR SHARE;
    IF place.level NOT IN ('province', 'district') THEN
        {refuse("assignments_cluster_level", "a cluster lies in a district or a province")}
    END IF;
    IF NOT (place.life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_cluster_inside_unit", "a cluster outside the life of its unit")}
    END IF;
    RETURN NEW;
"""

CLUSTER_OUTLIVES_MEMBERS = f"""
    IF EXISTS (SELECT 1 FROM assignments_clustermember m WHERE m.cluster_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_cluster WHERE id = NEW.id) @> m.life)) THEN
        {refuse("assignments_cluster_outlives_members", "a member would outlive its cluster")}
    END IF;
    RETURN NULL;
"""

CLUSTER_MEMBER_INSIDE = f"""
    SELECT * INTO STRICT own FROM assignments_cluster WHERE id = NEW.cluster_id FOR SHARE;
    SELECT * INTO STRICT place FROM assignments_unit WHERE id = NEW.unit_id FOR SHARE;
    IF NOT (own.life @> daterange(NEW.valid_from, NEW.valid_to, '[]')
            AND place.life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_clustermember_inside", "membership outside the life of its cluster or unit")}
    END IF;
    IF place.level <> 'commune' OR own.unit_id NOT IN (place.province_id, COALESCE(place.district_id, 0)) THEN
        {refuse("assignments_clustermember_place", "a cluster is made of communes of its own district or province")}
    END IF;
    RETURN NEW;
"""

CLUSTER_MEMBER_OUTLIVES_ASSIGNMENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_assignment a
               WHERE a.cluster_id = OLD.cluster_id AND a.unit_id = OLD.unit_id
                 AND NOT EXISTS (SELECT 1 FROM assignments_clustermember m
                                 WHERE m.cluster_id = a.cluster_id AND m.unit_id = a.unit_id AND m.life @> a.life)) THEN
        {refuse("assignments_clustermember_outlives_assignments", "an assignment would outlive the membership")}
    END IF;
    RETURN NULL;
"""

DELEGATION_MEMBER_INSIDE = f"""
    SELECT life INTO outer_life FROM assignments_delegation WHERE id = NEW.delegation_id FOR SHARE;
    IF NOT (outer_life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_delegationmember_inside_delegation", "membership outside the life of the delegation")}
    END IF;
    SELECT life INTO outer_life FROM assignments_officer WHERE id = NEW.officer_id FOR SHARE;
    IF NOT (outer_life @> daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
        {refuse("assignments_delegationmember_inside_officer", "membership outside the service of the officer")}
    END IF;
    RETURN NEW;
"""

DELEGATION_OUTLIVES_MEMBERS = f"""
    IF EXISTS (SELECT 1 FROM assignments_delegationmember m WHERE m.delegation_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_delegation WHERE id = NEW.id) @> m.life)) THEN
        {refuse("assignments_delegation_outlives_members", "a member would outlive the delegation")}
    END IF;
    RETURN NULL;
"""

DELEGATION_MEMBER_OUTLIVES_ASSIGNMENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_assignment a
               WHERE a.delegation_id = OLD.delegation_id AND a.officer_id = OLD.officer_id
                 AND NOT EXISTS (SELECT 1 FROM assignments_delegationmember m
                                 WHERE m.delegation_id = a.delegation_id AND m.officer_id = a.officer_id
                                   AND m.life @> a.life)) THEN
        {refuse("assignments_delegationmember_outlives_assignments", "an assignment would outlive the membership")}
    END IF;
    RETURN NULL;
"""

OFFICER_OUTLIVES_DEPENDENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_assignment a
               WHERE a.officer_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_officer WHERE id = NEW.id) @> a.life)) THEN
        {refuse("assignments_officer_outlives_assignments", "an assignment would outlive its officer")}
    END IF;
    IF EXISTS (SELECT 1 FROM assignments_delegationmember m
               WHERE m.officer_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_officer WHERE id = NEW.id) @> m.life)) THEN
        {refuse("assignments_officer_outlives_delegations", "a place in a delegation would outlive its officer")}
    END IF;
    RETURN NULL;
"""

PHASE_OUTLIVES_DEPENDENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_assignment a JOIN assignments_assignmentrole r ON r.id = a.role_id
               JOIN assignments_tier t ON t.id = r.tier_id
               WHERE t.phase_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_phase WHERE id = NEW.id) @> a.life)) THEN
        {refuse("assignments_phase_outlives_assignments", "an assignment would outlive its phase")}
    END IF;
    RETURN NULL;
"""

RULES.update(
    {
        "assignments_unit_inside_parent": _("Đơn vị phải nằm trong thời gian tồn tại của đơn vị cấp trên."),
        "assignments_unit_parent_above": _("Đơn vị trực thuộc phải ở cấp cao hơn."),
        "assignments_unit_identity": _(
            "Tên, loại, mã và đơn vị trực thuộc không sửa tại chỗ. "
            "Dùng “Đổi tên, loại, trực thuộc” để mở đơn vị kế tiếp."
        ),
        "assignments_unit_outlives_children": _(
            "Còn đơn vị trực thuộc kéo dài quá ngày này. Hãy kết thúc chúng trước."
        ),
        "assignments_unit_outlives_assignments": _("Còn phân công kéo dài quá ngày này. Hãy thôi phân công trước."),
        "assignments_household_place": _("Hộ gia đình thuộc ấp, khu phố hoặc tổ nhân dân tự quản."),
        "assignments_assignment_inside_unit": _("Địa bàn không tồn tại suốt thời gian phân công."),
        "assignments_assignment_inside_officer": _("Thời gian phân công nằm ngoài thời gian công tác của cán bộ."),
        "assignments_assignment_inside_phase": _("Thời gian phân công nằm ngoài giai đoạn của vai trò."),
        "assignments_assignment_level": _("Vai trò này không dành cho cấp của địa bàn đã chọn."),
        "assignments_officer_outlives_assignments": _(
            "Đồng chí còn phân công kéo dài quá ngày này. Hãy thôi phân công trước."
        ),
        "assignments_officer_outlives_delegations": _("Đồng chí còn tham gia đoàn công tác quá ngày này."),
        "assignments_phase_outlives_assignments": _("Còn phân công kéo dài ngoài giai đoạn này."),
        "assignments_unit_outlives_memberships": _("Đơn vị còn thuộc một cụm, tiểu vùng quá ngày này."),
        "assignments_unit_outlives_clusters": _("Còn cụm, tiểu vùng của đơn vị kéo dài quá ngày này."),
        "assignments_assignment_inside_cluster": _("Xã, phường không thuộc cụm, tiểu vùng suốt thời gian phân công."),
        "assignments_assignment_inside_delegation": _("Đồng chí không ở trong đoàn suốt thời gian phân công."),
        "assignments_cluster_level": _("Cụm, tiểu vùng phải thuộc một huyện hoặc một tỉnh."),
        "assignments_cluster_inside_unit": _("Huyện, tỉnh không tồn tại suốt thời gian của cụm, tiểu vùng."),
        "assignments_cluster_outlives_members": _("Còn xã, phường thuộc cụm quá ngày này. Hãy đưa ra trước."),
        "assignments_clustermember_inside": _("Xã, phường hoặc cụm không tồn tại suốt thời gian này."),
        "assignments_clustermember_place": _("Cụm, tiểu vùng chỉ gồm xã, phường, thị trấn của huyện, tỉnh đó."),
        "assignments_clustermember_outlives_assignments": _(
            "Còn phân công phụ trách cụm tại xã, phường này quá ngày đó. Hãy thôi phân công trước."
        ),
        "assignments_delegationmember_inside_delegation": _("Thời gian tham gia nằm ngoài thời gian của đoàn."),
        "assignments_delegationmember_inside_officer": _("Thời gian tham gia nằm ngoài thời gian công tác."),
        "assignments_delegation_outlives_members": _("Còn thành viên tham gia đoàn quá ngày này."),
        "assignments_delegationmember_outlives_assignments": _(
            "Đồng chí còn địa bàn được phân công trong đoàn quá ngày này. Hãy thôi phân công trước."
        ),
    }
)
