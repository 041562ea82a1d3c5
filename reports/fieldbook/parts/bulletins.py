"""Which bulletins were conveyed on a visit, at the place that was visited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.bulletins.forms import OccasionFields
from reports.bulletins.models import Bulletin, Conveyance
from reports.bulletins.policies import reads_bulletins
from reports.bulletins.services import ConveyedContent, write_conveyances
from reports.fieldbook.parts.part import Part, Scene, Shown
from reports.visits.models import Visit

LONGEST = 30
"""How many bulletins a page offers, the latest first."""


class ConveyedForm(OccasionFields):
    """One bulletin: ticked when it was conveyed, then on what occasion."""

    done = forms.BooleanField(label=_("Đã truyền đạt"), required=False)
    field_order = ("done", "form", "attended", "question")

    def __init__(self, *args: Any, bulletin: Bulletin, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{Bulletins.name}-{bulletin.pk}", **kwargs)
        self.bulletin = bulletin
        self.fields["done"].label = bulletin.title
        self.fields["form"].required = False  # asked when the bulletin is ticked
        if self.is_bound:
            self.is_ticked = bool(self["done"].value())
        else:
            self.is_ticked = bool(self.initial.get("done"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("done") and not cleaned.get("form") and "form" not in self.errors:
            self.add_error("form", self.fields["form"].error_messages["required"])
        return cleaned

    def content(self) -> ConveyedContent:
        data = self.cleaned_data
        return ConveyedContent(self.bulletin, data["form"], data["attended"], data["question"])


class Bulletins(Part):
    """Thông tin đã truyền đạt: a box for each bulletin in its time that is for one of the person's places."""

    name, label, icon = "bulletins", _("Thông tin đã truyền đạt"), "speakerphone"
    hint = _("đánh dấu thông tin đã nói với dân")
    form_template = "fieldbook/parts/bulletins_form.html"
    shown_template = "fieldbook/parts/bulletins_shown.html"

    rows: list[ConveyedForm]

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        told = {row.bulletin_id: row for row in scene.visit.conveyances.all()} if scene.visit else {}
        current = Bulletin.objects.visible_to(scene.user).current(scene.day).newest_first()
        self.told = told
        self.offered_bulletins = list(current[:LONGEST])
        missing = set(told) - {row.pk for row in self.offered_bulletins}
        if missing:  # conveyed on this visit, and since ended or withdrawn
            self.offered_bulletins += list(Bulletin.objects.visible_to(scene.user).filter(pk__in=missing))
        self.unseen = [row for row in told.values() if row.bulletin_id not in {b.pk for b in self.offered_bulletins}]

    @classmethod
    def offered(cls, scene: Scene) -> bool:
        return reads_bulletins(scene.user)

    def open(self) -> None:
        self.rows = [ConveyedForm(bulletin=row, initial=self._stored_words(row)) for row in self.offered_bulletins]

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if self.was_sent:
            self.rows = [ConveyedForm(data, bulletin=row) for row in self.offered_bulletins]
        else:
            self.open()

    def keep(self, data: QueryDict) -> None:
        self.rows = []
        for bulletin in self.offered_bulletins:
            sent = {name: data.get(f"{self.name}-{bulletin.pk}-{name}") for name in ConveyedForm.base_fields}
            initial = {name: value for name, value in sent.items() if value}
            self.rows.append(ConveyedForm(bulletin=bulletin, initial=initial))

    def _stored_words(self, bulletin: Bulletin) -> dict[str, Any]:
        row = self.told.get(bulletin.pk)
        if row is None:
            return {}
        return {"done": True, "form": row.form, "attended": row.attended, "question": row.question}

    def forms(self) -> list[forms.BaseForm]:
        return [row for row in self.rows if row.is_bound and row.is_ticked]

    @property
    def count(self) -> int:
        return sum(row.is_ticked for row in self.rows)

    @property
    def is_filled(self) -> bool:
        return self.count > 0

    def contents(self) -> tuple[ConveyedContent, ...] | None:
        if not self.was_sent:
            return None
        return (*map(content_of, self.unseen), *(row.content() for row in self.forms()))

    @classmethod
    def key(cls, content: ConveyedContent) -> str:
        return str(content.bulletin.pk)

    @classmethod
    def stored(cls, visit: Visit) -> tuple[ConveyedContent, ...]:
        return tuple(
            map(content_of, visit.conveyances.select_related("bulletin").order_by("-bulletin__valid_from", "-bulletin"))
        )

    @classmethod
    def write(cls, visit: Visit, contents: tuple[ConveyedContent, ...], by: Actor) -> None:
        write_conveyances(visit=visit, contents=list(contents), by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        rows = Conveyance.objects.visible_to(user).filter(visit=visit).select_related("bulletin").order_by("pk")
        return [(_("Thông tin đã truyền đạt"), f"{row.bulletin} – {row.get_form_display()}") for row in rows]

    @classmethod
    def rows_of(cls) -> QuerySet[Conveyance]:
        return Conveyance.objects.all()

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        readable = Bulletin.objects.visible_to(user).filter(pk=OuterRef("bulletin"))
        rows = Conveyance.objects.visible_to(user).filter(visit=visit).annotate(readable=Exists(readable))
        found = list(rows.select_related("bulletin").order_by("pk"))
        if not found:
            return None
        return Shown(_now("Thông tin đã truyền đạt (%(count)s)") % {"count": len(found)}, found, {})


def content_of(row: Conveyance) -> ConveyedContent:
    return ConveyedContent(row.bulletin, row.form, row.attended, row.question)
