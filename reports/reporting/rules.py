"""Rules about reports that the database keeps by itself: the bodies of the triggers, and their sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES
from reports.reporting import review_states, states


def refuse_moves(moves: list[tuple[str, str]], constraint: str) -> str:
    """Only the moves of the table; everything else is refused under `constraint`."""
    allowed = ", ".join(f"('{left}', '{entered}')" for left, entered in moves)
    return f"""
        IF (OLD.status, NEW.status) NOT IN ({allowed}) THEN
            {refuse(constraint, "a report may not make this move")}
        END IF;
        RETURN NEW;
    """


def part_of_open(table: str, states_open: list[str], constraint: str) -> str:
    """A part of a report changes only while the report is with its author."""
    listed = ", ".join(f"'{state}'" for state in states_open)
    return f"""
        IF TG_OP <> 'DELETE' THEN touched := NEW.report_id; ELSE touched := OLD.report_id; END IF;
        SELECT status INTO standing FROM {table} WHERE id = touched FOR SHARE;
        IF standing NOT IN ({listed}) THEN
            {refuse(constraint, "what was sent is not changed")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """


REFUSE_MOVE = refuse_moves(states.moves(), "reporting_report_transition")
PART_OF_OPEN = part_of_open(
    "reporting_situationreport", sorted(str(state) for state in states.OPEN), "reporting_report_closed"
)

RULES.update(
    {
        "reporting_report_transition": _("Báo cáo đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "reporting_report_closed": _("Báo cáo đã gửi nên không sửa được. Hãy rút lại để sửa, hoặc chờ trả lại."),
    }
)

REFUSE_REVIEW_MOVE = refuse_moves(review_states.moves(), "reporting_review_transition")
PART_OF_REVIEW = part_of_open("reporting_review", ["draft"], "reporting_review_frozen")

RULES.update(
    {
        "reporting_review_transition": _("Báo cáo đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "reporting_review_frozen": _("Báo cáo đã trình nên không sửa được. Rút lại hoặc chờ trả lại rồi sửa."),
    }
)
