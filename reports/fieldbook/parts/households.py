"""The households of a visit to households: ticked for the place that was chosen above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assignments.models import Household
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.fieldbook.parts.part import Part, Scene, Shown
from reports.household_visits import policies, queries
from reports.household_visits.forms import PREFIX, HouseholdRows, rows_of_lines
from reports.household_visits.models import HouseholdLine
from reports.household_visits.services import HouseholdContent, content_of, write_household_lines
from reports.visits.models import Visit, VisitType


class Households(Part):
    """Hộ đã thăm: for the commune's own officers, in a visit of that type only."""

    name, label, icon = PREFIX, _("Hộ đã thăm"), "home-heart"
    hint = _("đánh dấu các hộ của tổ, ấp")
    form_template = "fieldbook/parts/households_form.html"
    shown_template = "fieldbook/parts/households_shown.html"

    rows: HouseholdRows

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.counts = scene.visit is not None and scene.visit.type == VisitType.HOUSEHOLD_VISIT

    @classmethod
    def offered(cls, scene: Scene) -> bool:
        visit = scene.visit
        written = visit is not None and visit.type == VisitType.HOUSEHOLD_VISIT and visit.household_lines.exists()
        return written or policies.may_log_household_visits(scene.user)

    @property
    def shows_protected_rows(self) -> bool:
        return bool(len(self.rows))

    def open(self) -> None:
        self._show(self._key_of_place())

    def read(self, data: QueryDict) -> None:
        self.was_sent = self.is_in(data)
        if not self.was_sent:
            self.open()
            return
        self.counts = data.get("type") == VisitType.HOUSEHOLD_VISIT
        self._show(data.get("unit"), data)

    def keep(self, data: QueryDict) -> None:
        self.counts, self.wanted = data.get("type") == VisitType.HOUSEHOLD_VISIT, data.get("them") == self.name
        self._show(data.get("unit"), data, checked=False)

    def _key_of_place(self) -> object:
        if self.scene.visit:
            return self.scene.visit.unit_id
        return self.scene.place or (self.scene.places[0].pk if len(self.scene.places) == 1 else None)

    def _show(self, key: object, data: QueryDict | None = None, *, checked: bool = True) -> None:
        """The households of the chosen place that are within reach, and those that the visit holds already."""
        place = next((unit for unit in self.scene.places if str(unit.pk) == str(key)), None)
        lines = list(self._lines(self.scene.visit)) if self.scene.visit else []
        households: list[Household] = []
        if not self.scene.for_device:
            households = queries.households_to_tick(self.scene.user, place, lines)
        day = self.scene.visit.date if self.scene.visit else self.scene.day
        categories = queries.categories_on(day, [line.category_id for line in lines]) if households else []
        self.rows = HouseholdRows(households, categories, data, rows_of_lines(lines), checked=checked)

    @staticmethod
    def _lines(visit: Visit) -> list[HouseholdLine]:
        rows = HouseholdLine.objects.filter(visit=visit).select_related("household__unit", "category")
        return list(rows.order_by("household__unit__name_key", "household__unit_id", "household__code"))

    def forms(self) -> list[forms.BaseForm]:
        return self.rows.forms if self.was_sent and self.counts else []

    @property
    def count(self) -> int:
        return len(self.rows.chosen) if self.counts else 0

    @property
    def is_filled(self) -> bool:
        return self.count > 0

    @property
    def is_open(self) -> bool:
        return super().is_open or self.counts

    def is_valid(self, visit_form: forms.BaseForm) -> bool:
        if not (self.was_sent and self.counts):
            return True
        return self.rows.is_valid(visit_form.cleaned_data.get("date"))

    def texts(self) -> Iterator[str]:
        yield from self.rows.texts() if self.was_sent and self.counts else ()

    def contents(self) -> tuple[HouseholdContent, ...] | None:
        if not self.was_sent:
            return None
        return self.rows.contents() if self.counts else ()

    @classmethod
    def key(cls, content: HouseholdContent) -> str:
        return str(content.household.pk)

    @classmethod
    def stored(cls, visit: Visit) -> tuple[HouseholdContent, ...]:
        return tuple(content_of(line) for line in cls._lines(visit))

    @classmethod
    def write(cls, visit: Visit, contents: tuple[HouseholdContent, ...], by: Actor) -> None:
        write_household_lines(visit=visit, contents=contents, by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        """How many, and no household: this page is no reading of them."""
        count = HouseholdLine.objects.filter(visit=visit).count()
        return [(_("Hộ đã thăm"), _now("%(count)s hộ") % {"count": queries.told(count, user, visit)})] if count else []

    @classmethod
    def rows_of(cls) -> QuerySet[HouseholdLine]:
        return HouseholdLine.objects.all()

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        """The number; the households themselves are a page of their own, where the reading is on record."""
        if visit.type != VisitType.HOUSEHOLD_VISIT:
            return None
        visible = HouseholdLine.objects.visible_to(user).filter(visit=visit).order_by()
        count = HouseholdLine.objects.filter(visit=visit).aggregate(
            all=Count("pk"), readable=Count("pk", filter=Q(pk__in=visible.values("pk")))
        )
        if not count["all"]:
            return None
        number, readable = queries.told(count["all"], user, visit), count["readable"] > 0
        return Shown(_("Hộ đã thăm"), [], {"number": number, "readable": readable})
