"""What the database refuses by itself about petitions: moves, clocks, links; and the sentence for each refusal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nammanh.platform.refusals import RULES
from reports.feedback import states


def _pairs(moves: set[tuple[str, str]]) -> str:
    return ", ".join(f"('{left}', '{entered}')" for left, entered in sorted(moves))


def _list(statuses: Iterable[str | None]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(filter(None, statuses)))


def _refuse(message: str, constraint: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"


REFUSE_MOVE = f"""
    IF (OLD.status, NEW.status) NOT IN ({_pairs(states.moves())}) THEN
        RAISE EXCEPTION 'petition may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_transition';
    END IF;
    RETURN NEW;
"""

REFUSE_REFERRAL_MOVE = f"""
    IF (OLD.status, NEW.status) NOT IN ({_pairs(states.referral_moves())}) THEN
        RAISE EXCEPTION 'referral may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_referral_transition';
    END IF;
    RETURN NEW;
"""

REFUSE_UNTOLD_END = f"""
    IF NEW.told_at IS NULL AND NOT EXISTS (
        SELECT FROM feedback_carriedback WHERE petition_id = NEW.id AND answered_at = NEW.answered_at
    ) THEN
        {_refuse("nobody told those who asked", "feedback_petition_told")}
    END IF;
    RETURN NEW;
"""

REFUSE_CLOCK = f"""
    IF NEW.due_on IS DISTINCT FROM OLD.due_on OR NEW.paused_days <> OLD.paused_days THEN
        -- the end of a pause moves the day by at least the working days that it lasted
        IF OLD.status = 'returned' AND NEW.status <> 'returned' AND NEW.paused_days >= OLD.paused_days
            AND NEW.due_on - OLD.due_on >= NEW.paused_days - OLD.paused_days
            AND (NEW.due_on > OLD.due_on) = (NEW.paused_days > OLD.paused_days) THEN
            NULL;
        -- before anybody must answer, another kind of matter has another term from the same day on
        ELSIF NEW.status = OLD.status AND NEW.status IN ('submitted', 'received', 'consolidated')
            AND (NEW.category = 'hot_issue') <> (OLD.category = 'hot_issue')
            AND NEW.paused_days = OLD.paused_days AND NEW.reported_on = OLD.reported_on THEN
            NULL;
        ELSE
            {_refuse("nothing else moves the day by which an answer is due", "feedback_petition_clock")}
        END IF;
    END IF;
    IF NEW.renewed_due_on IS DISTINCT FROM OLD.renewed_due_on
        AND NOT (OLD.status = 'answered' AND NEW.status = 'reopened' AND NEW.renewed_due_on IS NOT NULL) THEN
        {_refuse("only a reopening sets a new day", "feedback_petition_clock")}
    END IF;
    RETURN NEW;
"""

REFUSE_CHAIN = f"""
    PERFORM FROM feedback_petition WHERE id = NEW.duplicate_of_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM feedback_petition WHERE id = NEW.duplicate_of_id AND duplicate_of_id IS NOT NULL)
        OR EXISTS (SELECT FROM feedback_petition WHERE duplicate_of_id = NEW.id) THEN
        {_refuse("a duplicate is linked to the root", "feedback_petition_root")}
    END IF;
    RETURN NEW;
"""

OF_REFERRAL = f"""
    SELECT department_id, coalesce(renewed_due_on, due_on), expected_on
        INTO NEW.department_id, NEW.owed_on, NEW.promised_on
        FROM feedback_referral WHERE id = NEW.referral_id;
    IF NEW.status NOT IN ({_list(states.WITH_DEPARTMENT)}) THEN
        NEW.owed_on := NULL;
        NEW.promised_on := NULL;
    END IF;
    RETURN NEW;
"""

DAYS_TO_PETITIONS = """
    -- the petition's own rule reads the days anew
    UPDATE feedback_petition SET owed_on = owed_on WHERE referral_id = NEW.id;
    RETURN NULL;
"""

REFUSE_REFERRAL_CLOCK = f"""
    IF NEW.committed_on IS DISTINCT FROM OLD.committed_on
        AND (NEW.committed_on IS NULL OR NEW.status <> 'in_progress' OR NEW.committed_on <= OLD.expected_on) THEN
        {_refuse("only an interim reply promises a later day", "feedback_referral_clock")}
    END IF;
    IF NEW.renewed_due_on IS DISTINCT FROM OLD.renewed_due_on
        AND NOT (OLD.status = 'answered' AND NEW.status = 'reopened' AND NEW.renewed_due_on IS NOT NULL) THEN
        {_refuse("only a reopening sets a new day", "feedback_referral_clock")}
    END IF;
    RETURN NEW;
"""

REFUSE_REWORDING = _refuse("what a department was asked stays", "feedback_referral_fixed")

REFUSE_UNANSWERED = """
    IF NOT EXISTS (
        SELECT FROM feedback_petition WHERE id = NEW.petition_id AND answered_at = NEW.answered_at
    ) THEN
        RAISE EXCEPTION 'there is no such answer to carry back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_carriedback_answered';
    END IF;
    RETURN NEW;
"""

REFUSE_UNCARRIED_END = f"""
    IF EXISTS (
        SELECT FROM feedback_petition
        WHERE id = OLD.petition_id AND status = 'closed' AND told_at IS NULL AND answered_at = OLD.answered_at
    ) THEN
        {_refuse("the petition was closed because this was told", "feedback_carriedback_closed")}
    END IF;
    RETURN OLD;
"""

RULES.update(
    {
        "feedback_petition_transition": _("Phản ánh này đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "feedback_petition_told": _(
            "Chưa kết thúc được: kết quả chưa được báo lại. Báo lại khi ghi nhận chuyến đi, hoặc ghi đã báo người gửi."
        ),
        "feedback_petition_clock": _("Hạn trả lời không sửa được; chỉ lùi theo số ngày phản ánh bị trả lại."),
        "feedback_petition_root": _("Phản ánh này đã gắn trùng với phản ánh khác. Hãy tải lại trang và chọn bản gốc."),
        "feedback_referral_transition": _("Phiếu chuyển này đã sang trạng thái khác. Hãy tải lại trang."),
        "feedback_referral_clock": _("Ngày hẹn trả lời phải sau hạn đang có."),
        "feedback_referral_fixed": _("Phiếu đã chuyển thì không sửa nội dung; rút lại rồi chuyển phiếu khác."),
        "feedback_carriedback_answered": _("Phản ánh này chưa có câu trả lời để báo lại. Hãy tải lại trang."),
        "feedback_carriedback_closed": _(
            "Phản ánh đã kết thúc vì câu trả lời đã được báo lại, nên không bỏ ghi nhận này được."
        ),
    }
)
