"""A visit's own page with all that belongs to it, and the commune's confirmation."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from nammanh.platform.views import ScopedDetailView, ServiceFormView, scoped_or_404
from reports.fieldbook import services
from reports.fieldbook.confirm_form import ConfirmForm
from reports.fieldbook.parts import PARTS
from reports.fieldbook.parts.comments import Comments
from reports.fieldbook.typed_entry import with_value
from reports.visits import policies
from reports.visits.models import AmendedPart, Amendment, Visit
from reports.visits.services import Conflict
from reports.visits.states import Action, Status
from reports.visits.timeline import ACTION_TONES, STATUS_TONES, author, signature, told

DRAFT = re.compile(r"visit-[a-z0-9-]{1,60}")

BUTTONS = {
    Action.CONFIRM: (_("Xác nhận chuyến đi"), "visits:confirm", "circle-check", "btn-primary"),
    Action.ASK: (_("Đề nghị sửa"), "visits:ask", "arrow-back-up", ""),
    Action.LOG: (_("Ghi nhận chuyến đi"), "fieldbook:log_plan", "notebook", "btn-primary"),
    Action.EDIT: (_("Sửa nội dung"), "fieldbook:edit", "pencil", ""),
    Action.REPLY: (_("Trả lời đề nghị sửa"), "visits:reply", "message-2", ""),
    Action.POSTPONE: (_("Hoãn"), "visits:postpone", "player-pause", ""),
    Action.CANCEL: (_("Hủy chuyến đi"), "visits:cancel", "ban", "btn-outline-danger"),
    Action.AMEND: (_("Bổ sung, đính chính"), "visits:amend", "pencil", ""),
}


def parts_of(visit: Visit) -> list[dict[str, Any]]:
    """The situation blocks with what was amended beside the first words."""
    amendments = list(visit.amendments.select_related("by", "secretary")) if visit.was_amended else []
    for amendment in amendments:
        amendment.signature = signature(amendment.by, amendment.secretary)
    return [
        {
            "label": part.label,
            "text": getattr(visit, part.value),
            "amendments": [amendment for amendment in amendments if amendment.part == part],
        }
        for part in AmendedPart
    ]


def belongings(visit: Visit, request: HttpRequest) -> dict[str, Any]:
    """All that is shown of a visit, part by part."""
    shown = {part: part.shown(visit, request.actor.user) for part in PARTS if getattr(visit, f"has_{part.name}", True)}
    return {
        "visit": visit,
        "author": author(visit),
        "tone": STATUS_TONES[visit.status],
        "parts": parts_of(visit),
        "sections": [{"part": part, "shown": rows} for part, rows in shown.items() if rows is not None],
        "steps": told(visit.steps.select_related("by", "secretary"), ACTION_TONES),
    }


TAKE_ALONG = {"label": _("Mang theo"), "icon": "backpack", "look": ""}
"""The page to carry on a planned visit; it belongs to a slice beside this one and is known by its address."""


def visits_of(request: HttpRequest) -> QuerySet[Visit]:
    return Visit.objects.visible_to(request.actor.user).with_names().select_related("entered_by")


def with_signs(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Each with a sign of what few visits have, for `belongings`: `was_amended`, and `has_…` for such a part."""
    amendments = Amendment.objects.filter(visit=OuterRef("pk"))
    signs = {
        f"has_{part.name}": Exists(rows.order_by().filter(visit=OuterRef("pk")))
        for part in PARTS
        if (rows := part.rows_of()) is not None
    }
    return visits.annotate(was_amended=Exists(amendments.order_by()), **signs)


class VisitDetail(ScopedDetailView):
    model = Visit
    template_name = "visits/detail.html"
    context_object_name = "visit"

    def get_queryset(self) -> QuerySet[Visit]:
        return with_signs(visits_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = policies.allowed_actions(self.request.actor.user, self.object)
        buttons = [
            {"label": label, "url": reverse(name, args=[self.object.uuid]), "icon": icon, "look": look}
            for action, (label, name, icon, look) in BUTTONS.items()
            if action in allowed
        ]
        if self.object.is_open and policies.handles(self.request.actor.user, self.object):
            buttons.append(TAKE_ALONG | {"url": reverse("briefs:brief", args=[self.object.uuid])})
        stored = self.request.GET.get("da-luu", "")
        return super().get_context_data(
            **belongings(self.object, self.request),
            buttons=buttons,
            stored_draft=stored if DRAFT.fullmatch(stored) else "",
            **kwargs,
        )


class ConfirmVisit(ServiceFormView):
    """The commune reads the visit, judges its comments and confirms: one page, one button."""

    template_name = "visits/confirm.html"
    form_class = ConfirmForm
    success_message = _("Đã xác nhận chuyến đi.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.visit = scoped_or_404(with_signs(visits_of(request)), uuid=kwargs["uuid"])
        if not policies.confirms_for(request.actor.user, self.visit):
            raise PermissionDenied(_("Chỉ Đảng ủy của địa bàn xác nhận chuyến đi."))
        if self.visit.status != Status.DONE and (request.method == "GET" or self.visit.status == Status.CONFIRMED):
            return redirect(self.get_success_url())
        self.read()
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> None:
        """The visit as it stands now; its comments apart, since each gets a question."""
        self.shown = belongings(self.visit, self.request)
        sections: list[dict[str, Any]] = self.shown.pop("sections")
        self.comments = next((row["shown"].rows for row in sections if row["part"] is Comments), [])
        self.shown["sections"] = [row for row in sections if row["part"] is not Comments]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "comments": self.comments,
            "initial": {"seen": self.visit.content_hash},
        }

    def call(self, form: ConfirmForm) -> Visit:
        return services.confirm_entry(
            visit=self.visit,
            seen_hash=form.cleaned_data["seen"],
            verdicts=form.verdicts(),
            note=form.cleaned_data["note"],
            by=self.request.actor,
        )

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Conflict as conflict:
            self.visit = scoped_or_404(with_signs(visits_of(self.request)), pk=self.visit.pk)
            self.read()
            form.data = with_value(form.data, "seen", self.visit.content_hash)
            context = self.get_context_data(form=form, conflict=conflict.message)
            return self.render_to_response(context, status=409)

    def get_success_url(self) -> str:
        """The visit, or the desk that the one-tap button stood on."""
        back = self.request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, {self.request.get_host()}, self.request.is_secure())
        return back if safe else reverse("visits:detail", args=[self.visit.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**self.shown, **kwargs)
        judged = [(comment, context["form"].row(comment)) for comment in self.comments]
        return context | {"judged": judged}
