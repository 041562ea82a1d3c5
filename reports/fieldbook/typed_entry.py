"""The one-page entry as it stands on the page: opened, sent, or given back with one more row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from nammanh.accounts.actor import Actor
from nammanh.platform.fields import LongTextField, OneLineField
from nammanh.platform.views import put_on_form
from reports.fieldbook.entries import Entry
from reports.fieldbook.forms import BESIDES, EntryForm
from reports.fieldbook.parts import PARTS
from reports.fieldbook.parts.part import Part, Scene
from reports.visits.guard import warnings_in
from reports.visits.models import Visit
from reports.visits.services import VisitContent


@dataclass
class TypedEntry:
    """The form of the visit and those of its parts, checked and read as one."""

    scene: Scene
    visit: EntryForm
    parts: list[Part]

    @classmethod
    def _filled(cls, scene: Scene, visit: EntryForm, fill: Callable[[Part], None]) -> TypedEntry:
        parts = [part(scene) for part in PARTS if part.offered(scene)]
        for part in parts:
            fill(part)
        return cls(scene, visit, parts)

    @classmethod
    def opened(cls, scene: Scene, initial: Mapping[str, Any]) -> TypedEntry:
        """The page with these words in it, and what is stored in its parts."""
        return cls._filled(scene, EntryForm(places=scene.places, initial=dict(initial)), lambda part: part.open())

    @classmethod
    def sent(cls, scene: Scene, data: QueryDict, files: MultiValueDict[str, UploadedFile]) -> TypedEntry:
        """The page as it came in."""
        entry = cls._filled(scene, EntryForm(places=scene.places, data=data), lambda part: part.read(data))
        for part in entry.parts:
            part.see_files(files)
        return entry

    @classmethod
    def with_one_more(cls, scene: Scene, data: QueryDict) -> TypedEntry:
        """The page as it came in, every word kept and nothing checked, with one more row."""
        initial = {name: data[name] for name in EntryForm.base_fields if name in data}
        return cls._filled(scene, EntryForm(places=scene.places, initial=initial), lambda part: part.keep(data))

    @property
    def purpose(self) -> str:
        """What the visit was planned for; no field of this page."""
        return self.scene.visit.purpose if self.scene.visit else ""

    @property
    def more_is_open(self) -> bool:
        """Whether one of the folded fields says something beyond what is usual, or is wrong."""
        if any(name in self.visit.errors for name in BESIDES):
            return True
        return any(self.visit[name].value() for name in BESIDES if name != "origin")

    def part(self, name: str) -> Part:
        """One part by its name."""
        return next(part for part in self.parts if part.name == name)

    def is_valid(self) -> bool:
        return all([self.visit.is_valid(), *(part.is_valid(self.visit) for part in self.parts)])

    def warnings(self) -> list[Any]:
        """Passages that the author may want to rephrase."""
        fields = self.visit.fields.items()
        own = [
            self.visit.cleaned_data[name] for name, field in fields if isinstance(field, OneLineField | LongTextField)
        ]
        return warnings_in([*own, *(text for part in self.parts for text in part.texts())])

    def hints(self) -> list[Any]:
        return [hint for part in self.parts for hint in part.hints()]

    def take_files(self, visit: Visit, by: Actor) -> list[Any]:
        """Keep the files that came along, now that the visit is stored; returns what was refused, in sentences."""
        return [sentence for part in self.parts for sentence in part.take_files(visit, by)]

    def entry(self) -> Entry:
        """What is to be written."""
        data = self.visit.cleaned_data
        names = set(VisitContent.__dataclass_fields__) & set(data)
        content = replace(VisitContent(**{name: data[name] for name in names}), purpose=self.purpose)
        contents = {part.name: part.contents() for part in self.parts}
        sent = {name: rows for name, rows in contents.items() if rows is not None}
        uuid = self.scene.visit.uuid if self.scene.visit else data["uuid"]
        return Entry(uuid, content, sent, data["typed_at"])

    def forms(self) -> list[BaseForm]:
        """Everything on the page that can hold an error."""
        return [self.visit, *(form for part in self.parts for form in part.all_forms())]

    def refuse(self, refusal: ValidationError) -> None:
        put_on_form(self.visit, refusal)


def with_value(data: QueryDict, name: str, value: str) -> QueryDict:
    """What was sent, with one value put right."""
    changed = data.copy()
    changed[name] = value
    return changed


def initial_of(visit: Visit) -> dict[str, Any]:
    """A stored visit as the words of its form; `base` is added by who changes it."""
    names = ("uuid", "date", "type", "origin", "people_met", "highlights", "advantages", "difficulties")
    return {
        **{name: getattr(visit, name) for name in names},
        "unit": visit.unit_id,
    }
