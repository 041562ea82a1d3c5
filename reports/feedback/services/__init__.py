"""What changes a petition. One function writes each status; each step leaves a line; no edit moves a clock."""

from reports.feedback.services.contributing import contribute
from reports.feedback.services.receiving import (
    escalate,
    handle,
    link,
    receive,
    refine,
    send_back,
    supplement,
    unlink,
)
from reports.feedback.services.referring import Asked, consolidate, dispatch, hand_back, recall, refer, release
from reports.feedback.services.replying import Answer, answer, answer_with, interim, take_up
from reports.feedback.services.settling import approve, close, direct, give_up, is_told, reopen, resolve, tell
from reports.feedback.services.submitting import Origin, PetitionConflict, PetitionContent, submit, write_petitions

__all__ = [
    "Answer",
    "Asked",
    "Origin",
    "PetitionConflict",
    "PetitionContent",
    "answer",
    "answer_with",
    "approve",
    "close",
    "consolidate",
    "contribute",
    "direct",
    "dispatch",
    "escalate",
    "give_up",
    "hand_back",
    "handle",
    "interim",
    "is_told",
    "link",
    "recall",
    "receive",
    "refer",
    "refine",
    "release",
    "reopen",
    "resolve",
    "send_back",
    "submit",
    "supplement",
    "take_up",
    "tell",
    "unlink",
    "write_petitions",
]
