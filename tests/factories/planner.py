"""Meetings, sign-ups, notes and events as the services leave them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from nammanh.platform.dates import today
from reports.planner.models import Attendance, LocalMeeting, PlanNote, YearlyEvent
from tests.factories.assignments import CommuneFactory, OfficerFactory, UserFactory
from tests.factories.reports import VisitFactory


class MeetingFactory(DjangoModelFactory):
    """A cell meeting in ten days, at half past seven."""

    class Meta:
        model = LocalMeeting

    unit = factory.SubFactory(CommuneFactory)
    kind = "cell"
    title = "Sinh hoạt chi bộ tháng này"
    date = factory.LazyFunction(lambda: today() + datetime.timedelta(days=10))
    starts_at = datetime.time(7, 30)
    ends_at = datetime.time(10, 0)
    place = "Trụ sở ấp"
    published_by = factory.SubFactory(UserFactory)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    officer = factory.SubFactory(OfficerFactory)
    visit = factory.SubFactory(
        VisitFactory,
        officer=factory.SelfAttribute("..officer"),
        unit=factory.SelfAttribute("..meeting.unit"),
        date=factory.SelfAttribute("..meeting.date"),
        status="planned",
        type="party_cell_meeting",
        highlights="",
    )


class PlanNoteFactory(DjangoModelFactory):
    class Meta:
        model = PlanNote

    visit = factory.SubFactory(VisitFactory, status="planned", highlights="")
    officer = factory.SubFactory(OfficerFactory)
    text = "Nhờ đồng chí hỏi tiến độ cầu ấp 3."
    by = factory.SelfAttribute("officer.user")


class EventFactory(DjangoModelFactory):
    class Meta:
        model = YearlyEvent

    code = factory.Sequence(lambda n: f"su-kien-{n}")
    name = "Khai giảng năm học mới"
    kind = "education"
    basis = "fixed"
    from_month, from_day, to_month, to_day = 9, 5, 9, 5
    source = "Nguồn 003"
