"""The desks of provincial offices: who must send on, answer, close, appoint or review something."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.access import PortalRole
from assignments.models import Assignment
from assignments.queries import Scope, counted, kinds_on
from nammanh.accounts.models import AccessLog
from nammanh.platform.dates import format_date, format_datetime
from nammanh.platform.numbers import format_number
from reports.dashboards import links
from reports.dashboards.blocks import PLACE, Block, Item, block, filled, first_rows, petition_item
from reports.dashboards.sitting import Sitting
from reports.feedback.models import Petition
from reports.feedback.states import ANSWERED, Status

Rows = QuerySet[Petition] | list[Petition]
ENDING_SOON = datetime.timedelta(days=30)


def office(sitting: Sitting) -> Iterator[Block]:
    """Văn phòng Tỉnh ủy: sends petitions on, sees to the deadlines, closes what is answered."""
    day = sitting.day
    rows = Petition.objects.visible_to(sitting.user).select_related(*PLACE).first_due_first()
    found = first_rows(
        to_dispatch=rows.filter(status__in=[Status.SUBMITTED, Status.RECEIVED]),
        to_close=rows.filter(status__in=ANSWERED),
        overdue=rows.overdue(day),
    )
    yield _petitions(
        "to_dispatch",
        _("Phản ánh chờ chuyển ngành"),
        _("Mọi phản ánh đã được chuyển ngành."),
        found["to_dispatch"],
        day,
        links.address("feedback:list", cho_chuyen=1),
    )
    yield _petitions(
        "to_close",
        _("Phản ánh đã trả lời, chờ kết thúc"),
        _("Không có phản ánh nào chờ kết thúc."),
        found["to_close"],
        day,
        links.address("feedback:list", cho_ket_thuc=1),
    )
    yield _overdue(found["overdue"], day)


def leaders(sitting: Sitting) -> Iterator[Block]:
    """Thường trực, Ban Thường vụ, Thường trực Huyện ủy: what went past its day; the office has it already."""
    if not sitting.access.has(PortalRole.OFFICE):
        rows = Petition.objects.visible_to(sitting.user).overdue(sitting.day)
        yield _overdue(rows.select_related(*PLACE).first_due_first(), sitting.day)


def department(sitting: Sitting) -> Iterator[Block]:
    """A department answers what was sent to it, the first due first."""
    rows = Petition.objects.visible_to(sitting.user).filter(department__in=sitting.access.department_ids)
    yield _petitions(
        "to_answer",
        _("Phản ánh ngành phải trả lời"),
        _("Ngành đã trả lời tất cả các phản ánh được chuyển đến."),
        rows.with_department().select_related(*PLACE).first_due_first(),
        sitting.day,
        links.address("feedback:list", cho_nganh=1),
    )


def _overdue(rows: Rows, day: datetime.date) -> Block:
    return _petitions(
        "overdue",
        _("Phản ánh quá hạn trả lời"),
        _("Không có phản ánh nào quá hạn trả lời."),
        rows,
        day,
        links.overdue_petitions(),
    )


def _petitions(key: str, title: str, calm: str, rows: Rows, day: datetime.date, more_url: str) -> Block:
    return block(key, title, "message-report", calm, rows, lambda row: petition_item(row, day), more_url)


def organisation(sitting: Sitting) -> Iterator[Block]:
    """Ban Tổ chức and the administrator: what is irregular in who holds what, and assignments that end."""
    user, day = sitting.user, sitting.day
    found = counted(kinds_on(day, for_manager=True), Scope.of(user), day)
    yield filled(
        "anomalies",
        _("Phân công cần chỉnh"),
        "list-check",
        _("Không có phân công nào cần chỉnh."),
        [
            Item(str(kind.title), links.anomalies(kind.code), badge=format_number(count), tone=kind.severity)
            for kind, count in found
            if count
        ],
        links.anomalies(),
    )
    assignments = Assignment.objects.visible_to(user).on(day).filter(valid_to__lte=day + ENDING_SOON)
    yield block(
        "ending",
        _("Phân công sắp hết thời hạn"),
        "calendar-due",
        _("Không có phân công nào hết thời hạn trong 30 ngày tới."),
        assignments.select_related("officer", "unit").order_by("valid_to", "pk"),
        lambda row: Item(
            _("Đ/c %(officer)s: %(unit)s") % {"officer": row.officer, "unit": row.unit},
            links.unit(row.unit),
            _("Hết ngày %(date)s") % {"date": format_date(row.valid_to)},
        ),
    )


def inspection(sitting: Sitting) -> Iterator[Block]:
    """Ủy ban Kiểm tra: the latest refused attempts."""
    rows = AccessLog.objects.filter(kind=AccessLog.Kind.REFUSED).select_related("user", "for_user")
    yield block(
        "refused",
        _("Truy cập bị từ chối gần đây"),
        "shield-check",
        _("Chưa có lần truy cập nào bị từ chối."),
        rows.order_by("-at", "-pk"),
        lambda row: Item(_("Đ/c %(person)s") % {"person": row.user}, "", f"{format_datetime(row.at)} · {row.path}"),
        links.address("dashboards:access_log", loai=AccessLog.Kind.REFUSED.value),
    )
