"""Asks for the login; puts the actor on the request and into the change history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse

from nammanh.accounts.actor import Actor
from nammanh.accounts.services import ACTING_FOR, leaders_of


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks: browsers that open a page prefer HTML, and so does whoever takes anything."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class LoginMiddleware(LoginRequiredMiddleware):
    """Sends people to the login page, and tells scripts so: a device keeps what it holds and asks its person."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"state": "login"}, status=401)
        return super().handle_no_permission(request, view_func)


class ActorMiddleware:
    """`request.actor`: the logged-in person, or the leader that this person is entering records for.

    `request.user` stays the person at the keyboard, so that a password change never touches the leader's account.
    The mandate is read again at each request: it ends on its day, also in the middle of a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if request.user.is_authenticated:
            request.actor = Actor(request.user)
            if leader_id := request.session.get(ACTING_FOR):
                leader = leaders_of(request.user).filter(pk=leader_id).first()
                if leader is None:
                    del request.session[ACTING_FOR]
                else:
                    request.actor = Actor(leader, secretary=request.user)
        return self.get_response(request)


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Adds to each recorded change who typed it and for whom."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().get_context(request)
        actor = getattr(request, "actor", None)
        if actor and actor.secretary:
            context["acting_for"] = actor.user.pk
        return context
