"""Addresses of the account pages. Without a namespace: Django's own parts know them by these names."""

from django.contrib.auth import views as auth_views
from django.urls import path

from nammanh.accounts import views

urlpatterns = [
    path("dang-nhap/", views.Login.as_view(), name="login"),
    path("dang-xuat/", auth_views.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", views.PasswordChange.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("nhap-thay/", views.ActingFor.as_view(), name="acting_for"),
]
