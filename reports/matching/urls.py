"""Addresses of this slice."""

from django.urls import path

from reports.matching import views

app_name = "matching"
urlpatterns = [
    path("", views.ProposalList.as_view(), name="proposals"),
    path("phan-cong/", views.AssignChosen.as_view(), name="assign"),
    path("vao-dot/", views.IntoRound.as_view(), name="into_round"),
    path("trong-so/", views.Weights.as_view(), name="weights"),
]
