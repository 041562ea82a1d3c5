"""Formal comments given on a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.fieldbook.parts.part import Scene, Shown
from reports.fieldbook.parts.rows import RowForm, RowsPart, rows_of
from reports.recommendations.forms import CommentFields, hints_on
from reports.recommendations.letter import goes_by_letter
from reports.recommendations.models import Comment, CommentQuerySet
from reports.recommendations.policies import may_add, takes_letter
from reports.recommendations.queries import Quiet, dressed, quiet_communes
from reports.recommendations.services import CommentContent, write_comments
from reports.recommendations.states import SEEN, Status
from reports.visits.models import Visit

VAGUE_HINT = _("Góp ý chưa nêu ai làm, bao giờ xong; cơ sở khó thực hiện.")


class CommentForm(RowForm, CommentFields):
    """One comment as a row of the entry."""


def content_of(comment: Comment) -> CommentContent:
    return CommentContent(**{name: getattr(comment, name) for name in CommentContent.__dataclass_fields__})


class Comments(RowsPart):
    """Góp ý chính thức: each row one comment to the locality."""

    name, label, icon, more = "comments", _("Góp ý chính thức"), "message-2", "gop-y"
    hint = _("việc, đề xuất, ai làm, bao giờ xong")
    form_template = "fieldbook/parts/comments_form.html"
    shown_template = "fieldbook/parts/comments_shown.html"
    rows_class = rows_of(CommentForm, _("Mỗi chuyến đi ghi tối đa 20 góp ý. Hãy gộp hoặc bỏ bớt."))
    content_class = CommentContent

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        rows = _on_page(Comment.objects.visible_to(scene.user), scene.visit) if scene.visit else []
        self.kept = [row for row in rows if row.status in SEEN]
        self.changeable = [row for row in rows if row.status not in SEEN]

    def initial_rows(self) -> list[Mapping[str, Any]]:
        return [{name: getattr(row, name) for name in CommentForm.base_fields} for row in self.changeable]

    @cached_property
    def quiet(self) -> list[Quiet]:
        """Where the latest visits brought no comment: a word in the section of a visit still to be told."""
        told = self.scene.visit is not None and self.scene.visit.happened
        return [] if told else quiet_communes(self.scene.user, self.scene.day)

    @property
    def is_open(self) -> bool:
        here = next((unit.commune_id for unit in self.scene.places if unit.pk == self.scene.place), None)
        return super().is_open or bool(self.kept) or any(row.commune.pk == here for row in self.quiet)

    @property
    def concreteness(self) -> list[Any]:
        """What the sent rows could still say, by their place on the page."""
        return hints_on(self.forms())

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

    def contents(self) -> tuple[CommentContent, ...] | None:
        typed = super().contents()
        return None if typed is None else (*map(content_of, self.kept), *typed)

    @classmethod
    def stored(cls, visit: Visit) -> tuple[CommentContent, ...]:
        rows = sorted(_on_page(Comment.objects.all(), visit), key=lambda row: row.status not in SEEN)
        return tuple(content_of(row) for row in rows)

    @classmethod
    def write(cls, visit: Visit, contents: tuple[CommentContent, ...], by: Actor) -> None:
        write_comments(visit=visit, contents=list(contents), by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        rows = Comment.objects.visible_to(user).filter(visit=visit).order_by("pk")
        return [(_("Góp ý"), f"{row.matter} – {row.proposal}") for row in rows]

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown:
        comments = Comment.objects.visible_to(user).filter(visit=visit).with_names().select_related("entered_by")
        rows = dressed(comments.order_by("pk"), user)
        extra = {
            "may_add": may_add(user, visit),
            "has_letter": any(goes_by_letter(row) and takes_letter(user, row) for row in rows),
        }
        return Shown(_now("Góp ý (%(count)s)") % {"count": len(rows)}, rows, extra)


def _on_page(comments: CommentQuerySet, visit: Visit) -> list[Comment]:
    """The visit's comments that its form shows: a withdrawn one has a page of its own and is left alone."""
    return list(comments.filter(visit=visit).exclude(status=Status.WITHDRAWN).order_by("pk"))
