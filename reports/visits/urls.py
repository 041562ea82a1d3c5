"""Addresses of this slice. A visit's own page also shows what later slices keep, so `reports.fieldbook` composes it."""

from django.urls import include, path

from reports.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.VisitList.as_view(), name="list"),
    path("cua-dia-ban/<int:pk>/", views.VisitsOfUnit.as_view(), name="of_unit"),
    path("<uuid:uuid>/hoan/", views.PostponeVisit.as_view(), name="postpone"),
    path("<uuid:uuid>/huy/", views.CancelVisit.as_view(), name="cancel"),
    path("<uuid:uuid>/dinh-chinh/", views.AmendVisit.as_view(), name="amend"),
    path("<uuid:uuid>/de-nghi-sua/", views.AskToCorrect.as_view(), name="ask"),
    path("<uuid:uuid>/tra-loi-xa/", views.ReplyToCorrection.as_view(), name="reply"),
    path("", include("reports.fieldbook.visit_urls")),
]
