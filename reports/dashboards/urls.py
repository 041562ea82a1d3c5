"""Addresses of this slice."""

from django.urls import path

from reports.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("tong-quan/", views.OverviewPage.as_view(), name="overview"),
    path("tong-quan/im-lang/<int:tier>/", views.SilentPlaces.as_view(), name="silent"),
    path("ban-lam-viec/", views.Desk.as_view(), name="desk"),
    path("nhat-ky-truy-cap/", views.AccessLogPage.as_view(), name="access_log"),
]
