"""Addresses of this slice."""

app_name = "feedback"
urlpatterns: list = []
