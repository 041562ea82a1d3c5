"""Ladders and their ledger, messages and letters, urging."""

from reports.reminders.models.ladders import Rung, RungStep, Span
from reports.reminders.models.messages import Digest, MailChoice, MailTerm, Message, mail_term
from reports.reminders.models.running import TaskRun
from reports.reminders.models.urges import Urge

__all__ = ["Digest", "MailChoice", "MailTerm", "Message", "Rung", "RungStep", "Span", "TaskRun", "Urge", "mail_term"]
