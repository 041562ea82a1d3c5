"""Addresses of this slice."""

app_name = "assignments"
urlpatterns: list = []
