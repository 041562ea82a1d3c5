"""One section of the one-page entry beyond the visit itself: the contract that every part keeps.

A part is one class in `reports/fieldbook/parts/<name>.py`, listed in `PARTS`, with two templates. The slice whose rows
it writes gives it a frozen dataclass of what is typed (with `uuid`, made on the device) and a service that makes the
visit's rows what was typed. On the page a part is a closed `<details>` until it is wanted.

A part lives for one request and is filled once, by `open` (the page is opened), `read` (it was sent) or `keep` (sent,
to be shown again unchecked). Every name that it sends begins with `<name>-`; that is how a page tells which parts it
knew. So an old page, cached before a part existed, still sends: what it doesn't know is not written for a new entry
and stays as it is in an edit.

    class Promises(RowsPart):                      # or Part, where rows don't fit
        name, label, icon = "promises", _("Nguồn lực hứa hỗ trợ"), "gift"
        form_template, shown_template = "fieldbook/parts/promises_form.html", "fieldbook/parts/promises_shown.html"

The contents are part of the entry's hash, in the order that `contents` gives: keep it the order of the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.fields import LongTextField, OneLineField
from reports.visits.models import Visit


@dataclass(frozen=True)
class Scene:
    """Who fills in which page. `visit`: the plan that is told as made, or the visit that is changed."""

    user: User
    day: datetime.date
    places: list[Unit]
    visit: Visit | None = None
    place: int | None = None
    """Key of the place that the page was opened for, if a link or the visit says so."""
    for_device: bool = False
    """The page is fetched to be kept on a device: it shows nothing that no device may keep."""


@dataclass(frozen=True)
class Shown:
    """What a part shows on the visit's own page: a title and the context of its `shown_template`.

    `rows` is what the template loops over; `extra` holds anything else by name.
    """

    title: Any
    rows: list[Any]
    extra: dict[str, Any]


class Part:
    """The base of all parts: a section that holds nothing, is never sent and writes nothing."""

    do_not_call_in_templates = True
    """Templates read the class itself on the visit's page, where there is no form to fill."""

    name: ClassVar[str]
    """Begins the name of each of its fields, keys `Entry.parts`, and is a name in the conflict page's rows."""
    label: ClassVar[Any]
    hint: ClassVar[Any] = ""
    """A few words beside the label of the closed section."""
    icon: ClassVar[str]
    form_template: ClassVar[str]
    """Gets `part`."""
    shown_template: ClassVar[str]
    """Gets `visit`, `shown` (a Shown) and `judging` (the commune is about to confirm)."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.was_sent = False
        self.wanted = False

    # --- on the form ----------------------------------------------------------------------------------------------

    @classmethod
    def offered(cls, scene: Scene) -> bool:
        """Whether this person has this section at all. A part that is not offered is not read either."""
        return True

    def open(self) -> None:
        """Fill with what is stored for `scene.visit`, or with nothing."""

    def read(self, data: QueryDict) -> None:
        """Fill with what was sent, to be checked."""

    def keep(self, data: QueryDict) -> None:
        """Fill with what was sent, every word kept and nothing checked; with one more row if `data["them"]` asks."""

    def see_files(self, files: MultiValueDict[str, UploadedFile]) -> None:
        """Take note of the files that were sent along; a form that comes back to the person can't keep them."""

    def take_files(self, visit: Visit, by: Actor) -> list[Any]:
        """Keep the files that were sent, after the visit is stored: no file may cost its words. Returns a sentence
        for each that was refused.
        """
        return []

    @classmethod
    def is_in(cls, data: QueryDict) -> bool:
        """Whether the page that sent this knew the part."""
        return any(key.startswith(f"{cls.name}-") for key in data)

    def forms(self) -> list[BaseForm]:
        """The filled forms of a sent part: those whose words are checked and written."""
        return []

    def all_forms(self) -> list[BaseForm]:
        """Every form that can hold an error, for telling them in words."""
        return self.forms()

    @property
    def is_filled(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.forms())

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to fill in; else the section is left out of the page."""
        return True

    @property
    def is_open(self) -> bool:
        """Whether the section stands open: something is in it, or is wrong with it."""
        return self.wanted or self.is_filled

    @property
    def count(self) -> int:
        """How many things are in it, for the closed section's label."""
        return len(self.forms())

    def is_valid(self, visit_form: BaseForm) -> bool:
        """Check what was sent. `visit_form` is checked already; its `cleaned_data` may lack what was wrong."""
        return all(form.is_valid() for form in self.forms())

    def texts(self) -> Iterator[str]:
        """Every free text of a valid part, for the privacy guard."""
        for form in self.forms():
            for name, field in form.fields.items():
                if isinstance(field, OneLineField | LongTextField):
                    yield form.cleaned_data[name]

    def hints(self) -> Iterable[Any]:
        """What to tell the person once it is stored, as advice."""
        return ()

    def contents(self) -> tuple[Any, ...] | None:
        """What a valid part would write; None: the page didn't know this part, leave it as it is."""
        return None

    @property
    def shows_protected_rows(self) -> bool:
        """Whether it shows rows of households: such a page is kept by no cache, and the reading is on record."""
        return False

    # --- in the database: called without a page, inside the visit's transaction -------------------------------------

    @classmethod
    def key(cls, content: Any) -> str:
        """What tells two contents of one part apart, when edits from two devices are put together."""
        return str(content.uuid)

    @classmethod
    def stored(cls, visit: Visit) -> tuple[Any, ...]:
        """What the visit holds now, as contents, in the order of the page."""
        return ()

    @classmethod
    def write(cls, visit: Visit, contents: tuple[Any, ...], by: Actor) -> None:
        """Make the visit's rows what was typed: add, change, take back. Refuses with ValidationError."""
        raise NotImplementedError

    # --- on the visit's page ----------------------------------------------------------------------------------------

    @classmethod
    def stored_lines(cls, visit: Visit, user: User) -> list[tuple[Any, str]]:
        """(label, words) of what is stored and `user` may see, beside the typed version on the conflict page."""
        return []

    @classmethod
    def rows_of(cls) -> QuerySet | None:
        """The rows, with a `visit`, without which `shown` tells nothing: a page asks for them only where there are any.
        None: the section stands on every visit's page.
        """
        return None

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        """What the visit's page tells; None: the section is left out."""
        return None
