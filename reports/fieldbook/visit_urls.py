"""The pages of one visit that show or write several slices; `reports.visits.urls` takes them into its addresses."""

from django.urls import path

from reports.fieldbook import visit_views

urlpatterns = [
    path("<uuid:uuid>/", visit_views.VisitDetail.as_view(), name="detail"),
    path("<uuid:uuid>/xac-nhan/", visit_views.ConfirmVisit.as_view(), name="confirm"),
]
