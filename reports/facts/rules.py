"""What the database itself does for figures: notes which cells were touched, and keeps closed months as they were."""

from __future__ import annotations

import pgtrigger
from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES


def frozen_rows() -> list[pgtrigger.Trigger]:
    """Rows with `frozen_at` are written once, before their month is closed."""
    return [
        pgtrigger.Trigger(
            name="stays_frozen",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            func=refuse("facts_frozen", "the figures of a closed month stay"),
        ),
        pgtrigger.Trigger(
            name="frozen_in_time",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("frozen_at"),
            condition=pgtrigger.Condition("NEW.frozen_at IS NOT NULL"),
            func=f"""
                IF EXISTS (SELECT FROM facts_monthend WHERE month = NEW.month) THEN
                    {refuse("facts_frozen", "the month is closed")}
                END IF;
                RETURN NEW;
            """,
        ),
    ]


RULES["facts_frozen"] = _("Số liệu của tháng đã chốt không sửa được; thay đổi sau đó được ghi là đính chính.")


# --- announcing ------------------------------------------------------------------------------------------------------


def touch_places(selects: str) -> str:
    """SQL that notes the cells (unit, month, tier) of a query, each once."""
    return f"INSERT INTO facts_touchedplace (unit_id, month, tier_id) SELECT DISTINCT * FROM ({selects}) AS cells;"


def touch_departments(selects: str) -> str:
    return f"INSERT INTO facts_toucheddepartment (agency_id, month) SELECT DISTINCT * FROM ({selects}) AS cells;"
