"""What changes a bulletin, and what is recorded of its way to the people."""

from reports.bulletins.services.conveying import (
    ConveyanceContent,
    ConveyedContent,
    convey,
    mark_read,
    take_back,
    write_conveyances,
)
from reports.bulletins.services.publishing import (
    FILE_KINDS,
    FILE_MEGABYTES,
    BulletinContent,
    attach_file,
    draft_bulletin,
    edit_bulletin,
    publish_bulletin,
    remove_file,
    withdraw_bulletin,
)

__all__ = [
    "FILE_KINDS",
    "FILE_MEGABYTES",
    "BulletinContent",
    "ConveyanceContent",
    "ConveyedContent",
    "attach_file",
    "convey",
    "draft_bulletin",
    "edit_bulletin",
    "mark_read",
    "publish_bulletin",
    "remove_file",
    "take_back",
    "withdraw_bulletin",
    "write_conveyances",
]
