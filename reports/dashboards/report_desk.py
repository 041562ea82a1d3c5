"""Officers' reports on the desk: those that wait for this person, and one's own that are not sent yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assignments.access import Access, PortalRole
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, local_date
from reports.dashboards import links
from reports.dashboards.blocks import SHOWN, WORDS, Block, Item, block, filled
from reports.reporting.models import SituationReport, SituationStep
from reports.reporting.states import OPEN, Action, Status


def may_be_addressed(access: Access) -> bool:
    """Whom reports may go to: who holds a unit, and the committees."""
    committees = (PortalRole.STANDING, PortalRole.DISTRICT_COMMITTEE, PortalRole.COMMUNE_COMMITTEE)
    return access.holds_units or access.has(*committees)


def received(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """What was sent to this person, or to whom one stands in for, the oldest first; no block while nothing waits."""
    rows = SituationReport.objects.visible_to(user).waiting_for(access.officer_ids).select_related("officer")
    found = [_received_item(row) for row in rows.order_by("sent_at", "pk")[:SHOWN]]
    if found:
        yield filled(
            "reports_to_receive",
            _("Báo cáo tình hình chờ nhận"),
            "report",
            "",
            found,
            links.address("reporting:list", phan="gui-toi", trang_thai=Status.SENT.value),
        )


def _received_item(row: SituationReport) -> Item:
    return Item(
        _("%(officer)s: tình hình %(period)s") % {"officer": row.officer, "period": row.period},
        links.situation_report(row),
        _("gửi ngày %(day)s") % {"day": format_date(local_date(row.sent_at))},
        go_url=links.receive_report(row),
        go_label=_("Nhận"),
    )


def own(user: User, access: Access, day: datetime.date) -> Iterator[Block]:
    """One's own reports that are still with oneself: drafts and what came back, with what is missing."""
    yield block(
        "own_reports",
        _("Báo cáo tình hình của đồng chí chưa gửi"),
        "report",
        _("Không có báo cáo nào còn ở bản nháp hoặc bị trả lại."),
        with_last_return(
            SituationReport.objects.visible_to(user).filter(
                officer=access.officer_id, status__in=sorted(map(str, OPEN))
            )
        ).order_by("end", "pk"),
        _own_item,
        links.address("reporting:list", phan="cua-toi"),
    )


def with_last_return(rows: QuerySet[SituationReport]) -> QuerySet[SituationReport]:
    """`missing`: the words of the latest return."""
    returns = SituationStep.objects.filter(report=OuterRef("pk"), action=Action.RETURN).order_by("-at", "-pk")
    return rows.annotate(missing=Subquery(returns.values("note")[:1]))


def _own_item(row: SituationReport) -> Item:
    returned = row.status == Status.RETURNED
    return Item(
        _("Tình hình %(period)s") % {"period": row.period},
        links.situation_report(row),
        Truncator(row.missing or "").words(WORDS) if returned else "",
        row.get_status_display() if returned else "",
        "warning" if returned else "neutral",
        go_url=links.edit_report(row),
        go_label=_("Sửa"),
        go_icon="pencil",
    )
