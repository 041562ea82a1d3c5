"""Addresses of this slice."""

from django.urls import path

from reports.planner.views import calendar, cells, feeds, meetings, planning

app_name = "planner"
urlpatterns = [
    path("", calendar.CalendarPage.as_view(), name="calendar"),
    path("hop/", meetings.MeetingList.as_view(), name="meetings"),
    path("hop/cong-bo/", meetings.PublishMeeting.as_view(), name="publish"),
    path("hop/<uuid:uuid>/", meetings.MeetingDetail.as_view(), name="meeting"),
    path("hop/<uuid:uuid>/doi/", meetings.ChangeMeeting.as_view(), name="change"),
    path("hop/<uuid:uuid>/huy/", meetings.CancelMeeting.as_view(), name="cancel"),
    path("hop/<uuid:uuid>/dang-ky/", meetings.SignUp.as_view(), name="sign_up"),
    path("hop/<uuid:uuid>/rut/", meetings.Withdraw.as_view(), name="withdraw"),
    path("sinh-hoat-chi-bo/", cells.CellMatrix.as_view(), name="cells"),
    path("khi-lap-ke-hoach/", planning.AroundPlan.as_view(), name="around"),
    path("chuyen-di/<uuid:uuid>/", planning.OfVisit.as_view(), name="of_visit"),
    path("chuyen-di/<uuid:uuid>/theo-lich-hop/", planning.FollowMeeting.as_view(), name="follow"),
    path("chuyen-di/<uuid:uuid>/giu-nguyen/", planning.KeepPlan.as_view(), name="keep"),
    path("chuyen-di/<uuid:uuid>/cung-ngay/<uuid:other>/", planning.JoinVisit.as_view(), name="join"),
    path("chuyen-di/<uuid:uuid>/nhan/", planning.LeaveNote.as_view(), name="note"),
    path("loi-nhan/<uuid:uuid>/rut-lai/", planning.TakeBackNote.as_view(), name="take_back_note"),
    path("lien-ket/", feeds.FeedPage.as_view(), name="feed_page"),
    path("ics/<slug:token>.ics", feeds.feed, name="feed"),
]
