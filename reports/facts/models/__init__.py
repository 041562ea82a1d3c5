"""The tables of this slice. Everything outside imports them from here."""

from reports.facts.models import announcing
from reports.facts.models.activity import MEASURES, Activity, Grain
from reports.facts.models.contacts import LastContact
from reports.facts.models.departments import PUNCTUALITY, DepartmentMonth
from reports.facts.models.freezing import FreezingDay, MonthEnd
from reports.facts.models.touched import TouchedDepartment, TouchedPlace

__all__ = [
    "MEASURES",
    "PUNCTUALITY",
    "Activity",
    "DepartmentMonth",
    "FreezingDay",
    "Grain",
    "LastContact",
    "MonthEnd",
    "TouchedDepartment",
    "TouchedPlace",
    "announcing",
]
