"""Who is away, who stands in, and the forms for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries, services
from assignments.access import access_of
from assignments.forms import AbsenceForm, BackEarlyForm
from assignments.models import Absence, Officer
from nammanh.accounts.exports import ExportMixin
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404

LIST = reverse_lazy("assignments:absences")


class AbsenceList(PolicyMixin, ExportMixin, KeysetListView):
    """Present and coming absences whole, those of nobody standing in first; past ones page by page."""

    model = Absence
    template_name = "assignments/absences.html"
    keyset = ("-valid_to", "-pk")
    policy = staticmethod(policies.may_open_absences)
    export_title = _("Danh sách vắng mặt")
    export_columns = (
        Column(_("Cán bộ vắng"), "officer.full_name", width=28),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "valid_to", CellKind.DATE, 13),
        Column(_("Người làm thay"), "substitute.full_name", width=28),
    )

    def get_queryset(self) -> QuerySet[Absence]:
        """The page has present and coming ones in blocks of their own; a workbook has all in one."""
        rows = super().get_queryset()
        return rows.select_related("officer", "substitute") if self.exporting else queries.past(rows, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, day = self.request.actor.user, today()
        own = access_of(user).officer_id
        manages = policies.may_manage_assignments(user)
        present: list[Absence] = []
        coming: list[Absence] = []
        if not self.request.GET.get("sau"):
            present, coming = queries.present_and_coming(Absence.objects.visible_to(user), day)
        return context | {
            "present": [self._line(row, manages, own) for row in present],
            "coming": [self._line(row, manages, own) for row in coming],
            "past": [self._line(row, manages, own) for row in context["rows"]],
            "first_page": not self.request.GET.get("sau"),
            "add_url": reverse("assignments:absence_add") if manages or own else "",
            "manages": manages,
        }

    def _line(self, row: Absence, manages: bool, own: int | None) -> dict[str, Any]:
        mine, day = manages or row.officer_id == own, today()
        begun, over = row.valid_from <= day, row.valid_to < day
        return {
            "row": row,
            "unattended": not over and queries.is_unattended(row),
            "reason": row.get_reason_display() if mine else "",
            "change_url": reverse("assignments:absence_change", args=[row.pk]) if manages and not over else "",
            "back_url": reverse("assignments:absence_back", args=[row.pk]) if mine and begun and not over else "",
            "cancel_url": reverse("assignments:absence_cancel", args=[row.pk]) if mine and not begun else "",
        }


class AbsenceAdd(PolicyMixin, ServiceFormView):
    """Ban Tổ chức for anybody; everybody else for themself."""

    form_class = AbsenceForm
    template_name = "assignments/absence_form.html"
    success_url = LIST
    success_message = _("Đã ghi vắng mặt.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.manages = policies.may_manage_assignments(user)
        self.own = Officer.objects.visible_to(user).filter(pk=access_of(user).officer_id or 0).first()
        if not self.manages and self.own is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {}
        if self.manages and (wanted := self.request.GET.get("can-bo", "")).isdecimal():
            initial = {"officer": wanted}
        return super().get_form_kwargs() | {"user": self.request.actor.user, "initial": initial}

    def call(self, form: AbsenceForm) -> Absence:
        data = dict(form.cleaned_data)
        data = {name: value for name, value in data.items() if not name.endswith("_text")}
        return services.record_absence(**{"officer": self.own} | data, by=self.request.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(own=None if self.manages else self.own, **kwargs)


class OfAbsence(ServiceFormView):
    """A step on one absence: of one's own scope, and allowed by the service's policy."""

    success_url = LIST
    managers_only = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.actor.user
        self.absence = scoped_or_404(Absence.objects.visible_to(user).with_names(), pk=kwargs["pk"])
        allowed = policies.may_manage_assignments(user)
        if not self.managers_only:
            allowed = policies.may_record_absence(user, self.absence.officer)
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(absence=self.absence, **kwargs)


class AbsenceChange(OfAbsence):
    form_class = AbsenceForm
    template_name = "assignments/absence_form.html"
    managers_only = True
    success_message = _("Đã sửa nội dung vắng mặt.")

    def get_form_kwargs(self) -> dict[str, Any]:
        names = ("valid_from", "valid_to", "reason", "note", "document", "substitute")
        return super().get_form_kwargs() | {
            "user": self.request.actor.user,
            "absence": self.absence,
            "initial": {name: getattr(self.absence, name) for name in names},
        }

    def call(self, form: AbsenceForm) -> Absence:
        data = {name: value for name, value in form.cleaned_data.items() if not name.endswith("_text")}
        with explained():
            return services.change_absence(absence=self.absence, **data, by=self.request.actor)


class AbsenceBack(OfAbsence):
    form_class = BackEarlyForm
    template_name = "assignments/absence_step.html"
    extra_context = {"heading": _("Về sớm"), "submit": _("Ghi ngày vắng cuối cùng")}
    success_message = _("Đã ghi ngày vắng cuối cùng; người làm thay thôi từ hôm sau.")

    def call(self, form: BackEarlyForm) -> Absence:
        return services.end_absence_early(
            absence=self.absence, valid_to=form.cleaned_data["valid_to"], by=self.request.actor
        )


class AbsenceCancel(OfAbsence):
    form_class = Form
    template_name = "assignments/absence_step.html"
    extra_context = {"heading": _("Hủy vắng mặt"), "submit": _("Hủy vắng mặt")}

    def call(self, form: Form) -> None:
        services.cancel_absence(absence=self.absence, by=self.request.actor)
        messages.success(self.request, _("Đã hủy nội dung vắng mặt chưa bắt đầu."))
