"""Reports on the desk: those that wait for this person, and one's own that are not sent yet or came back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assignments.access import Access, PortalRole
from nammanh.platform.dates import format_date, local_date
from reports.dashboards import links
from reports.dashboards.blocks import SHOWN, WORDS, Block, Item, block, filled
from reports.dashboards.sitting import Sitting
from reports.reporting.models import Review, SituationReport, SituationStep
from reports.reporting.policies import COMPILERS
from reports.reporting.queries import reviews_waiting_for
from reports.reporting.review_states import ReviewStatus
from reports.reporting.states import OPEN, Action, Status


def may_be_addressed(access: Access) -> bool:
    """Whom reports may go to: who holds a unit, and the committees."""
    committees = (PortalRole.STANDING, PortalRole.DISTRICT_COMMITTEE, PortalRole.COMMUNE_COMMITTEE)
    return access.holds_units or access.has(*committees)


def received(sitting: Sitting) -> Iterator[Block]:
    """What was sent to this person, or to whom one stands in for, the oldest first; no block while nothing waits."""
    if not sitting.signs.reports_to_receive:
        return
    rows = SituationReport.objects.visible_to(sitting.user).waiting_for(sitting.access.officer_ids)
    rows = rows.select_related("officer")
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


def may_have_reviews(access: Access) -> bool:
    """Who compiles or approves syntheses and reviews."""
    return access.has(PortalRole.STANDING, PortalRole.DISTRICT_COMMITTEE, *COMPILERS)


def reviews(sitting: Sitting) -> Iterator[Block]:
    """Syntheses and reviews to approve, and one's own that came back; no block while nothing waits."""
    rows = list(reviews_waiting_for(sitting.user)[: 2 * SHOWN])
    to_approve = [row for row in rows if not row.is_draft][:SHOWN]
    returned = [row for row in rows if row.is_draft][:SHOWN]
    if to_approve:
        url = links.address("reporting:reviews", trang_thai=ReviewStatus.SUBMITTED.value)
        items = [_to_approve(row) for row in to_approve]
        yield filled("reviews_to_approve", _("Báo cáo tổng hợp, sơ kết, tổng kết chờ duyệt"), "report", "", items, url)
    if returned:
        url = links.address("reporting:reviews", trang_thai=ReviewStatus.DRAFT.value)
        items = [_returned(row) for row in returned]
        yield filled("returned_reviews", _("Báo cáo tổng hợp được trả lại để sửa"), "arrow-back-up", "", items, url)


def _to_approve(row: Review) -> Item:
    note = _("%(author)s trình ngày %(day)s") % {"author": row.author, "day": format_date(local_date(row.submitted_at))}
    return Item(str(row), links.review(row), note, go_url=links.approve_review(row), go_label=_("Duyệt"))


def _returned(row: Review) -> Item:
    reason = Truncator(row.reason or "").words(WORDS)
    return Item(str(row), links.review(row), reason, go_url=links.edit_review(row), go_label=_("Sửa"), go_icon="pencil")


def own(sitting: Sitting) -> Iterator[Block]:
    """One's own reports that are still with oneself: drafts and what came back, with what is missing."""
    rows = SituationReport.objects.visible_to(sitting.user).filter(
        officer=sitting.access.officer_id, status__in=sorted(map(str, OPEN))
    )
    yield block(
        "own_reports",
        _("Báo cáo tình hình của đồng chí chưa gửi"),
        "report",
        _("Không có báo cáo nào còn ở bản nháp hoặc bị trả lại."),
        with_last_return(rows).order_by("end", "pk") if sitting.signs.own_reports else [],
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
