"""A synthesis or review from its draft to its approval. One function writes the status."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Cluster, Delegation, Officer, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import month_start, today
from nammanh.platform.refusals import explained, require
from nammanh.platform.text import long_text, one_line
from reports.facts.months import Months
from reports.facts.services import freshen
from reports.reporting import policies, review_states
from reports.reporting.models import Review, ReviewKind, ReviewSentence, ReviewStep, ReviewTarget
from reports.reporting.queries import figures
from reports.reporting.queries.drafting import first_words
from reports.reporting.review_states import ReviewAction, ReviewStatus
from reports.visits.services import queue_for


@dataclass(frozen=True)
class ReviewScope:
    """Of what: a province or district, or within it a cluster or a delegation."""

    unit: Unit
    cluster: Cluster | None = None
    delegation: Delegation | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as the person leaves it; without `pk` it is new."""

    section: str
    text: str
    pk: int | None = None


@dataclass(frozen=True)
class TargetLine:
    """A target as it was typed: its outcome is typed too, or counted by `measure`."""

    name: str
    measure_unit: str = ""
    target: Decimal | None = None
    actual: Decimal | None = None
    measure: str = ""


def draft_review(
    *, uuid: uuids.UUID, kind: str, scope: ReviewScope, months: Months, abstract: str, by: Actor
) -> Review:
    """Begin a report with what the figures say. The same entry again gives the stored one back."""
    freshen()
    with explained():
        require(policies.compiles_for(by.user, scope.unit))
        queue_for(uuid)
        officer = Officer.objects.select_related("user").get(pk=access_of(by.user).officer_id)
        if stored := Review.objects.filter(uuid=uuid, author=officer).first():
            return stored
        if months.first > month_start(today()):
            raise ValidationError({"period": _("Kỳ báo cáo chưa bắt đầu.")})
        if kind == ReviewKind.MONTHLY and len(months) != 1:
            raise ValidationError({"period": _("Báo cáo tổng hợp tháng là của một tháng.")})
        review = Review(
            uuid=uuid, kind=kind, abstract=abstract, unit=scope.unit, cluster=scope.cluster,
            delegation=scope.delegation, first=months.first, last=months.last, author=officer,
            entered_by=by.at_keyboard,
        )  # fmt: skip
        _move(review, ReviewAction.DRAFT, by)
        drafts = first_words(review, figures.totals_of(review))
        ReviewSentence.objects.bulk_create(
            ReviewSentence(
                report=review, section=row.section, order=order, text=row.text, drafted=row.text, figures=row.figures,
                source=row.source,
            )
            for order, row in enumerate(drafts, start=1)
        )  # fmt: skip
        return review


def save_review(
    *, review: Review, abstract: str, paragraphs: Sequence[Paragraph], targets: Sequence[TargetLine], revision: int,
    by: Actor,
) -> Review:  # fmt: skip
    """Make text and targets what the person left. Raises ValidationError when it was saved elsewhere meanwhile."""
    with explained():
        review = _lock(review, ReviewAction.EDIT, by)
        if review.revision != revision and not _says(review, abstract, paragraphs):
            raise ValidationError(
                _("Báo cáo đã được lưu ở một cửa sổ khác sau khi đồng chí mở trang này. Hãy mở lại trang để thấy bản"
                  " mới nhất rồi sửa tiếp; phần vừa nhập vẫn còn trên trang này để chép lại.")
            )  # fmt: skip
        review.abstract = abstract
        _write_paragraphs(review, paragraphs)
        _write_targets(review, targets)
        review.revision += 1
        return _move(review, ReviewAction.EDIT, by)


def update_figures(*, review: Review, by: Actor) -> int:
    """Put today's figures in the place of those in the text that nobody has changed; returns how many."""
    freshen()
    with explained():
        review = _lock(review, ReviewAction.EDIT, by)
        total, count = figures.totals_of(review), 0
        for row in review.sentences.all():
            changes = figures.changes_of(row, total)
            if not changes:
                continue
            now = {(change.measure, change.written): change.now for change in changes}
            row.text = figures.corrected(row.text, changes)
            row.figures = [
                {**figure, "shown": now.get((figure["measure"], figure["shown"]), figure["shown"])}
                for figure in row.figures
            ]
            row.save(update_fields=["text", "figures"])
            count += len(changes)
        if count:
            review.revision += 1
            _move(review, ReviewAction.EDIT, by)
        return count


def submit(*, review: Review, by: Actor, despite_changes: bool = False) -> Review:
    """For approval, with the annex as it is counted now. Submitting twice is once.

    Raises ValidationError when numbers in the text differ from the records, unless the person sends them knowingly.
    """
    freshen()
    with explained():
        review = _lock(review, ReviewAction.SUBMIT, by)
        if review.status in review_states.FROZEN:
            return review
        if not review.sentences.exists():
            raise ValidationError(_("Báo cáo chưa có nội dung."))
        total = figures.totals_of(review)
        if not despite_changes and any(figures.changes_of(row, total) for row in review.sentences.all()):
            raise ValidationError(
                _("Một số số liệu trong báo cáo khác với số liệu hiện nay. Cập nhật số, hoặc đánh dấu giữ số cũ.")
            )
        review.annex, review.submitted_at = figures.annex_of(review), timezone.now()
        return _move(review, ReviewAction.SUBMIT, by)


def recall_review(*, review: Review, by: Actor) -> Review:
    """Back to the author, while nobody has approved it."""
    with explained():
        review = _lock(review, ReviewAction.RECALL, by)
        return review if review.is_draft else _reopen(review, ReviewAction.RECALL, by)


def return_review(*, review: Review, reason: str, by: Actor) -> Review:
    """Back to the author with what is to be changed. The same words again are once."""
    with explained():
        review = _lock(review, ReviewAction.RETURN, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi điều cần bổ sung, sửa lại.")})
        latest = review.steps.order_by("-at", "-pk").first()
        if review.is_draft and latest and (latest.action, latest.note) == (ReviewAction.RETURN, one_line(reason)):
            return review
        return _reopen(review, ReviewAction.RETURN, by, reason)


def approve_review(*, review: Review, by: Actor) -> Review:
    """Fixed for ever. Approving twice is once."""
    with explained():
        review = _lock(review, ReviewAction.APPROVE, by)
        if review.status == ReviewStatus.APPROVED:
            return review
        review.approved_at, review.approved_by = timezone.now(), by.user
        return _move(review, ReviewAction.APPROVE, by)


def discard_review(*, review: Review, by: Actor) -> Review:
    """Give a draft up."""
    with explained():
        review = _lock(review, ReviewAction.DISCARD, by)
        return review if review.status == ReviewStatus.DISCARDED else _move(review, ReviewAction.DISCARD, by)


def _reopen(review: Review, action: str, by: Actor, note: str = "") -> Review:
    review.annex = review.submitted_at = None
    return _move(review, action, by, note)


def _says(review: Review, abstract: str, paragraphs: Sequence[Paragraph]) -> bool:
    stored = list(review.sentences.values_list("section", "text"))
    typed = [(row.section, long_text(row.text)) for row in paragraphs if row.text.strip()]
    return review.abstract == one_line(abstract) and stored == typed


def _write_paragraphs(review: Review, paragraphs: Sequence[Paragraph]) -> None:
    stored = {row.pk: row for row in review.sentences.all()}
    kept = [row for row in paragraphs if row.text.strip() and (row.pk is None or row.pk in stored)]
    ReviewSentence.objects.filter(report=review).exclude(pk__in=[row.pk for row in kept if row.pk]).delete()
    for order, typed in enumerate(kept, start=1):
        if typed.section not in review.outline:
            raise ValidationError(_("Chọn mục cho từng đoạn."))
        row = stored.get(typed.pk or 0) or ReviewSentence(report=review)
        before = (row.section, row.order, row.text) if row.pk else None
        row.section, row.order, row.text = typed.section, order, long_text(typed.text)
        if before != (row.section, row.order, row.text):
            row.full_clean(validate_constraints=False, exclude=["figures"])
            row.save()


def _write_targets(review: Review, targets: Sequence[TargetLine]) -> None:
    review.targets.all().delete()
    for order, line in enumerate(targets, start=1):
        if line.measure and line.measure not in figures.MEASURES:
            raise ValidationError(_("Không có số liệu này. Hãy chọn lại."))
        row = ReviewTarget(
            report=review, order=order, name=line.name, measure_unit=line.measure_unit, target=line.target,
            actual=None if line.measure else line.actual, measure=line.measure,
        )  # fmt: skip
        row.full_clean(validate_constraints=False)
        row.save()


def _lock(review: Review, action: str, by: Actor) -> Review:
    rows = Review.objects.select_related("unit", "cluster", "delegation", "author__user")
    locked = rows.select_for_update(of=("self",)).get(pk=review.pk)
    require(policies.acts_on_review(by.user, locked, action))
    if action == ReviewAction.EDIT and not review_states.may_follow(action, locked.status):
        raise _out_of_turn(locked, action)
    return locked


def _out_of_turn(review: Review, action: str) -> ValidationError:
    return ValidationError(
        _("Không thể %(action)s: báo cáo đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
        % {"action": str(ReviewAction(action).label).lower(), "status": review.get_status_display()}
    )


def _move(review: Review, action: str, by: Actor, note: str = "") -> Review:
    """The one door for the status: asks the table, writes the fields and the step."""
    before = review.status if review.pk else None
    if not review_states.may_follow(action, before):
        raise _out_of_turn(review, action)
    review.status = review_states.after(action, before)
    review.full_clean(validate_unique=False, validate_constraints=False, exclude=["annex"])
    review.save()
    ReviewStep.objects.create(
        report=review, action=action, status=review.status, note=note, by=by.user, secretary=by.secretary
    )
    return review
