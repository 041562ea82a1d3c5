"""Rules about rounds that the database keeps by itself: the bodies of the triggers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES

ROUND_TRANSITION = f"""
    IF (OLD.status, NEW.status) NOT IN (('draft', 'approved'), ('draft', 'cancelled')) THEN
        {refuse("rounds_round_transition", "a round leaves its draft once")}
    END IF;
    RETURN NEW;
"""

ROUND_CLOSED = f"""
    IF OLD.status <> 'draft' THEN
        {refuse("rounds_round_closed", "an approved or cancelled round stays as it is")}
    END IF;
    RETURN NEW;
"""

LINE_OF_DRAFT = f"""
    SELECT status INTO round_status FROM rounds_round
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END FOR SHARE;
    IF round_status <> 'draft' THEN
        {refuse("rounds_roundline_of_draft", "the lines of a closed round stay as they are")}
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""

RULES.update(
    {
        "rounds_round_transition": _("Đợt này đã duyệt hoặc đã hủy. Hãy tải lại trang."),
        "rounds_round_closed": _("Đợt này đã duyệt hoặc đã hủy, không sửa được nữa. Hãy lập đợt mới."),
        "rounds_roundline_of_draft": _("Đợt này đã duyệt hoặc đã hủy, không sửa được nữa. Hãy lập đợt mới."),
    }
)
