"""What a person may type about units, officers and assignments."""

from assignments.forms.absences import AbsenceForm, BackEarlyForm, SubstitutePicker
from assignments.forms.holding import AssignForm, EndForm, ReplaceForm
from assignments.forms.households import HouseholdForm
from assignments.forms.picking import OfficerPicker, PickerForm, UnitPicker
from assignments.forms.units import AskedDateForm, ChangeUnitForm

__all__ = [
    "AbsenceForm",
    "AskedDateForm",
    "AssignForm",
    "BackEarlyForm",
    "ChangeUnitForm",
    "EndForm",
    "HouseholdForm",
    "OfficerPicker",
    "PickerForm",
    "ReplaceForm",
    "SubstitutePicker",
    "UnitPicker",
]
