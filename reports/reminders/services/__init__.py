"""What changes messages, ladders, letters and urging."""

from reports.reminders.services.climbing import climb, settle
from reports.reminders.services.letters import send_letters, write_letters
from reports.reminders.services.reading import choose_mail, read, read_all
from reports.reminders.services.reminding import remind
from reports.reminders.services.running import Outcome, run_due
from reports.reminders.services.urging import hearer, record_outcome, urge

__all__ = [
    "Outcome",
    "choose_mail",
    "climb",
    "hearer",
    "read",
    "read_all",
    "record_outcome",
    "remind",
    "run_due",
    "send_letters",
    "settle",
    "urge",
    "write_letters",
]
