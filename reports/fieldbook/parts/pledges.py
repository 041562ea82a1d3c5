"""Contributions that a visit has brought (nguồn lực vận động được)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.fieldbook.parts.part import Scene, Shown
from reports.fieldbook.parts.rows import RowForm, RowsPart, rows_of
from reports.resources.forms import PledgeFields, typed
from reports.resources.models import Pledge
from reports.resources.services import PledgeContent, write_pledges
from reports.resources.standing import dressed
from reports.resources.states import EDITABLE, Status
from reports.visits.models import Visit


class PledgeForm(PledgeFields, RowForm):
    """One contribution: whose, what, how much, for what."""


def content_of(pledge: Pledge) -> PledgeContent:
    names = [name for name in PledgeContent.__dataclass_fields__ if name != "pledged"]
    return PledgeContent(**{name: getattr(pledge, name) for name in names}, pledged=pledge.status != Status.APPROACHED)


def alive(visit: Visit | None) -> list[Pledge]:
    """What the visit brought and did not come to nothing."""
    return list(Pledge.objects.filter(visit=visit).exclude(status=Status.FAILED).order_by("pk")) if visit else []


class Pledges(RowsPart):
    """Nguồn lực. One of which something has arrived already is kept as it is and shown, not asked."""

    name, label, icon, more = "pledges", _("Nguồn lực vận động được"), "heart-handshake", "nguon-luc"
    hint = _("ai hỗ trợ, hỗ trợ gì, bao nhiêu")
    form_template = "fieldbook/parts/pledges_form.html"
    shown_template = "fieldbook/parts/pledges_shown.html"
    rows_class = rows_of(PledgeForm, _("Mỗi chuyến đi ghi tối đa 20 nguồn lực. Hãy gộp hoặc bỏ bớt."))
    content_class = PledgeContent

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        rows = alive(scene.visit)
        self.changeable = [row for row in rows if row.status in EDITABLE]
        self.kept = [row for row in rows if row.status not in EDITABLE]

    def initial_rows(self) -> list[Mapping[str, Any]]:
        return [typed(row) for row in self.changeable]

    @property
    def is_open(self) -> bool:
        return super().is_open or bool(self.kept)

    def texts(self) -> Iterator[str]:
        """What the donor is called is guarded too: a person's name must not carry a number along."""
        for row in self.forms():
            yield from (row.cleaned_data["donor_name"], row.cleaned_data["description"])

    def contents(self) -> tuple[PledgeContent, ...] | None:
        if not self.was_sent:
            return None
        return (*map(content_of, self.kept), *(row.content() for row in self.forms()))

    @classmethod
    def stored(cls, visit: Visit) -> tuple[PledgeContent, ...]:
        rows = sorted(alive(visit), key=lambda row: row.status in EDITABLE)  # the kept ones first, as on the page
        return tuple(map(content_of, rows))

    @classmethod
    def write(cls, visit: Visit, contents: tuple[PledgeContent, ...], by: Actor) -> None:
        write_pledges(visit=visit, contents=list(contents), by=by)

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        rows = cls._rows(visit, user)
        return [(_("Nguồn lực"), f"{row.donor}: {row.description}, {row.amount_words}") for row in rows]

    @classmethod
    def rows_of(cls) -> QuerySet[Pledge]:
        return Pledge.objects.all()

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        rows = cls._rows(visit, user)
        if not rows:
            return None
        return Shown(_now("Nguồn lực vận động được (%(count)s)") % {"count": len(rows)}, rows, {})

    @classmethod
    def _rows(cls, visit: Visit, user: User) -> list[Pledge]:
        rows = Pledge.objects.visible_to(user).filter(visit=visit).with_names().with_received()
        return dressed(rows.order_by("pk"), today())
