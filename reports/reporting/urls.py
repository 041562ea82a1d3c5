"""Addresses of this slice: officers' reports, named by their own identity."""

from django.urls import path

from reports.reporting.views import situation, writing

app_name = "reporting"
urlpatterns = [
    path("", situation.SituationList.as_view(), name="list"),
    path("soan/", writing.StartReport.as_view(), name="start"),
    path("<uuid:uuid>/", situation.SituationDetail.as_view(), name="detail"),
    path("<uuid:uuid>/van-ban/", situation.SituationPaper.as_view(), name="paper"),
    path("<uuid:uuid>/sua/", writing.EditReport.as_view(), name="edit"),
    path("<uuid:uuid>/bo-sung/", writing.OfferedPieces.as_view(), name="offered"),
    path("<uuid:uuid>/gui/", writing.SendReport.as_view(), name="send"),
    path("<uuid:uuid>/rut-lai/", writing.RecallReport.as_view(), name="recall"),
    path("<uuid:uuid>/nhan/", writing.ReceiveReport.as_view(), name="receive"),
    path("<uuid:uuid>/tra-lai/", writing.ReturnReport.as_view(), name="return"),
    path("<uuid:uuid>/bo/", writing.DiscardReport.as_view(), name="discard"),
]
