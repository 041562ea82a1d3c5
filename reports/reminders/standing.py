"""How messages and urging are told on a page: in words and a tone, never in colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, local_date
from reports.recommendations.states import Status as CommentStatus
from reports.reminders import policies
from reports.reminders.models import Message, Urge
from reports.visits.timeline import signature

RECORD_PAGES = {"petition": "feedback:detail", "visit": "visits:detail", "comment": "recommendations:detail"}


def state(message: Message) -> tuple[str, str]:
    """In a word and its tone: what the bell counts is “Chưa xem”."""
    if message.read_at:
        return _("Đã xem"), "neutral"
    if message.settled_at:
        return _("Việc đã xong"), "success"
    return _("Chưa xem"), "danger" if message.urgent else "warning"


def for_zalo(message: Message) -> str:
    """What may be pasted into a group: the message's own line and where to open it."""
    return f"{message.text} {settings.PORTAL_URL}{message.url}"


def dressed(messages: Iterable[Message]) -> list[Message]:
    rows = list(messages)
    for row in rows:
        row.state, row.tone = state(row)
        row.zalo = for_zalo(row)
    return rows


def whom(urge: Urge) -> str:
    """“Sở Giao thông (đ/c …)”."""
    if urge.agency and urge.officer:
        return _("%(agency)s (đ/c %(person)s)") % {"agency": urge.agency, "person": urge.officer}
    return str(urge.agency) if urge.agency else signature(urge.officer)


def came_of(urge: Urge) -> str:
    """What came of it: the word that was added, else what the record itself tells; empty while nothing has. Needs
    `with_progress`."""
    if urge.outcome:
        return urge.outcome
    if urge.told:
        return str(_("Đã báo lại cho dân."))
    if urge.comment and urge.comment.status == CommentStatus.DONE and not urge.comment.answered_at:
        return str(_("Góp ý đã được thực hiện."))
    if urge.moved_at is None or urge.moved_at <= urge.at:
        return ""
    day = format_date(local_date(urge.moved_at))
    if urge.member_id:
        return _("Đồng chí đã đi cơ sở, xã xác nhận ngày %(day)s.") % {"day": day}
    return (_("Xã đã xác nhận ngày %(day)s.") if urge.visit_id else _("Đã trả lời ngày %(day)s.")) % {"day": day}


def place(urge: Urge) -> str:
    if urge.member_id:
        return str(urge.assignment.unit.full_name if urge.assignment else _("Phần việc được giao trong đoàn"))
    return str(urge.record.unit.full_name)


def about(urge: Urge) -> str:
    """What the record is, without its words."""
    if urge.member:
        return _("Phân công của %(delegation)s") % {"delegation": urge.member.delegation}
    if urge.visit:
        return _("Chuyến đi ngày %(day)s") % {"day": format_date(urge.visit.date)}
    if urge.comment:
        return str(urge.comment.get_type_display())
    return f"{urge.petition.get_category_display()}: {urge.petition.field or _('chưa rõ lĩnh vực')}"


def record_url(urge: Urge) -> str:
    """The page of what was urged; a member's is that of the delegation."""
    if urge.member:
        return reverse("dashboards:delegation", args=[urge.member.delegation_id])
    name = next(name for name in RECORD_PAGES if getattr(urge, f"{name}_id"))
    return reverse(RECORD_PAGES[name], args=[urge.record.uuid])


def by_whom(urge: Urge) -> str:
    return signature(urge.by, urge.secretary)


def dressed_urges(urges: Iterable[Urge], user: User) -> list[Urge]:
    """Rows with what a page shows beside their fields; needs `with_names` and `with_progress`."""
    rows = list(urges)
    for row in rows:
        row.url = record_url(row)
        row.whom, row.author, row.came_of = whom(row), by_whom(row), came_of(row)
        row.place, row.about = place(row), about(row)
        row.may_record = not row.came_of and policies.may_record_outcome(user, row)
    return rows
