"""Communes taken together, and the officer in charge of them. Writers to clusters of one district go one by one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments import policies
from assignments.models import (
    Assignment,
    AssignmentRole,
    Cluster,
    ClusterMember,
    LegalDocument,
    Mandate,
    Officer,
    Unit,
)
from assignments.services.holding import assign, end_assignment, lock_unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date
from nammanh.platform.refusals import explained, require

_DAY = datetime.timedelta(days=1)


def open_cluster(
    *, name: str, kind: str, unit: Unit, valid_from: datetime.date, document: LegalDocument | None, by: Actor
) -> Cluster:
    """A sub-region of a district, or a cluster of a province, without communes yet."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        lock_unit(unit)
        known = Cluster.objects.on(valid_from).filter(unit=unit, name__iexact=name)
        if known.exists():
            raise ValidationError({"name": _("Nơi này đã có cụm, tiểu vùng mang tên đó. Đặt tên khác.")})
        cluster = Cluster(name=name, kind=kind, unit=unit, valid_from=valid_from, document=document)
        cluster.full_clean(exclude=["life"])
        cluster.save()
    return cluster


def put_communes(
    *, cluster: Cluster, communes: Iterable[Unit], on: datetime.date, document: LegalDocument, by: Actor
) -> list[ClusterMember]:
    """Put communes into a cluster from a day on; one that is in another cluster leaves it on the eve.

    Who was in charge of it there ceases, who is in charge here gets it by `document`: all of it or nothing. Communes
    that are in this cluster already stay as they are.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        cluster = _lock(cluster)
        if not cluster.in_force_on(on):
            raise ValidationError({"on": _("Cụm, tiểu vùng không có hiệu lực vào ngày này.")})
        charges = _charges(cluster, on)
        members = []
        for commune in sorted(communes, key=lambda unit: unit.pk):
            lock_unit(commune)
            before = ClusterMember.objects.on(on).filter(unit=commune).select_related("cluster", "unit").first()
            if before and before.cluster_id == cluster.pk:
                continue
            if before:
                _leave(before, on, cluster, by)
            member = ClusterMember(cluster=cluster, unit=commune, valid_from=on)
            member.valid_to = _earlier(cluster.valid_to, commune.valid_to)
            member.full_clean(exclude=["life"])
            member.save()
            for charge in charges:
                _give(charge, member, document, by)
            members.append(member)
    return members


def put_in_charge(
    *,
    cluster: Cluster,
    officer: Officer,
    role: AssignmentRole,
    mandate: Mandate,
    document: LegalDocument,
    valid_from: datetime.date,
    by: Actor,
) -> list[Assignment]:
    """Give a cluster to an officer: one assignment for each of its communes, also those that join later.

    Raises ValidationError when it has no commune, or somebody is in charge already.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        cluster = _lock(cluster)
        if not cluster.in_force_on(valid_from):
            raise ValidationError({"valid_from": _("Cụm, tiểu vùng không có hiệu lực vào ngày này.")})
        members = [
            member
            for member in cluster.members.select_related("unit").order_by("unit")
            if member.valid_to is None or member.valid_to >= valid_from
        ]
        if not members:
            raise ValidationError(_("Cụm, tiểu vùng chưa có xã nào. Hãy đưa xã vào trước."))
        charge = Assignment(officer=officer, role=role, mandate=mandate, valid_from=valid_from)
        return [_give(charge, member, document, by) for member in members]


def replace_in_charge(
    *,
    cluster: Cluster,
    officer: Officer,
    role: AssignmentRole,
    mandate: Mandate,
    document: LegalDocument,
    valid_from: datetime.date,
    reason: str,
    by: Actor,
) -> list[Assignment]:
    """Another officer takes the whole cluster over; the one before ends on the eve. Both or neither."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        cluster = _lock(cluster)
        _end_charges(cluster.assignments.all(), valid_from - _DAY, reason, by)
        return put_in_charge(
            cluster=cluster,
            officer=officer,
            role=role,
            mandate=mandate,
            document=document,
            valid_from=valid_from,
            by=by,
        )


def close_cluster(*, cluster: Cluster, valid_to: datetime.date, reason: str, by: Actor) -> Cluster:
    """The cluster ends with a day; its communes leave it and nobody is in charge of it afterwards."""
    require(policies.may_manage_assignments(by.user))
    with explained():
        cluster = _lock(cluster)
        if cluster.valid_to == valid_to:
            return cluster
        _end_charges(cluster.assignments.all(), valid_to, reason, by)
        for member in cluster.members.all():
            if member.valid_from > valid_to:
                raise ValidationError({"valid_to": _("Có xã được đưa vào sau ngày này. Chọn ngày muộn hơn.")})
            if member.valid_to is None or member.valid_to > valid_to:
                member.valid_to = valid_to
                member.save(update_fields=["valid_to"])
        cluster.valid_to = valid_to
        cluster.full_clean(exclude=["life"])
        cluster.save(update_fields=["valid_to"])
    return cluster


def _lock(cluster: Cluster) -> Cluster:
    """The cluster as it stands, with its district (or province) held to the end of the transaction."""
    lock_unit(cluster.unit)
    return Cluster.objects.select_related("unit").get(pk=cluster.pk)


def _charges(cluster: Cluster, day: datetime.date) -> list[Assignment]:
    """One assignment for each officer in charge of the cluster on `day`."""
    found: dict[tuple[int, int], Assignment] = {}
    for row in cluster.assignments.on(day).select_related("officer", "role__tier__phase", "mandate").order_by("pk"):
        found.setdefault((row.officer_id, row.role_id), row)
    return list(found.values())


def _give(charge: Assignment, member: ClusterMember, document: LegalDocument, by: Actor) -> Assignment:
    """The officer in charge gets one commune for as long as both it and the charge last."""
    return assign(
        officer=charge.officer,
        unit=member.unit,
        role=charge.role,
        mandate=charge.mandate,
        document=document,
        valid_from=max(charge.valid_from, member.valid_from),
        valid_to=_earlier(charge.valid_to, member.valid_to),
        cluster=member.cluster,
        by=by,
    )


def _leave(member: ClusterMember, on: datetime.date, to: Cluster, by: Actor) -> None:
    """A commune leaves its cluster on the eve of `on`, and with it who was in charge of it there."""
    names = {"unit": member.unit, "cluster": member.cluster}
    if member.valid_from >= on:
        words = _("%(unit)s vừa vào %(cluster)s từ ngày %(day)s. Chọn ngày sau đó.")
        raise ValidationError({"on": words % (names | {"day": format_date(member.valid_from)})})
    held = member.cluster.assignments.filter(unit=member.unit)
    _end_charges(held, on - _DAY, _("Xã chuyển sang %(cluster)s") % {"cluster": to}, by)
    member.valid_to = on - _DAY
    member.save(update_fields=["valid_to"])


def _end_charges(rows: Iterable[Assignment], valid_to: datetime.date, reason: str, by: Actor) -> None:
    """End what lasts beyond `valid_to`. What would only begin then has to be settled by a person first."""
    for row in rows:
        if row.valid_to is not None and row.valid_to <= valid_to:
            continue
        if row.valid_from > valid_to:
            words = _("Đồng chí %(name)s phụ trách từ ngày %(day)s. Chọn ngày sau đó.")
            raise ValidationError(words % {"name": row.officer, "day": format_date(row.valid_from)})
        end_assignment(assignment=row, valid_to=valid_to, reason=reason, by=by)


def _earlier(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    """The earlier of two last days; none is no end."""
    return min((day for day in (one, other) if day), default=None)
