"""The first words of a review: sentences in the office's voice from its figures, and the officers' own sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assignments.access import Area, within_areas
from reports.facts.queries import Totals
from reports.reporting.models import Review, ReviewKind, ReviewSection, Sentence, SituationPlace, SituationReport
from reports.reporting.queries.figures import author_of, shown, units_of
from reports.reporting.states import Status

AROUND = 12
"""Signs before and after a number by which it is found again when the same number stands twice."""
MOST_TAKEN = 150
"""Sentences of officers that a synthesis begins with."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Draft:
    """One paragraph to begin with."""

    section: str
    text: str
    figures: list[dict[str, str]] = field(default_factory=list)
    source: Sentence | None = None


def first_words(review: Review, total: Totals) -> list[Draft]:
    """Every paragraph that the portal can write by itself."""
    drafts = [from_pattern(section, pattern, total) for section, pattern in _patterns(review, total)]
    return drafts + (_of_officers(review) if review.kind == ReviewKind.MONTHLY else [])


def from_pattern(section: str, pattern: str, total: Totals) -> Draft:
    """Fill {measure} with its number, and note where each number stands."""
    text, figures, last = "", [], 0
    for match in _PLACEHOLDER.finditer(pattern):
        text += pattern[last : match.start()]
        number = shown(match[1], total)
        following = _PLACEHOLDER.split(pattern[match.end() :])[0]
        figures.append({"measure": match[1], "shown": number, "before": text[-AROUND:], "after": following[:AROUND]})
        text, last = text + number, match.end()
    return Draft(section, text + pattern[last:], figures)


def _patterns(review: Review, total: Totals) -> list[tuple[str, str]]:
    results, limits, directions = ReviewSection.RESULTS, ReviewSection.LIMITS, ReviewSection.DIRECTIONS
    found: list[tuple[str, str]] = [
        (
            results,
            _("%(period)s, cán bộ được phân công đã đi cơ sở {visits} lượt, trong đó {confirmed} lượt được cấp ủy"
              " cơ sở xác nhận ({confirmed_rate}); dự {cell_meetings} cuộc sinh hoạt chi bộ.")
            % {"period": _opening(review.period)},
        ),
        (
            results,
            _("Đã góp ý chính thức với cấp ủy, lãnh đạo địa phương {comments} việc, trong đó có {specific} việc góp ý"
              " cụ thể, đạt {specific_rate}."),
        ),
        (
            results,
            _("Ghi nhận {petitions} phản ánh, kiến nghị, trong đó có {hot} vấn đề bức xúc. Trong số {answers_due} phản"
              " ánh đến hạn, các ngành trả lời đúng hạn {answered_on_time}, đạt {on_time_rate}; đã báo lại cho Nhân dân"
              " {carried_back} lượt."),
        ),
        (results, _("Truyền đạt chủ trương, chính sách đến cơ sở {conveyed} lượt.")),
    ]  # fmt: skip
    if review.kind == ReviewKind.MONTHLY:
        return found
    if total.vague:
        found.append((limits, _("Còn {vague} góp ý nêu chung chung, cơ sở khó thực hiện.")))
    if total.answered_late or total.waiting:
        words = _(
            "Việc trả lời kiến nghị có lúc chưa kịp thời: {answered_late} phản ánh trả lời quá hạn, {waiting}"
            " phản ánh chưa được trả lời."
        )
        found.append((limits, words))
    if total.waiting:
        found.append((directions, _("Đôn đốc các ngành trả lời dứt điểm {waiting} phản ánh còn lại.")))
    if total.vague:
        found.append((directions, _("Hướng dẫn cán bộ góp ý đủ việc, đề xuất, người làm, thời hạn.")))
    return found


def _opening(period: str) -> str:
    """“Trong quý III/2026”, but “Từ tháng 5/2026 đến tháng 10/2026”."""
    if period.startswith(_("từ")):
        return period.capitalize()
    return _("Trong %(period)s") % {"period": period}


def _of_officers(review: Review) -> list[Draft]:
    """What the received and sent reports of the month say about places of the scope; as far as the author may read."""
    months = review.months
    rows = SituationReport.objects.visible_to(author_of(review))
    rows = rows.filter(status__in=[Status.SENT, Status.RECEIVED], start__gte=months.start, end__lte=months.end)
    units = units_of(review) if review.cluster_id or review.delegation_id else [review.unit]
    places = SituationPlace.objects.filter(within_areas(tuple(Area(unit.level, unit.pk) for unit in units)))
    reports = rows.filter(pk__in=places.values("report"))
    sentences = Sentence.objects.filter(report__in=reports).order_by("section", "report__end", "order", "pk")
    return [Draft(row.section, row.text, [], row) for row in sentences[:MOST_TAKEN]]
