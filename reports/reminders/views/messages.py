"""One's own messages: the list, opening one, and which come as letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from nammanh.platform.dates import today
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import ScopedMixin, ServiceFormView, scoped_or_404
from reports.reminders import policies, queries, services
from reports.reminders.filters import MessageFilter
from reports.reminders.forms import MailForm
from reports.reminders.models import Message, mail_term
from reports.reminders.standing import dressed, state
from reports.visits.views import CountedListView


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages beside one another: messages, urging for those whose act it is, letters."""
    pages = [(_("Thông báo"), "reminders:inbox"), (_("Nhận thư"), "reminders:mail")]
    if policies.reads_urges(request.actor.user):
        pages.insert(1, (_("Đôn đốc"), "reminders:urges"))
    return [{"label": label, "url": reverse(name), "active": request.path == reverse(name)} for label, name in pages]


class Inbox(CountedListView):
    """What the portal tells this person, the newest first."""

    model = Message
    keyset = ("-created_at", "-pk")
    filterset_class = MessageFilter
    template_name = "reminders/inbox.html"
    export_title = _("Danh sách thông báo")
    export_columns = (
        Column(_("Tiêu đề"), "title", width=60),
        Column(_("Nội dung"), "text", width=80),
        Column(_("Về việc"), "get_kind_display", width=32),
        Column(_("Lúc"), "created_at", CellKind.MOMENT, 18),
        Column(_("Trạng thái"), lambda row: state(row)[0], width=16),
    )

    def get_queryset(self) -> QuerySet[Message]:
        return super().get_queryset().select_related("step")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        unread = any(row.read_at is None for row in context["rows"])
        return context | {"rows": dressed(context["rows"]), "own_tabs": tabs(self.request), "has_unread": unread}


class OpenMessage(ScopedMixin, View):
    """POST only: note that it was seen, and go where it leads."""

    model = Message
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        message = scoped_or_404(self.get_queryset(), uuid=kwargs["uuid"])
        services.read(message=message, by=request.actor)
        return HttpResponseRedirect(message.url)


class ReadAll(View):
    """POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.read_all(by=request.actor)
        messages.success(request, _("Đã ghi nhận đồng chí xem hết các thông báo."))
        return redirect("reminders:inbox")


class MailChoices(ServiceFormView):
    """Which kinds of messages come as letters too."""

    form_class = MailForm
    template_name = "reminders/mail.html"
    success_url = reverse_lazy("reminders:mail")
    success_message = _("Đã lưu lựa chọn nhận thư.")

    def get_initial(self) -> dict[str, Any]:
        return {"kinds": queries.kinds_by_mail(self.request.actor.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            own_tabs=tabs(self.request),
            term=mail_term(today()) if settings.SENDS_MAIL else None,
            address=self.request.actor.user.email,
            **kwargs,
        )

    def call(self, form: MailForm) -> None:
        services.choose_mail(kinds=form.cleaned_data["kinds"], by=self.request.actor)
