"""Answers that the visitor told to the people of the place (đã báo lại cho dân)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.feedback.carrying import CarriedContent, write_carried_back
from reports.feedback.models import CarriedBack, Petition, Reaction
from reports.feedback.queries import to_carry_back
from reports.fieldbook.forms import short_text
from reports.fieldbook.parts.part import Part, Scene, Shown
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.models import Visit

OFFERED = 12
"""So many answers are offered at once; the rest of a place waits for its next visit."""
TONES = {Reaction.AGREED: "success", Reaction.DISAGREED: "warning", Reaction.ADDED: "info"}


class ReplyForm(forms.Form):
    """One answer: told or not, and how it was received."""

    told = forms.BooleanField(label=_("Đã báo lại cho dân"), required=False)
    reaction = forms.ChoiceField(
        label=_("Ý kiến của dân"),
        choices=Reaction.choices,
        widget=forms.RadioSelect,
        initial=Reaction.AGREED,
        error_messages={"required": _("Chọn ý kiến của dân."), "invalid_choice": NO_SUCH_CHOICE},
    )
    note = short_text(300, label=_("Ghi thêm một câu (không bắt buộc)"))

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{Replies.name}-{petition.uuid}", **kwargs)
        self.petition = petition

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

    def _petitions(self, also: set[str]) -> list[Petition]:
        """What the page asks about: told on this visit already, named in what was sent, waiting in the place."""
        scene = self.scene
        mine = Petition.objects.visible_to(scene.user).select_related("unit", "commune")
        standing = (
            CarriedBack.objects.standing().filter(visit=scene.visit) if scene.visit else CarriedBack.objects.none()
        )
        told = list(mine.filter(pk__in=standing.values("petition")).order_by("pk")) if scene.visit else []
        named = [row for row in mine.answered().filter(uuid__in=also).order_by("pk") if row not in told] if also else []
        units = [scene.place] if scene.place else [place.pk for place in scene.places]
        known = {row.pk for row in (*told, *named)}
        waiting = to_carry_back(mine.exclude(pk__in=known), units)[:OFFERED] if units else []
        return [*told, *named, *waiting]

    def _fill(self, form_of: Callable[[Petition], ReplyForm], also: set[str] | None = None) -> None:
        self.rows = [form_of(petition) for petition in self._petitions(also or set())]

    def open(self) -> None:
        rows = CarriedBack.objects.standing().filter(visit=self.scene.visit) if self.scene.visit else []
        stored = {row.petition_id: {"told": True, "reaction": row.reaction, "note": row.note} for row in rows}
        self._fill(lambda petition: ReplyForm(petition=petition, initial=stored.get(petition.pk)))

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if self.was_sent:
            self._fill(lambda petition: ReplyForm(data, petition=petition), self._named(data))
        else:
            self.open()

    def keep(self, data: QueryDict) -> None:
        def form_of(petition: Petition) -> ReplyForm:
            sent = {name: data.get(f"{self.name}-{petition.uuid}-{name}") for name in ReplyForm.base_fields}
            return ReplyForm(petition=petition, initial={name: value for name, value in sent.items() if value})

        self._fill(form_of, self._named(data))

    def _named(self, data: QueryDict) -> set[str]:
        """Petitions that were ticked, by what looks like their uuid."""
        keys = [key for key in data if key.startswith(f"{self.name}-") and key.endswith("-told")]
        names = {key.removeprefix(f"{self.name}-").removesuffix("-told") for key in keys}
        field = forms.UUIDField()
        return {name for name in list(names)[:50] if _is_clean(field, name)}

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
        return tuple(
            CarriedContent(row.petition.uuid, row.cleaned_data["reaction"], row.cleaned_data["note"])
            for row in sorted(rows, key=lambda row: row.petition.pk)
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
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        rows = cls._seen(visit, user)
        for row in rows:
            row.tone = TONES[row.reaction]
        return Shown(_now("Đã báo lại cho dân (%(count)s)") % {"count": len(rows)}, rows, {}) if rows else None


def _is_clean(field: forms.Field, text: str) -> bool:
    try:
        field.clean(text)
    except forms.ValidationError:
        return False
    return True
