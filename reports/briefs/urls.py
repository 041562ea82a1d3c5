"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "briefs"
urlpatterns: list[URLPattern] = []
