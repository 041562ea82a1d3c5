"""Addresses of this slice."""

from django.urls import path

from reports.evidence import piece_views, views

app_name = "evidence"
urlpatterns = [
    path("<uuid:uuid>/", views.file, name="file"),
    path("<uuid:uuid>/nho/", views.thumbnail, name="thumbnail"),
    path("<uuid:uuid>/go/", views.TakeBack.as_view(), name="take_back"),
    path(
        "<uuid:visit>/cua-chuyen-di/", views.EvidenceOfVisit.as_view(http_method_names=["get", "head"]), name="of_visit"
    ),
    path("<uuid:visit>/them/", views.AddEvidence.as_view(), name="add"),
    path("<uuid:visit>/phan/<uuid:evidence>/", piece_views.ArrivingFile.as_view(), name="piece"),
]
