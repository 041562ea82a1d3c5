"""Addresses of this slice."""

app_name = "recommendations"
urlpatterns: list = []
