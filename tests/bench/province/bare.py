"""Floors: a Django page with nothing of the portal in it, and Django's own list of the same table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.contrib.admin
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path

from reports.visits.models import Visit

STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What `startproject` writes."""

_PAGE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ user.full_name }}</p>{% csrf_token %}"


def bare(request: HttpRequest) -> HttpResponse:
    """A page for somebody who is logged in: session, account, one small template."""
    return HttpResponse(engines["django"].from_string(_PAGE).render({"title": "Trang trơn"}, request))


class OpenSite(AdminSite):
    """Django's own admin site, open to whoever is logged in: its pages are measured, not its rights."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class StockVisits(ModelAdmin):
    list_display = ("date", "unit", "officer", "type", "status")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_module_permission = has_view_permission


site = OpenSite(name="admin")
site.register(Visit, StockVisits)
urlpatterns = [path("bare/", bare), path("stock/", site.urls)]


def stock() -> override_settings:
    """Django as it comes, over the same database: its middleware, its templates, these addresses."""
    folder = Path(django.contrib.admin.__file__).parent / "templates"
    options = {**settings.TEMPLATES[0]["OPTIONS"]}
    options["context_processors"] = [name for name in options["context_processors"] if name.startswith("django.")]
    templates = [{"BACKEND": settings.TEMPLATES[0]["BACKEND"], "DIRS": [folder], "OPTIONS": options}]
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return override_settings(
        MIDDLEWARE=STOCK, ROOT_URLCONF="tests.bench.province.bare", TEMPLATES=templates, STORAGES=storages
    )
