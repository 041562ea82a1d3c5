"""Addresses of this slice."""

from django.urls import path

from reports.bulletins.views import conveying, reading, writing

app_name = "bulletins"
urlpatterns = [
    path("", reading.BulletinList.as_view(), name="list"),
    path("soan/", writing.BulletinFormView.as_view(), name="draft"),
    path("truyen-dat/", reading.ConveyanceList.as_view(), name="conveyances"),
    path("truyen-dat/<uuid:uuid>/rut/", conveying.TakeBack.as_view(), name="take_back"),
    path("<uuid:uuid>/", reading.BulletinDetail.as_view(), name="detail"),
    path("<uuid:uuid>/noi-den/", reading.ReachList.as_view(), name="reach"),
    path("<uuid:uuid>/da-xem/", conveying.MarkRead.as_view(), name="mark_read"),
    path("<uuid:uuid>/truyen-dat/", conveying.Convey.as_view(), name="convey"),
    path("<uuid:uuid>/sua/", writing.EditBulletin.as_view(), name="edit"),
    path("<uuid:uuid>/phat-hanh/", writing.PublishBulletin.as_view(), name="publish"),
    path("<uuid:uuid>/thu-hoi/", writing.WithdrawBulletin.as_view(), name="withdraw"),
    path("<uuid:uuid>/tep/", writing.AttachFile.as_view(), name="attach"),
    path("<uuid:uuid>/tep/<int:pk>/", reading.BulletinFileDownload.as_view(), name="file"),
    path("<uuid:uuid>/tep/<int:pk>/bo/", writing.RemoveFile.as_view(), name="remove_file"),
]
