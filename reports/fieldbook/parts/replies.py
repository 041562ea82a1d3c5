"""Answers that the visitor told to the people of the place (đã báo lại cho dân).

A month brings one answer to many petitions: those of one place are ticked together, and each of them is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.feedback.carrying import CarriedContent, write_carried_back
from reports.feedback.models import CarriedBack, Petition, PetitionQuerySet, Reaction
from reports.feedback.queries import to_carry_back
from reports.fieldbook.forms import short_text
from reports.fieldbook.parts.part import Part, Scene, Shown
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.models import Visit

Row = TypeVar("Row")

OFFERED = 12
"""So many answers are offered at once; the rest of a place waits for its next visit."""
MOST = 200
"""So many petitions are looked through for them, and at most so many may be named by one entry."""
TONES = {Reaction.AGREED: "success", Reaction.DISAGREED: "warning", Reaction.ADDED: "info"}


class ReplyForm(forms.Form):
    """One answer, to the petitions of one place: told or not, and how it was received.

    It is called by the first of them; `together` names the others, so that the same words sent again mean the same.
    """

    told = forms.BooleanField(label=_("Đã báo lại cho dân"), required=False)
    reaction = forms.ChoiceField(
        label=_("Ý kiến của dân"),
        choices=Reaction.choices,
        widget=forms.RadioSelect,
        initial=Reaction.AGREED,
        error_messages={"required": _("Chọn ý kiến của dân."), "invalid_choice": NO_SUCH_CHOICE},
    )
    note = short_text(300, label=_("Ghi thêm một câu (không bắt buộc)"))

    together = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, petitions: list[Petition], **kwargs: Any) -> None:
        self.petition, *self.others = petitions
        named = {"together": " ".join(str(row.uuid) for row in self.others)}
        initial = {**(kwargs.pop("initial", None) or {}), **named}
        super().__init__(*args, prefix=f"{Replies.name}-{self.petition.uuid}", initial=initial, **kwargs)

    @property
    def is_told(self) -> bool:
        return bool(self["told"].value())


class Replies(Part):
    """Báo lại cho dân: the answers that wait in the place, each to be ticked."""

    name, label, icon = "replies", _("Báo lại câu trả lời cho dân"), "messages"
    form_template = "fieldbook/parts/replies_form.html"
    shown_template = "fieldbook/parts/replies_shown.html"

    rows: list[ReplyForm]

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.rows = []

    def _groups(self, named: Mapping[str, list[str]]) -> Iterator[tuple[list[Petition], Mapping[str, Any] | None]]:
        """What the page asks about, with what is stored of it: told on this visit already, named in what was sent,
        waiting in the place.
        """
        scene = self.scene
        mine = Petition.objects.visible_to(scene.user).select_related("unit", "commune")
        sent = list(_named_groups(mine, named)) if named else []
        known = {row.pk for group in sent for row in group}
        if scene.visit:
            standing = CarriedBack.objects.standing().filter(visit=scene.visit, petition__in=mine.values("pk"))
            told = list(standing.exclude(petition__in=known).select_related("petition__unit", "petition__commune"))
            known |= {row.petition_id for row in told}
            for rows in alike(told, by=lambda row: (*answer_at(row.petition), row.reaction, row.note)):
                stored = {"told": True, "reaction": rows[0].reaction, "note": rows[0].note}
                yield [row.petition for row in rows], stored
        for group in sent:
            yield group, None
        units = [place for place in scene.places if place.pk == scene.place] if scene.place else scene.places
        places = [pk for place in units for pk in (place.pk, *place.former)]
        waiting = to_carry_back(mine.exclude(pk__in=known), places)[:MOST] if places else []
        for group in islice(alike(waiting, by=answer_at), OFFERED):
            yield group, None

    def open(self) -> None:
        self.rows = [ReplyForm(petitions=group, initial=stored) for group, stored in self._groups({})]

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if self.was_sent:
            self.rows = [ReplyForm(data, petitions=group) for group, _stored in self._groups(self._named(data))]
        else:
            self.open()

    def keep(self, data: QueryDict) -> None:
        def form_of(group: list[Petition]) -> ReplyForm:
            sent = {name: data.get(f"{self.name}-{group[0].uuid}-{name}") for name in ReplyForm.base_fields}
            return ReplyForm(petitions=group, initial={name: value for name, value in sent.items() if value})

        self.rows = [form_of(group) for group, _stored in self._groups(self._named(data))]

    def _named(self, data: QueryDict) -> dict[str, list[str]]:
        """Petitions that were ticked, by what looks like their uuid, each with those told together with it."""
        field, found, room = forms.UUIDField(), {}, MOST
        for key in data:
            name = key.removeprefix(f"{self.name}-").removesuffix("-told")
            if key != f"{self.name}-{name}-told" or room < 1 or not _is_clean(field, name):
                continue
            others = data.get(f"{self.name}-{name}-together", "").split()[: room - 1]
            found[name] = [other for other in others if _is_clean(field, other)]
            room -= 1 + len(others)
        return found

    def forms(self) -> list[forms.BaseForm]:
        return [row for row in self.rows if row.is_bound and row.is_told]

    @property
    def count(self) -> int:
        return sum(row.is_told for row in self.rows)

    @property
    def is_filled(self) -> bool:
        return self.count > 0

    @property
    def hint(self) -> Any:  # type: ignore[override]  # says how many wait, which only an instance knows
        waiting = len(self.rows) - self.count
        if waiting >= OFFERED:
            return _now("từ %(count)s câu trả lời chưa báo lại trở lên") % {"count": waiting}
        return _now("%(count)s câu trả lời chưa báo lại") % {"count": waiting}

    @property
    def is_shown(self) -> bool:
        return bool(self.rows)

    def contents(self) -> tuple[CarriedContent, ...] | None:
        if not self.was_sent:
            return None
        rows = [row for row in self.rows if row.is_told]
        told = [(petition, row.cleaned_data) for row in rows for petition in (row.petition, *row.others)]
        return tuple(
            CarriedContent(petition.uuid, typed["reaction"], typed["note"])
            for petition, typed in sorted(told, key=lambda pair: pair[0].pk)
        )

    @classmethod
    def stored(cls, visit: Visit) -> tuple[CarriedContent, ...]:
        rows = visit.carried_back.standing().select_related("petition").order_by("petition")
        return tuple(CarriedContent(row.petition.uuid, row.reaction, row.note) for row in rows)

    @classmethod
    def write(cls, visit: Visit, contents: tuple[CarriedContent, ...], by: Actor) -> None:
        write_carried_back(visit=visit, contents=list(contents), by=by)

    @classmethod
    def _seen(cls, visit: Visit, user: User) -> list[CarriedBack]:
        rows = CarriedBack.objects.filter(visit=visit, petition__in=Petition.objects.visible_to(user))
        return list(rows.select_related("petition", "officer", "visit").order_by("petition"))

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        return [(cls.label, f"{row.petition} – {row.get_reaction_display()}") for row in cls._seen(visit, user)]

    @classmethod
    def rows_of(cls) -> QuerySet[CarriedBack]:
        return CarriedBack.objects.all()

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        groups = list(alike(cls._seen(visit, user), by=lambda row: (*answer_at(row.petition), row.reaction, row.note)))
        for first, *others in groups:
            first.tone, first.others = TONES[first.reaction], others
        label = _now("Đã báo lại cho dân (%(count)s)") % {"count": len(groups)}
        return Shown(label, [first for first, *_others in groups], {}) if groups else None


def answer_at(petition: Petition) -> tuple[object, int]:
    """What makes petitions wait for one word: one referral's answer, for one place."""
    return (petition.referral_id or petition.uuid, petition.unit_id)


def alike(rows: Iterable[Row], *, by: Callable[[Row], Hashable]) -> Iterator[list[Row]]:
    """Rows of one key together, in the order in which the keys come."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    yield from groups.values()


def _named_groups(petitions: PetitionQuerySet, named: Mapping[str, list[str]]) -> Iterator[list[Petition]]:
    """The answered ones among those named; only what has the same answer in the same place stays together."""
    wanted = {uuid for first, others in named.items() for uuid in (first, *others)}
    found = {str(row.uuid): row for row in petitions.answered().filter(uuid__in=wanted).order_by("pk")}
    for first in named:
        if row := found.pop(str(UUID(first)), None):
            others = [found.get(str(UUID(uuid))) for uuid in named[first]]
            same = [other for other in others if other is not None and answer_at(other) == answer_at(row)]
            for other in same:
                found.pop(str(other.uuid), None)
            yield [row, *dict.fromkeys(same)]


def _is_clean(field: forms.Field, text: str) -> bool:
    try:
        field.clean(text)
    except forms.ValidationError:
        return False
    return True
