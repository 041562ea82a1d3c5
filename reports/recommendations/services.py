"""What changes a comment. One function writes the status; each step leaves a line; what was read keeps its words."""

from __future__ import annotations

import datetime
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import access_of
from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import add_months, today
from nammanh.platform.refusals import RULES, check_values, explained, require
from nammanh.platform.text import long_text
from reports.recommendations import policies, states
from reports.recommendations.models import (
    Answer,
    Comment,
    CommentStep,
    CommentType,
    Progress,
    Rest,
    Specificity,
    Visibility,
)
from reports.recommendations.numbering import give_number
from reports.recommendations.rules import WORDS
from reports.recommendations.states import Action, Status
from reports.visits.models import Visit
from reports.visits.services import lock as lock_visit
from reports.visits.services import queue_for

RULES.update(
    {
        "recommendations_comment_transition": _("Góp ý này đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "recommendations_comment_closed": _("Góp ý này đã được đọc nên không sửa lời được. Hãy ghi thêm góp ý mới."),
        "recommendations_comment_number_stays": _("Số của góp ý đã cấp thì giữ nguyên."),
        "recommendations_comment_kept": _("Góp ý đã gửi thì không xóa được; khi chưa ai đọc, đồng chí rút lại."),
    }
)

REST_MONTHS = 1


@dataclass(frozen=True)
class CommentContent:
    """What a person types as one comment: việc – đề xuất – ai – bao giờ, and who is to read it, now or later."""

    uuid: uuids.UUID
    addressee: str
    matter: str
    proposal: str
    responsible: str = ""
    due_on: datetime.date | None = None
    type: str = CommentType.OFFICIAL
    visibility: str = field(default=Visibility.COMMUNE, metadata={"later": True})
    as_draft: bool = field(default=False, metadata={"later": True})

    @property
    def stays(self) -> bool:
        """Not to be sent now: kept as a draft, or a note for oneself."""
        return self.as_draft or self.visibility == Visibility.PRIVATE

    def differs_from(self, comment: Comment) -> bool:
        return any(getattr(comment, name) != getattr(self, name) for name in WORDS)


def write_comments(*, visit: Visit, contents: list[CommentContent], by: Actor) -> list[Comment]:
    """Make the visit's comments what was typed: new ones are added, known ones changed, missing ones taken back.

    One that was read is kept as it is, whether or not it was sent along; other words for it are refused, and so is
    another place. Call it in the visit's own transaction. The visit is the caller's and not yet confirmed.
    """
    known = {comment.uuid: comment for comment in visit.comments.select_for_update(of=("self",))}
    if any(row.status in states.SEEN and row.unit_id != visit.unit_id for row in known.values()):
        raise ValidationError(
            {"unit": _("Góp ý của chuyến đi này đã được đọc nên không đổi địa bàn được. Chọn lại địa bàn cũ.")}
        )
    written = [_write(known, visit, content, by) for content in contents]
    for left_out in known.values():
        _take_back(left_out, by)
    return written


def add_comment(*, visit: Visit, content: CommentContent, by: Actor) -> Comment:
    """One more comment on a visit that was made, confirmed or not. The same one again gives the stored one back."""
    with explained():
        queue_for(content.uuid)
        visit = lock_visit(visit)
        require(policies.may_add(by.user, visit))
        if stored := Comment.objects.filter(uuid=content.uuid, visit=visit).first():
            return stored
        return _write({}, visit, content, by)


def edit_comment(*, comment: Comment, content: CommentContent, by: Actor) -> Comment:
    """Change the words of one that nobody has read, and send it, unless it is to stay a draft."""
    with explained():
        visit = lock_visit(comment.visit)
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.EDIT))
        return _write({content.uuid: comment}, visit, content, by)


def send_comment(*, comment: Comment, by: Actor) -> Comment:
    """A draft or withdrawn comment goes to its recipient."""
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.SEND))
        if comment.status == Status.SENT:
            return comment
        if comment.is_note:
            raise ValidationError(_("Ghi chú cá nhân không gửi đi. Sửa góp ý và chọn gửi ai trước khi gửi."))
        return _send(comment, by)


def withdraw_comment(*, comment: Comment, by: Actor) -> Comment:
    """Take a comment back before anybody has read it. Its number stays with it."""
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.WITHDRAW))
        if comment.status == Status.WITHDRAWN:
            return comment
        if comment.status in states.SEEN:
            raise ValidationError(_("Góp ý đã được đọc nên không rút lại được."))
        return _withdraw(comment, by)


def read_comment(*, comment: Comment, by: Actor) -> Comment:
    """The recipient has opened it: from now on its words stand. Opening it again changes nothing."""
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.READ))
        return _read(comment, by)


def read_comments_of(*, visit: Visit, by: Actor) -> None:
    """Who confirms a visit has its comments before the eyes: all that wait for this person are read."""
    for comment in Comment.objects.visible_to(by.user).filter(visit=visit).awaiting_reading().order_by("pk"):
        if policies.has_right(by.user, comment, Action.READ):
            read_comment(comment=comment, by=by)


def judge_comment(*, comment: Comment, specificity: str, by: Actor) -> Comment:
    """The commune's verdict. It may change its mind; the last word counts. Who judges has read."""
    if specificity not in Specificity.values:
        raise ValidationError({"specificity": _("Chọn “Cụ thể”, “Chung chung” hoặc “Khó thực hiện”.")})
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.JUDGE))
        return _judge(_read(comment, by), specificity, by)


def answer_comment(*, comment: Comment, answer: str, text: str, by: Actor, specificity: str = "") -> Comment:
    """The recipient answers in words; a verdict may come with the answer."""
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, Action.ANSWER))
        if (comment.answer, comment.reply) == (answer, long_text(text)):
            return comment  # the same answer sent twice
        if answer not in Answer.values:
            raise ValidationError({"answer": _("Chọn một trong bốn cách trả lời.")})
        if not text.strip():
            raise ValidationError({"text": _("Ghi lời trả lời.")})
        comment = _read(comment, by)
        if specificity and policies.may_judge(by.user, comment):
            comment = _judge(comment, specificity, by)
        answered = {"answer": answer, "reply": text, "answered_by": by.at_keyboard, "answered_at": timezone.now()}
        return _move(comment, Action.ANSWER, by, note=text, outcome=answer, changes=answered)


def follow_up(
    *,
    comment: Comment,
    progress: str,
    day: datetime.date,
    by: Actor,
    expected_on: datetime.date | None = None,
    text: str = "",
) -> Comment:
    """The officer has looked on `day` whether it was carried out; until it is, a new day may be agreed each time."""
    action = Action.FINISH if progress == Progress.DONE else Action.FOLLOW_UP
    expected_on = None if action == Action.FINISH else expected_on
    with explained():
        comment = _lock(comment)
        require(policies.has_right(by.user, comment, action))
        if _repeated(comment, action, day, expected_on, text, by):
            return comment
        if progress not in Progress.values:
            raise ValidationError({"progress": _("Chọn kết quả thực hiện.")})
        if not comment.given_on <= day <= today():
            raise ValidationError({"day": _("Ngày theo dõi nằm trong khoảng từ ngày góp ý đến hôm nay.")})
        if expected_on and expected_on <= day:
            raise ValidationError({"expected_on": _("Ngày hẹn xong phải sau ngày theo dõi.")})
        looked = {"progress": progress, "followed_on": day, "expected_on": expected_on}
        return _move(comment, action, by, note=text, outcome=progress, day=day, changes=looked)


def put_off(*, commune: Unit, by: Actor) -> Rest:
    """Don't remind this officer of visits to `commune` without a comment for a month."""
    require(policies.may_put_off(by.user))
    with explained():
        until = {"until": add_months(today(), REST_MONTHS)}
        officer = access_of(by.user).officer_id
        return Rest.objects.update_or_create(officer_id=officer, commune=commune, defaults=until)[0]


# --- parts -----------------------------------------------------------------------------------------------------------


def _lock(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("unit", "visit", "officer")
    return rows.get(pk=comment.pk)


def _write(known: dict[uuids.UUID, Comment], visit: Visit, content: CommentContent, by: Actor) -> Comment:
    """One typed comment: what is known of it is changed, or replaced where its number belongs to another register."""
    uuid, comment = content.uuid, known.pop(content.uuid, None)
    if comment and comment.status in states.SEEN:
        if content.differs_from(comment):
            raise ValidationError(
                _("Góp ý “%(matter)s” đã được đọc nên không sửa lời được. Hãy ghi thêm góp ý mới.")
                % {"matter": comment}
            )
        return comment
    if comment and comment.status != Status.DRAFT and _in_another_register(comment, visit, content):
        _take_back(comment, by)
        uuid = uuids.uuid5(content.uuid, f"{visit.unit.commune_id} {content.visibility}")
        comment = known.pop(uuid, None)
    if content.due_on and content.due_on < visit.date:
        raise ValidationError(_("Góp ý: thời hạn hoàn thành phải từ ngày đi trở về sau."))
    changed = comment is not None and (content.differs_from(comment) or comment.given_on != visit.date)
    comment = comment or Comment(uuid=uuid, entered_by=by.at_keyboard)
    for name in WORDS:
        setattr(comment, name, getattr(content, name))
    comment.visit, comment.unit, comment.officer_id = visit, visit.unit, visit.officer_id
    comment.given_on = visit.date
    return _put(comment, by, stays=content.stays, changed=changed)


def _put(comment: Comment, by: Actor, *, stays: bool, changed: bool) -> Comment:
    """Store the words, then let the comment go, stay or come back as its author wants."""
    if comment.pk is None:
        return _move(comment, Action.WRITE, by) if stays else _send(comment, by)
    moves = comment.status == Status.SENT if stays else comment.status != Status.SENT
    if changed:
        if comment.status == Status.SENT:
            give_number(comment)  # a talk may have become a formal comment
        comment = _move(comment, Action.EDIT, by)
    elif not moves:
        comment.save()  # the place within the commune may have changed with the visit's
    if not moves:
        return comment
    return _withdraw(comment, by) if stays else _send(comment, by)


def _in_another_register(comment: Comment, visit: Visit, content: CommentContent) -> bool:
    """Numbers run for each commune and circle of readers: what moves to another one is another comment."""
    return comment.visibility != content.visibility or comment.commune_id != visit.unit.commune_id


def _take_back(comment: Comment, by: Actor) -> None:
    """What the author leaves out: a draft is thrown away, what was sent is withdrawn, what was read stays."""
    if comment.status == Status.DRAFT:
        comment.delete()
    elif comment.status == Status.SENT:
        _withdraw(comment, by)


def _send(comment: Comment, by: Actor) -> Comment:
    give_number(comment)
    return _move(comment, Action.SEND, by, changes={"sent_at": timezone.now()})


def _withdraw(comment: Comment, by: Actor) -> Comment:
    return _move(comment, Action.WITHDRAW, by, changes={"sent_at": None})


def _read(comment: Comment, by: Actor) -> Comment:
    if comment.status in states.SEEN:
        return comment
    return _move(comment, Action.READ, by, changes={"read_by": by.at_keyboard, "read_at": timezone.now()})


def _judge(comment: Comment, specificity: str, by: Actor) -> Comment:
    if comment.specificity == specificity:
        return comment
    verdict = {"specificity": specificity, "judged_by": by.at_keyboard, "judged_at": timezone.now()}
    return _move(comment, Action.JUDGE, by, outcome=specificity, changes=verdict)


def _repeated(
    comment: Comment, action: str, day: datetime.date, expected_on: datetime.date | None, text: str, by: Actor
) -> bool:
    """Whether the latest step is this very one by the same person: a double click, not a second look."""
    latest = comment.steps.order_by("-at", "-pk").first()
    return latest is not None and (
        (latest.action, latest.day, latest.expected_on, latest.note, latest.by_id)
        == (action, day, expected_on, long_text(text), by.user.pk)
    )


def _move(
    comment: Comment,
    action: str,
    by: Actor,
    note: str = "",
    outcome: str = "",
    day: datetime.date | None = None,
    changes: Mapping[str, object] | None = None,
) -> Comment:
    """The one door for the status: asks the table, writes the fields and the step."""
    before = comment.status if comment.pk else None
    if not states.may_follow(action, before):
        raise ValidationError(
            _("Không thể %(action)s: góp ý đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": Action(action).label.lower(), "status": comment.get_status_display()}
        )
    for name, value in (changes or {}).items():
        setattr(comment, name, value)
    comment.status = states.after(action, before)
    check_values(comment)
    comment.save()
    CommentStep.objects.create(
        comment=comment,
        action=action,
        status=comment.status,
        outcome=outcome,
        day=day,
        expected_on=comment.expected_on if action == Action.FOLLOW_UP else None,
        note=note,
        by=by.user,
        secretary=by.secretary,
    )
    return comment
