"""Addresses of this slice."""

from django.urls import path

from reports.fieldbook import views

app_name = "fieldbook"
urlpatterns = [
    path("ghi-nhan/", views.EntryPage.as_view(), name="log"),
    path("ghi-nhan/bao-lai/", views.RepliesOfPlace.as_view(), name="replies"),
    path("ghi-nhan/<uuid:uuid>/", views.EntryPage.as_view(), name="log_plan"),
    path("chuyen-di/<uuid:uuid>/sua/", views.edit, name="edit"),
    path("ke-hoach/them/", views.PlanPage.as_view(), name="plan"),
]
