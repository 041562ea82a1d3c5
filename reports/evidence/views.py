"""Evidence of a visit: shown with it, added to it whole, handed out, taken back."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
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
from reports.evidence.positions import has_position
from reports.evidence.serving import hand_out
from reports.visits.guard import SEND_ANYWAY, PrivacyGuardMixin, warnings_in
from reports.visits.models import Visit, VisitType


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
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("privacy_warnings", [])
        return super().get_context_data(
            **gallery(self.visit, self.request),
            at_home=self.visit.type == VisitType.HOUSEHOLD_VISIT,
            asks_position=has_position(self.visit),
            **kwargs,
        )


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
        try:
            return answers.arrived(self._store(form, form.cleaned_data["file"][0], form.cleaned_data["uuid"]))
        except services.Conflict as conflict:
            return answers.conflict(conflict)
        except ValidationError as refusal:
            return answers.refused(refusal)

    def _store_each(self, form: AddForm) -> HttpResponse:
        """A refused file doesn't keep the others from being stored."""
        chosen, refusals = form.cleaned_data["file"], []
        for number, file in enumerate(chosen):
            uuid = form.cleaned_data["uuid"]
            try:
                self._store(form, file, uuids.uuid5(uuid, str(number)) if number else uuid)
            except (ValidationError, services.Conflict) as refusal:
                sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
                refusals += [f"{file.name}: {sentence}" for sentence in sentences]
        if len(refusals) >= len(chosen):
            put_on_form(form, ValidationError({"file": refusals}))
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu minh chứng."))
        for refusal in refusals:
            messages.warning(self.request, _now("Chưa lưu %(refusal)s") % {"refusal": refusal})
        return redirect("evidence:of_visit", self.visit.uuid)

    def _store(self, form: AddForm, file: UploadedFile, uuid: uuids.UUID) -> services.Stored:
        return store_upload(self.visit, file, uuid, form.cleaned_data, self.request.actor)


def store_upload(visit: Visit, file: UploadedFile, uuid: uuids.UUID, said: dict[str, Any], by: Any) -> services.Stored:
    """One uploaded file becomes evidence; see services.add_evidence."""
    with services.staged(file.chunks()) as (place, sha256):
        content = services.EvidenceContent(
            uuid, place, sha256, file.name or "", said.get("caption", ""), said.get("position")
        )
        return services.add_evidence(visit=visit, content=content, by=by)


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
