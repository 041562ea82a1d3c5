"""Addresses of this slice."""

from django.urls import path

from reports.household_visits.views import coverage, entry, places

app_name = "household_visits"
urlpatterns = [
    path("", places.PlaceList.as_view(), name="places"),
    path("dia-ban/<int:pk>/", places.HouseholdsOfPlace.as_view(), name="place"),
    path("ho/<int:pk>/", places.HouseholdDetail.as_view(), name="household"),
    path("ghi/", entry.LogHouseholdVisit.as_view(), name="log"),
    path("chon-ho/", entry.HouseholdsToTick.as_view(), name="pick"),
    path("chuyen-di/<uuid:uuid>/", places.HouseholdsOfVisit.as_view(), name="of_visit"),
    path("can-theo-doi/", places.FollowUpList.as_view(), name="follow_ups"),
    path("can-theo-doi/<int:pk>/xong/", places.FinishFollowUp.as_view(), name="finish"),
    path("do-phu/", coverage.Coverage.as_view(), name="coverage"),
]
