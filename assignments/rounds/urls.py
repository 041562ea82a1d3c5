"""Addresses of this slice."""

from django.urls import path

from assignments.rounds.views import actions, lists

app_name = "rounds"
urlpatterns = [
    path("", lists.RoundList.as_view(), name="list"),
    path("lap/", actions.RoundAdd.as_view(), name="add"),
    path("<int:pk>/", lists.RoundDetail.as_view(), name="detail"),
    path("<int:pk>/so-sanh/", lists.RoundCompare.as_view(), name="compare"),
    path("<int:pk>/kiem-tra/", lists.RoundChecks.as_view(), name="checks"),
    path("<int:pk>/sua/", actions.RoundEdit.as_view(), name="edit"),
    path("<int:pk>/dia-ban/<int:unit>/", actions.UnitRow.as_view(), name="unit_row"),
    path("<int:pk>/dia-ban/<int:unit>/ghi/", actions.LineEdit.as_view(), name="line_add"),
    path("<int:pk>/dia-ban/<int:unit>/dong/<int:line>/", actions.LineEdit.as_view(), name="line"),
    path("<int:pk>/dong/<int:line>/bo/", actions.LineRemove.as_view(), name="line_remove"),
    path("<int:pk>/de-trong/", actions.LeaveVacant.as_view(), name="leave_vacant"),
    path("<int:pk>/theo-hien-trang/", actions.AcceptState.as_view(), name="accept_state"),
    path("<int:pk>/duyet/", actions.Approve.as_view(), name="approve"),
    path("<int:pk>/huy/", actions.Cancel.as_view(), name="cancel"),
    path("<int:pk>/quyet-dinh/", actions.Decision.as_view(), name="decision"),
]
