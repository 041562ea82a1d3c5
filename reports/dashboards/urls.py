"""Addresses of this slice."""

app_name = "dashboards"
urlpatterns: list = []
