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
    RETURN NEW;
"""

OFFICER_OUTLIVES_DEPENDENTS = f"""
    IF EXISTS (SELECT 1 FROM assignments_assignment a
               WHERE a.officer_id = NEW.id
                 AND NOT ((SELECT life FROM assignments_officer WHERE id = NEW.id) @> a.life)) THEN
        {refuse("assignments_officer_outlives_assignments", "an assignment would outlive its officer")}
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
        "assignments_phase_outlives_assignments": _("Còn phân công kéo dài ngoài giai đoạn này."),
    }
)
