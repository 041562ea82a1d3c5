"""What was reported or asked for on a visit, on its way up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField
from reports.feedback.deadlines import dressed
from reports.feedback.forms import PastMonthField
from reports.feedback.models import Category, Petition, Whose
from reports.feedback.queries import fields_of_work
from reports.feedback.services import PetitionContent, write_petitions
from reports.feedback.states import Status
from reports.fieldbook.forms import lines
from reports.fieldbook.parts.part import Scene, Shown
from reports.fieldbook.parts.rows import RowForm, RowsPart, rows_of
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField
from reports.visits.models import Visit

YES, NO = "co", "khong"


class QuestionForm(forms.Form):
    """Whether there is anything to send up. Rows behind “Không” are kept and don't count."""

    has_petitions = forms.ChoiceField(
        label=_("Có phản ánh, kiến nghị không?"),
        choices=[(NO, _("Không")), (YES, _("Có"))],
        widget=forms.RadioSelect,
        initial=NO,
        error_messages={"required": _("Chọn “Có” hoặc “Không”."), "invalid_choice": NO_SUCH_CHOICE},
    )


class PetitionForm(RowForm):
    """One thing reported from below or asked of a higher level."""

    uuid = ClientUUIDField()
    category = forms.ChoiceField(
        label=_("Loại"),
        choices=[CHOOSE, *Category.choices],
        error_messages={"required": _("Chọn loại phản ánh."), "invalid_choice": NO_SUCH_CHOICE},
    )
    content = LongTextField(
        label=_("Nội dung phản ánh, kiến nghị"),
        widget=lines(3),
        help_text=_("Nêu việc và nơi xảy ra; không ghi tên người dân."),
        error_messages={"required": _("Ghi nội dung phản ánh, kiến nghị.")},
    )
    field = PickField(label=_("Lĩnh vực (không bắt buộc)"), required=False)
    whose = forms.ChoiceField(
        label=_("Ý kiến của ai (không bắt buộc)"),
        choices=[("", _("Không ghi")), *Whose.choices],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    since = PastMonthField(label=_("Có từ tháng (không bắt buộc)"), required=False)
    proposed_solution = LongTextField(label=_("Đề xuất giải pháp"), required=False, widget=lines(2))
    like = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Chosen among what the page suggests while the words are typed."""

    def __init__(self, *args: Any, fields: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].offer(fields, [(str(record.pk), record.name) for record in fields])

    @property
    def has_more(self) -> bool:
        """Whether anything beyond sort and words is filled in, or wrong."""
        names = ("field", "whose", "since", "proposed_solution")
        return any(self[name].value() or (self.is_bound and self[name].errors) for name in names)


def content_of(petition: Petition) -> PetitionContent:
    return PetitionContent(**{name: getattr(petition, name) for name in PetitionContent.__dataclass_fields__})


class Petitions(RowsPart):
    """Phản ánh, kiến nghị. Those that were sent on already are kept as they are and shown, not asked."""

    name, label, icon, more = "petitions", _("Phản ánh, kiến nghị"), "message-report", "phan-anh"
    hint = _("gửi lên để ngành trả lời")
    form_template = "fieldbook/parts/petitions_form.html"
    shown_template = "fieldbook/parts/petitions_shown.html"
    rows_class = rows_of(PetitionForm, _("Mỗi chuyến đi ghi tối đa 20 phản ánh, kiến nghị. Hãy gộp hoặc bỏ bớt."))
    content_class = PetitionContent

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        mine = Petition.objects.visible_to(scene.user).select_related("alike_to")
        rows = mine.filter(visit=scene.visit).order_by("pk") if scene.visit else []
        self.kept = [row for row in rows if row.status != Status.SUBMITTED]
        self.changeable = [row for row in rows if row.status == Status.SUBMITTED]
        self.question = self._question()

    def _question(self, *args: Any, **kwargs: Any) -> QuestionForm:
        question = QuestionForm(*args, **kwargs)
        if self.changeable:  # what was sent up can't be taken back, so the answer is given
            question.fields["has_petitions"].choices = [(YES, _("Có"))]
            question.fields["has_petitions"].initial = YES
        return question

    @cached_property
    def fields(self) -> list[Any]:
        return list(fields_of_work())

    def form_kwargs(self) -> dict[str, Any]:
        return {"fields": self.fields}

    def initial_rows(self) -> list[Mapping[str, Any]]:
        names = ("uuid", "category", "field_id", "content", "proposed_solution", "whose", "since", "like")
        return [{name.removesuffix("_id"): getattr(row, name) for name in names} for row in self.changeable]

    def open(self) -> None:
        self._show(self.initial_rows(), spare=0 if self.changeable else 1)

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if not self.was_sent:
            self.open()
            return
        # “Không” beside petitions comes from a page opened before another device sent them up: there it was true
        self.question = QuestionForm(data) if data.get("has_petitions") == NO else self._question(data)
        if self.asks:
            super().read(data)
        else:
            self._show(self.raw_rows(data), spare=0)

    def keep(self, data: QueryDict) -> None:
        super().keep(data)
        answer = {"has_petitions": data["has_petitions"]} if "has_petitions" in data else {}
        self.question = self._question(initial=answer or None)

    @property
    def asks(self) -> bool:
        """Whether the answer to “Có phản ánh, kiến nghị không?” is yes; else the rows do not count."""
        return self.question["has_petitions"].value() == YES

    @property
    def count(self) -> int:
        """Petitions to be sent up: none behind “Không”."""
        return super().count if self.asks else 0

    def all_forms(self) -> list[forms.BaseForm]:
        return [self.question, *super().all_forms()] if self.was_sent else []

    @property
    def is_open(self) -> bool:
        return super().is_open or bool(self.kept) or self.asks or bool(self.question.errors)

    def is_valid(self, visit_form: forms.BaseForm) -> bool:
        return not self.was_sent or (self.question.is_valid() and super().is_valid(visit_form))

    def contents(self) -> tuple[PetitionContent, ...] | None:
        typed = super().contents()
        return None if typed is None else (*map(content_of, self.kept), *typed)

    @classmethod
    def stored(cls, visit: Visit) -> tuple[PetitionContent, ...]:
        rows = list(Petition.objects.filter(visit=visit).select_related("field", "alike_to").order_by("pk"))
        rows.sort(key=lambda row: row.status == Status.SUBMITTED)  # as the page has them: the kept ones first
        return tuple(content_of(row) for row in rows)

    @classmethod
    def write(cls, visit: Visit, contents: tuple[PetitionContent, ...], by: Actor) -> None:
        write_petitions(visit=visit, contents=list(contents), by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        rows = Petition.objects.visible_to(user).filter(visit=visit).order_by("pk")
        return [(_("Phản ánh, kiến nghị"), row.content) for row in rows]

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown:
        petitions = Petition.objects.visible_to(user).filter(visit=visit).with_names().select_related("entered_by")
        rows = dressed(petitions.order_by("pk"), today())
        return Shown(_now("Phản ánh, kiến nghị (%(count)s)") % {"count": len(rows)}, rows, {})
