"""Addresses of this slice."""

app_name = "matching"
urlpatterns: list = []
