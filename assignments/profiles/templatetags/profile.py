"""{% load profile %}: a fact in words."""

from django import template

from assignments.profiles.models import UnitFact
from assignments.profiles.values import shown, value_of

register = template.Library()


@register.filter
def fact_value(fact: UnitFact) -> str:
    """7.120 người."""
    return shown(fact.kind, value_of(fact))
