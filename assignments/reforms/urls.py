"""Addresses of this slice."""

app_name = "reforms"
urlpatterns: list = []
