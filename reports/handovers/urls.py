"""Addresses of this slice. A hand-over is named by the receiver's assignment, a line by its record."""

from django.urls import path

from reports.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.HandOverList.as_view(), name="list"),
    path("cua-dia-ban/<int:pk>/", views.HandOversOfUnit.as_view(), name="of_unit"),
    path("cua-can-bo/<int:pk>/", views.HandOversOfOfficer.as_view(), name="of_officer"),
    path("<int:pk>/", views.DossierPage.as_view(), name="dossier"),
    path("<int:pk>/nhan/", views.AcceptLines.as_view(), name="accept"),
    path("<int:pk>/<slug:line>/de-nghi-lam-ro/", views.AskAboutLine.as_view(), name="ask"),
    path("<int:pk>/<slug:line>/lam-ro/", views.ExplainLine.as_view(), name="explain"),
]
