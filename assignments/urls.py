"""Addresses of this slice."""

from django.urls import path

from assignments.views import actions, anomalies, coverage, holding, households, officers, units

app_name = "assignments"
urlpatterns = [
    path("dia-ban/", units.UnitList.as_view(), name="units"),
    path("dia-ban/<int:pk>/", units.UnitDetail.as_view(), name="unit"),
    path("dia-ban/<int:pk>/doi/", actions.ChangeUnit.as_view(), name="change_unit"),
    path("can-bo/", officers.OfficerList.as_view(), name="officers"),
    path("can-bo/<int:pk>/", officers.OfficerDetail.as_view(), name="officer"),
    path("phan-cong/", holding.AssignmentList.as_view(), name="assignments"),
    path("phan-cong/chua-phan-cong/", coverage.UnheldList.as_view(), name="unheld"),
    path("phan-cong/do-phu/", coverage.CoverageMatrix.as_view(), name="matrix"),
    path("phan-cong/can-chinh/", anomalies.AnomalyList.as_view(), name="anomalies"),
    path("phan-cong/chon/", actions.Choices.as_view(), name="choices"),
    path("phan-cong/them/", actions.Assign.as_view(), name="assign"),
    path("phan-cong/<int:pk>/thay/", actions.Replace.as_view(), name="replace"),
    path("phan-cong/<int:pk>/thoi/", actions.End.as_view(), name="end"),
    path("ho-gia-dinh/", households.HouseholdList.as_view(), name="households"),
    path("ho-gia-dinh/them/", households.HouseholdAdd.as_view(), name="household_add"),
    path("ho-gia-dinh/<int:pk>/sua/", households.HouseholdEdit.as_view(), name="household_edit"),
]
