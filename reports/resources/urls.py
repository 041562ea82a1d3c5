"""Addresses of this slice."""

from django.urls import path

from reports.resources import views

app_name = "resources"
urlpatterns = [
    path("", views.PledgeList.as_view(), name="list"),
    path("them/", views.RecordPledge.as_view(), name="record"),
    path("<uuid:uuid>/", views.PledgeDetail.as_view(), name="detail"),
    path("<uuid:uuid>/sua/", views.EditPledge.as_view(), name="edit"),
    path("<uuid:uuid>/cam-ket/", views.PromisePledge.as_view(), name="pledge"),
    path("<uuid:uuid>/thuc-nhan/", views.ReceivePledge.as_view(), name="receive"),
    path("<uuid:uuid>/ban-giao/", views.HandOverPledge.as_view(), name="hand_over"),
    path("<uuid:uuid>/khong-thanh/", views.FailPledge.as_view(), name="fail"),
]
