"""Addresses of operations on units."""

from django.urls import path

from assignments.reforms import views

app_name = "reforms"
urlpatterns = [
    path("", views.OperationList.as_view(), name="list"),
    path("moi/", views.NewOperation.as_view(), name="new"),
    path("tu-tep/", views.FromFile.as_view(), name="from_file"),
    path("<int:pk>/", views.Operation.as_view(), name="operation"),
    path("<int:pk>/can-cu/", views.Basis.as_view(), name="basis"),
    path("<int:pk>/don-vi/", views.Units.as_view(), name="units"),
    path("<int:pk>/lua-chon/", views.Choices.as_view(), name="choices"),
    path("<int:pk>/hoan-tac/", views.Undo.as_view(), name="undo"),
    path("<int:pk>/bo/", views.Discard.as_view(), name="discard"),
]
