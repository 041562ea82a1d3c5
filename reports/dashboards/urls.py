"""Addresses of this slice."""

from django.urls import path

from reports.dashboards.views import boards, bodies, desk, leaders, maps, matrices, officers

app_name = "dashboards"
urlpatterns = [
    path("tong-quan/", boards.Home.as_view(), name="overview"),
    path("tong-quan/chi-tiet/", leaders.DetailsPage.as_view(), name="details"),
    path("tong-quan/ban-do/", maps.MapPage.as_view(), name="map"),
    path("tong-quan/dia-ban/<int:pk>/", boards.PlacePage.as_view(), name="place"),
    path("tong-quan/dia-ban/<int:pk>/viec-cua-xa/", boards.CommuneWork.as_view(), name="work"),
    path("tong-quan/dia-ban/<int:pk>/noi-tuong-tu/", boards.SimilarPlaces.as_view(), name="similar"),
    path("tong-quan/cum/<int:pk>/", boards.ClusterPage.as_view(), name="cluster"),
    path("tong-quan/nganh/<int:pk>/", bodies.DepartmentPage.as_view(), name="department"),
    path("tong-quan/doan/<int:pk>/", bodies.DelegationPage.as_view(), name="delegation"),
    path("tong-quan/doan/<int:pk>/trach-nhiem/", bodies.ResponsibilityReport.as_view(), name="responsibility"),
    path("tong-quan/im-lang/<int:tier>/", leaders.SilentPlaces.as_view(), name="silent"),
    path("tong-quan/bang/dia-ban-thang/", matrices.PlacesByMonth.as_view(), name="places_by_month"),
    path("tong-quan/bang/hai-chieu/", matrices.BothWays.as_view(), name="both_ways"),
    path("tong-quan/bang/nganh-thang/", matrices.DepartmentsByMonth.as_view(), name="departments_by_month"),
    path("tong-quan/can-bo/<int:pk>/", officers.OfficerPage.as_view(), name="officer"),
    path("tong-quan/can-bo/<int:pk>/loi-vao/", officers.OfficerEntry.as_view(), name="officer_entry"),
    path("tong-quan/viec-cua-toi/", officers.OwnDuties.as_view(), name="own_duties"),
    path("ban-lam-viec/", desk.Desk.as_view(), name="desk"),
    path("nhat-ky-truy-cap/", desk.AccessLogPage.as_view(), name="access_log"),
]
