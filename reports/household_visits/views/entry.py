"""The short page of a visit to households: choose a group, tick households, send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments.models import Unit
from nammanh.accounts.readings import ProtectedRowsMixin
from nammanh.platform.dates import today
from nammanh.platform.views import PolicyMixin, put_on_form, scoped_or_404
from reports.household_visits import policies, queries, services
from reports.household_visits.forms import HouseholdRows, VisitForm
from reports.household_visits.services import HouseholdEntry
from reports.visits.guard import SEND_ANYWAY
from reports.visits.services import Conflict, Stored

JSON = "application/json"


def sentences(forms: list[BaseForm]) -> list[str]:
    """Every refusal of these forms, each once."""
    found = [str(error) for form in forms for errors in form.errors.values() for error in errors if form.is_bound]
    return list(dict.fromkeys(found))


class HouseholdsToTick(ProtectedRowsMixin, PolicyMixin, View):
    """Fragment: the households of the place that was chosen in the one-page entry, `?unit=`."""

    policy = staticmethod(policies.may_log_household_visits)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user, place = request.actor.user, None
        if asked := request.GET.get("unit"):
            place = scoped_or_404(Unit.objects.visible_to(user), pk=asked)
        rows = HouseholdRows(queries.households_to_tick(user, place), queries.categories_on(today()))
        self.shows_rows = bool(len(rows))
        return render(request, "household_visits/_households_form.html", {"households": rows})


class LogHouseholdVisit(ProtectedRowsMixin, PolicyMixin, View):
    """`?dia-ban=` names the group or hamlet; without it the own places to choose from."""

    policy = staticmethod(policies.may_log_household_visits)
    place: Unit | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (asked := request.GET.get("dia-ban")) and self.policy(request.actor.user):
            units = Unit.objects.visible_to(request.actor.user).filter(level__in=["hamlet", "group"])
            self.place = scoped_or_404(units.select_related("parent", "hamlet"), pk=asked)
        self.shows_rows = self.place is not None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.place is None:
            places = queries.places_within_reach(request.actor.user).select_related("parent")
            rows = list(places.order_by("parent__name_key", "name_key", "pk"))
            if len(rows) == 1:
                return redirect(f"{reverse('household_visits:log')}?dia-ban={rows[0].pk}")
            return render(request, "household_visits/choose.html", {"rows": rows})
        return self.page(VisitForm(), self.rows())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.place is None:
            return redirect("household_visits:log")
        form, rows = VisitForm(request.POST), self.rows(data=request.POST)
        fine = form.is_valid()
        if not (rows.is_valid(form.cleaned_data.get("date")) and fine):
            return self.page(form, rows, 422)
        if not rows.chosen:
            form.add_error(None, _("Chọn ít nhất một hộ đã thăm."))
            return self.page(form, rows, 422)
        warnings = services.warnings_about([form.cleaned_data["highlights"], *rows.texts()])
        if warnings and SEND_ANYWAY not in request.POST:
            return self.page(form, rows, 422, privacy_warnings=warnings)
        try:
            return self.stored(self.store(form, rows))
        except Conflict as conflict:
            return self.page(form, rows, 409, conflict=conflict.message, stored=conflict.visit)
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self.page(form, rows, 422)

    def rows(self, data: Any = None) -> HouseholdRows:
        """Ticks may be given by the address, as the list of households does: `?ho=12`."""
        households = queries.households_to_tick(self.request.actor.user, self.place)
        asked = self.request.GET.get("ho", "")
        initial = {row.pk: {"chosen": True} for row in households if str(row.pk) == asked}
        return HouseholdRows(households, queries.categories_on(today()), data, initial)

    def store(self, form: VisitForm, rows: HouseholdRows) -> Stored:
        data = form.cleaned_data
        entry = HouseholdEntry(self.place, data["date"], rows.contents(), data["highlights"])
        return services.log_household_visit(uuid=data["uuid"], entry=entry, by=self.request.actor)

    def stored(self, outcome: Stored) -> HttpResponse:
        if self.wants_json:
            self.shows_rows = False
            return JsonResponse(
                {
                    "state": "stored",
                    "uuid": str(outcome.visit.uuid),
                    "url": reverse("visits:detail", args=[outcome.visit.uuid]),
                    "received_at": outcome.visit.logged_at.isoformat(),
                    "created": outcome.created,
                },
                status=201 if outcome.created else 200,
            )
        if outcome.created:
            messages.success(self.request, _("Đã ghi nhận các hộ đã thăm. Đảng ủy xã sẽ xác nhận."))
        else:
            messages.info(self.request, _("Lần thăm này đã được tiếp nhận trước đó; không ghi thêm lần nữa."))
        address = reverse("visits:detail", args=[outcome.visit.uuid])
        return redirect(f"{address}?da-luu={self.draft_key}")

    @property
    def wants_json(self) -> bool:
        """An outbox sends what was typed without a signal and reads the answer itself."""
        return self.request.method == "POST" and self.request.get_preferred_type(["text/html", JSON]) == JSON

    def refused_in_json(self, form: VisitForm, rows: HouseholdRows, status: int, **context: Any) -> JsonResponse:
        self.shows_rows = False
        if visit := context.get("stored"):
            answer = {
                "state": "conflict",
                "message": context["conflict"],
                "stored": [[str(_("Chuyến đi")), str(visit)], [str(_("Tình hình nổi bật")), visit.highlights]],
                "edit_url": reverse("fieldbook:edit", args=[visit.uuid]),
            }
        elif warnings := context.get("privacy_warnings"):
            answer = {"state": "ask", "warnings": [f"“{row.excerpt}”: {row.message}" for row in warnings]}
        else:
            answer = {"state": "refused", "errors": sentences([form, rows.common, *rows.chosen])}
        return JsonResponse(answer, status=status)

    @property
    def draft_key(self) -> str:
        return f"visit-household-{self.place.pk}"

    def page(self, form: VisitForm, rows: HouseholdRows, status: int = 200, **context: Any) -> HttpResponse:
        if self.wants_json:
            return self.refused_in_json(form, rows, status, **context)
        common = {
            "form": form,
            "households": rows,
            "place": self.place,
            "draft_key": self.draft_key,
            "invalid": status == 422 and not context.get("privacy_warnings"),
            "privacy_warnings": [],
            "conflict": "",
        }
        return render(self.request, "household_visits/log.html", common | context, status=status)
