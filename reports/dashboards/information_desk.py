"""What has come down to this person: bulletins not yet read, and those not yet conveyed at the places held."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.access import Access
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import format_number
from reports.bulletins.models import PUBLISHERS, Bulletin, Conveyance
from reports.bulletins.queries import ToConvey, still_to_convey
from reports.bulletins.states import Status
from reports.dashboards import links
from reports.dashboards.blocks import PLACE, SHOWN, WORDS, Block, Item, block, filled, place_name
from reports.dashboards.held_units import conveying_places
from reports.dashboards.sitting import Sitting

RECENT = datetime.timedelta(days=30)
NAMED = 2
"""Places named in a row; the bulletin's own page names them all."""


def is_informed(access: Access) -> bool:
    """Whom bulletins are for: whoever answers for a place, and who reads all records without writing them."""
    return bool(access.areas) or (access.reads_all_records and not access.has(*PUBLISHERS))


def unread(sitting: Sitting) -> Iterator[Block]:
    """Bulletins in their time that this person has not marked as read, with their number in the title."""
    found = [row for row in sitting.bulletins if not row.is_read]
    found.sort(key=lambda row: (row.valid_from, row.pk), reverse=True)
    title = _("Thông tin chủ trương chưa xem")
    yield filled(
        "unread_bulletins",
        f"{title} ({format_number(len(found))})" if found else title,
        "speakerphone",
        _("Đồng chí đã xem mọi thông tin đang truyền đạt."),
        [Item(row.title, links.bulletin(row), _note(row), row.get_kind_display(), "info") for row in found[:SHOWN]],
        links.address("bulletins:list", chua_xem=1),
    )


def unconveyed(sitting: Sitting) -> Iterator[Block]:
    """Bulletins that some of the held places have not heard of, what ends first first."""
    places = conveying_places(sitting.holdings)
    found = still_to_convey(sitting.bulletins, places) if places else []
    yield filled(
        "to_convey",
        _("Thông tin cần truyền đạt tại địa bàn"),
        "messages",
        _("Mọi thông tin đã được truyền đạt tại các địa bàn của đồng chí."),
        [_waiting(line) for line in found[:SHOWN]],
        links.address("bulletins:list", trang_thai="hien-hanh"),
    )


def published(sitting: Sitting) -> Iterator[Block]:
    """For those who publish: drafts that wait, and what people asked lately."""
    user = sitting.user
    drafts = Bulletin.objects.visible_to(user).filter(status=Status.DRAFT).order_by("-created_at", "-pk")
    yield block(
        "draft_bulletins",
        _("Thông tin còn ở bản nháp"),
        "file-text",
        _("Không có bản nháp nào chờ phát hành."),
        drafts,
        lambda row: Item(row.title, links.bulletin(row), _note(row), row.get_kind_display(), "neutral"),
        links.address("bulletins:list", trang_thai=Status.DRAFT.value),
    )
    asked = Conveyance.objects.visible_to(user).exclude(question="").select_related(*PLACE, "bulletin")
    yield block(
        "questions",
        _("Câu hỏi từ cơ sở mang về"),
        "help-circle",
        _("Chưa có câu hỏi nào trong 30 ngày qua."),
        asked.filter(conveyed_on__gt=sitting.day - RECENT).newest_first(),
        lambda row: Item(
            Truncator(row.question).words(WORDS),
            links.bulletin(row.bulletin),
            f"{place_name(row)} · {format_date(row.conveyed_on)} · {row.bulletin.title}",
        ),
        links.address("bulletins:conveyances", co_cau_hoi=1),
    )


def _note(row: Bulletin) -> str:
    if row.valid_to is None:
        return _("từ ngày %(start)s") % {"start": format_date(row.valid_from)}
    return _("đến hết ngày %(end)s") % {"end": format_date(row.valid_to)}


def _waiting(line: ToConvey) -> Item:
    names = ", ".join(str(unit) for unit in line.waiting[:NAMED])
    more = len(line.waiting) - NAMED
    if more > 0:
        names += ngettext(" và %s nơi khác", " và %s nơi khác", more) % format_number(more)
    note = _("còn: %(places)s · %(until)s") % {"places": names, "until": _note(line.bulletin)}
    address = links.address("bulletins:convey", line.bulletin.uuid)
    return Item(line.bulletin.title, links.bulletin(line.bulletin), note, go_url=address, go_label=_("Ghi truyền đạt"))
