"""The box in the head of every page: suggestions while somebody types, and the page of what was found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView, View

from assignments import policies as assignments
from nammanh.accounts.models import User
from nammanh.platform.fulltext import Asked
from reports.search import queries
from reports.search.presenting import KEYS, KINDS, Section, section
from reports.search.queries.found import MOST, Group

SHOWN = 5
SUGGESTED = {"place": 5, "person": 3, "paper": 3}
"""What is suggested are names: words out of records are shown to whoever asked for them and looks at the page."""

NAMES = {"place": queries.places, "person": queries.people, "paper": queries.papers}


def _named(user: User, asked: Asked) -> dict[str, Group]:
    """A person whose name is only similar is looked for where no place bears it."""
    found = {"place": queries.places(user, asked)}
    found["person"] = queries.people(user, asked, slips=not found["place"])
    return found | {"paper": queries.papers(user, asked)}


class Results(TemplateView):
    """`?q=` is looked for; `?nhom=` shows one kind alone, as far as it was counted."""

    template_name = "search/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked.of(self.request.GET.get("q", ""))
        alone = next((name for name, key in KEYS.items() if key == self.request.GET.get("nhom")), "")
        found = self._found(asked, alone) if asked else {}
        shown = MOST if alone else SHOWN
        return super().get_context_data(
            asked=asked,
            alone=KINDS[alone].label if alone else "",
            sections=[section(name, found[name], asked, shown=shown) for name in KINDS if found.get(name)],
            reads_households=assignments.reads_households(self.request.actor.user),
            **kwargs,
        )

    def _found(self, asked: Asked, alone: str) -> dict[str, Group]:
        user = self.request.actor.user
        if alone in NAMES:
            return {alone: NAMES[alone](user, asked)}
        if alone:
            return queries.records(user, asked, [kind for kind in queries.KINDS if kind.name == alone])
        found = queries.records(user, asked)
        return _named(user, asked) | found


class Suggest(View):
    """The list under the box. A POST that writes nothing: half-typed words stay out of addresses and their logs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = Asked.of(request.POST.get("q", ""))
        answer = render(request, "search/_suggestions.html", {"asked": asked, "sections": self._sections(asked)})
        add_never_cache_headers(answer)
        return answer

    def _sections(self, asked: Asked) -> list[Section]:
        if not asked:
            return []
        found = _named(self.request.actor.user, asked)
        sections = [section(name, group, asked, shown=SUGGESTED[name]) for name, group in found.items() if group]
        return [row for row in sections if any(line.url for line in row.lines)]
