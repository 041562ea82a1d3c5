"""What changes rounds. One function writes the status; a draft has no effect until `approve_round`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments import policies
from assignments.models import Assignment, AssignmentRole, LegalDocument, Level, Mandate, Officer, Tier, Unit
from assignments.models.units import LINEAGE
from assignments.rounds import states
from assignments.rounds.models import Round, RoundLine
from assignments.rounds.queries import Change, Comparison, UnitChange, check, compare
from assignments.rounds.states import Action
from assignments.services import redistribute
from assignments.services.redistribution import lock_units
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_datetime
from nammanh.platform.refusals import explained, require

SHOWN_ERRORS = 20
"""How many findings a refused approval lists; the page of checks has all of them."""


def draft_round(
    *,
    name: str,
    tier: Tier,
    unit: Unit,
    starts_on: datetime.date,
    mandate: Mandate,
    by: Actor,
    ends_on: datetime.date | None = None,
    prefilled: bool = True,
) -> Round:
    """Begin a round; `prefilled` with who holds what on its eve, so that only changes need typing."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        turn = Round(
            name=name,
            tier=tier,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            mandate=mandate,
            created_by=by.at_keyboard,
        )
        _check_scope(turn)
        turn.full_clean()
        turn.save()
        if prefilled:
            RoundLine.objects.bulk_create(_lines_of_eve(turn), batch_size=500)
    return turn


def _lines_of_eve(turn: Round) -> list[RoundLine]:
    """One line for each assignment in force on the round's eve."""
    return [
        RoundLine(
            round=turn,
            unit_id=row.unit_id,
            role_id=row.role_id,
            officer_id=row.officer_id,
            is_lead=row.is_lead,
            seen=_seen(change),
        )
        for change in compare(turn).units.values()
        for row in change.before
    ]


def edit_round(
    *,
    turn: Round,
    name: str,
    starts_on: datetime.date,
    mandate: Mandate,
    by: Actor,
    ends_on: datetime.date | None = None,
) -> Round:
    """Change a draft's name, days or mandate; its lines stay."""
    with explained():
        turn = lock_round(turn, Action.EDIT, by)
        turn.name, turn.starts_on, turn.ends_on, turn.mandate = name, starts_on, ends_on, mandate
        _check_scope(turn)
        turn.full_clean()
        turn.save(update_fields=["name", "starts_on", "ends_on", "mandate"])
    return turn


def set_line(
    *,
    turn: Round,
    unit: Unit,
    officer: Officer | None,
    role: AssignmentRole,
    by: Actor,
    line: RoundLine | None = None,
    is_lead: bool = True,
    note: str = "",
) -> RoundLine:
    """Say who is to hold a unit, or (no officer) that it is left vacant on purpose. Corrects `line`, else adds one."""
    with explained():
        turn = lock_round(turn, Action.EDIT, by)
        change = compare(turn, only=[unit.pk]).units[unit.pk]
        if line is not None:
            line = RoundLine.objects.select_for_update(of=("self",)).filter(pk=line.pk, round=turn).first()
            if line is None:
                raise ValidationError(_("Dòng này vừa được người khác bỏ. Hãy tải lại trang."))
        if role.tier_id != turn.tier_id or role.unit_level != unit.level:
            raise ValidationError({"role": _("Vai trò này không dành cho cấp của địa bàn.")})
        line = line or RoundLine(round=turn, unit=unit)
        line.officer, line.role, line.is_lead, line.note = officer, role, is_lead, note
        line.full_clean()
        line.save()
        RoundLine.objects.filter(round=turn, unit=unit).update(seen=_seen(change))
    return line


def set_leads(*, turn: Round, leads: Mapping[Unit, Officer], role: AssignmentRole, by: Actor) -> int:
    """Say for many units at once who is to lead each in `role`; returns how many were not said already.

    What the draft says of that role so far is corrected. All or none: a refusal names the unit.
    """
    changed = 0
    with explained():
        turn = lock_round(turn, Action.EDIT, by)
        within = set(Unit.objects.within(turn.unit).on(turn.starts_on).filter(pk__in=[unit.pk for unit in leads]))
        for unit, officer in leads.items():
            try:
                if unit not in within:
                    raise ValidationError(_("Địa bàn nằm ngoài phạm vi của đợt."))
                line = _line_to_correct(turn, unit, officer, role)
                if line is None or (line.officer_id, line.is_lead) != (officer.pk, True):
                    set_line(turn=turn, unit=unit, line=line, officer=officer, role=role, by=by)
                    changed += 1
            except ValidationError as refusal:
                words = {"unit": unit.full_name, "reason": " ".join(refusal.messages)}
                raise ValidationError(_("%(unit)s: %(reason)s Chưa ghi dòng nào.") % words) from refusal
    return changed


def _line_to_correct(turn: Round, unit: Unit, officer: Officer, role: AssignmentRole) -> RoundLine | None:
    """The line about this officer, else about the lead, else the one that leaves the unit vacant."""
    lines = list(turn.lines.filter(unit=unit, role=role))
    for fits in (
        lambda line: line.officer_id == officer.pk,
        lambda line: line.officer_id is not None and line.is_lead,
        lambda line: line.officer_id is None,
    ):
        if found := next(filter(fits, lines), None):
            return found
    return None


def remove_line(*, line: RoundLine, by: Actor) -> None:
    """Take a line out of a draft; the unit is then to be spoken of again."""
    with explained():
        lock_round(line.round, Action.EDIT, by)
        RoundLine.objects.filter(pk=line.pk).delete()


def leave_vacant(*, turn: Round, by: Actor) -> int:
    """Say of every unit that has no line and nobody on the eve that it stays vacant; returns how many."""
    with explained():
        turn = lock_round(turn, Action.EDIT, by)
        silent = [row for row in compare(turn).of(Change.MISSING) if not row.before]
        roles = turn.tier.roles.filter(counted=True).order_by("pk")
        by_level = {role.unit_level: role for role in reversed(roles)}
        units = Unit.objects.in_bulk([row.unit_id for row in silent])
        lines = [
            RoundLine(round=turn, unit=unit, role=by_level[unit.level], is_lead=True)
            for unit in units.values()
            if unit.level in by_level
        ]
        return len(RoundLine.objects.bulk_create(lines, batch_size=500))


def accept_present_state(*, turn: Round, by: Actor) -> int:
    """The drafter has looked again at the units that others changed in between: the lines stand; returns how many."""
    with explained():
        turn = lock_round(turn, Action.EDIT, by)
        stale = [row for row in compare(turn).units.values() if row.changed_since]
        for row in stale:
            RoundLine.objects.filter(round=turn, unit=row.unit_id).update(seen=_seen(row))
    return len(stale)


def approve_round(*, turn: Round, document: LegalDocument, by: Actor) -> Round:
    """Everything in one transaction: the round is closed, former holders end on its eve, new ones begin on its day.

    Lines that say what is in force already change nothing: those assignments run on under their own decision.
    Raises ValidationError with the findings when anything stands against it; then nothing is written.
    """
    with explained():
        turn = lock_round(turn, Action.APPROVE, by)
        if not document.issued_on or not document.signer:
            raise ValidationError(_("Quyết định phải có ngày ban hành và người ký."))
        lock_units(set(compare(turn).units))
        comparison = compare(turn)
        _refuse_errors(comparison)
        _move(turn, Action.APPROVE, document=document, approved_by=by.user, approved_at=timezone.now())
        changes = comparison.units.values()
        redistribute(
            ended=[row for change in changes for row in change.ended],
            vacated={row.pk for change in changes for row in _vacated(change)},
            given=[row for change in changes for row in _given(turn, change)],
            last_day=turn.eve,
            reason=_("Phân công lại theo %(document)s") % {"document": document},
            by=by,
        )
    return turn


def cancel_round(*, turn: Round, reason: str, by: Actor) -> Round:
    """Give a draft up, with the reason; it stays on record."""
    with explained():
        turn = lock_round(turn, Action.CANCEL, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do hủy đợt.")})
        _move(turn, Action.CANCEL, note=reason)
    return turn


def lock_round(turn: Round, action: str, by: Actor) -> Round:
    """The round, held to the end of the transaction, when `action` may follow; writers to one round go one by one."""
    require(policies.may_manage_assignments(by.user))
    turn = Round.objects.with_names().select_for_update(of=("self",)).get(pk=turn.pk)
    if states.may_follow(action, turn.status):
        return turn
    if turn.approved_at:
        words = {"person": str(turn.approved_by), "when": format_datetime(turn.approved_at)}
        raise ValidationError(_("Đợt này đã được %(person)s duyệt lúc %(when)s. Hãy tải lại trang.") % words)
    raise ValidationError(_("Đợt này đã hủy, không sửa được nữa. Hãy lập đợt mới."))


def _move(turn: Round, action: str, **fields: object) -> None:
    """The only place that writes a round's status."""
    turn.status = states.after(action)
    for name, value in fields.items():
        setattr(turn, name, value)
    turn.full_clean()
    turn.save(update_fields=["status", *fields])


def _check_scope(turn: Round) -> None:
    """A round lies within what its tier's upper end answers for."""
    depths = [level.value for level in LINEAGE]
    target = turn.tier.target if turn.tier.target in depths else Level.HAMLET.value
    if turn.unit.level not in depths or depths.index(turn.unit.level) >= depths.index(target):
        raise ValidationError({"unit": _("Chọn tỉnh, huyện hoặc xã có các địa bàn của tầng này.")})
    if not turn.unit.in_force_on(turn.starts_on):
        raise ValidationError({"unit": _("Đơn vị này không tồn tại vào ngày có hiệu lực của đợt.")})


def _seen(change: UnitChange) -> list[int]:
    return sorted(row.pk for row in change.running)


def _refuse_errors(comparison: Comparison) -> None:
    """Raise what stands against the round, naming the units."""
    errors = check(comparison).errors
    if not errors:
        return
    names = Unit.objects.in_bulk({finding.unit_id for finding in errors if finding.unit_id})
    sentences = [
        f"{names[finding.unit_id].full_name}: {finding.text}" if finding.unit_id else finding.text
        for finding in errors[:SHOWN_ERRORS]
    ]
    if len(errors) > SHOWN_ERRORS:
        rest = len(errors) - SHOWN_ERRORS
        sentences.append(_("… và %(rest)s điều khác; xem trang Kiểm tra.") % {"rest": rest})
    raise ValidationError([_("Chưa duyệt được, chưa có gì thay đổi:"), *sentences])


def _vacated(change: UnitChange) -> list[Assignment]:
    """Leads whose unit is left without anybody in their role on purpose."""
    after = {row.role_id for row in change.kept} | {line.role_id for line in change.given}
    return [row for row in change.ended if row.is_lead and row.role_id not in after]


def _given(turn: Round, change: UnitChange) -> list[Assignment]:
    """The assignments that begin with the round; a lead takes over from the unit's former lead."""
    former = {row.role_id: row for row in reversed(change.before) if row.is_lead}
    given = []
    for line in change.given:
        before = former.get(line.role_id) if line.is_lead else None
        given.append(
            Assignment(
                officer_id=line.officer_id,
                unit_id=line.unit_id,
                role_id=line.role_id,
                mandate_id=turn.mandate_id,
                document_id=turn.document_id,
                is_lead=line.is_lead,
                valid_from=turn.starts_on,
                valid_to=turn.ends_on,
                taken_over_from=before if before and before.officer_id != line.officer_id else None,
            )
        )
    return given
