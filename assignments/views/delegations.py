"""Working delegations: the list, one of them on any day, and what Ban Tổ chức changes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments import policies, queries, services
from assignments.access import access_of
from assignments.forms import AddMemberForm, ChangeMemberForm, CharterForm, LeaveForm, OpenDelegationForm
from assignments.models import Delegation, DelegationMember, Unit
from assignments.views.clusters import AskedDay
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from nammanh.platform.views import PolicyMixin, ScopedDetailView, ScopedMixin, ServiceFormView, scoped_or_404


class DelegationList(PolicyMixin, AskedDay, ScopedMixin, ListView):
    model = Delegation
    template_name = "assignments/delegations.html"
    context_object_name = "delegations"
    policy = staticmethod(policies.reads_coverage)

    def get_queryset(self) -> QuerySet[Delegation]:
        self.asked, self.day = self.ask()
        return queries.with_heads(super().get_queryset(), self.day).in_order()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manages = policies.may_manage_assignments(self.request.actor.user)
        return super().get_context_data(
            asked=self.asked,
            day=self.day,
            is_today=self.day == today(),
            open_url=reverse("assignments:delegation_open") if manages else "",
            **kwargs,
        )


class DelegationDetail(AskedDay, ScopedDetailView):
    model = Delegation
    template_name = "assignments/delegation.html"
    context_object_name = "delegation"

    def get_queryset(self) -> QuerySet[Delegation]:
        return super().get_queryset().select_related("mandate", "document")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delegation, user = self.object, self.request.actor.user
        asked, day = self.ask()
        seats, charters = queries.seats_of(delegation), queries.charters_of(delegation)
        self.linked = queries.visible_ids(
            Unit.objects.visible_to(user), [unit for seat in seats for unit in seat.units]
        )
        current = [seat for seat in seats if seat.member.in_force_on(day)]
        self.absences = queries.absences_on([seat.member.officer_id for seat in current], day)
        access = access_of(user)
        seated = bool(
            access.officer_ids & {seat.member.officer_id for seat in seats if seat.member.in_force_on(today())}
        )
        still = delegation.valid_to is None or delegation.valid_to >= today()
        self.manages = policies.may_manage_assignments(user) and still
        return super().get_context_data(
            asked=asked,
            day=day,
            is_today=day == today(),
            exists=delegation.in_force_on(day),
            has_board=access.reads_all_records or seated,
            seats=[self._line(seat) for seat in current],
            other_seats=[self._line(seat) for seat in seats if seat not in current],
            charter=next((row for row in charters if row.in_force_on(day)), None),
            other_charters=[row for row in charters if not row.in_force_on(day)],
            actions=self._actions() if self.manages else {},
            **kwargs,
        )

    def _line(self, seat: queries.Seat) -> dict[str, Any]:
        member = seat.member
        changes = self.manages and (member.valid_to is None or member.valid_to >= today())
        steps = ("change", "leave") if changes else ()
        return {
            "member": member,
            "units": [(unit, unit.pk in self.linked) for unit in seat.units],
            "absence": self.absences.get(member.officer_id),
            "urls": {
                step: reverse(f"assignments:delegation_{step}", args=[self.object.pk, member.pk]) for step in steps
            },
        }

    def _actions(self) -> dict[str, str]:
        names = ("add", "charter", "close")
        return {name: reverse(f"assignments:delegation_{name}", args=[self.object.pk]) for name in names}


class DelegationOpen(PolicyMixin, ServiceFormView):
    form_class = OpenDelegationForm
    template_name = "assignments/form_page.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_message = _("Đã lập đoàn công tác. Ghi Trưởng đoàn và các thành viên.")
    extra_context = {"heading": _("Lập đoàn công tác"), "submit": _("Lập đoàn công tác")}

    def call(self, form: OpenDelegationForm) -> Delegation:
        data = form.cleaned_data
        with explained():
            return services.open_delegation(
                name=data["name"],
                mandate=data["mandate"],
                valid_from=data["valid_from"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("assignments:delegation", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse("assignments:delegations"), **kwargs)


class OfDelegation(PolicyMixin, ServiceFormView):
    """A change of one delegation of the person's scope."""

    template_name = "assignments/form_page.html"
    policy = staticmethod(policies.may_manage_assignments)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.delegation = scoped_or_404(Delegation.objects.visible_to(request.actor.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def offered(self) -> list[Unit]:
        units = Unit.objects.visible_to(self.request.actor.user)
        return queries.units_for(self.delegation, units, today())

    def get_success_url(self) -> str:
        return reverse("assignments:delegation", args=[self.delegation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.get_success_url(), eyebrow=self.delegation.name, **kwargs)


class DelegationAdd(OfDelegation):
    form_class = AddMemberForm
    success_message = _("Đã ghi thành viên đoàn công tác.")
    extra_context = {"heading": _("Thêm thành viên"), "submit": _("Thêm thành viên")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "units": self.offered()}

    def call(self, form: AddMemberForm) -> DelegationMember:
        data = form.cleaned_data
        with explained():
            return services.add_member(
                delegation=self.delegation,
                officer=data["officer"],
                duty=data["duty"],
                fields=data["fields_of_work"],
                units=data["units"],
                valid_from=data["valid_from"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )


class OfMember(OfDelegation):
    """A change of one member."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Delegation.objects.visible_to(request.actor.user)
        rows = DelegationMember.objects.filter(delegation__in=own, delegation=kwargs["pk"])
        self.member = scoped_or_404(rows.select_related("officer", "delegation"), pk=kwargs["member"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"{_('Đ/c')} {self.member.officer}", **kwargs)


class DelegationChange(OfMember):
    form_class = ChangeMemberForm
    success_message = _("Đã điều chỉnh; vị trí trước đây vẫn còn trong quá trình của đoàn.")
    extra_context = {"heading": _("Điều chỉnh thành viên"), "submit": _("Điều chỉnh")}

    def get_form_kwargs(self) -> dict[str, Any]:
        seats = queries.seats_of(self.delegation)
        held = next((seat.units for seat in seats if seat.member.pk == self.member.pk), [])
        offered = self.offered()
        initial = {
            "duty": self.member.duty,
            "fields_of_work": self.member.fields.all(),
            "units": [unit.pk for unit in held],
        }
        return super().get_form_kwargs() | {"units": offered, "initial": initial}

    def call(self, form: ChangeMemberForm) -> DelegationMember:
        data = form.cleaned_data
        with explained():
            return services.change_member(
                member=self.member,
                duty=data["duty"],
                fields=data["fields_of_work"],
                units=data["units"],
                on=data["valid_from"],
                document=form.cited(self.request.actor),
                reason=data["end_reason"],
                by=self.request.actor,
            )


class DelegationLeave(OfMember):
    form_class = LeaveForm
    success_message = _("Đã ghi thôi tham gia đoàn; địa bàn giữ theo đoàn thôi cùng ngày.")
    extra_context = {"heading": _("Thôi tham gia đoàn"), "submit": _("Thôi tham gia đoàn")}

    def call(self, form: LeaveForm) -> DelegationMember:
        data = form.cleaned_data
        return services.leave_delegation(
            member=self.member, valid_to=data["valid_to"], reason=data["end_reason"], by=self.request.actor
        )


class DelegationNewCharter(OfDelegation):
    form_class = CharterForm
    success_message = _("Đã ban hành quy chế mới của đoàn; nội dung cũ vẫn xem được.")
    extra_context = {"heading": _("Ban hành quy chế của đoàn"), "submit": _("Ban hành")}

    def call(self, form: CharterForm) -> Any:
        data = form.cleaned_data
        with explained():
            return services.issue_charter(
                delegation=self.delegation,
                text=data["text"],
                valid_from=data["valid_from"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )


class DelegationClose(OfDelegation):
    form_class = LeaveForm
    success_message = _("Đã ghi ngày kết thúc đoàn; các thành viên thôi cùng ngày.")
    extra_context = {"heading": _("Kết thúc đoàn công tác"), "submit": _("Kết thúc")}

    def call(self, form: LeaveForm) -> Delegation:
        data = form.cleaned_data
        return services.close_delegation(
            delegation=self.delegation, valid_to=data["valid_to"], reason=data["end_reason"], by=self.request.actor
        )
