"""Keeping a choice as a rule, so that the next lines are proposed that way."""

from __future__ import annotations

import datetime

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from reports.consolidation import policies
from reports.consolidation.models import RoutingRule


def keep_rule(*, field: FieldOfWork, unit: Unit | None, lead: Agency, by: Actor) -> RoutingRule:
    """From today on, matters of this field from this unit are proposed to `lead`; the rule before ends yesterday.

    Kept already: the rule as it is.
    """
    require(policies.consolidates(by.user))
    day = today()
    with explained():
        FieldOfWork.objects.select_for_update().get(pk=field.pk)
        former = RoutingRule.objects.on(day).filter(field=field, unit=unit).first()
        if former is not None and former.lead_id == lead.pk:
            return former
        if former is not None and former.valid_from == day:
            former.lead, former.learned = lead, True
            former.save(update_fields=["lead", "learned"])
            former.supporting.remove(lead)
            return former
        rule = RoutingRule(field=field, unit=unit, lead=lead, valid_from=day, learned=True)
        if former is not None:
            rule.valid_to = former.valid_to
            former.valid_to = day - datetime.timedelta(days=1)
            former.save(update_fields=["valid_to"])
        rule.full_clean(exclude=["life"], validate_constraints=False)
        rule.save()
        if former is not None:
            rule.supporting.set(former.supporting.exclude(pk=lead.pk))
    return rule
