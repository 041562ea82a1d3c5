"""A comment of `officer` on Sơn Phú in any state, and the content that a person types."""

import uuid

from reports.recommendations.services import CommentContent
from tests.factories.reports import CommentFactory, DraftFactory
from tests.fieldbook.scenes import officers_visit


def comment_in(world, request, status="sent", **fields):
    """A comment from a visit of `officer`, in this state with what belongs to it."""
    make = DraftFactory if status == "draft" else CommentFactory
    return make(visit=officers_visit(world, request), status=status, **fields)


def content(**changes):
    return CommentContent(
        **{
            "uuid": uuid.uuid4(),
            "addressee": "committee",
            "matter": "Nạo vét kênh nội đồng ấp 5 chậm",
            "proposal": "Huy động máy của hợp tác xã",
            **changes,
        }
    )
