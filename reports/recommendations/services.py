"""Giving a comment with a visit, and the commune's verdict on it."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from reports.recommendations import policies
from reports.recommendations.models import Comment, CommentType, Specificity
from reports.visits.models import Visit


@dataclass(frozen=True)
class CommentContent:
    """What a person types as one comment: việc – đề xuất – ai – bao giờ."""

    uuid: uuids.UUID
    addressee: str
    matter: str
    proposal: str
    responsible: str = ""
    due_on: datetime.date | None = None
    type: str = CommentType.OFFICIAL


WORDS = ("addressee", "matter", "proposal", "responsible", "due_on", "type")
"""The parts of a comment that a verdict is about."""


def write_comments(*, visit: Visit, contents: list[CommentContent], by: Actor) -> list[Comment]:
    """Make the visit's comments what was typed: new ones are added, known ones changed, missing ones taken back.

    Call it in the visit's own transaction. The visit is the caller's and not yet confirmed.
    """
    known = {comment.uuid: comment for comment in visit.comments.select_for_update(of=("self",))}
    written = []
    for content in contents:
        comment = known.pop(content.uuid, None) or Comment(uuid=content.uuid, entered_by=by.at_keyboard)
        comment.visit, comment.unit_id, comment.officer_id = visit, visit.unit_id, visit.officer_id
        comment.given_on = visit.date
        words = {name: getattr(content, name) for name in WORDS}
        if any(getattr(comment, name) != value for name, value in words.items()):
            comment.specificity, comment.judged_by, comment.judged_at = "", None, None  # a verdict on other words
        for name, value in words.items():
            setattr(comment, name, value)
        if comment.due_on and comment.due_on < comment.given_on:
            raise ValidationError(_("Góp ý: thời hạn hoàn thành phải từ ngày đi trở về sau."))
        comment.full_clean(validate_unique=False, validate_constraints=False)
        comment.save()
        written.append(comment)
    for taken_back in known.values():
        taken_back.delete()
    return written


def judge_comment(*, comment: Comment, specificity: str, by: Actor) -> Comment:
    """The commune says whether a comment was specific or vague. It may change its mind; the last word counts."""
    require(policies.may_judge(by.user, comment))
    if specificity not in Specificity.values:
        raise ValidationError({"specificity": _("Chọn “Cụ thể” hoặc “Chung chung”.")})
    with explained():
        comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        comment.specificity, comment.judged_by, comment.judged_at = specificity, by.at_keyboard, timezone.now()
        comment.save(update_fields=["specificity", "judged_by", "judged_at"])
    return comment
