"""Addresses of this slice."""

app_name = "profiles"
urlpatterns: list = []
