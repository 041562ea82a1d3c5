"""Addresses of this slice."""

app_name = "handovers"
urlpatterns: list = []
