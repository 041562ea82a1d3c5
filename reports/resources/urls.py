"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "resources"
urlpatterns: list[URLPattern] = []
