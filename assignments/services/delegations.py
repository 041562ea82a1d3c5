"""Working delegations: opening one, who is in it with which places and fields, and the versions of its charter."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments import policies
from assignments.models import (
    Assignment,
    AssignmentRole,
    Delegation,
    DelegationCharter,
    DelegationMember,
    FieldOfWork,
    LegalDocument,
    Mandate,
    Officer,
    Unit,
)
from assignments.models.groupings import DelegationDuty
from assignments.services.holding import assign, end_assignment
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date
from nammanh.platform.refusals import explained, require

_DAY = datetime.timedelta(days=1)
HEAD_ROLE, MEMBER_ROLE = "delegation_head", "delegation_member"
"""Codes of the policy's roles for delegations; which level each is for is said by the phase in force."""


def open_delegation(
    *, name: str, mandate: Mandate, valid_from: datetime.date, document: LegalDocument, by: Actor
) -> Delegation:
    """A delegation without members yet. Raises ValidationError when one of that name is at work already."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        if Delegation.objects.on(valid_from).filter(name__iexact=name).exists():
            raise ValidationError({"name": _("Đã có đoàn công tác mang tên này. Đặt tên khác.")})
        delegation = Delegation(name=name, mandate=mandate, valid_from=valid_from, document=document)
        delegation.full_clean(exclude=["life"])
        delegation.save()
    return delegation


def add_member(
    *,
    delegation: Delegation,
    officer: Officer,
    duty: str,
    valid_from: datetime.date,
    document: LegalDocument,
    by: Actor,
    fields: Iterable[FieldOfWork] = (),
    units: Iterable[Unit] = (),
) -> DelegationMember:
    """Put an officer into a delegation, with the fields they look after and the units they hold for it.

    The head holds the district (the communes where there are no districts), members hold communes.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        delegation = _lock(delegation)
        member = DelegationMember(
            delegation=delegation,
            officer=officer,
            duty=duty,
            valid_from=valid_from,
            valid_to=delegation.valid_to,
            document=document,
        )
        member.full_clean(exclude=["life"])
        member.save()
        member.fields.set(fields)
        for unit in sorted(units, key=lambda unit: unit.pk):
            assign(
                officer=officer,
                unit=unit,
                role=_role(duty, unit, valid_from),
                mandate=delegation.mandate,
                document=document,
                valid_from=valid_from,
                valid_to=delegation.valid_to,
                delegation=delegation,
                by=by,
            )
    return member


def change_member(
    *,
    member: DelegationMember,
    duty: str,
    on: datetime.date,
    document: LegalDocument,
    reason: str,
    by: Actor,
    fields: Iterable[FieldOfWork] = (),
    units: Iterable[Unit] = (),
) -> DelegationMember:
    """Another duty, other fields or other units from a day on: the old place ends on the eve, a new one opens."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        leave_delegation(member=member, valid_to=on - _DAY, reason=reason, by=by)
        return add_member(
            delegation=member.delegation,
            officer=member.officer,
            duty=duty,
            valid_from=on,
            document=document,
            fields=fields,
            units=units,
            by=by,
        )


def leave_delegation(*, member: DelegationMember, valid_to: datetime.date, reason: str, by: Actor) -> DelegationMember:
    """The member leaves with the close of a day, and with that the units held for the delegation."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        _lock(member.delegation)
        current = DelegationMember.objects.select_related("delegation", "officer").get(pk=member.pk)
        if current.valid_to == valid_to:
            return current
        if current.valid_to and current.valid_to < valid_to:
            raise ValidationError(_("Đồng chí đã thôi tham gia đoàn trước ngày này. Hãy tải lại trang."))
        if current.valid_from > valid_to:
            words = _("Đồng chí vào đoàn từ ngày %(day)s. Chọn ngày sau đó.")
            raise ValidationError(words % {"day": format_date(current.valid_from)})
        _end(Assignment.objects.filter(delegation=current.delegation, officer=current.officer), valid_to, reason, by)
        current.valid_to = valid_to
        current.full_clean(exclude=["life"])
        current.save(update_fields=["valid_to"])
    return current


def issue_charter(
    *, delegation: Delegation, text: str, document: LegalDocument, valid_from: datetime.date, by: Actor
) -> DelegationCharter:
    """A new version of the delegation's working rules; the one before ends on the eve. The old words stay."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        delegation = _lock(delegation)
        latest = delegation.charters.order_by("-valid_from").first()
        if latest and latest.valid_from >= valid_from:
            words = _("Quy chế hiện hành có hiệu lực từ ngày %(day)s. Chọn ngày sau đó.")
            raise ValidationError({"valid_from": words % {"day": format_date(latest.valid_from)}})
        if not delegation.in_force_on(valid_from):
            raise ValidationError({"valid_from": _("Đoàn không hoạt động vào ngày này.")})
        if latest and (latest.valid_to is None or latest.valid_to >= valid_from):
            latest.valid_to = valid_from - _DAY
            latest.save(update_fields=["valid_to"])
        charter = DelegationCharter(delegation=delegation, text=text, document=document, valid_from=valid_from)
        charter.valid_to = delegation.valid_to
        charter.full_clean(exclude=["life"])
        charter.save()
    return charter


def close_delegation(*, delegation: Delegation, valid_to: datetime.date, reason: str, by: Actor) -> Delegation:
    """The delegation ends with a day: its members leave it, its charter ceases."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        delegation = _lock(delegation)
        if delegation.valid_to == valid_to:
            return delegation
        for member in delegation.members.all():
            if member.valid_to is None or member.valid_to > valid_to:
                leave_delegation(member=member, valid_to=valid_to, reason=reason, by=by)
        for charter in delegation.charters.all():
            if charter.valid_to is None or charter.valid_to > valid_to:
                charter.valid_to = valid_to
                charter.full_clean(exclude=["life"])
                charter.save(update_fields=["valid_to"])
        delegation.valid_to = valid_to
        delegation.full_clean(exclude=["life"])
        delegation.save(update_fields=["valid_to"])
    return delegation


def _lock(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(no_key=True, of=("self",)).select_related("mandate")
    return rows.get(pk=delegation.pk)


def _role(duty: str, unit: Unit, day: datetime.date) -> AssignmentRole:
    """The policy's role for this place in a delegation, in the phase of that day."""
    code = HEAD_ROLE if duty == DelegationDuty.HEAD else MEMBER_ROLE
    role = (
        AssignmentRole.objects.filter(code=code, unit_level=unit.level, tier__phase__life__contains=day)
        .select_related("tier__phase")
        .first()
    )
    if role is None:
        words = _("%(unit)s: chính sách đang áp dụng không có vai trò của đoàn cho cấp này.")
        raise ValidationError({"units": words % {"unit": unit.full_name}})
    return role


def _end(rows: Iterable[Assignment], valid_to: datetime.date, reason: str, by: Actor) -> None:
    for row in rows:
        if row.valid_to is None or row.valid_to > valid_to:
            end_assignment(assignment=row, valid_to=valid_to, reason=reason, by=by)
