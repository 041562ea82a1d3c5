"""Addresses of this slice."""

from django.urls import path

from reports.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.ContactList.as_view(), name="list"),
    path("ghi/", views.ContactPage.as_view(), name="record"),
    path("cua-dia-ban/<int:pk>/", views.ContactsOfUnit.as_view(), name="of_unit"),
    path("<uuid:uuid>/sua/", views.ChangeContact.as_view(), name="change"),
    path("<uuid:uuid>/rut-lai/", views.TakeBackContact.as_view(), name="take_back"),
]
