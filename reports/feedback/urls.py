"""Addresses of this slice: each action on a petition has its own, made from the table of actions."""

from django.urls import path

from reports.feedback.views import acting, contributing, desk, detail, listing, sending, statistics

app_name = "feedback"
urlpatterns = [
    path("", listing.PetitionList.as_view(), name="list"),
    path("gui/", sending.SendPetition.as_view(), name="send"),
    path("thong-ke/", statistics.PetitionStatistics.as_view(), name="statistics"),
    path("tuong-tu/", sending.Alike.as_view(), name="alike"),
    path("nganh/", desk.ReferralList.as_view(), name="desk"),
    path("cua-dia-ban/<int:pk>/", listing.PetitionsOfUnit.as_view(), name="of_unit"),
    path("tep/<uuid:uuid>/", detail.PetitionFileDownload.as_view(), name="file"),
    path("<uuid:uuid>/phoi-hop/", contributing.Contribute.as_view(), name="contribute"),
    path("<uuid:uuid>/", detail.PetitionDetail.as_view(), name="detail"),
    *(
        path(f"<uuid:uuid>/{act.slug}/", acting.PetitionActionView.as_view(act=act), name=act.action.value)
        for act in acting.ACTS
    ),
]
