"""Addresses of this slice. The worker lies at the root: it may only serve what lies beside or below it."""

from django.urls import path

from reports.offline import views

app_name = "offline"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("ngoai-tuyen/", views.page, name="page"),
    path("ngoai-tuyen/khong-co/", views.shell_page, name="shell"),
    path("ngoai-tuyen/phien.json", views.session, name="session"),
    path("ngoai-tuyen/danh-muc.json", views.catalogue, name="catalogue"),
]
