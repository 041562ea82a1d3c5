"""Proposals, the weights behind them, and the decision that turns ticked ones into assignments."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from assignments import policies
from assignments import queries as assignments
from assignments.access import access_of
from assignments.models import Assignment, AssignmentRole, Officer, Tier, Unit
from assignments.rounds.models import Round
from nammanh.platform.dates import format_date, today
from nammanh.platform.numbers import format_number
from nammanh.platform.views import PolicyMixin, ServiceFormView
from reports.feedback.models import Petition
from reports.matching import queries, services
from reports.matching.forms import AskForm, DecideForm, IntoRoundForm, WeightsForm
from reports.matching.models import MatchingWeights
from reports.matching.services import Choice
from reports.matching.wording import next_best, reason_for, version_of, why_left_out

PAGE = 50
"""Proposals on one page; each can be ticked, and ticks stay within a page."""
_PAIR = re.compile("([0-9]{1,18})-([0-9]{1,18})")


class ProposalList(PolicyMixin, TemplateView):
    """Suggestions for the asked role and place. Opening it writes nothing."""

    template_name = "matching/proposals.html"
    policy = staticmethod(policies.may_manage_assignments)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        form = AskForm(self.request.GET or None, user=user)
        context = super().get_context_data(
            form=form,
            reads_petitions=access_of(user).reads_all_records,
            weights_url=reverse("matching:weights"),
            **kwargs,
        )
        return context | self._answer(form) if form.is_bound and form.is_valid() else context

    def _answer(self, form: AskForm) -> dict[str, Any]:
        user, asked = self.request.actor.user, form.cleaned_data
        found = queries.propose(
            role=asked["vai_tro"],
            day=asked["ngay"],
            units=Unit.objects.visible_to(user).within(asked["dia_ban"]),
            officers=Officer.objects.visible_to(user),
            petitions=Petition.objects.visible_to(user),
            unheld_only=asked["loc"] == "chua",
        )
        start = self._start(found)
        shown = found.lines[start : start + PAGE]
        return {
            "found": found,
            "anew": asked["loc"] == "tat-ca",
            "within": asked["dia_ban"],
            "version": version_of(found.weights),
            "lines": [self._line(line, found) for line in shown],
            "left_out": [(row.officer, row.title, why_left_out(row)) for row in found.left_out],
            "weights_url": f"{reverse('matching:weights')}?tang={found.role.tier_id}",
            "first_url": self._page(found.lines[start - PAGE - 1] if start > PAGE else None) if start else "",
            "next_url": self._page(shown[-1]) if start + PAGE < len(found.lines) else "",
        }

    def _line(self, line: queries.Line, found: queries.Proposals) -> dict[str, Any]:
        officer = line.proposed.candidate.officer if line.proposed else None
        free = officer is not None and line.current is None
        moves = officer is not None and not line.stays
        query = {"dia-ban": line.unit.pk, "vai-tro": found.role.pk, "can-bo": officer.pk if officer else ""}
        return {
            "line": line,
            "reason": reason_for(line, found),
            "next_best": next_best(line, found),
            "tick": f"{line.unit.pk}-{officer.pk}" if moves and officer else "",
            "assign_url": f"{reverse('assignments:assign')}?{urlencode(query)}" if free else "",
            "replace_url": reverse("assignments:replace", args=[line.current.pk]) if line.current and moves else "",
        }

    def _start(self, found: queries.Proposals) -> int:
        """Where the page begins: after the unit that `sau` names; at the top when it names none of these."""
        places = {str(line.unit.pk): place for place, line in enumerate(found.lines, start=1)}
        return places.get(self.request.GET.get("sau", ""), 0)

    def _page(self, last: queries.Line | None) -> str:
        query = self.request.GET.copy()
        query.pop("sau", None)
        if last is not None:
            query["sau"] = str(last.unit.pk)
        return f"?{query.urlencode()}"


class Chosen(PolicyMixin, ServiceFormView):
    """The ticked proposals, on the way to a decision: `?vai_tro=…&chon=<unit>-<officer>&chon=…`."""

    policy = staticmethod(policies.may_manage_assignments)

    @cached_property
    def role(self) -> AssignmentRole | None:
        asked = self.request.GET.get("vai_tro", "")
        return assignments.all_roles().filter(pk=asked).first() if re.fullmatch("[0-9]{1,18}", asked) else None

    @cached_property
    def choices(self) -> list[Choice]:
        """What was ticked, as far as it exists in the person's scope; each unit once."""
        pairs = [found.groups() for text in self.request.GET.getlist("chon") if (found := _PAIR.fullmatch(text))]
        wanted = {int(unit): int(officer) for unit, officer in pairs[:PAGE]}
        user, day = self.request.actor.user, today()
        units = Unit.objects.visible_to(user).filter(pk__in=wanted).select_related("parent").in_order()
        officers = assignments.with_posts(Officer.objects.visible_to(user), day).in_bulk(set(wanted.values()))
        return [Choice(unit, officers[wanted[unit.pk]]) for unit in units if wanted[unit.pk] in officers]

    def form_valid(self, form: Any) -> HttpResponse:
        if self.role is None or not self.choices:
            form.add_error(None, _("Chưa chọn nơi nào. Quay lại trang đề xuất và đánh dấu các nơi cần phân công."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = self.choices if self.role else []
        return super().get_context_data(role=self.role, choices=choices, **kwargs)


class AssignChosen(Chosen):
    """The one decision for all ticked proposals: they are assigned at once."""

    form_class = DecideForm
    template_name = "matching/assign.html"
    success_message = _("Đã phân công các nơi đã chọn. Các đồng chí thấy địa bàn của mình từ ngày hiệu lực.")

    def call(self, form: DecideForm) -> list[Assignment]:
        data, by = form.cleaned_data, self.request.actor
        return services.assign_chosen(
            choices=self.choices,
            role=self.role,
            mandate=data["mandate"],
            cite=lambda: form.cited(by),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            by=by,
        )

    def get_success_url(self) -> str:
        first = self.result[0]
        query = {"vai_tro": first.role_id, "ngay": format_date(first.valid_from)}
        return f"{reverse('assignments:assignments')}?{urlencode(query)}"


class IntoRound(Chosen):
    """The ticked proposals become lines of a draft round, where they are compared, checked and approved."""

    form_class = IntoRoundForm
    template_name = "matching/into_round.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET.get("dia_ban", "")
        return super().get_form_kwargs() | {
            "user": self.request.actor.user,
            "tier": self.role.tier if self.role else None,
            "within": int(asked) if re.fullmatch("[0-9]{1,18}", asked) else None,
        }

    def call(self, form: IntoRoundForm) -> Round:
        data = form.cleaned_data
        turn = data.pop("turn") or services.NewRound(**{name: data[name] for name in (*form.NEW, "ends_on")})
        turn, added = services.put_into_round(choices=self.choices, role=self.role, turn=turn, by=self.request.actor)
        self._tell(turn, added)
        return turn

    def _tell(self, turn: Round, added: int) -> None:
        words = {"count": format_number(added), "checks": reverse("rounds:checks", args=[turn.pk]), "name": turn.name}
        text = (
            _("Đã đưa {count} nơi vào đợt “{name}”. Đợt chưa có hiệu lực: <a href=\"{checks}\">xem phần kiểm tra</a> "
              "rồi duyệt bằng một quyết định.")
            if added
            else _("Các nơi đã chọn đều có sẵn trong đợt “{name}”, không có gì thay đổi. "
                   "<a href=\"{checks}\">Xem phần kiểm tra</a>.")
        )  # fmt: skip
        messages.success(self.request, format_html(text, **words))

    def get_success_url(self) -> str:
        return reverse("rounds:detail", args=[self.result.pk])


class Weights(PolicyMixin, ServiceFormView):
    """The weights in force and the versions before them; saving puts a new version in force."""

    form_class = WeightsForm
    template_name = "matching/weights.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_message = _("Đã lưu bộ trọng số mới. Các bộ trước vẫn còn trong lịch sử.")

    @cached_property
    def tier(self) -> Tier | None:
        asked = self.request.GET.get("tang", "")
        tiers = assignments.all_tiers().filter(phase__in=assignments.phases_on(today()))
        return tiers.filter(pk=asked).first() if re.fullmatch("[0-9]{1,18}", asked) else None

    def get_form_kwargs(self) -> dict[str, Any]:
        current = queries.weights_on(self.tier, today())
        numbers = model_to_dict(current, exclude=["tier", "valid_from", "note"])
        initial = numbers | {"tier": self.tier, "valid_from": today()}
        return super().get_form_kwargs() | {"instance": MatchingWeights(), "initial": initial}

    def call(self, form: WeightsForm) -> MatchingWeights:
        return services.set_weights(weights=form.instance, by=self.request.actor)

    def get_success_url(self) -> str:
        return f"{reverse('matching:weights')}?tang={self.result.tier_id or ''}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = queries.weights_on(self.tier, today())
        return super().get_context_data(
            current=current,
            version=version_of(current),
            versions=queries.weight_versions(),
            tier=self.tier,
            **kwargs,
        )
