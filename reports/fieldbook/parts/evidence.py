"""Photographs and papers sent along with an entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from reports.evidence import policies
from reports.evidence.forms import FilesField
from reports.evidence.queries import of_visit
from reports.evidence.services import add_uploads, check_type_with_evidence
from reports.fieldbook.parts.part import Part, Shown
from reports.visits.forms import ClientUUIDField
from reports.visits.models import Visit


class FilesForm(forms.Form):
    """Files without more words: a caption is given on the visit's own page."""

    uuid = ClientUUIDField()
    file = FilesField(label=_("Ảnh, tệp"), required=False)


class Evidence(Part):
    """Minh chứng. Files are no part of the entry's words: the visit is stored first, then each file by itself."""

    name, label, icon = "evidence", _("Minh chứng"), "photo"
    hint = _("ảnh, biên bản")
    form_template = "fieldbook/parts/evidence_form.html"
    shown_template = "fieldbook/parts/evidence_shown.html"

    form: FilesForm
    chosen: Sequence[UploadedFile] = ()

    def open(self) -> None:
        self.form = FilesForm(prefix=self.name)

    def read(self, data: QueryDict) -> None:
        self.form = FilesForm(data, prefix=self.name)

    def keep(self, data: QueryDict) -> None:
        self.form = FilesForm(prefix=self.name, initial={"uuid": data.get(f"{self.name}-uuid")})

    def see_files(self, files: MultiValueDict[str, UploadedFile]) -> None:
        self.chosen = files.getlist(f"{self.name}-file")
        self.wanted = bool(self.chosen)

    def take_files(self, visit: Visit, by: Actor) -> list[Any]:
        if not self.chosen or not self.form.is_valid():
            return []
        done = add_uploads(visit=visit, uploads=self.chosen, uuid=self.form.cleaned_data["uuid"], by=by)
        told = _now("Chuyến đi đã được lưu, nhưng chưa lưu %(refusal)s")
        return [told % {"refusal": refusal} for refusal in done.refusals]

    @classmethod
    def write(cls, visit: Visit, contents: tuple[Any, ...], by: Actor) -> None:
        """Nothing is typed here; but a visit that has pictures does not become one to households."""
        check_type_with_evidence(visit=visit)

    @classmethod
    def shown(cls, visit: Visit, user: User) -> Shown | None:
        if not policies.takes_evidence(visit):
            return None
        pieces = of_visit(visit, user)
        count = sum(not piece.mark for piece in pieces)
        return Shown(
            _now("Minh chứng (%(count)s)") % {"count": count}, pieces, {"may_add": policies.may_add(user, visit)}
        )
