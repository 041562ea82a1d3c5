"""Addresses of this slice."""

from django.urls import path

from reports.recommendations import views

app_name = "recommendations"
urlpatterns = [
    path("", views.CommentList.as_view(), name="list"),
    path("<uuid:uuid>/danh-gia/", views.JudgeComment.as_view(), name="judge"),
]
