"""Addresses of this slice."""

from django.urls import path

from assignments.profiles import views

app_name = "profiles"
urlpatterns = [
    path("", views.ProfilesNeedingUpdate.as_view(), name="needing_update"),
    path("ranh-gioi/", views.boundaries, name="boundaries"),
    path("<int:pk>/", views.ProfilePage.as_view(), name="unit"),
    path("<int:pk>/5-dieu-can-biet/", views.FiveOfUnit.as_view(), name="of_unit"),
    path("<int:pk>/nhap/", views.EnterFacts.as_view(), name="enter"),
    path("<int:pk>/muc/<slug:code>/", views.FactHistory.as_view(), name="history"),
]
