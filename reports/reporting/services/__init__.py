"""What changes reports."""

from reports.reporting.services.situation import (
    Line,
    discard,
    draft_report,
    recall,
    receive,
    return_report,
    save_report,
    send,
    set_aside,
    take_offered,
)

__all__ = [
    "Line",
    "discard",
    "draft_report",
    "recall",
    "receive",
    "return_report",
    "save_report",
    "send",
    "set_aside",
    "take_offered",
]
