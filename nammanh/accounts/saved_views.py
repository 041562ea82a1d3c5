"""Named filters of a list: kept, renamed, removed and opened on the list's own address.

The address stays the truth: a saved filter is a link, and what is open is found by comparing. Stored conditions are
checked like typed ones whenever they are opened; one that the list no longer knows is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from nammanh.accounts import services
from nammanh.accounts.forms import SavedViewForm
from nammanh.accounts.models import SavedView, User
from nammanh.platform.views import NOT_FILTERS, put_on_form, scoped_or_404

EVERYTHING = "tat_ca"
"""Asks for the whole list, although a filter of one's own would be opened first."""


def conditions(data: QueryDict) -> list[tuple[str, str]]:
    """What an address asks for, in an order that doesn't depend on how it was typed."""
    names = data.keys() - NOT_FILTERS - {EVERYTHING}
    return sorted((name, value) for name in names for value in map(str.strip, data.getlist(name)) if value)


class SavedViewsMixin:
    """Stands left of a filtered `KeysetListView`. `list_key` names the list; `may_share_views` is a policy.

    The page includes accounts/_saved_views.html inside what htmx renews, and clears its filter by `reset_url`.
    """

    list_key: str
    may_share_views: Callable[[User], bool]
    request: HttpRequest

    @cached_property
    def saved_views(self) -> list[SavedView]:
        """Those that the person may open, their own first."""
        user = self.request.actor.user
        views = list(SavedView.objects.visible_to(user).filter(list=self.list_key).order_by("name", "pk"))
        return sorted(views, key=lambda view: view.owner_id != user.pk)

    @cached_property
    def first_view(self) -> SavedView | None:
        """What the list begins with."""
        user = self.request.actor.user
        return next((view for view in self.saved_views if view.is_default and view.owner_id == user.pk), None)

    @cached_property
    def open_view(self) -> SavedView | None:
        asked = urlencode(conditions(self.request.GET))
        return next((view for view in self.saved_views if view.query == asked), None)

    @cached_property
    def sharing(self) -> bool:
        return self.may_share_views(self.request.actor.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET and self.first_view:
            return HttpResponseRedirect(f"{request.path}?{self.first_view.query}")
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the conditions of this address, or change or remove the filter that is named."""
        view = None
        if key := request.POST.get("bo_loc"):
            view = scoped_or_404(SavedView.objects.visible_to(request.actor.user).filter(list=self.list_key), pk=key)
        if view and "xoa" in request.POST:
            services.remove_view(view=view, by=request.actor, may_share=self.sharing)
            messages.success(request, _("Đã xóa bộ lọc “%(view)s”.") % {"view": view})
            return HttpResponseRedirect(f"{request.path}?{view.query}")
        form, stored = self._form(view, request.POST), None
        if form.is_valid():
            try:
                stored = self._store(view, form)
            except ValidationError as refusal:
                put_on_form(form, refusal)
        if stored is None:
            return self.render_to_response(self.get_context_data(view_form=form), status=422)  # type: ignore[attr-defined]
        messages.success(request, _("Đã lưu bộ lọc “%(view)s”.") % {"view": stored})
        return HttpResponseRedirect(f"{request.path}?{stored.query}")

    def _store(self, view: SavedView | None, form: SavedViewForm) -> SavedView:
        by = self.request.actor
        if view:
            return services.change_view(view=view, by=by, may_share=self.sharing, **form.said)
        self.filtered()  # type: ignore[attr-defined]  # reads the filter
        query = urlencode(conditions(self.request.GET))
        if self._unusable():
            raise ValidationError(_("Có điều kiện lọc không dùng được. Đồng chí sửa điều kiện rồi lưu."))
        return services.save_view(by=by, may_share=self.sharing, of_list=self.list_key, query=query, **form.said)

    def _form(self, view: SavedView | None, data: Any = None) -> SavedViewForm:
        initial = {"name": view.name, "shared": view.shared, "is_default": view.is_default} if view else {}
        own = view is None or view.owner_id == self.request.actor.user.pk
        return SavedViewForm(data, initial=initial, may_share=self.sharing, own=own)

    def _unusable(self) -> list[str]:
        """Conditions of the address that the list doesn't know, or doesn't know any more, in words where it has any."""
        form = self.filter.form  # type: ignore[attr-defined]
        unknown = [name for name, _value in conditions(self.request.GET) if name not in form.fields]
        return [str(form.fields[name].label) for name in form.errors if name in form.fields] + unknown

    def get_context_data(self, view_form: SavedViewForm | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        view = self.open_view
        changeable = view and services.may_change_view(view, self.request.actor.user, may_share=self.sharing)
        asked = conditions(self.request.GET)
        offered = changeable or (asked and not view)
        return context | {
            "saved_views": self.saved_views,
            "open_view": view,
            "view_form": view_form or (self._form(view) if offered else None),
            "unusable": self._unusable() if view else [],
            "asked_query": urlencode(asked),
            "reset_url": f"{self.request.path}?{EVERYTHING}=1" if self.first_view else self.request.path,
        }
