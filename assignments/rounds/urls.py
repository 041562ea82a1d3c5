"""Addresses of this slice."""

app_name = "rounds"
urlpatterns: list = []
