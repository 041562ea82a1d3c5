"""Addresses of this slice."""

from django.urls import path

from reports.briefs import views

app_name = "briefs"
urlpatterns = [path("<uuid:uuid>/", views.BriefPage.as_view(), name="brief")]
