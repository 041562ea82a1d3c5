"""Reminding a member of a working delegation to go to the places that they hold for it."""

from __future__ import annotations

import uuid as uuids

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, DelegationMember
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from reports.reminders import policies
from reports.reminders.models import Urge
from reports.reminders.queries import held_for_delegation
from reports.reminders.queries.people import Directory
from reports.reminders.services.urging import sent_before, tell
from reports.reminders.wording import reminded


def remind(*, uuid: uuids.UUID, member: DelegationMember, assignment: Assignment | None, words: str, by: Actor) -> Urge:
    """Remind `member` of one place (`assignment`) or of all that they hold; once a day for each.

    The same act sent twice is one; other words under its number are refused. Who stands in for an absent member hears
    it in their place.
    """
    day = today()
    with explained():
        member = DelegationMember.objects.select_for_update(of=("self",)).select_related("delegation").get(pk=member.pk)
        known = sent_before(uuid, words, by, member=member, assignment=assignment)
        if known is not None:
            return known
        members = list(DelegationMember.objects.on(day).filter(delegation=member.delegation_id))
        require(member.officer_id in policies.remindable(by.user, members))
        if assignment and not held_for_delegation(member, day).filter(pk=assignment.pk).exists():
            raise ValidationError(_("Đồng chí này không còn phụ trách địa bàn đó trong đoàn."))
        if member.urges.filter(assignment=assignment, at__date=day).exists():
            raise ValidationError(_("Hôm nay đồng chí này đã được nhắc về việc đó. Mỗi ngày nhắc một lần."))
        hearer = Directory(day).present(member.officer_id)
        if hearer is None:
            raise ValidationError(
                _("Chưa nhắc được: đồng chí chưa có tài khoản, hoặc đang vắng mà chưa có người làm thay.")
            )
        row = Urge(uuid=uuid, member=member, assignment=assignment, officer_id=member.officer_id, words=words)
        row.by, row.secretary = by.user, by.secretary
        row.full_clean(validate_constraints=False)
        row.save()
        place = assignment.unit.full_name if assignment else ""
        url = reverse("dashboards:delegation", args=[member.delegation_id])
        tell(row, reminded(str(member.delegation), place, day), url, hearer.user_id)
    return row
