"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "contacts"
urlpatterns: list[URLPattern] = []
