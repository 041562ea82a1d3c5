"""A commune's Party committee sends a petition itself; the office takes down what a meeting raised."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments.access import PortalRole, access_of, within_areas
from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.views import PolicyMixin, ServiceFormView
from reports.feedback import policies, services
from reports.feedback.queries import communes_beside, fields_of_work
from reports.feedback.sending_form import SendForm
from reports.feedback.services import Origin, PetitionConflict, PetitionContent
from reports.visits.guard import PrivacyGuardMixin


class SendPetition(PolicyMixin, PrivacyGuardMixin, ServiceFormView):
    policy = staticmethod(policies.may_send)
    form_class = SendForm
    template_name = "feedback/send.html"
    guarded = ("content", "proposed_solution")
    success_message = _("Đã gửi phản ánh, kiến nghị. Đồng chí theo dõi diễn biến ở trang này.")

    def _places(self) -> list[Unit]:
        """A commune: itself and its hamlets. The office: every commune."""
        user, access = self.request.actor.user, access_of(self.request.actor.user)
        units = Unit.objects.visible_to(user).on(today())
        if access.has(PortalRole.OFFICE):
            rows = units.filter(level="commune").select_related("district")
            return list(rows.order_by("district__name_key", "name_key", "pk"))
        own = tuple(area for area in access.committee_areas if area.level == "commune")
        rows = units.filter(within_areas(own, "pk"), level__in=["commune", "hamlet"])
        return sorted(rows.in_order(), key=lambda unit: unit.level != "commune")

    def get_form_kwargs(self) -> dict[str, Any]:
        self.places = self._places()
        user = self.request.actor.user
        return {
            **super().get_form_kwargs(),
            "places": self.places,
            "fields": list(fields_of_work()),
            "neighbours": communes_beside(self.places, today()),
            "senders": policies.sending_agencies(user),
            "from_meeting": access_of(user).has(PortalRole.OFFICE),
        }

    def get_initial(self) -> dict[str, Any]:
        first = {"place": str(self.places[0].pk)} if len(self.places) == 1 else {}
        return {**super().get_initial(), "uuid": uuid.uuid4(), "reported_on": today(), **first}

    def get_success_url(self) -> str:
        return reverse("feedback:detail", args=[self.result[0].uuid])

    def call(self, form: Any) -> Any:
        data = form.cleaned_data
        names = ("uuid", "category", "content", "field", "proposed_solution", "whose", "since")
        content = PetitionContent(**{name: data[name] for name in names})
        origin = Origin(
            unit=data["place"],
            sender=data["sender"],
            reported_on=data["reported_on"],
            meeting=data.get("meeting", ""),
            co_units=tuple(data["co_units"]),
        )
        try:
            return services.submit(content=content, origin=origin, by=self.request.actor, files=data["files"])
        except PetitionConflict:
            form.data = form.data.copy()
            form.data["uuid"] = str(uuid.uuid4())  # sent again, it is a petition of its own
            raise
