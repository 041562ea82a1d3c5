"""The table of contents: every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from nammanh.health import healthz
from reports.dashboards.views.desk import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("", include("nammanh.accounts.urls")),
    path("", include("reports.dashboards.urls")),
    path("", include("assignments.urls")),
    path("ho-so-dia-ban/", include("assignments.profiles.urls")),
    path("phan-cong/dot/", include("assignments.rounds.urls")),
    path("sap-xep-don-vi/", include("assignments.reforms.urls")),
    path("nhap-excel/", include("assignments.imports.urls")),
    path("", include("reports.fieldbook.urls")),
    path("di-co-so/", include("reports.visits.urls")),
    path("gop-y/", include("reports.recommendations.urls")),
    path("phan-anh/", include("reports.feedback.urls")),
    path("ky-tap-hop/", include("reports.consolidation.urls")),
    path("bao-cao/", include("reports.reporting.urls")),
    path("tim/", include("reports.search.urls")),
    path("lien-he/", include("reports.contacts.urls")),
    path("minh-chung/", include("reports.evidence.urls")),
    path("thong-tin/", include("reports.bulletins.urls")),
    path("nguon-luc/", include("reports.resources.urls")),
    path("lich/", include("reports.planner.urls")),
    path("tham-ho/", include("reports.household_visits.urls")),
    path("mang-theo/", include("reports.briefs.urls")),
    path("", include("reports.offline.urls")),
    path("", include("reports.reminders.urls")),
    path("phan-cong/ban-giao/", include("reports.handovers.urls")),
    path("phan-cong/de-xuat/", include("reports.matching.urls")),
    path("quan-tri/", admin.site.urls),
]

handler400 = "nammanh.errors.bad_request"
handler403 = "nammanh.errors.forbidden"
handler404 = "nammanh.errors.not_found"
handler500 = "nammanh.errors.server_error"
