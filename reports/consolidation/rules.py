"""What the database refuses by itself about batches and their lines, and the sentence for each refusal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES
from reports.consolidation import states

_MOVES = ", ".join(f"('{left}', '{entered}')" for left, entered in sorted(states.moves()))

BATCH_TRANSITION = f"""
    IF (OLD.status, NEW.status) NOT IN ({_MOVES}) THEN
        {refuse("consolidation_batch_transition", "a batch goes its way step by step")}
    END IF;
    RETURN NEW;
"""

BATCH_FIXED = refuse("consolidation_batch_fixed", "month, agency and a dispatched batch stay as they are")

_STATUS_OF_BATCH = "SELECT status INTO batch_status FROM consolidation_batch WHERE id = {batch} FOR SHARE;"

LINE_OF_OPEN = f"""
    {_STATUS_OF_BATCH.format(batch="NEW.batch_id")}
    IF batch_status <> 'open' THEN
        {refuse("consolidation_line_of_open", "a line is worded while its batch is open")}
    END IF;
    RETURN NEW;
"""

LINE_BEFORE_DISPATCH = f"""
    {_STATUS_OF_BATCH.format(batch="NEW.batch_id")}
    IF batch_status = 'dispatched' THEN
        {refuse("consolidation_line_of_open", "the lines of a dispatched batch stay as they are")}
    END IF;
    RETURN NEW;
"""

_OF_LINE = """(SELECT batch_id FROM consolidation_batchline
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.line_id ELSE NEW.line_id END)"""

PART_OF_OPEN = f"""
    {_STATUS_OF_BATCH.format(batch=_OF_LINE)}
    IF batch_status <> 'open' THEN
        {refuse("consolidation_line_of_open", "a line is worded while its batch is open")}
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""

SOURCE_MOVES = f"""
    {_STATUS_OF_BATCH.format(batch=_OF_LINE)}
    IF batch_status = 'dispatched' OR OLD.state <> 'held' OR NEW.petition_id <> OLD.petition_id
        OR (NEW.line_id <> OLD.line_id AND batch_status <> 'open') THEN
        {refuse("consolidation_line_of_open", "what was released or sent stays as it is")}
    END IF;
    RETURN NEW;
"""

RULES.update(
    {
        "consolidation_batch_transition": _("Kỳ tập hợp vừa được người khác chuyển bước. Hãy tải lại trang."),
        "consolidation_batch_fixed": _("Tháng, cơ quan và kỳ đã chuyển ngành không sửa được nữa."),
        "consolidation_line_of_open": _("Kỳ tập hợp đã chốt, không sửa dòng được nữa. Hãy tải lại trang."),
    }
)
