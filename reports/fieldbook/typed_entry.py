"""The one-page entry as it stands on the page: opened, sent, or given back with one more row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assignments.models import FieldOfWork, Unit
from nammanh.platform.fields import LongTextField, OneLineField
from nammanh.platform.views import put_on_form
from reports.feedback.services import PetitionContent
from reports.fieldbook.forms import MOST_ROWS, NO, YES, CommentForm, CommentRows, EntryForm, PetitionForm, PetitionRows
from reports.fieldbook.services import Entry
from reports.recommendations.services import CommentContent
from reports.visits.guard import warnings_in
from reports.visits.models import Visit
from reports.visits.services import VisitContent

ADD_COMMENT, ADD_PETITION = "gop-y", "phan-anh"
"""Values of the button “them”, which adds a row where no script runs."""


@dataclass(frozen=True)
class Choices:
    """What may be chosen on the page. `kept`: petitions of this visit that no edit can change any more."""

    places: list[Unit]
    fields: list[FieldOfWork]
    purpose: str = ""
    kept: tuple[PetitionContent, ...] = ()
    has_petitions: bool = False


@dataclass
class TypedEntry:
    """The three forms of the page, checked and read as one."""

    choices: Choices
    visit: EntryForm
    comments: CommentRows
    petitions: PetitionRows

    @classmethod
    def opened(
        cls,
        choices: Choices,
        initial: Mapping[str, Any],
        comments: list[Mapping[str, Any]] | None = None,
        petitions: list[Mapping[str, Any]] | None = None,
        *,
        spare_comments: int = 1,
        spare_petitions: int = 1,
    ) -> TypedEntry:
        """The page with these words in it, and empty rows below them."""
        comments, petitions = comments or [], petitions or []
        rows = CommentRows(prefix="comments", initial=comments)
        rows.extra = min(len(comments) + spare_comments, MOST_ROWS) or 1
        asked = PetitionRows(prefix="petitions", initial=petitions, form_kwargs={"fields": choices.fields})
        asked.extra = min(len(petitions) + spare_petitions, MOST_ROWS) or 1
        return cls(choices, _visit_form(choices, initial=dict(initial)), rows, asked)

    @classmethod
    def sent(cls, choices: Choices, data: QueryDict) -> TypedEntry:
        """The page as it came in. Petitions that the answer “Không” leaves out are kept, unchecked."""
        rows = {"prefix": "petitions", "form_kwargs": {"fields": choices.fields}}
        visit = _visit_form(choices, data=data)
        if visit["has_petitions"].value() == YES:
            petitions = PetitionRows(data, **rows)
        else:
            petitions = PetitionRows(initial=_raw_rows(PetitionForm, "petitions", data), **rows)
            petitions.extra = max(len(petitions.initial), 1)
        return cls(choices, visit, CommentRows(data, prefix="comments"), petitions)

    @classmethod
    def with_one_more(cls, choices: Choices, data: QueryDict) -> TypedEntry:
        """The page as it came in, every word kept and nothing checked, with one more row."""
        wanted = data.get("them")
        return cls.opened(
            choices,
            {name: data[name] for name in EntryForm.base_fields if name in data},
            _raw_rows(CommentForm, "comments", data),
            _raw_rows(PetitionForm, "petitions", data),
            spare_comments=int(wanted == ADD_COMMENT),
            spare_petitions=int(wanted == ADD_PETITION),
        )

    @property
    def asks(self) -> bool:
        """Whether the answer to “Có phản ánh, kiến nghị không?” is yes; else those rows do not count."""
        return self.visit["has_petitions"].value() == YES

    @property
    def forms(self) -> list[BaseForm]:
        return [self.visit, *self.comments.filled(), *(self.petitions.filled() if self.asks else [])]

    def is_valid(self) -> bool:
        parts = [self.visit.is_valid(), self.comments.is_valid(), not self.asks or self.petitions.is_valid()]
        if self.visit.is_valid() and self.comments.is_valid():
            parts.append(self._days_follow())
        return all(parts)

    def _days_follow(self) -> bool:
        """No comment can be done before it was given."""
        fine = True
        for row in self.comments.filled():
            due = row.cleaned_data["due_on"]
            if due and due < self.visit.cleaned_data["date"]:
                row.add_error("due_on", _("Thời hạn hoàn thành phải từ ngày đi trở về sau."))
                fine = False
        return fine

    def warnings(self) -> list[Any]:
        """Passages that the author may want to rephrase."""
        return warnings_in(
            form.cleaned_data[name]
            for form in self.forms
            for name, field in form.fields.items()
            if isinstance(field, OneLineField | LongTextField)
        )

    def lacks_who_or_when(self) -> bool:
        return any(row.lacks_who_or_when() for row in self.comments.filled())

    def entry(self) -> Entry:
        """What is to be written."""
        data = self.visit.cleaned_data
        names = set(VisitContent.__dataclass_fields__) & set(data)
        content = VisitContent(**{name: data[name] for name in names})
        comments = tuple(CommentContent(**row.cleaned_data) for row in self.comments.filled())
        petitions = tuple(PetitionContent(**row.cleaned_data) for row in self.petitions.filled()) if self.asks else ()
        visit = replace(content, purpose=self.choices.purpose)
        return Entry(data["uuid"], visit, comments, (*self.choices.kept, *petitions))

    def refuse(self, refusal: ValidationError) -> None:
        put_on_form(self.visit, refusal)


def _visit_form(choices: Choices, **kwargs: Any) -> EntryForm:
    form = EntryForm(places=choices.places, **kwargs)
    if choices.has_petitions:  # what was sent up can't be taken back, so the answer is given
        form.fields["has_petitions"].choices = [(YES, _("Có"))]
        form.fields["has_petitions"].initial = YES
    return form


def _raw_rows(form: type[BaseForm], prefix: str, data: QueryDict) -> list[dict[str, Any]]:
    """The rows of a form set as they were sent, unchecked."""
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0)), MOST_ROWS)
    except ValueError:
        total = 0
    rows = []
    for number in range(total):
        sent = {name: data.get(f"{prefix}-{number}-{name}") for name in form.base_fields}
        rows.append({name: value for name, value in sent.items() if value})
    return rows


def with_value(data: QueryDict, name: str, value: str) -> QueryDict:
    """What was sent, with one value put right."""
    changed = data.copy()
    changed[name] = value
    return changed


def initial_of(visit: Visit) -> dict[str, Any]:
    """A stored visit as the words of its form."""
    names = ("uuid", "date", "type", "origin", "people_met", "highlights", "advantages", "difficulties")
    return {
        **{name: getattr(visit, name) for name in names},
        "unit": visit.unit_id,
        "base": visit.content_hash,
        "has_petitions": NO,
    }
