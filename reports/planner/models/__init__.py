"""Calendars: what communes publish, who signs up, what each year brings, what is said about a plan, who subscribes."""

from reports.planner.models.events import EventBasis, EventKind, Feast, YearlyEvent
from reports.planner.models.meetings import Attendance, LocalMeeting, MeetingKind, MeetingStep
from reports.planner.models.sharing import CalendarFeed, PlanNote

__all__ = [
    "Attendance",
    "CalendarFeed",
    "EventBasis",
    "EventKind",
    "Feast",
    "LocalMeeting",
    "MeetingKind",
    "MeetingStep",
    "PlanNote",
    "YearlyEvent",
]
