"""Who writes the papers chooses their Word templates."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from assignments import policies
from nammanh.accounts.actor import Actor
from nammanh.papers import services as papers
from nammanh.papers.models import PaperTemplate
from nammanh.platform.refusals import require


def replace_paper_template(*, kind: str, file: UploadedFile, note: str, by: Actor) -> PaperTemplate:
    """Papers of `kind` are made with `file` from today on. Raises ValidationError with what is wrong with it."""
    require(policies.may_manage_papers(by.user))
    return papers.replace_template(kind=kind, file=file, note=note, by=by)


def reset_paper_template(*, kind: str, by: Actor) -> PaperTemplate:
    """The template that comes with the portal is used again."""
    require(policies.may_manage_papers(by.user))
    return papers.reset_template(kind=kind, by=by)
