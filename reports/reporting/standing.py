"""How a report stands on a page: its state in words and tone, its sentences block by block with what is behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.feedback.models import Petition
from reports.recommendations.models import Comment
from reports.reporting.models import ReviewSentence, Section, Sentence, SentenceSource, SituationReport, Sphere
from reports.reporting.states import Action, Status
from reports.visits.models import Visit
from reports.visits.timeline import author

STATUS_TONES: dict[str, str] = {
    Status.DRAFT: "neutral",
    Status.SENT: "info",
    Status.RECEIVED: "success",
    Status.RETURNED: "warning",
    Status.DISCARDED: "neutral",
}
ACTION_TONES: dict[str, str] = {
    Action.SEND: "info",
    Action.RECEIVE: "success",
    Action.RETURN: "warning",
    Action.RECALL: "warning",
}
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Link:
    """A record behind a sentence; without `url` the reader may not open it."""

    label: str
    url: str = ""


@dataclass
class Block:
    """The sentences on one sphere within a section."""

    label: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass
class Part:
    """A numbered section of the report."""

    number: str
    label: str
    blocks: list[Block] = field(default_factory=list)


def dressed(rows: Iterable[SituationReport]) -> list[SituationReport]:
    """Rows with what the list shows beside their fields."""
    found = list(rows)
    for row in found:
        row.author, row.tone = author(row), STATUS_TONES[row.status]
    return found


def parts_of(report: SituationReport, user: User) -> list[Part]:
    """The whole report, each sentence with its `links`: five queries."""
    rows = list(report.sentences.all())
    links = links_behind(SentenceSource.objects.filter(report=report, sentence__isnull=False), user)
    found: dict[tuple[str, str], list[Sentence]] = {}
    for row in rows:
        row.links = links.get(row.pk, [])
        found.setdefault((row.section, row.sphere), []).append(row)
    return [
        Part(
            ROMAN[number],
            str(section.label),
            [Block(str(sphere.label), found.get((section, sphere), [])) for sphere in Sphere],
        )
        for number, section in enumerate(Section)
    ]


def links_of_review(paragraphs: Iterable[ReviewSentence], user: User) -> dict[int, list[Link]]:
    """The officer's report that each paragraph was taken from, and the records behind it there, by paragraph; what the
    reader may not open is named without a link. No query where nothing was taken.
    """
    taken = {row.pk: row.source_id for row in paragraphs if row.source_id}
    if not taken:
        return {}
    sentences = Sentence.objects.select_related("report__officer").in_bulk(set(taken.values()))
    reports = {sentence.report_id for sentence in sentences.values()}
    seen = set(SituationReport.objects.visible_to(user).filter(pk__in=reports).values_list("pk", flat=True))
    behind = links_behind(SentenceSource.objects.filter(sentence__in=sentences), user)
    return {
        pk: [_report_link(sentences[sentence_id].report, seen), *behind.get(sentence_id, [])]
        for pk, sentence_id in taken.items()
    }


def _report_link(report: SituationReport, seen: set[int]) -> Link:
    label = _("báo cáo của đ/c %(officer)s") % {"officer": report.officer}
    return Link(label, reverse("reporting:detail", args=[report.uuid]) if report.pk in seen else "")


def links_behind(sources: Iterable[SentenceSource], user: User) -> dict[int, list[Link]]:
    """The links of each sentence; a record that the reader may not open is named without one."""
    rows = list(sources)
    models: dict[str, Any] = {"visit": Visit, "comment": Comment, "petition": Petition}
    seen = {}
    for name, model in models.items():
        wanted = [getattr(row, f"{name}_id") for row in rows if getattr(row, f"{name}_id")]
        seen[name] = model.objects.visible_to(user).in_bulk(wanted) if wanted else {}
    found: dict[int, list[Link]] = {}
    for row in rows:
        found.setdefault(row.sentence_id or 0, []).append(_link(row, seen))
    return found


def _link(row: SentenceSource, seen: dict[str, dict[int, Any]]) -> Link:
    if row.visit_id:
        visit = seen["visit"].get(row.visit_id)
        if visit is None:
            return Link(_("Chuyến đi cơ sở"))
        label = _("Chuyến đi ngày %(day)s") % {"day": format_date(visit.date)}
        return Link(label, reverse("visits:detail", args=[visit.uuid]))
    if row.comment_id:
        comment = seen["comment"].get(row.comment_id)
        if comment is None:
            return Link(_("Góp ý"))
        label = _("Góp ý ngày %(day)s") % {"day": format_date(comment.given_on)}
        return Link(label, reverse("recommendations:detail", args=[comment.uuid]))
    petition = seen["petition"].get(row.petition_id or 0)
    if petition is None:
        return Link(_("Phản ánh, kiến nghị"))
    label = _("Phản ánh ngày %(day)s") % {"day": format_date(petition.reported_on)}
    return Link(label, reverse("feedback:detail", args=[petition.uuid]))
