"""Addresses of this slice."""

from django.urls import path, re_path

from reports.reminders.views import members, messages, urges

app_name = "reminders"
_RECORD = r"(?P<kind>phan-anh|chuyen-di|gop-y)/(?P<uuid>[0-9a-f-]{36})"
urlpatterns = [
    path("thong-bao/", messages.Inbox.as_view(), name="inbox"),
    path("thong-bao/xem-het/", messages.ReadAll.as_view(), name="read_all"),
    path("thong-bao/nhan-thu/", messages.MailChoices.as_view(), name="mail"),
    path("thong-bao/<uuid:uuid>/mo/", messages.OpenMessage.as_view(), name="open"),
    path("don-doc/", urges.UrgeList.as_view(), name="urges"),
    path("don-doc/<uuid:uuid>/ket-qua/", urges.UrgeOutcome.as_view(), name="outcome"),
    path("don-doc/doan/<int:delegation>/", members.RemindersOfDelegation.as_view(), name="of_delegation"),
    path("don-doc/doan/<int:delegation>/<int:officer>/", members.RemindMember.as_view(), name="remind"),
    path(
        "don-doc/doan/<int:delegation>/<int:officer>/<int:place>/", members.RemindMember.as_view(), name="remind_place"
    ),
    re_path(rf"^don-doc/{_RECORD}/$", urges.UrgePage.as_view(), name="urge"),
    re_path(rf"^don-doc/{_RECORD}/cac-lan/$", urges.UrgesOfRecord.as_view(), name="of_record"),
]
