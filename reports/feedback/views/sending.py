"""A commune's Party committee sends a petition itself; the office takes down what a meeting raised."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments.access import PortalRole, access_of, within_areas
from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.views import PolicyMixin, ServiceFormView
from reports.feedback import policies, services
from reports.feedback.deadlines import dressed
from reports.feedback.queries import bodies_beside, communes_beside, fields_of_work
from reports.feedback.sending_form import SendForm
from reports.feedback.services import Origin, PetitionConflict, PetitionContent
from reports.feedback.similarity import alike_in_place
from reports.visits.guard import PrivacyGuardMixin


class SendPetition(PolicyMixin, PrivacyGuardMixin, ServiceFormView):
    policy = staticmethod(policies.may_send)
    form_class = SendForm
    template_name = "feedback/send.html"
    guarded = ("content", "proposed_solution", "co_names")
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
            "bodies": bodies_beside(self.places, today()),
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
        names = ("uuid", "category", "content", "field", "proposed_solution", "whose", "since", "like")
        content = PetitionContent(**{name: data[name] for name in names})
        origin = Origin(
            unit=data["place"],
            sender=data["sender"],
            reported_on=data["reported_on"],
            meeting=data.get("meeting", ""),
            co_units=tuple(data["co_units"]),
            co_agencies=tuple(data["co_agencies"]),
            co_names=tuple(data["co_names"].splitlines()),
        )
        try:
            return services.submit(content=content, origin=origin, by=self.request.actor, files=data["files"])
        except PetitionConflict:
            form.data = form.data.copy()
            form.data["uuid"] = str(uuid.uuid4())  # sent again, it is a petition of its own
            raise


class Alike(View):
    """Fragment while one is being typed: petitions of the same place that may be the same matter, one to choose.

    A POST, so that no word lands in an address or a log; it changes nothing. The names are those of the form that asks,
    with the prefix of its row.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        data, user = request.POST, request.actor.user
        prefix = next((name.removesuffix("content") for name in data if name.endswith("content")), "")
        keys = (data.get("place") or data.get("unit") or "", data.get(f"{prefix}field", ""))
        place, chosen = (int(key) if key.isdecimal() and len(key) < 19 else 0 for key in keys)
        unit = Unit.objects.visible_to(user).filter(pk=place).first()
        rows = []
        if unit is not None:
            field = fields_of_work().filter(pk=chosen).first() if chosen else None
            text = data.get(f"{prefix}content", "")[:4000]
            rows = dressed(alike_in_place(text, unit=unit, field=field, user=user, day=today()), today())
        own = {data.get(f"{prefix}uuid", "")}
        context = {
            "rows": [row for row in rows if str(row.uuid) not in own],
            "name": f"{prefix}like",
            "chosen": data.get(f"{prefix}like", ""),
        }
        return render(request, "feedback/_alike.html", context)
