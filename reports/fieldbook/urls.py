"""Addresses of this slice."""

app_name = "fieldbook"
urlpatterns: list = []
