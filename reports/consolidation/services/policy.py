"""What the office decides for all months to come: the closing day, and which department leads in which field."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency, FieldOfWork, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require
from reports.consolidation import policies
from reports.consolidation.models import ClosingDay, RoutingRule
from reports.feedback.queries import answering_agencies

FROM_TODAY = _("Chỉ quyết định từ hôm nay trở đi.")


def set_closing_day(*, day: int, valid_from: datetime.date, by: Actor) -> ClosingDay:
    """Months close on this day from `valid_from` on; the day before it ends the evening before. Said twice: once."""
    require(policies.consolidates(by.user))
    _require_ahead(valid_from)
    with explained():
        rows = list(ClosingDay.objects.select_for_update().order_by("valid_from"))
        former = next((row for row in rows if row.in_force_on(valid_from)), None)
        if former is not None and former.day == day:
            return former
        if former is not None and former.valid_from == valid_from:
            former.day = day
            former.full_clean(exclude=["life"], validate_constraints=False)
            former.save(update_fields=["day"])
            return former
        later = next((row for row in rows if row.valid_from > valid_from), None)
        row = ClosingDay(day=day, valid_from=valid_from)
        if former is not None:
            row.valid_to = former.valid_to
            former.valid_to = valid_from - datetime.timedelta(days=1)
            former.save(update_fields=["valid_to"])
        elif later is not None:
            row.valid_to = later.valid_from - datetime.timedelta(days=1)
        row.full_clean(exclude=["life"], validate_constraints=False)
        row.save()
    return row


def add_rule(
    *,
    field: FieldOfWork,
    unit: Unit | None,
    lead: Agency,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
    by: Actor,
) -> RoutingRule:
    """Matters of this field from this unit are proposed to `lead` in that time. The very same rule again: as it is."""
    require(policies.consolidates(by.user))
    _require_ahead(valid_from)
    if not answering_agencies().on(valid_from).filter(pk=lead.pk).exists():
        raise ValidationError({"lead": _("Ngành này không hoạt động vào ngày quy tắc bắt đầu.")})
    said = {"field": field, "unit": unit, "lead": lead, "valid_from": valid_from, "valid_to": valid_to}
    with explained():
        FieldOfWork.objects.select_for_update().get(pk=field.pk)
        if (same := RoutingRule.objects.filter(**said).first()) is not None:
            return same
        rule = RoutingRule(**said)
        rule.full_clean(exclude=["life"], validate_constraints=False)
        rule.save()
    return rule


def end_rule(*, rule: RoutingRule, valid_to: datetime.date, by: Actor) -> RoutingRule:
    """The rule holds until that day, included; what is over stays as it was."""
    require(policies.consolidates(by.user))
    with explained():
        rule = RoutingRule.objects.select_for_update().get(pk=rule.pk)
        if rule.valid_to == valid_to:
            return rule
        if rule.valid_to is not None and rule.valid_to < today():
            raise ValidationError(_("Quy tắc này đã kết thúc."))
        _require_ahead(valid_to, "valid_to")
        rule.valid_to = valid_to
        rule.save(update_fields=["valid_to"])
    return rule


def _require_ahead(day: datetime.date, field: str = "valid_from") -> None:
    """Months that were gathered keep the decisions that they were gathered by."""
    if day < today():
        raise ValidationError({field: FROM_TODAY})
