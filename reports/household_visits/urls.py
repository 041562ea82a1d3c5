"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "household_visits"
urlpatterns: list[URLPattern] = []
