"""Rules about facts and boundaries that the database keeps by itself: the bodies of the triggers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES

FACT_FITS = f"""
    SELECT value_type, levels INTO STRICT wanted FROM profiles_factkind WHERE id = NEW.kind_id FOR SHARE;
    SELECT life, level INTO STRICT place FROM assignments_unit WHERE id = NEW.unit_id;
    IF (wanted.value_type = 'text') <> (NEW.number IS NULL) THEN
        {refuse("profiles_unitfact_value_of_kind", "a text where a number belongs, or the other way round")}
    END IF;
    IF wanted.value_type IN ('integer', 'money', 'yes_no') AND NEW.number <> trunc(NEW.number) THEN
        {refuse("profiles_unitfact_whole", "a fraction where a whole number belongs")}
    END IF;
    IF wanted.value_type = 'yes_no' AND NEW.number NOT IN (0, 1) THEN
        {refuse("profiles_unitfact_value_of_kind", "yes or no is 1 or 0")}
    END IF;
    IF NOT (place.level = ANY (wanted.levels)) THEN
        {refuse("profiles_unitfact_level", "the fact is not asked of units of this level")}
    END IF;
    IF NOT (place.life @> NEW.as_of) THEN
        {refuse("profiles_unitfact_inside_unit", "a fact outside the life of its unit")}
    END IF;
    RETURN NEW;
"""

KIND_KEEPS_MEANING = f"""
    IF EXISTS (SELECT 1 FROM profiles_unitfact WHERE kind_id = NEW.id) THEN
        {refuse("profiles_factkind_meaning", "recorded values would change their meaning")}
    END IF;
    RETURN NEW;
"""

BOUNDARY_INSIDE = f"""
    SELECT life INTO STRICT unit_life FROM assignments_unit WHERE id = NEW.unit_id;
    IF NOT (unit_life @> NEW.valid_from) THEN
        {refuse("profiles_boundary_inside_unit", "a boundary that begins outside the life of its unit")}
    END IF;
    RETURN NEW;
"""

RULES.update(
    {
        "profiles_unitfact_value_of_kind": _("Giá trị không đúng loại của mục này. Nhập lại."),
        "profiles_unitfact_whole": _("Mục này chỉ nhận số nguyên. Nhập lại, không có phần lẻ."),
        "profiles_unitfact_level": _("Mục này không dùng cho cấp của địa bàn."),
        "profiles_unitfact_inside_unit": _(
            "Ngày số liệu nằm ngoài thời gian tồn tại của địa bàn. Số liệu cũ hơn ghi ở đơn vị tiền thân."
        ),
        "profiles_factkind_meaning": _(
            "Mục này đã có số liệu nên không đổi mã, loại giá trị, đơn vị tính. "
            "Hãy ghi ngày kết thúc cho mục này và mở mục mới."
        ),
        "profiles_boundary_inside_unit": _("Ranh giới phải bắt đầu trong thời gian tồn tại của đơn vị."),
    }
)
