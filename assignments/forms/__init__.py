"""What a person may type about units, officers and assignments."""

from assignments.forms.absences import AbsenceForm, BackEarlyForm, SubstitutePicker
from assignments.forms.citing import DOCUMENT_SECTION, CitingForm
from assignments.forms.clusters import CloseClusterForm, InChargeForm, OpenClusterForm, PutCommunesForm
from assignments.forms.delegations import AddMemberForm, ChangeMemberForm, CharterForm, LeaveForm, OpenDelegationForm
from assignments.forms.duties import ReviseDutiesForm
from assignments.forms.holding import AssignForm, EndForm, ReplaceForm
from assignments.forms.household_holding import HouseholdEndForm, HouseholdHoldingForm, HouseholdReplaceForm
from assignments.forms.households import HouseholdForm
from assignments.forms.picking import OfficerPicker, PickerForm, UnitPicker
from assignments.forms.units import AskedDateForm, ChangeUnitForm, CorrectUnitForm

__all__ = [
    "DOCUMENT_SECTION",
    "AbsenceForm",
    "AddMemberForm",
    "AskedDateForm",
    "AssignForm",
    "BackEarlyForm",
    "ChangeMemberForm",
    "ChangeUnitForm",
    "CharterForm",
    "CitingForm",
    "CloseClusterForm",
    "CorrectUnitForm",
    "EndForm",
    "HouseholdEndForm",
    "HouseholdForm",
    "HouseholdHoldingForm",
    "HouseholdReplaceForm",
    "InChargeForm",
    "LeaveForm",
    "OfficerPicker",
    "OpenClusterForm",
    "OpenDelegationForm",
    "PickerForm",
    "PutCommunesForm",
    "ReplaceForm",
    "ReviseDutiesForm",
    "SubstitutePicker",
    "UnitPicker",
]
