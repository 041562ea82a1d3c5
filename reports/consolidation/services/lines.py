"""Putting petitions into lines, wording these once, merging and splitting them. Only while the batch is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from assignments.models.units import LINEAGE
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import check_values, explained
from nammanh.platform.text import long_text
from reports.consolidation.models import Batch, BatchLine, LineSource, LineSupport, SourceState
from reports.consolidation.queries.contents import WAITING
from reports.consolidation.queries.routing import Router
from reports.consolidation.services.holding import (
    end_empty_lines,
    held_petitions,
    hold,
    hold_lines,
    let_go_of_departed,
)
from reports.consolidation.states import Action
from reports.feedback.models import Petition
from reports.feedback.services import consolidate, release
from reports.feedback.states import Status as PetitionStatus


@dataclass(frozen=True)
class Wording:
    """How a line is worded, and who is asked."""

    wording: str
    field: FieldOfWork | None
    lead: Agency | None
    note: str = ""
    supporting: tuple[Agency, ...] = ()


def place(*, batch: Batch, petitions: Collection[Petition], by: Actor, line: BatchLine | None = None) -> BatchLine:
    """Put petitions into `line`, or into a new one in the words of the first. All of them, or none.

    A petition that is in a line of the batch already moves; one that is where it should be stays.
    """
    with explained():
        batch = hold(batch, Action.EDIT, by)
        let_go_of_departed(batch)
        rows = _in_reach(batch, petitions)
        if line is None:
            line = _begin(batch, rows)
        else:
            [line] = hold_lines(batch, [line.pk])
        left = set()
        for petition in rows:
            source = LineSource.objects.filter(petition=petition, state=SourceState.HELD).first()
            if source is None:
                consolidate(petition=petition, by=by, note=str(batch))
                LineSource.objects.create(line=line, petition=petition)
            elif source.line_id != line.pk:
                left.add(source.line_id)
                source.line = line
                source.save(update_fields=["line"])
        _after_moving(line, left)
    return line


def take_out(*, batch: Batch, petition: Petition, by: Actor, note: str = "") -> None:
    """The petition is with the office again; a line that came from it alone is over. Out already: nothing changes."""
    with explained():
        batch = hold(batch, Action.EDIT, by)
        source = LineSource.objects.filter(petition=petition, line__batch=batch, state=SourceState.HELD).first()
        if source is None:
            return
        release(petition=petition, by=by, note=note)
        source.state = SourceState.RELEASED
        source.save(update_fields=["state"])
        end_empty_lines({source.line_id})


def merge(*, batch: Batch, lines: Sequence[BatchLine], by: Actor) -> BatchLine:
    """The lines become the first of them, whose words stay; its sources are those of all."""
    with explained():
        batch = hold(batch, Action.EDIT, by)
        held = {line.pk: line for line in hold_lines(batch, [line.pk for line in lines])}
        if len(held) < 2:
            raise ValidationError(_("Chọn ít nhất hai dòng để gộp."))
        first = held[lines[0].pk]
        others = set(held) - {first.pk}
        LineSource.objects.filter(line__in=others, state=SourceState.HELD).update(line=first)
        _after_moving(first, others)
    return first


def split(*, line: BatchLine, petitions: Collection[Petition], by: Actor) -> BatchLine:
    """These sources are another matter: a new line in the words of the first of them."""
    with explained():
        batch = hold(line.batch, Action.EDIT, by)
        [line] = hold_lines(batch, [line.pk])
        own = {petition.pk for petition in held_petitions(line)}
        chosen = {petition.pk for petition in petitions}
        if not chosen or not chosen <= own:
            raise ValidationError(_("Chọn các phản ánh của chính dòng này để tách."))
        if chosen == own:
            raise ValidationError(_("Phải để lại ít nhất một phản ánh trong dòng."))
        return place(batch=batch, petitions=petitions, by=by)


def word(*, line: BatchLine, worded: Wording, by: Actor) -> BatchLine:
    """The line in the secretary's words, with who leads and who supports."""
    with explained():
        batch = hold(line.batch, Action.EDIT, by)
        [line] = hold_lines(batch, [line.pk])
        if not worded.wording.strip():
            raise ValidationError({"wording": _("Nội dung không được để trống.")})
        if worded.lead is not None and worded.lead in worded.supporting:
            raise ValidationError({"supporting": _("Ngành chủ trì không thể đồng thời là ngành phối hợp.")})
        if worded.field != line.field:
            proposal = Router(today()).propose(worded.field.pk if worded.field else None, line.area)
            line.proposed = proposal.lead if proposal else None
        line.wording, line.note = long_text(worded.wording), long_text(worded.note)
        line.field, line.lead = worded.field, worded.lead
        check_values(line)
        line.save(update_fields=["wording", "note", "field", "lead", "proposed"])
        _support(line, worded.supporting)
    return line


def _in_reach(batch: Batch, petitions: Collection[Petition]) -> list[Petition]:
    """These petitions by key, fresh. Raises ValidationError for one that doesn't belong into this batch."""
    keys = {petition.pk for petition in petitions}
    rows = list(Petition.objects.within(batch.agency.unit).filter(pk__in=keys).select_related("field").order_by("pk"))
    here = set(
        LineSource.objects.filter(line__batch=batch, petition__in=keys, state=SourceState.HELD).values_list(
            "petition", flat=True
        )
    )
    for row in rows:
        in_time = row.status in WAITING and row.reported_on <= batch.closes_on
        if not (in_time or (row.status == PetitionStatus.CONSOLIDATED and row.pk in here)):
            raise ValidationError(
                _("Phản ánh “%(petition)s” không còn chờ đưa vào kỳ này. Hãy tải lại trang.") % {"petition": row}
            )
    if not rows or len(rows) < len(keys):
        raise ValidationError(_("Chọn ít nhất một phản ánh của địa bàn mình tập hợp."))
    stale = LineSource.objects.filter(petition__in=keys, state=SourceState.HELD).exclude(line__batch=batch)
    ended = set(stale.values_list("line", flat=True))
    stale.update(state=SourceState.RELEASED)
    end_empty_lines(ended)
    return rows


def _begin(batch: Batch, petitions: Sequence[Petition]) -> BatchLine:
    """A new line in the words of its first petition, with what routing proposes."""
    first = petitions[0]
    area = _common_unit(petitions)
    proposal = Router(today()).propose(first.field_id, area)
    words = "\n\n".join(part for part in (first.content, first.supplement) if part)
    number = (BatchLine.objects.filter(batch=batch).aggregate(Max("number"))["number__max"] or 0) + 1
    line = BatchLine(
        batch=batch,
        number=number,
        wording=words,
        field=first.field,
        area=area,
        proposed=proposal.lead if proposal else None,
        lead=proposal.lead if proposal else None,
    )
    check_values(line)
    line.save()
    _support(line, proposal.supporting if proposal else ())
    return line


def _after_moving(line: BatchLine, left: set[int]) -> None:
    """Lines that lost their last source are over; areas follow what is held now."""
    end_empty_lines(left)
    for row in BatchLine.objects.filter(pk__in={line.pk, *left}).standing().order_by("pk"):
        row.area = _common_unit(held_petitions(row))
        row.save(update_fields=["area"])


def _support(line: BatchLine, agencies: Iterable[Agency]) -> None:
    wanted = {agency.pk: agency for agency in agencies if agency.pk != line.lead_id}
    line.supports.exclude(agency__in=wanted).delete()
    there = set(line.supports.values_list("agency", flat=True))
    LineSupport.objects.bulk_create(
        [LineSupport(line=line, agency=agency) for pk, agency in wanted.items() if pk not in there]
    )


def _common_unit(petitions: Sequence[Petition]) -> Unit:
    """The smallest unit of the tree that holds them all."""
    for level in reversed(LINEAGE):
        found = {getattr(petition, f"{level.value}_id") for petition in petitions}
        if len(found) == 1 and (pk := found.pop()) is not None:
            return Unit.objects.get(pk=pk)
    return Unit.objects.get(pk=petitions[0].province_id)
