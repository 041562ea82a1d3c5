"""What changes meetings, attendances, plans, notes and feeds."""

from reports.planner.services.attendance import keep_plan, move_plan, move_with_meeting, sign_up, withdraw
from reports.planner.services.feeds import open_feed, revoke_feed
from reports.planner.services.meetings import MeetingContent, cancel_meeting, change_meeting, publish_meeting
from reports.planner.services.notes import take_back_note, write_note

__all__ = [
    "MeetingContent",
    "cancel_meeting",
    "change_meeting",
    "keep_plan",
    "move_plan",
    "move_with_meeting",
    "open_feed",
    "publish_meeting",
    "revoke_feed",
    "sign_up",
    "take_back_note",
    "withdraw",
    "write_note",
]
