"""Rules that the database keeps by itself about what is written of households."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES

LINE_FITS = f"""
    SELECT type, status, date, unit_id INTO STRICT its_type, its_status, its_date, its_unit
        FROM visits_visit WHERE id = NEW.visit_id FOR SHARE;
    IF its_type <> 'household_visit' THEN
        {refuse("household_visits_line_type", "households belong to a visit to households")}
    END IF;
    IF its_status <> 'done' THEN
        {refuse("household_visits_line_closed", "households belong to a visit that was made and is not confirmed")}
    END IF;
    IF NEW.visited_on <> its_date THEN
        {refuse("household_visits_line_day", "a household is visited on the day of its visit")}
    END IF;
    -- held, so that who moves the household sees this line, or this line where it was moved to
    PERFORM FROM assignments_household h WHERE h.id = NEW.household_id
        AND h.unit_id = NEW.unit_id AND its_unit IN (h.unit_id, h.hamlet_id) FOR SHARE;
    IF NOT FOUND THEN
        {refuse("household_visits_line_place", "a household of another place")}
    END IF;
    RETURN NEW;
"""

LINE_CLOSED = f"""
    IF EXISTS (SELECT 1 FROM visits_visit v WHERE v.id = OLD.visit_id AND v.status <> 'done') THEN
        {refuse("household_visits_line_closed", "what the commune has confirmed is not edited")}
    END IF;
    RETURN NEW;
"""

LINE_COUNTED_BEFORE_FORGOTTEN = f"""
    IF EXISTS (SELECT 1 FROM visits_visit v WHERE v.id = OLD.visit_id AND v.status <> 'done')
       AND NOT EXISTS (SELECT 1 FROM household_visits_monthcount c
                       WHERE c.unit_id = OLD.unit_id AND c.month = date_trunc('month', OLD.visited_on)::date) THEN
        {refuse("household_visits_line_kept", "a confirmed line is forgotten only once it is counted")}
    END IF;
    RETURN OLD;
"""

RULES.update(
    {
        "household_visits_line_type": _("Chỉ chuyến đi loại “Thăm hộ gia đình” ghi được các hộ đã thăm."),
        "household_visits_line_closed": _("Xã đã xác nhận chuyến đi nên không sửa được các hộ đã thăm."),
        "household_visits_line_day": _("Ngày thăm hộ phải là ngày của chuyến đi."),
        "household_visits_line_place": _("Có hộ không thuộc ấp, tổ của chuyến đi. Hãy chọn lại các hộ."),
        "household_visits_line_kept": _("Các hộ đã xác nhận chỉ được xóa sau khi đã ghi số liệu tổng hợp."),
    }
)
