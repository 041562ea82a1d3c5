"""Rules about pledges that the database keeps by itself: the bodies of the triggers, and their sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES

REFUSE_MOVE = f"""
    IF (OLD.status, NEW.status) NOT IN (
        ('approached', 'pledged'), ('pledged', 'received'), ('received', 'handed_over'),
        ('approached', 'failed'), ('pledged', 'failed')
    ) THEN
        {refuse("resources_pledge_transition", "pledge may not make this move")}
    END IF;
    RETURN NEW;
"""

REFUSE_EDIT = f"""
    IF OLD.status NOT IN ('approached', 'pledged') THEN
        {refuse("resources_pledge_closed", "what has begun to arrive keeps its terms")}
    END IF;
    RETURN NEW;
"""

OF_PROMISED = f"""
    SELECT status INTO standing FROM resources_pledge WHERE id = NEW.pledge_id FOR SHARE;
    IF standing NOT IN ('pledged', 'received') THEN
        {refuse("resources_receipt_of_promised", "only what was promised is received")}
    END IF;
    RETURN NEW;
"""

RULES.update(
    {
        "resources_pledge_transition": _("Nguồn lực này đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "resources_pledge_closed": _("Nguồn lực đã có phần thực nhận nên không sửa được nội dung cam kết."),
        "resources_receipt_of_promised": _("Chỉ ghi thực nhận cho nguồn lực đã cam kết và chưa bàn giao."),
    }
)
