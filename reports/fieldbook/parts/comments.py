"""Formal comments given on a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.fields import LongTextField, VietnameseDateField
from reports.fieldbook.forms import lines, short_text
from reports.fieldbook.parts.part import Shown
from reports.fieldbook.parts.rows import RowForm, RowsPart, rows_of
from reports.recommendations.models import Addressee, Comment
from reports.recommendations.queries import dressed
from reports.recommendations.services import CommentContent, write_comments
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import ClientUUIDField
from reports.visits.models import Visit

VAGUE_HINT = _("Góp ý chưa nêu ai làm, bao giờ xong; cơ sở khó thực hiện.")


class CommentForm(RowForm):
    """One formal comment: việc – đề xuất – ai – bao giờ."""

    uuid = ClientUUIDField()
    matter = LongTextField(
        label=_("Việc"), max_length=2000, widget=lines(2), error_messages={"required": _("Ghi việc cần góp ý.")}
    )
    proposal = LongTextField(
        label=_("Đề xuất"),
        max_length=2000,
        widget=lines(2),
        error_messages={"required": _("Ghi đề xuất cụ thể cho việc này.")},
    )
    responsible = short_text(200, label=_("Ai làm"))
    due_on = VietnameseDateField(label=_("Bao giờ xong"), required=False)
    addressee = forms.ChoiceField(
        label=_("Góp ý với"),
        choices=Addressee.choices,
        initial=Addressee.COMMITTEE,
        error_messages={"required": _("Chọn đối tượng góp ý."), "invalid_choice": NO_SUCH_CHOICE},
    )

    def lacks_who_or_when(self) -> bool:
        """A filled row that names no one or no day: hard to carry out, and still accepted."""
        if not self.is_bound or not self.has_changed():
            return False
        return not (self["responsible"].value() and self["due_on"].value())


class Comments(RowsPart):
    """Góp ý chính thức: each row one comment to the locality."""

    name, label, icon, more = "comments", _("Góp ý chính thức"), "message-2", "gop-y"
    hint = _("việc, đề xuất, ai làm, bao giờ xong")
    form_template = "fieldbook/parts/comments_form.html"
    shown_template = "fieldbook/parts/comments_shown.html"
    rows_class = rows_of(CommentForm, _("Mỗi chuyến đi ghi tối đa 20 góp ý. Hãy gộp hoặc bỏ bớt."))
    content_class = CommentContent
    vague_hint = VAGUE_HINT

    def initial_rows(self) -> list[Mapping[str, Any]]:
        comments = Comment.objects.visible_to(self.scene.user).filter(visit=self.scene.visit).order_by("pk")
        return [{name: getattr(row, name) for name in CommentForm.base_fields} for row in comments]

    def is_valid(self, visit_form: forms.BaseForm) -> bool:
        return super().is_valid(visit_form) and self._days_follow(visit_form.cleaned_data.get("date"))

    def _days_follow(self, day: Any) -> bool:
        """No comment can be done before it was given."""
        early = [row for row in self.forms() if day and (due := row.cleaned_data["due_on"]) and due < day]
        for row in early:
            row.add_error("due_on", _("Thời hạn hoàn thành phải từ ngày đi trở về sau."))
        return not early

    def hints(self) -> Iterable[Any]:
        return [VAGUE_HINT] if any(row.lacks_who_or_when() for row in self.forms()) else []

    @classmethod
    def stored(cls, visit: Visit) -> tuple[CommentContent, ...]:
        names = CommentContent.__dataclass_fields__
        rows = Comment.objects.filter(visit=visit).order_by("pk")
        return tuple(CommentContent(**{name: getattr(row, name) for name in names}) for row in rows)

    @classmethod
    def write(cls, visit: Visit, contents: tuple[CommentContent, ...], by: Actor) -> None:
        write_comments(visit=visit, contents=list(contents), by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        rows = Comment.objects.visible_to(user).filter(visit=visit).order_by("pk")
        return [(_("Góp ý"), f"{row.matter} – {row.proposal}") for row in rows]

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown:
        comments = Comment.objects.visible_to(user).filter(visit=visit).select_related("officer", "entered_by")
        rows = dressed(comments.order_by("pk"), user)
        return Shown(_now("Góp ý (%(count)s)") % {"count": len(rows)}, rows, {})
