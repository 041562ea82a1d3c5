"""A stored visit in words, to be read beside another version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.fieldbook.parts import PARTS
from reports.visits.models import Visit


def stored_lines(visit: Visit, user: User) -> list[tuple[Any, str]]:
    """(label, words) of a stored visit and its parts, to be read beside another version."""
    words = (visit.purpose, visit.people_met, visit.highlights, visit.advantages, visit.difficulties)
    labels = (_("Nội dung dự kiến"), _("Đã gặp, làm việc với"), _("Tình hình nổi bật"), _("Thuận lợi"), _("Khó khăn"))
    facts = (visit.get_type_display(), visit.get_status_display())
    return [
        (_("Chuyến đi"), f"{visit.unit}, {format_date(visit.date)} · {' · '.join(map(str, facts))}"),
        *((label, said) for label, said in zip(labels, words, strict=True) if said),
        *(line for part in PARTS for line in part.stored_lines(visit, user)),
    ]
