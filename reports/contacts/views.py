"""Contacts: the two-field entry, the list, and what may be put right on the same day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments.models import Unit
from nammanh.platform import answers
from nammanh.platform.dates import format_date, today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import PolicyMixin, ScopedMixin, ServiceFormView, put_on_form, scoped_or_404
from reports.contacts import policies, queries, services
from reports.contacts.filters import ContactFilter
from reports.contacts.forms import ContactForm
from reports.contacts.models import Contact
from reports.contacts.services import ContactConflict, ContactContent
from reports.visits.guard import SEND_ANYWAY, warnings_in
from reports.visits.places import places_of
from reports.visits.timeline import author
from reports.visits.views import PLACE_COLUMNS, CountedListView

DRAFT = re.compile(r"contact-[a-z0-9-]{1,60}")
LATEST = 5
"""How many contacts the fragment of a unit shows."""


def dressed(contacts: list[Contact], request: HttpRequest) -> list[Contact]:
    """Rows with whose they are and whether this person may still change them."""
    for contact in contacts:
        contact.author = author(contact)
        contact.changeable = policies.may_change(request.actor.user, contact)
    return contacts


class ContactList(CountedListView):
    model = Contact
    keyset = ("-date", "-pk")
    filterset_class = ContactFilter
    template_name = "contacts/list.html"
    export_title = _("Danh sách liên hệ với cơ sở")
    export_columns = (
        *PLACE_COLUMNS,
        Column(_("Ngày liên hệ"), "date", CellKind.DATE, 13),
        Column(_("Cách liên hệ"), "get_channel_display"),
        Column(_("Nội dung"), "text", width=60),
        Column(_("Cán bộ"), author, width=32),
    )

    def get_queryset(self) -> QuerySet[Contact]:
        return super().get_queryset().standing().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], self.request)
        stored = self.request.GET.get("da-luu", "")
        return context | {
            "may_record": policies.may_record(self.request.actor.user),
            "stored_draft": stored if DRAFT.fullmatch(stored) else "",
        }


class ContactsOfUnit(ScopedMixin, ListView):
    """Fragment: the latest contacts with a unit and with those below it."""

    model = Contact
    template_name = "contacts/_of_unit.html"

    def get_queryset(self) -> list[Contact]:
        user = self.request.actor.user
        self.unit = scoped_or_404(Unit.objects.visible_to(user), pk=self.kwargs["pk"])
        rows = super().get_queryset().standing().within(self.unit).with_names().newest_first()
        return dressed(list(rows[:LATEST]), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, rows=self.object_list, **kwargs)


class ContactPage(PolicyMixin, ServiceFormView):
    """The entry of a contact, new or on its own day. `Accept: application/json` is answered in words."""

    policy = staticmethod(policies.may_record)
    form_class = ContactForm
    template_name = "contacts/record.html"
    heading: Any = _("Ghi nhận liên hệ")
    button: Any = _("Lưu liên hệ")
    draft_key = "contact-new"
    contact: Contact | None = None
    created = True

    @cached_property
    def places(self) -> list[Unit]:
        return places_of(self.request.actor.user, today(), [self.contact.unit_id] if self.contact else [])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.places}

    def get_initial(self) -> dict[str, Any]:
        initial = {"date": today(), "channel": queries.usual_channel(self.request.actor.user)}
        place = self.request.GET.get("dia-ban")
        return initial | ({"unit": place} if place else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {"heading": self.heading, "button": self.button, "draft_key": self.draft_key}
        return super().get_context_data(contact=self.contact, **titles, **kwargs)

    def form_valid(self, form: ContactForm) -> HttpResponse:
        json = answers.wants_json(self.request)
        warnings = warnings_in([form.cleaned_data["text"]]) if SEND_ANYWAY not in self.request.POST else []
        if warnings:
            context = self.get_context_data(form=form, privacy_warnings=warnings)
            return answers.ask(warnings) if json else self.render_to_response(context, status=422)
        try:
            contact = self.call(form)
        except ContactConflict as conflict:
            return self.conflict(conflict, form)
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self.form_invalid(form)
        if json:
            address = f"{reverse('contacts:list')}#lien-he-{contact.uuid}"
            return answers.stored(uuid=contact.uuid, url=address, received_at=contact.created_at, created=self.created)
        messages.success(self.request, _("Đã lưu liên hệ. Liên hệ không tính vào chế độ đi cơ sở."))
        return redirect(f"{reverse('contacts:list')}?da-luu={self.draft_key}")

    def form_invalid(self, form: ContactForm) -> HttpResponse:
        if answers.wants_json(self.request):
            return answers.refused(answers.sentences([form]))
        return super().form_invalid(form)

    def conflict(self, conflict: ContactConflict, form: ContactForm) -> HttpResponse:
        """The stored one in words; changing it is a page of its own."""
        stored = scoped_or_404(Contact.objects.visible_to(self.request.actor.user).with_names(), pk=conflict.contact.pk)
        changeable = policies.may_change(self.request.actor.user, stored)
        address = reverse("contacts:change", args=[stored.uuid]) if changeable else ""
        lines = [(_("Liên hệ"), f"{stored.unit}, {format_date(stored.date)}"), (_("Nội dung"), stored.text)]
        if answers.wants_json(self.request):
            return answers.conflict(message=conflict, stored=lines, edit_url=address)
        form.add_error(None, str(conflict))
        return self.render_to_response(self.get_context_data(form=form, stored=lines, change_url=address), status=409)

    def call(self, form: ContactForm) -> Contact:
        data = dict(form.cleaned_data)
        contact, self.created = services.record_contact(
            uuid=data.pop("uuid"), content=ContactContent(**data), by=self.request.actor
        )
        return contact


class OwnContactMixin:
    """A contact of the person's own, on the day it was entered; later the page leads back to the list."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.contact = scoped_or_404(Contact.objects.visible_to(user).with_names(), uuid=kwargs["uuid"])
        if not policies.is_author(user, self.contact):
            raise PermissionDenied(_("Chỉ đồng chí đã liên hệ hoặc thư ký nhập thay làm được việc này."))
        if request.method == "GET" and not policies.may_change(user, self.contact):
            messages.warning(request, services.NOT_TODAY)
            return redirect("contacts:list")
        return super().dispatch(request, *args, **kwargs)


class ChangeContact(OwnContactMixin, ContactPage):
    policy = None
    heading = _("Sửa liên hệ")
    button = _("Lưu nội dung đã sửa")
    created = False

    @property
    def draft_key(self) -> str:  # type: ignore[override]  # its own for each contact
        return f"contact-{self.contact.uuid}"

    def get_initial(self) -> dict[str, Any]:
        row = self.contact
        return {"uuid": row.uuid, "unit": row.unit_id, "date": row.date, "channel": row.channel, "text": row.text}

    def call(self, form: ContactForm) -> Contact:
        data = {name: value for name, value in form.cleaned_data.items() if name != "uuid"}
        content = ContactContent(**data)
        return services.change_contact(contact=self.contact, content=content, by=self.request.actor)


class TakeBackContact(OwnContactMixin, ServiceFormView):
    form_class = forms.Form
    template_name = "contacts/take_back.html"
    success_message = _("Đã rút lại lần liên hệ.")

    def call(self, form: forms.Form) -> Contact:
        return services.take_back_contact(contact=self.contact, by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("contacts:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, author=author(self.contact), **kwargs)
