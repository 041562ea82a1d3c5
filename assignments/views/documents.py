"""The signed file of a decision, for those who meet the decision on a page of theirs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from assignments import queries
from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import CONTENT_TYPES, extension
from nammanh.platform.views import scoped_or_404


class DocumentFile(View):
    """Never served by address alone: the row is looked up in the person's scope first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = scoped_or_404(queries.documents_for(request.actor.user).exclude(file=""), pk=pk)
        kind = extension(document.file.name)
        try:
            with document.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as problem:
            raise Http404 from problem
        return attachment(content, f"{document}{kind}".replace("/", "-"), CONTENT_TYPES[kind])
