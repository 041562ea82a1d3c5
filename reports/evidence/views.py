"""Evidence of a visit: shown with it, added to it whole, handed out, taken back."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic.edit import FormView

from nammanh.platform.views import ServiceFormView, put_on_form, scoped_or_404
from reports.evidence import answers, policies, queries, services
from reports.evidence.forms import AddForm, TakeBackForm
from reports.evidence.models import Evidence
from reports.evidence.serving import hand_out
from reports.visits.guard import SEND_ANYWAY, PrivacyGuardMixin, warnings_in
from reports.visits.models import Visit


def visit_or_404(request: HttpRequest, uuid: uuids.UUID) -> Visit:
    return scoped_or_404(Visit.objects.visible_to(request.actor.user).with_names(), uuid=uuid)


def gallery(visit: Visit, request: HttpRequest) -> dict[str, Any]:
    """What the pages of a visit's evidence show."""
    user = request.actor.user
    return {
        "visit": visit,
        "pieces": queries.of_visit(visit, user),
        "may_add": policies.may_add(user, visit),
    }


class EvidenceOfVisit(FormView):
    """A visit's evidence on a page of its own, with the form that adds to it for those who may."""

    template_name = "evidence/of_visit.html"
    form_class = AddForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.visit = visit_or_404(request, kwargs["visit"])
        if not policies.takes_evidence(self.visit):
            raise PermissionDenied(services.NOT_AT_HOME)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("privacy_warnings", [])
        return super().get_context_data(**gallery(self.visit, self.request), **kwargs)


class AddEvidence(EvidenceOfVisit):
    """Files for a visit; each is stored or refused by itself."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = visit_or_404(request, kwargs["visit"])
        if policies.giver_for(request.actor.user, visit) is None:
            raise PermissionDenied(_("Chỉ đồng chí đã đi và Đảng ủy nơi đến gửi được minh chứng của chuyến đi này."))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AddForm) -> HttpResponse:
        if SEND_ANYWAY not in self.request.POST and (warnings := warnings_in([form.cleaned_data["caption"]])):
            if answers.wants_json(self.request):
                return answers.ask(warnings)
            return self.render_to_response(self.get_context_data(form=form, privacy_warnings=warnings), status=422)
        if answers.wants_json(self.request):
            return self._answer(form)
        return self._store_each(form)

    def form_invalid(self, form: AddForm) -> HttpResponse:
        if answers.wants_json(self.request):
            return answers.refused(error for errors in form.errors.values() for error in errors)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _answer(self, form: AddForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            stored = services.add_upload(
                visit=self.visit,
                upload=said["file"][0],
                uuid=said["uuid"],
                by=self.request.actor,
                caption=said["caption"],
                position=said["position"],
            )
        except services.Conflict as conflict:
            return answers.conflict(conflict)
        except ValidationError as refusal:
            return answers.refused(refusal)
        return answers.arrived(stored)

    def _store_each(self, form: AddForm) -> HttpResponse:
        said = form.cleaned_data
        done = services.add_uploads(
            visit=self.visit,
            uploads=said["file"],
            uuid=said["uuid"],
            by=self.request.actor,
            caption=said["caption"],
            position=said["position"],
        )
        if not done.stored:
            put_on_form(form, ValidationError({"file": done.refusals}))
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu minh chứng."))
        for refusal in done.refusals:
            messages.warning(self.request, _now("Chưa lưu %(refusal)s") % {"refusal": refusal})
        return redirect("evidence:of_visit", self.visit.uuid)


class TakeBack(PrivacyGuardMixin, ServiceFormView):
    """The giver takes evidence back, with the reason."""

    template_name = "evidence/take_back.html"
    form_class = TakeBackForm
    guarded = ("reason",)
    success_message = _("Đã gỡ minh chứng.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Evidence.objects.visible_to(request.actor.user).select_related("visit", "by", "secretary")
        self.evidence = scoped_or_404(rows, uuid=kwargs["uuid"])
        if not policies.gave(request.actor.user, self.evidence):
            raise PermissionDenied(_("Chỉ đồng chí đã gửi gỡ được minh chứng này."))
        if request.method == "GET" and not policies.may_take_back(request.actor.user, self.evidence):
            messages.warning(request, _("Minh chứng này không gỡ được nữa."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("evidence:of_visit", args=[self.evidence.visit.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(evidence=self.evidence, back=self.get_success_url(), **kwargs)

    def call(self, form: TakeBackForm) -> Evidence:
        return services.take_back(evidence=self.evidence, by=self.request.actor, **form.cleaned_data)


def openable_or_404(request: HttpRequest, uuid: uuids.UUID) -> Evidence:
    user = request.actor.user
    return scoped_or_404(Evidence.objects.visible_to(user).openable_by(user), uuid=uuid)


@require_safe
def file(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The file itself, to whoever may see the visit."""
    return hand_out(request, openable_or_404(request, uuid))


@require_safe
def thumbnail(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A photograph, small."""
    return hand_out(request, openable_or_404(request, uuid), small=True)
