"""Addresses of this slice."""

from django.urls import path

from assignments.views import absences, actions, clusters, delegations, duties, holding, households, officers, units

app_name = "assignments"
urlpatterns = [
    path("dia-ban/", units.UnitList.as_view(), name="units"),
    path("dia-ban/<int:pk>/", units.UnitDetail.as_view(), name="unit"),
    path("dia-ban/<int:pk>/doi/", actions.ChangeUnit.as_view(), name="change_unit"),
    path("can-bo/", officers.OfficerList.as_view(), name="officers"),
    path("can-bo/<int:pk>/", officers.OfficerDetail.as_view(), name="officer"),
    path("phan-cong/", holding.AssignmentList.as_view(), name="assignments"),
    path("phan-cong/chua-phan-cong/", holding.UnheldList.as_view(), name="unheld"),
    path("phan-cong/chon/", actions.Choices.as_view(), name="choices"),
    path("phan-cong/them/", actions.Assign.as_view(), name="assign"),
    path("phan-cong/<int:pk>/thay/", actions.Replace.as_view(), name="replace"),
    path("phan-cong/<int:pk>/thoi/", actions.End.as_view(), name="end"),
    path("vang-mat/", absences.AbsenceList.as_view(), name="absences"),
    path("vang-mat/them/", absences.AbsenceAdd.as_view(), name="absence_add"),
    path("vang-mat/<int:pk>/sua/", absences.AbsenceChange.as_view(), name="absence_change"),
    path("vang-mat/<int:pk>/ve-som/", absences.AbsenceBack.as_view(), name="absence_back"),
    path("vang-mat/<int:pk>/huy/", absences.AbsenceCancel.as_view(), name="absence_cancel"),
    path("cum/", clusters.ClusterList.as_view(), name="clusters"),
    path("cum/lap/", clusters.ClusterOpen.as_view(), name="cluster_open"),
    path("cum/<int:pk>/", clusters.ClusterDetail.as_view(), name="cluster"),
    path("cum/<int:pk>/dua-xa-vao/", clusters.ClusterPut.as_view(), name="cluster_put"),
    path("cum/<int:pk>/phu-trach/", clusters.ClusterCharge.as_view(), name="cluster_charge"),
    path("cum/<int:pk>/ket-thuc/", clusters.ClusterClose.as_view(), name="cluster_close"),
    path("doan-cong-tac/", delegations.DelegationList.as_view(), name="delegations"),
    path("doan-cong-tac/lap/", delegations.DelegationOpen.as_view(), name="delegation_open"),
    path("doan-cong-tac/<int:pk>/", delegations.DelegationDetail.as_view(), name="delegation"),
    path("doan-cong-tac/<int:pk>/them/", delegations.DelegationAdd.as_view(), name="delegation_add"),
    path("doan-cong-tac/<int:pk>/quy-che/", delegations.DelegationNewCharter.as_view(), name="delegation_charter"),
    path("doan-cong-tac/<int:pk>/ket-thuc/", delegations.DelegationClose.as_view(), name="delegation_close"),
    path(
        "doan-cong-tac/<int:pk>/thanh-vien/<int:member>/sua/",
        delegations.DelegationChange.as_view(),
        name="delegation_change",
    ),
    path(
        "doan-cong-tac/<int:pk>/thanh-vien/<int:member>/thoi/",
        delegations.DelegationLeave.as_view(),
        name="delegation_leave",
    ),
    path("trach-nhiem/", duties.DutiesPage.as_view(), name="duties"),
    path("trach-nhiem/chua-doc/", duties.UnreadList.as_view(), name="duties_unread"),
    path("trach-nhiem/duoc-quyen/", duties.Powers.as_view(), name="powers"),
    path("trach-nhiem/<int:pk>/da-doc/", duties.ConfirmReading.as_view(), name="duty_confirm"),
    path("trach-nhiem/<int:pk>/ban-hanh/", duties.ReviseDuties.as_view(), name="duties_revise"),
    path("ho-gia-dinh/", households.HouseholdList.as_view(), name="households"),
    path("ho-gia-dinh/them/", households.HouseholdAdd.as_view(), name="household_add"),
    path("ho-gia-dinh/<int:pk>/sua/", households.HouseholdEdit.as_view(), name="household_edit"),
]
