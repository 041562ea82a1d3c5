"""The few shapes that every page has: a scoped object, a scoped list, a form that calls a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import DetailView, ListView
from django.views.generic.edit import FormView


class ScopedMixin:
    """Rows through `visible_to` of the person whose rights count; anything else does not exist (404)."""

    model: type[Model]
    request: HttpRequest

    def get_queryset(self) -> QuerySet:
        return self.model._default_manager.visible_to(self.request.actor.user)


class PolicyMixin:
    """A page that only some may open: `policy = staticmethod(policies.…)` says who, everybody else gets 403."""

    policy: Callable[[Any], bool] | None = None
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.policy is not None and not self.policy(request.actor.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ScopedDetailView(ScopedMixin, DetailView):
    """One row of the person's own scope, found by pk or uuid."""

    slug_field = "uuid"
    slug_url_kwarg = "uuid"


NOT_FILTERS = {"sau", "xuat"}
"""What else stands in the address of a list: from where it goes on, and that it goes into a sheet."""


class KeysetListView(ScopedMixin, ListView):
    """A list read page by page from where the last one ended: as fast on page 1,000 as on page 1.

    `keyset` names the ordering columns, the last one unique, e.g. ("-date", "-pk"); all run in one direction.
    The cursor is the last row's values; a mangled one is answered with the first page. `filterset_class`
    (django-filter) narrows the list and is handed to the page as `filter`; `unasked` is what it takes for asked while
    the address asks for nothing.
    """

    keyset: tuple[str, ...] = ("-pk",)
    page_size = 25
    filterset_class: Any = None
    unasked: dict[str, str] = {}
    context_object_name = "rows"

    def filtered(self) -> QuerySet:
        """The rows that the filter leaves: also what an export or a counted number reads."""
        rows = self.get_queryset()
        self.filter = None
        if self.filterset_class is None:
            return rows
        asked = self.request.GET if self.request.GET.keys() - NOT_FILTERS else self.unasked or self.request.GET
        self.filter = self.filterset_class(asked or None, queryset=rows, request=self.request)
        return self.filter.qs if self.filter.is_valid() or not self.filter.is_bound else rows.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.filtered().order_by(*self.keyset)
        cursor = self.request.GET.get("sau", "")
        page = list(self._after(rows, cursor)[: self.page_size + 1])
        more = len(page) > self.page_size
        page = page[: self.page_size]
        self.object_list = page
        query = self.request.GET.copy()
        query.pop("sau", None)
        first_url = f"?{query.urlencode()}"
        if more:
            query["sau"] = self._cursor(page[-1])
        return super().get_context_data(
            object_list=page,
            filter=self.filter,
            next_url=f"?{query.urlencode()}" if more else "",
            first_url=first_url if cursor else "",
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def _columns(self) -> list[str]:
        return [name.lstrip("-") for name in self.keyset]

    def _cursor(self, row: Model) -> str:
        return "~".join(str(getattr(row, name)) for name in self._columns())

    def _after(self, rows: QuerySet, cursor: str) -> QuerySet:
        values = cursor.split("~") if cursor else []
        columns = self._columns()
        if len(values) != len(columns):
            return rows
        try:
            return rows.filter(beyond(rows.model, columns, values, descending=self.keyset[0].startswith("-")))
        except (ValidationError, ValueError):
            return rows


def beyond(model: type[Model], columns: list[str], values: list[str], *, descending: bool) -> Q:
    """The condition for rows that come after (values) in the order of `columns`."""
    condition, equal = Q(), Q()
    for name, raw in zip(columns, values, strict=True):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        value = field.to_python(raw)
        condition |= equal & Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{name: value})
    return condition


class ServiceFormView(FormView):
    """A form whose valid input goes to a service; the service's refusals come back onto the form, words kept."""

    success_message: Any = ""

    def call(self, form: BaseForm) -> Any:
        """Call the service with `form.cleaned_data`; return what `get_success_url` needs."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.result = self.call(form)
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def put_on_form(form: BaseForm, refusal: ValidationError) -> None:
    """Show a service's refusal at the field that it names, or above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def scoped_or_404(queryset: QuerySet, **lookup: Any) -> Any:
    """One row of an already scoped queryset, or 404."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, ValidationError):
        raise Http404 from None
