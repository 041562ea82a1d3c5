"""Addresses of this slice."""

app_name = "imports"
urlpatterns: list = []
