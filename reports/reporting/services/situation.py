"""An officer's report from its draft to the desk of the superior. One function writes the status.

A draft begins with what the records say; whatever a person has typed since is never written over, later material is
only offered.
"""

from __future__ import annotations

import datetime
import uuid as uuids
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Officer
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import check_values, explained, require
from nammanh.platform.text import long_text, one_line
from reports.reporting import policies, queries, states
from reports.reporting.models import (
    Section,
    Sentence,
    SentenceSource,
    SituationPlace,
    SituationReport,
    SituationStep,
    Sphere,
)
from reports.reporting.queries import Piece
from reports.reporting.states import Action, Status
from reports.visits.services import queue_for

MOST_DAYS = 366
BLOCKS = [(section.value, sphere.value) for section in Section for sphere in Sphere]


@dataclass(frozen=True)
class Line:
    """One sentence as the person leaves it; without `pk` it is new."""

    section: str
    sphere: str
    text: str
    pk: int | None = None


def draft_report(
    *, uuid: uuids.UUID, start: datetime.date, end: datetime.date, addressee: Officer, by: Actor
) -> SituationReport:
    """Begin the report of a period with what its records say. The same entry again gives the stored one back."""
    with explained():
        require(policies.writes_reports(by.user))
        queue_for(uuid)
        officer = Officer.objects.select_for_update(of=("self",), no_key=True).get(pk=access_of(by.user).officer_id)
        if stored := SituationReport.objects.filter(uuid=uuid, officer=officer).first():
            return stored
        _check_period(officer, start, end)
        held = queries.held_between(officer.pk, start, end)
        if not held:
            raise ValidationError({"period": _("Trong kỳ này đồng chí không phụ trách địa bàn nào.")})
        if addressee.pk not in {superior.officer.pk for superior in queries.superiors_of(held, today())}:
            raise ValidationError({"addressee": _("Đồng chí này không phụ trách địa bàn của báo cáo. Hãy chọn lại.")})
        level = held[0].role.tier.holder_level
        report = SituationReport(
            uuid=uuid, officer=officer, holder_level=level, start=start, end=end, addressee=addressee,
            entered_by=by.at_keyboard,
        )  # fmt: skip
        _move(report, Action.DRAFT, by)
        SituationPlace.objects.bulk_create(
            SituationPlace(report=report, unit_id=unit) for unit in dict.fromkeys(row.unit_id for row in held)
        )
        _add(report, queries.material(report)[: queries.MOST_DRAFTED])
        return report


def save_report(*, report: SituationReport, lines: Sequence[Line], revision: int, by: Actor) -> SituationReport:
    """Make the sentences what the person left: changed, added, moved; an emptied or missing one is set aside.

    Raises ValidationError when the report was saved elsewhere since this page was opened; nothing is written then.
    """
    with explained():
        report = _lock(report, Action.EDIT, by)
        if report.revision != revision:
            if _says(report, lines):
                return report  # the same page sent twice
            raise ValidationError(
                _("Báo cáo đã được lưu ở một cửa sổ khác sau khi đồng chí mở trang này. Hãy mở lại trang để thấy bản"
                  " mới nhất rồi sửa tiếp; phần vừa nhập vẫn còn trên trang này để chép lại.")
            )  # fmt: skip
        if not _make(report, lines):
            return report
        report.revision += 1
        return _move(report, Action.EDIT, by)


def take_offered(*, report: SituationReport, keys: Collection[str], by: Actor) -> int:
    """Add the offered pieces of these keys at the end of their blocks; returns how many. What is in already stays."""
    with explained():
        report = _lock(report, Action.EDIT, by)
        chosen = [piece for piece in queries.offered(report) if piece.key in keys]
        _add(report, chosen)
        if chosen:
            report.revision += 1
            _move(report, Action.EDIT, by)
        return len(chosen)


def set_aside(*, report: SituationReport, keys: Collection[str], by: Actor) -> int:
    """Offer these pieces no more for this report; returns how many."""
    with explained():
        report = _lock(report, Action.EDIT, by)
        chosen = [piece for piece in queries.offered(report) if piece.key in keys]
        SentenceSource.objects.bulk_create(piece.source(report) for piece in chosen)
        return len(chosen)


def send(*, report: SituationReport, by: Actor, addressee: Officer | None = None) -> SituationReport:
    """To the superior named when it was begun, or to another one of those above. Sending twice is once."""
    with explained():
        report = _lock(report, Action.SEND, by)
        if report.status in {Status.SENT, Status.RECEIVED}:
            return report
        if not report.sentences.exists():
            raise ValidationError(_("Báo cáo chưa có nội dung. Hãy ghi ít nhất một câu rồi gửi."))
        if report.end > today():
            raise ValidationError(_("Kỳ báo cáo chưa kết thúc. Gửi báo cáo từ ngày cuối của kỳ."))
        if addressee and addressee.pk != report.addressee_id:
            _check_addressee(report, addressee)
            report.addressee = addressee
        report.sent_at = timezone.now()
        return _move(report, Action.SEND, by)


def recall(*, report: SituationReport, by: Actor) -> SituationReport:
    """Back to the author's desk, while nobody has received it."""
    with explained():
        report = _lock(report, Action.RECALL, by)
        if report.status == Status.DRAFT:
            return report
        report.sent_at = None
        return _move(report, Action.RECALL, by)


def receive(*, report: SituationReport, by: Actor, note: str = "") -> SituationReport:
    """The superior has it. Receiving twice is once."""
    with explained():
        report = _lock(report, Action.RECEIVE, by)
        return report if report.status == Status.RECEIVED else _move(report, Action.RECEIVE, by, note)


def return_report(*, report: SituationReport, reason: str, by: Actor) -> SituationReport:
    """Back to the author with what is missing. The same words again are once."""
    with explained():
        report = _lock(report, Action.RETURN, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi điều cần bổ sung, sửa lại.")})
        if report.status == Status.RETURNED and _latest_note(report) == one_line(reason):
            return report
        return _move(report, Action.RETURN, by, reason)


def discard(*, report: SituationReport, by: Actor) -> SituationReport:
    """Give a draft up, so that the period is free again."""
    with explained():
        report = _lock(report, Action.DISCARD, by)
        return report if report.status == Status.DISCARDED else _move(report, Action.DISCARD, by)


def _check_period(officer: Officer, start: datetime.date, end: datetime.date) -> None:
    if end < start:
        raise ValidationError({"end": _("Ngày cuối của kỳ báo cáo phải bằng hoặc sau ngày đầu.")})
    if start > today():
        raise ValidationError({"period": _("Kỳ báo cáo chưa bắt đầu.")})
    if (end - start).days >= MOST_DAYS:
        raise ValidationError({"period": _("Một kỳ báo cáo dài nhất là một năm.")})
    rows = SituationReport.objects.filter(officer=officer, start=start, end=end)
    if rows.exclude(status=Status.DISCARDED).exists():
        raise ValidationError({"period": _("Đồng chí đã có báo cáo của kỳ này. Mở báo cáo đó để sửa.")})


def _check_addressee(report: SituationReport, addressee: Officer) -> None:
    held = queries.held_between(report.officer_id, report.start, report.end)
    if addressee.pk not in {superior.officer.pk for superior in queries.superiors_of(held, today())}:
        raise ValidationError({"addressee": _("Đồng chí này không phụ trách địa bàn của báo cáo. Hãy chọn lại.")})


def _add(report: SituationReport, pieces: Iterable[Piece]) -> None:
    """Store pieces as sentences with their sources, after those that are there."""
    pieces = list(pieces)
    last = report.sentences.aggregate(last=Max("order"))["last"] or 0
    rows = Sentence.objects.bulk_create(
        Sentence(
            report=report, section=piece.section, sphere=piece.sphere, order=order, text=piece.text, drafted=piece.text
        )
        for order, piece in enumerate(pieces, start=last + 1)
    )
    sources = []
    for piece, row in zip(pieces, rows, strict=True):
        source = piece.source(report)
        source.sentence = row
        sources.append(source)
    SentenceSource.objects.bulk_create(sources)


def _make(report: SituationReport, lines: Sequence[Line]) -> bool:
    """Make the stored sentences what `lines` say; returns whether anything changed."""
    stored = {row.pk: row for row in report.sentences.all()}
    kept = [line for line in lines if line.text.strip() and (line.pk is None or line.pk in stored)]
    gone = set(stored) - {line.pk for line in kept}
    SentenceSource.objects.filter(sentence__in=gone).update(sentence=None)
    Sentence.objects.filter(pk__in=gone).delete()
    changed = bool(gone)
    for order, line in enumerate(kept, start=1):
        if (line.section, line.sphere) not in BLOCKS:
            raise ValidationError(_("Chọn mục cho từng câu."))
        row = stored.get(line.pk or 0) or Sentence(report=report)
        before = (row.section, row.sphere, row.order, row.text) if row.pk else None
        row.section, row.sphere, row.order, row.text = line.section, line.sphere, order, long_text(line.text)
        if before != (row.section, row.sphere, row.order, row.text):
            row.full_clean(validate_constraints=False)
            row.save()
            changed = True
    return changed


def _says(report: SituationReport, lines: Sequence[Line]) -> bool:
    """Whether the report says just this already."""
    stored = list(report.sentences.values_list("section", "sphere", "text"))
    return stored == [(line.section, line.sphere, long_text(line.text)) for line in lines if line.text.strip()]


def _latest_note(report: SituationReport) -> str:
    latest = report.steps.order_by("-at", "-pk").first()
    return latest.note if latest else ""


def _lock(report: SituationReport, action: str, by: Actor) -> SituationReport:
    locked = SituationReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require(policies.acts_on(by.user, locked, action))
    if action == Action.EDIT and not states.may_follow(action, locked.status):
        raise _out_of_turn(locked, action)
    return locked


def _out_of_turn(report: SituationReport, action: str) -> ValidationError:
    return ValidationError(
        _("Không thể %(action)s: báo cáo đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
        % {"action": str(Action(action).label).lower(), "status": report.get_status_display()}
    )


def _move(report: SituationReport, action: str, by: Actor, note: str = "") -> SituationReport:
    """The one door for the status: asks the table, writes the fields and the step."""
    before = report.status if report.pk else None
    if not states.may_follow(action, before):
        raise _out_of_turn(report, action)
    report.status = states.after(action, before)
    check_values(report)
    report.save()
    SituationStep.objects.create(
        report=report, action=action, status=report.status, note=note, by=by.user, secretary=by.secretary
    )
    return report
