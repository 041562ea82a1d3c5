"""The officer's own pages: a visit into the plan, a visit that was made, a change before the commune confirms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments.access import access_of
from assignments.queries import powers_of
from nammanh.accounts.readings import ProtectedRowsMixin
from nammanh.platform import answers
from nammanh.platform.dates import today
from nammanh.platform.privacy import PrivacyWarning
from nammanh.platform.views import PolicyMixin, put_on_form, scoped_or_404
from reports.fieldbook import services
from reports.fieldbook.entries import Entry
from reports.fieldbook.forms import PlaceAndDay, PlanForm
from reports.fieldbook.merging import Version
from reports.fieldbook.parts.part import Scene
from reports.fieldbook.parts.replies import Replies
from reports.fieldbook.queries import stored_lines
from reports.fieldbook.typed_entry import TypedEntry, initial_of, with_value
from reports.visits import policies
from reports.visits.guard import SEND_ANYWAY, warnings_in
from reports.visits.models import Visit, VisitOrigin
from reports.visits.places import places_of
from reports.visits.services import Conflict, Stored, VisitContent, plan_visit
from reports.visits.states import OPEN, Action


class OfficersPage(PolicyMixin, View):
    """A page that writes one visit: opened by GET, stored by POST, once however often it is sent.

    A script that sends it with `Accept: application/json` gets the same outcome in words (platform/answers.py).
    """

    policy = staticmethod(policies.may_log_visits)
    visit: Visit | None = None
    template_name = ""
    draft_key = ""
    heading: Any = ""
    button: Any = ""
    done: Any = ""
    action: Action

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "uuid" in kwargs:
            self.policy = None  # whoever made the visit may finish it, also after the assignment has ended
            self.visit = scoped_or_404(visits_of(request), uuid=kwargs["uuid"])
            if not policies.handles(request.actor.user, self.visit):
                raise PermissionDenied(_("Chỉ đồng chí đã đi, người làm thay hoặc thư ký nhập thay làm được việc này."))
            if request.method == "GET" and not policies.may_change(request.actor.user, self.visit, self.action):
                messages.warning(
                    request, _("Chuyến đi đã chuyển sang trạng thái khác nên không làm được việc này nữa.")
                )
                return redirect("visits:detail", self.visit.uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_draft_key(self) -> str:
        return f"{self.draft_key}-{self.visit.uuid}" if self.visit else self.draft_key

    def stored(self, outcome: Stored, hints: list[Any]) -> HttpResponse:
        """On to the visit, which tells the device to forget the draft."""
        visit = outcome.visit
        address = reverse("visits:detail", args=[visit.uuid])
        if answers.wants_json(self.request):
            created = outcome.created and not (self.visit and self.action == Action.EDIT)
            received = visit.logged_at or visit.created_at
            return answers.stored(uuid=visit.uuid, url=address, received_at=received, created=created, hints=hints)
        if outcome.created:
            messages.success(self.request, self.done)
        else:
            messages.info(self.request, _("Chuyến đi này đã được tiếp nhận trước đó; không ghi thêm lần nữa."))
        for hint in hints:
            messages.warning(self.request, hint)
        draft = self.request.POST.get("draft", "") or self.get_draft_key()
        return redirect(f"{address}?{urlencode({'da-luu': draft[:80]})}")

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        common = {
            "visit": self.visit,
            "heading": self.heading,
            "button": self.button,
            "draft_key": self.request.POST.get("draft", "") or self.get_draft_key(),
            "form_action": "",
            "conflict": "",
            "privacy_warnings": [],
        }
        return render(self.request, self.template_name, common | context, status=status)

    def refused(self, forms: list[BaseForm], **context: Any) -> HttpResponse:
        """Back to the person, every word kept, with what is wrong."""
        if answers.wants_json(self.request):
            return answers.refused(answers.sentences(forms))
        return self.page(422, **context)

    def asked(self, warnings: list[PrivacyWarning], **context: Any) -> HttpResponse:
        """The privacy guard asks once."""
        if answers.wants_json(self.request):
            return answers.ask(warnings)
        return self.page(422, privacy_warnings=warnings, **context)

    def conflict(self, conflict: Conflict, form: PlaceAndDay, **context: Any) -> HttpResponse:
        """Both versions: the stored one to read, the typed one still in the form, which now would replace it."""
        user = self.request.actor.user
        stored = scoped_or_404(visits_of(self.request), pk=conflict.visit.pk)
        replaceable = policies.may_change(user, stored, Action.EDIT)
        address = reverse("fieldbook:edit", args=[stored.uuid]) if replaceable else ""
        if answers.wants_json(self.request):
            return answers.conflict(message=conflict.message, stored=stored_lines(stored, user), edit_url=address)
        form.data = with_value(form.data, "base", conflict.base or str(Version.of(stored)))
        form.fields["base"].widget.attrs["data-draft"] = "keep"
        return self.page(
            409,
            conflict=conflict.message,
            stored=stored,
            stored_lines=stored_lines(stored, user),
            replaceable=replaceable,
            form_action=address,
            button=_("Thay bằng nội dung đồng chí vừa nhập"),
            form=form,
            **context,
        )


def visits_of(request: HttpRequest) -> QuerySet[Visit]:
    return Visit.objects.visible_to(request.actor.user).with_names().select_related("entered_by")


class PlanPage(OfficersPage):
    """Put a visit into the plan, or change one that stands there."""

    template_name = "fieldbook/plan.html"
    draft_key = "visit-plan"
    heading = _("Lập kế hoạch đi cơ sở")
    button = _("Lưu vào kế hoạch")
    done = _("Đã lưu vào kế hoạch đi cơ sở.")
    action = Action.EDIT

    def form(self, **kwargs: Any) -> PlanForm:
        also = [self.visit.unit_id] if self.visit else []
        return PlanForm(places=places_of(self.request.actor.user, today(), also), **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = {"unit": request.GET.get("dia-ban"), "date": request.GET.get("ngay"), "type": request.GET.get("loai")}
        initial = {"origin": VisitOrigin.PLANNED, **asked}
        if self.visit:
            initial = initial_of(self.visit) | {"purpose": self.visit.purpose, "base": str(Version.of(self.visit))}
        return self.page(form=self.form(initial={key: value for key, value in initial.items() if value}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.refused([form], form=form)
        if SEND_ANYWAY not in request.POST and (warnings := warnings_in([form.cleaned_data["purpose"]])):
            return self.asked(warnings, form=form)
        try:
            return self.stored(self.store(form.cleaned_data), [])
        except Conflict as conflict:
            return self.conflict(conflict, form)
        except ValidationError as refusal:
            put_on_form(form, refusal)
            return self.refused([form], form=form)

    def store(self, data: dict[str, Any]) -> Stored:
        names = set(VisitContent.__dataclass_fields__) & set(data)
        content = VisitContent(**{name: data[name] for name in names})
        if self.visit is None:
            return plan_visit(uuid=data["uuid"], content=content, by=self.request.actor)
        entry = Entry(self.visit.uuid, content)
        changed = services.edit_entry(visit=self.visit, entry=entry, base=data["base"], by=self.request.actor)
        return Stored(changed)


class EntryPage(ProtectedRowsMixin, OfficersPage):
    """The one-page entry: what was seen, said and asked on a visit."""

    shows_rows = False

    template_name = "fieldbook/log.html"
    draft_key = "visit-new"
    heading = _("Ghi nhận chuyến đi")
    button = _("Gửi ghi nhận chuyến đi")
    done = _("Đã ghi nhận chuyến đi. Đảng ủy xã sẽ xác nhận.")
    action = Action.LOG

    def scene(self) -> Scene:
        user, visit = self.request.actor.user, self.visit
        places = places_of(user, today(), [visit.unit_id] if visit else [])
        asked = self.request.POST.get("unit") or self.request.GET.get("dia-ban") or (visit.unit_id if visit else "")
        known = {str(place.pk): place.pk for place in places}
        return Scene(user, today(), places, visit, known.get(str(asked), places[0].pk if len(places) == 1 else None))

    def opened(self) -> TypedEntry:
        """The empty page, or the plan as far as it goes; a plan for a day to come is offered as made today."""
        if self.visit:
            initial = initial_of(self.visit) | {"date": min(self.visit.date, today())}
        else:
            initial = {"date": today(), "origin": VisitOrigin.ADHOC}
            asked = {"unit": self.request.GET.get("dia-ban"), "type": self.request.GET.get("loai")}
            initial |= {name: value for name, value in asked.items() if value}
        return TypedEntry.opened(self.scene(), initial)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(**self.shown(self.opened()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "them" in request.POST:
            return self.page(**self.shown(TypedEntry.with_one_more(self.scene(), request.POST)))
        typed = TypedEntry.sent(self.scene(), request.POST, request.FILES)
        if not typed.is_valid():
            return self.refused(typed.forms(), **self.shown(typed))
        if SEND_ANYWAY not in request.POST and (warnings := typed.warnings()):
            return self.asked(warnings, **self.shown(typed))
        try:
            outcome = self.store(typed)
        except Conflict as conflict:
            return self.conflict(conflict, **self.shown(typed))
        except ValidationError as refusal:
            typed.refuse(refusal)
            return self.refused(typed.forms(), **self.shown(typed))
        return self.stored(outcome, [*typed.hints(), *typed.take_files(outcome.visit, request.actor)])

    def store(self, typed: TypedEntry) -> Stored:
        return services.log_entry(entry=typed.entry(), by=self.request.actor)

    def shown(self, typed: TypedEntry) -> dict[str, Any]:
        invalid = typed.visit.is_bound and not typed.is_valid()
        self.shows_rows = any(part.shows_protected_rows for part in typed.parts)
        return {"form": typed.visit, "powers": self.powers(typed), "typed": typed, "invalid": invalid}

    def powers(self, typed: TypedEntry) -> list[Any]:
        """What the person may do at the place chosen so far, or in all their roles."""
        chosen = str(typed.visit["unit"].value() or "")
        unit = next((place for place in typed.scene.places if str(place.pk) == chosen), None)
        return powers_of(access_of(self.request.actor.user).officer_id, today(), unit)


class EditEntryPage(EntryPage):
    """Change a visit that the commune has not confirmed."""

    draft_key = "visit-edit"
    heading = _("Sửa nội dung chuyến đi")
    button = _("Lưu nội dung đã sửa")
    done = _("Đã lưu nội dung đã sửa.")
    action = Action.EDIT

    def opened(self) -> TypedEntry:
        return TypedEntry.opened(self.scene(), initial_of(self.visit) | {"base": str(Version.of(self.visit))})

    def store(self, typed: TypedEntry) -> Stored:
        base = typed.visit.cleaned_data["base"]
        changed = services.edit_entry(visit=self.visit, entry=typed.entry(), base=base, by=self.request.actor)
        return Stored(changed)


def edit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One address for a change: a plan has the short form, a visit that was made the whole one."""
    status = scoped_or_404(Visit.objects.visible_to(request.actor.user), uuid=uuid).status
    page = PlanPage if status in OPEN else EditEntryPage
    return page.as_view(heading=_("Sửa nội dung chuyến đi"), done=_("Đã lưu nội dung đã sửa."))(request, uuid=uuid)


class RepliesOfPlace(PolicyMixin, View):
    """Fragment: the answers that wait to be carried back in the place chosen on the form."""

    policy = staticmethod(policies.may_log_visits)

    def get(self, request: HttpRequest) -> HttpResponse:
        user = request.actor.user
        places = places_of(user, today())
        chosen = next((place.pk for place in places if str(place.pk) == request.GET.get("unit")), None)
        part = Replies(Scene(user, today(), places, place=chosen))
        part.open()
        return render(request, "fieldbook/parts/_replies_rows.html", {"part": part})
