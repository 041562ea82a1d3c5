"""Addresses of this slice."""

from django.urls import path

from reports.search import views

app_name = "search"
urlpatterns = [
    path("", views.Results.as_view(), name="results"),
    path("goi-y/", views.Suggest.as_view(), name="suggest"),
]
