"""What a member of a working delegation was reminded of, on their desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, local_date
from reports.dashboards import links
from reports.dashboards.blocks import SHOWN, WORDS, Block, Item, filled
from reports.dashboards.sitting import Sitting
from reports.reminders.models import Urge
from reports.reminders.queries import urges_waiting
from reports.reminders.standing import by_whom, place


def reminded(sitting: Sitting) -> Iterator[Block]:
    """Remindings to go to a place that nothing has come of, the oldest first; no block while there are none."""
    if not sitting.signs.remindings:
        return
    rows = urges_waiting(sitting.day, Urge.objects.visible_to(sitting.user)).filter(
        officer__in=sitting.access.officer_ids, member__isnull=False
    )
    found = [_item(row) for row in rows.with_names().order_by("at", "pk")[:SHOWN]]
    if found:
        url = links.address("reminders:urges", xem="cho")
        yield filled("reminded", _("Lời nhắc của Trưởng đoàn, Thường trực"), "speakerphone", "", found, url)


def _item(row: Urge) -> Item:
    values = {"by": by_whom(row), "day": format_date(local_date(row.at)), "words": Truncator(row.words).words(WORDS)}
    unit = row.assignment.unit_id if row.assignment else None
    return Item(
        place(row),
        links.delegation(row.member.delegation_id),
        _("%(by)s nhắc ngày %(day)s: %(words)s") % values,
        go_url=links.address("fieldbook:plan", **{"dia-ban": unit}),
        go_label=_("Lập kế hoạch"),
        go_icon="calendar-event",
    )
