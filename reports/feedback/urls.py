"""Addresses of this slice."""

from django.urls import path

from reports.feedback import views

app_name = "feedback"
urlpatterns = [
    path("", views.PetitionList.as_view(), name="list"),
    path("cua-dia-ban/<int:pk>/", views.PetitionsOfUnit.as_view(), name="of_unit"),
    path("<uuid:uuid>/", views.PetitionDetail.as_view(), name="detail"),
    path("<uuid:uuid>/chuyen-nganh/", views.DispatchPetition.as_view(), name="dispatch"),
    path("<uuid:uuid>/tra-loi/", views.AnswerPetition.as_view(), name="answer"),
    path("<uuid:uuid>/tra-loi-lai/", views.ReopenPetition.as_view(), name="reopen"),
    path("<uuid:uuid>/ket-thuc/", views.ClosePetition.as_view(), name="close"),
    path("<uuid:uuid>/chi-dao/", views.DirectPetition.as_view(), name="direct"),
]
