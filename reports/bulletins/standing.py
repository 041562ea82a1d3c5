"""How a bulletin is told on a page: for whom it is and how it stands, in words and a tone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nammanh.platform.dates import format_date
from reports.bulletins.models import Bulletin, BulletinKind
from reports.bulletins.states import Action, Status

NAMED = 3
"""Places named in a list; the bulletin's own page names them all."""

KIND_TONES: dict[str, str] = {
    BulletinKind.PARTY: "danger",
    BulletinKind.STATE: "info",
    BulletinKind.MOVEMENT: "success",
    BulletinKind.URGENT: "warning",
}
ACTION_TONES: dict[str, str] = {
    Action.DRAFT: "neutral",
    Action.EDIT: "neutral",
    Action.PUBLISH: "success",
    Action.WITHDRAW: "danger",
}


def standing(bulletin: Bulletin, day: datetime.date) -> tuple[str, str]:
    """“Đang truyền đạt, đến hết ngày 30/11/2026” and its tone."""
    if bulletin.status == Status.WITHDRAWN:
        return str(bulletin.get_status_display()), "danger"
    if bulletin.status == Status.DRAFT:
        return str(bulletin.get_status_display()), "neutral"
    if day < bulletin.valid_from:
        return _("Truyền đạt từ ngày %(date)s") % {"date": format_date(bulletin.valid_from)}, "info"
    if bulletin.valid_to is None:
        return _("Đang truyền đạt"), "info"
    if day > bulletin.valid_to:
        return _("Đã hết thời gian truyền đạt"), "neutral"
    return _("Đang truyền đạt, đến hết ngày %(date)s") % {"date": format_date(bulletin.valid_to)}, "info"


def audience(bulletin: Bulletin, limit: int = NAMED) -> str:
    """“Toàn tỉnh”, “Cụm 1, Cụm 2”, “Xã Sơn Phú, Xã Phước Long và 3 nơi khác”; the targets are prefetched."""
    targets = list(bulletin.targets.all())
    if any(row.unit.level == "province" for row in targets):
        return _("Toàn tỉnh")
    names = list(dict.fromkeys(str(row.cluster or row.unit) for row in targets))
    words = ", ".join(names[:limit])
    if len(names) <= limit:
        return words
    more = len(names) - limit
    return _("%(names)s và %(more)s") % {"names": words, "more": ngettext("%d nơi khác", "%d nơi khác", more) % more}


def dressed(bulletins: Iterable[Bulletin], day: datetime.date) -> list[Bulletin]:
    """Rows with what a page shows beside their fields; targets prefetched with unit and cluster."""
    rows = list(bulletins)
    for row in rows:
        row.standing, row.tone = standing(row, day)
        row.kind_tone = KIND_TONES[row.kind]
        row.audience = audience(row)
    return rows


def to_share(bulletin: Bulletin, url: str) -> str:
    """The text for a Zalo group: title, highlights, where to read more. It holds no person's name or number."""
    lines = [line.strip() for line in bulletin.highlights.splitlines() if line.strip()]
    parts = [bulletin.title.upper(), "\n".join(f"• {line.lstrip('-•+* ')}" for line in lines)]
    if bulletin.valid_to:
        parts.append(_("Thời gian: từ %(start)s đến hết %(end)s.") % {
            "start": format_date(bulletin.valid_from), "end": format_date(bulletin.valid_to),
        })  # fmt: skip
    parts.append(_("Cán bộ đọc toàn văn tại: %(url)s") % {"url": url})
    return "\n\n".join(parts)
