"""Addresses of this slice."""

from django.urls import path

from assignments.imports.views import lines, steps

app_name = "imports"
urlpatterns = [
    path("", steps.ImportList.as_view(), name="start"),
    path("tai-len/", steps.Upload.as_view(), name="upload"),
    path("mau/<slug:kind>.xlsx", lines.Sample.as_view(), name="sample"),
    path("<int:pk>/", steps.Job.as_view(), name="job"),
    path("<int:pk>/ghep-cot/", steps.Match.as_view(), name="match"),
    path("<int:pk>/kiem-tra/", steps.Check.as_view(), name="check"),
    path("<int:pk>/tra-loi/", steps.Answer.as_view(), name="answer"),
    path("<int:pk>/xac-nhan/", steps.Confirm.as_view(), name="confirm"),
    path("<int:pk>/huy/", steps.Cancel.as_view(), name="cancel"),
    path("<int:pk>/dong/", lines.RowList.as_view(), name="rows"),
    path("<int:pk>/dong-loi.xlsx", lines.FailedRows.as_view(), name="failed"),
]
