"""Rules about bulletins that the database keeps by itself: the bodies of the triggers, and their sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assignments.rules import refuse
from nammanh.platform.refusals import RULES

REFUSE_MOVE = f"""
    IF (OLD.status, NEW.status) NOT IN (
        ('draft', 'published'), ('draft', 'withdrawn'), ('published', 'withdrawn')
    ) THEN
        {refuse("bulletins_bulletin_transition", "bulletin may not make this move")}
    END IF;
    RETURN NEW;
"""

REFUSE_EDIT = f"""
    IF OLD.status <> 'draft' THEN
        {refuse("bulletins_bulletin_closed", "a published bulletin is withdrawn, not edited")}
    END IF;
    RETURN NEW;
"""

PART_OF_DRAFT = f"""
    IF TG_OP <> 'DELETE' THEN touched := NEW.bulletin_id; ELSE touched := OLD.bulletin_id; END IF;
    SELECT status INTO standing FROM bulletins_bulletin WHERE id = touched FOR SHARE;
    IF standing <> 'draft' THEN
        {refuse("bulletins_bulletin_closed", "a published bulletin keeps its places and files")}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

ONLY_PUBLISHED = f"""
    SELECT status INTO standing FROM bulletins_bulletin WHERE id = NEW.bulletin_id FOR SHARE;
    IF standing <> 'published' THEN
        {refuse("bulletins_conveyance_of_published", "only a published bulletin is conveyed")}
    END IF;
    RETURN NEW;
"""

RULES.update(
    {
        "bulletins_bulletin_transition": _("Thông tin đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "bulletins_bulletin_closed": _(
            "Thông tin đã phát hành nên không sửa được. Hãy thu hồi, nêu lý do và phát hành bản mới."
        ),
        "bulletins_conveyance_of_published": _(
            "Thông tin này đã thu hồi hoặc chưa phát hành nên không ghi truyền đạt được."
        ),
    }
)
