"""The text of duties and powers: confirmed as read, and replaced by a new version, never edited."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments import policies, queries
from assignments.access import access_of
from assignments.models import AssignmentRole, Duty, DutyReading, LegalDocument
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.refusals import explained, require


def confirm_reading(*, role: AssignmentRole, version: datetime.date, by: Actor) -> DutyReading:
    """An officer confirms having read the text of a role that they hold. Twice is once.

    Nobody reads for somebody else: a secretary can't confirm. Raises ValidationError when the text has changed since.
    """
    require(policies.may_confirm_reading(by.user, role) and by.secretary is None)
    with explained():
        if queries.version_of(role, today()) != version:
            raise ValidationError(_("Nội dung vừa thay đổi. Hãy đọc lại rồi xác nhận."))
        reading, _created = DutyReading.objects.get_or_create(
            officer_id=access_of(by.user).officer_id, role=role, version=version
        )
    return reading


def revise_duties(
    *,
    role: AssignmentRole,
    on: datetime.date,
    responsibilities: Iterable[str],
    powers: Iterable[str],
    document: LegalDocument,
    by: Actor,
) -> list[Duty]:
    """Issue a new text for a role from a day on; the one before ends on the eve and stays readable.

    Whoever holds the role has to read it again. Raises ValidationError when a version begins on that day or later.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        role = AssignmentRole.objects.select_for_update(of=("self",)).select_related("tier__phase").get(pk=role.pk)
        phase = role.tier.phase
        if not phase.in_force_on(on):
            raise ValidationError({"on": _("Ngày này nằm ngoài giai đoạn của vai trò.")})
        later = role.duties.filter(valid_from__gte=on).order_by("-valid_from").first()
        if later:
            words = _("Đã có nội dung có hiệu lực từ ngày %(day)s. Chọn ngày sau đó.")
            raise ValidationError({"on": words % {"day": format_date(later.valid_from)}})
        texts = [(Duty.Kind.RESPONSIBILITY, text) for text in responsibilities]
        texts += [(Duty.Kind.POWER, text) for text in powers]
        if not texts:
            raise ValidationError(_("Ghi ít nhất một trách nhiệm hoặc quyền hạn."))
        for row in role.duties.on(on):
            row.valid_to = on - datetime.timedelta(days=1)
            row.save(update_fields=["valid_to"])
        issued = [
            Duty(
                role=role, kind=kind, order=order, text=text, document=document, valid_from=on, valid_to=phase.valid_to
            )
            for order, (kind, text) in enumerate(texts, start=1)
        ]
        for row in issued:
            row.full_clean(exclude=["life"])
            row.save()
    return issued
