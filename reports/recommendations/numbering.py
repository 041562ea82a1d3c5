"""The number of a comment: “Góp ý số 12/2026 của xã Sơn Phú”.

Given when it is first sent, from 1 in each year, for each commune without a gap. What goes to the superior has a
register of its own: a gap in the commune's would tell it of what it isn't to see. Talks (trao đổi) have no number.
"""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from assignments.models import Unit
from nammanh.platform.dates import today
from reports.recommendations.models import Comment, CommentType, Visibility


def give_number(comment: Comment) -> None:
    """Set the next number of the register, unless the comment has one or needs none. Needs `unit`; not saved.

    The commune's row is locked to the end of the transaction, so that two senders of one moment get two numbers, and
    one whose transaction fails leaves none behind.
    """
    if comment.number is not None or comment.type == CommentType.INFORMAL:
        return
    commune = comment.unit.commune_id
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=commune)
    year = today().year
    register = Comment.objects.filter(commune=commune, visibility=comment.visibility, number_year=year)
    comment.number = (register.aggregate(last=Max("number"))["last"] or 0) + 1
    comment.number_year = year


def numbered(comment: Comment) -> str:
    """What a comment is called: by its number, or by its kind while it has none. Needs `commune` loaded."""
    if comment.number is None:
        return str(comment.get_type_display()) if not comment.is_note else str(Visibility.PRIVATE.label)
    place = str(comment.commune)
    names = {
        "number": comment.number,
        "year": comment.number_year,
        "commune": place[:1].lower() + place[1:],
    }
    if comment.visibility == Visibility.SUPERIOR:
        return _("Góp ý số %(number)s/%(year)s về %(commune)s, gửi lãnh đạo phụ trách") % names
    return _("Góp ý số %(number)s/%(year)s của %(commune)s") % names
