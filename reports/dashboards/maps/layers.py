"""Which questions the map answers, in the order of its choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.dashboards.maps import contact, coverage, criteria, hot
from reports.dashboards.maps.places import Area, Layer


@dataclass(frozen=True)
class Question:
    """One layer: how it is called, what it says, and how it is read. `dated`: it can tell of a day of the past."""

    label: Any
    title: Any
    read: Callable[[Area], Layer]
    dated: bool = True


QUESTIONS = {
    "im-lang": Question(_("Ngày chưa đến"), _("Số ngày từ chuyến đi gần nhất được xã xác nhận"), contact.layer),
    "buc-xuc": Question(_("Vấn đề bức xúc"), _("Vấn đề bức xúc chưa có trả lời"), hot.layer, dated=False),
    "do-phu": Question(_("Độ phủ"), _("Xã, ấp, khu phố đã có cán bộ phụ trách"), coverage.layer),
    "tieu-chi": Question(_("Tiêu chí NTM"), _("Tiêu chí nông thôn mới đã đạt"), criteria.layer),
}
FIRST = next(iter(QUESTIONS))
