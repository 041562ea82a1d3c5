"""Reminding members of a working delegation: the act, and what was said in the delegation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments.models import Assignment, Delegation, DelegationMember
from nammanh.platform.dates import format_date, today
from nammanh.platform.views import PolicyMixin, ServiceFormView, scoped_or_404
from reports.reminders import policies, queries, services
from reports.reminders.forms import UrgeForm
from reports.reminders.models import Urge
from reports.reminders.standing import dressed_urges
from reports.visits.guard import PrivacyGuardMixin

SHOWN = 10
"""Remindings on the delegation's page; the list of all urging has the rest."""


class OwnDelegation:
    """The delegation of the address, within the person's scope."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def delegation(self) -> Delegation:
        return scoped_or_404(Delegation.objects.visible_to(self.request.actor.user), pk=self.kwargs["delegation"])


class RemindMember(OwnDelegation, PrivacyGuardMixin, ServiceFormView):
    """Remind a member of one place, or of all that they hold for the delegation, in words that are proposed."""

    form_class = UrgeForm
    guarded = ("words",)
    template_name = "reminders/remind.html"
    success_message = _("Đã gửi lời nhắc. Lời nhắc được ghi lại trong danh sách đôn đốc.")

    @cached_property
    def member(self) -> DelegationMember:
        rows = self.delegation.members.on(today()).select_related("officer", "delegation")
        return scoped_or_404(rows, officer=self.kwargs["officer"])

    @cached_property
    def assignment(self) -> Assignment | None:
        if "place" not in self.kwargs:
            return None
        rows = queries.held_for_delegation(self.member, today()).select_related("unit", "role")
        return scoped_or_404(rows, pk=self.kwargs["place"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        may = policies.remindable(request.actor.user, self.delegation.members.on(today()))
        if self.member.officer_id not in may:
            raise PermissionDenied(
                _("Trưởng đoàn, đồng chí làm thay và Thường trực nhắc thành viên; không ai tự nhắc mình.")
            )
        _place = self.assignment
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"words": proposed(self.member, self.assignment, self.request)}

    def get_success_url(self) -> str:
        return reverse("dashboards:delegation", args=[self.delegation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            delegation=self.delegation,
            member=self.member,
            assignment=self.assignment,
            whole_url=reverse("reminders:remind", args=[self.delegation.pk, self.member.officer_id]),
            page_url=self.get_success_url(),
            draft_key=f"remind-{self.member.pk}-{self.kwargs.get('place', '')}",
            **kwargs,
        )

    def call(self, form: UrgeForm) -> Urge:
        return services.remind(
            member=self.member, assignment=self.assignment, by=self.request.actor, **form.cleaned_data
        )


def proposed(member: DelegationMember, assignment: Assignment | None, request: HttpRequest) -> str:
    """The sentence that stands in the form: where to go, and since when nobody of that name came."""
    if assignment is None and not queries.held_for_delegation(member, today()).exists():
        return gettext("Đề nghị đồng chí thực hiện phần việc được giao trong đoàn và báo cáo trong tuần này.")
    if assignment is None:
        return gettext("Đề nghị đồng chí đi cơ sở tại các địa bàn được giao trong tuần này và ghi nhận chuyến đi.")
    place = {"place": assignment.unit.full_name}
    asked = gettext("Đề nghị đồng chí đi cơ sở tại %(place)s trong tuần này và ghi nhận chuyến đi.") % place
    day = queries.last_went(member, assignment.unit, request.actor.user, today())
    if day is None:
        return asked + " " + gettext("Đến nay chưa có chuyến đi nào của đồng chí tại đây.")
    return asked + " " + gettext("Chuyến đi gần nhất của đồng chí tại đây là ngày %(day)s.") % {"day": format_date(day)}


class RemindersOfDelegation(OwnDelegation, PolicyMixin, TemplateView):
    """Fragment of a delegation's page: who was reminded there, and what came of it."""

    policy = staticmethod(policies.reads_urges)
    template_name = "reminders/_of_delegation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        rows = Urge.objects.visible_to(user).filter(member__delegation=self.delegation).with_names().with_progress()
        return super().get_context_data(rows=dressed_urges(rows.order_by("-at", "-pk")[:SHOWN], user), **kwargs)
