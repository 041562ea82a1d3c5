"""The workbench: item after item, what it is like, where it goes. Each act is a form, with htmx or without."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.consolidation import policies, queries, services
from reports.consolidation.forms import PlaceForm
from reports.consolidation.models import Batch, BatchLine
from reports.consolidation.queries import Router
from reports.consolidation.views.listing import OfBatch, dressed_lines
from reports.feedback import services as feedback
from reports.feedback.deadlines import dressed
from reports.feedback.models import Petition
from reports.visits.guard import SEND_ANYWAY, warnings_in

MOST_ITEMS = 300
MOST_RENEWED = 20
"""So many other rows get a new suggestion with the answer to one act."""


def with_suggestions(batch: Batch, user: User, lines: list[BatchLine]) -> list[Petition]:
    """What waits, each with the line or the other items that it is like, and where it would go."""
    items = dressed(queries.waiting(batch, user)[:MOST_ITEMS], today())
    router = Router(today())
    nearest = queries.nearest_lines(items, lines, {line.pk: line.held for line in lines})
    groups = {row.pk: group.petitions for group in queries.groups_of(items) for row in group.petitions}
    for item in items:
        item.near = nearest.get(item.pk)
        item.alike = [row for row in groups.get(item.pk, ()) if row.pk != item.pk]
        item.proposal = router.propose(item.field_id, item)
    return items


class Workbench(OfBatch, TemplateView):
    """The items that wait, the most pressing first; the lines beside them."""

    template_name = "consolidation/workbench.html"
    policy = staticmethod(policies.consolidates)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.batch.is_open:
            return HttpResponseRedirect(reverse("consolidation:detail", args=[self.batch.pk]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.actor.user
        lines = dressed_lines(self.batch, user)
        items = with_suggestions(self.batch, user, lines)
        lines.sort(key=lambda line: line.number)
        return super().get_context_data(items=items, lines=lines, full=len(items) == MOST_ITEMS, **kwargs)


class PlaceItem(OfBatch, View):
    """One act on one item, or on it and those that it is like."""

    http_method_names = ["post"]
    policy = staticmethod(policies.consolidates)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.actor.user
        wanted = self.ticked("phan_anh")
        seen = {row.pk: row for row in Petition.objects.visible_to(user).filter(pk__in=wanted).with_names()}
        petitions = [seen[int(key)] for key in dict.fromkeys(wanted) if int(key) in seen]
        form, said, error = PlaceForm(request.POST), "", ""
        if not petitions:
            error = _("Không tìm thấy phản ánh này.")
        elif not form.is_valid():
            error = " ".join(text for texts in form.errors.values() for text in texts)
        else:
            try:
                said = self._act(petitions, form.cleaned_data)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
        if request.htmx and petitions:
            return self._rows(petitions, said, error)
        (messages.error if error else messages.success)(request, error or said)
        return HttpResponseRedirect(reverse("consolidation:workbench", args=[pk]))

    def _act(self, petitions: list[Petition], data: dict[str, Any]) -> str:
        by, act, first = self.request.actor, data["viec"], petitions[0]
        if not self.batch.is_open:
            raise ValidationError(_("Kỳ tập hợp đã chốt, không sửa dòng được nữa. Hãy tải lại trang."))
        if act == PlaceForm.NEW:
            line = services.place(batch=self.batch, petitions=petitions, by=by)
            return _("Đã lập dòng %(number)s.") % {"number": line.number}
        if act == PlaceForm.INTO:
            rows = BatchLine.objects.visible_to(by.user).filter(batch=self.batch, number=data["dong"]).standing()
            line = rows.first()
            if line is None:
                raise ValidationError(_("Kỳ này không có dòng %(number)s.") % {"number": data["dong"]})
            services.place(batch=self.batch, petitions=petitions, line=line, by=by)
            return _("Đã gộp vào dòng %(number)s.") % {"number": line.number}
        if act == PlaceForm.OUT:
            services.take_out(batch=self.batch, petition=first, by=by)
            return _("Đã đưa ra khỏi kỳ; phản ánh lại chờ.")
        return self._aside(first, act, data["reason"])

    def _aside(self, petition: Petition, act: str, reason: str) -> str:
        """Not for a department: back to the sender, or to the commune."""
        by = self.request.actor
        found = [] if SEND_ANYWAY in self.request.POST else warnings_in([reason])
        if found:
            raise ValidationError([str(warning.message) for warning in found])
        if act == PlaceForm.RETURN:
            feedback.send_back(petition=petition, reason=reason, by=by)
            return _("Đã trả lại để bổ sung; thời hạn tạm dừng.")
        feedback.handle(petition=petition, note=reason, by=by)
        return _("Đã giao xã giải quyết tại chỗ.")

    def _rows(self, petitions: list[Petition], said: str, error: str) -> HttpResponse:
        """The rows as they are now: the first in its place, beside it the others and those that the act made alike to a
        line; and the lines anew.
        """
        user = self.request.actor.user
        lines = sorted(dressed_lines(self.batch, user), key=lambda line: line.number)
        where = {row.petition_id: line for line in lines for row in line.held}
        waiting = {row.pk: row for row in with_suggestions(self.batch, user, lines)}
        acted = {row.pk for row in petitions}
        touched = {where[pk].pk for pk in acted if pk in where}
        near = [row for row in waiting.values() if row.near and row.near.pk in touched and row.pk not in acted]
        rows = [*(waiting.get(row.pk) or row for row in petitions), *near[:MOST_RENEWED]]
        for row in dressed(rows, today()):
            row.line, row.still = where.get(row.pk), row.pk in waiting
        typed = self.request.POST.get("reason", "") if error else ""
        context = {"batch": self.batch, "rows": rows, "lines": lines, "said": said, "error": error, "typed": typed}
        return render(self.request, "consolidation/_answer.html", context, status=422 if error else 200)


class MergeLines(OfBatch, View):
    """The chosen lines become the first of them."""

    http_method_names = ["post"]
    policy = staticmethod(policies.consolidates)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = BatchLine.objects.visible_to(request.actor.user).filter(batch=self.batch, pk__in=self.ticked("dong"))
        lines = sorted(rows, key=lambda line: line.number)
        try:
            if len(lines) < 2:
                raise ValidationError(_("Chọn ít nhất hai dòng để gộp."))
            line = services.merge(batch=self.batch, lines=lines, by=request.actor)
            messages.success(request, _("Đã gộp vào dòng %(number)s.") % {"number": line.number})
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("consolidation:detail", args=[pk]))


class KeepRule(OfBatch, View):
    """A choice that was made again and again is kept as a rule. Only what is offered can be kept."""

    http_method_names = ["post"]
    policy = staticmethod(policies.consolidates)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wanted = tuple(request.POST.get(name, "") for name in ("linh_vuc", "dia_ban", "nganh"))
        for row in queries.learned_defaults(self.batch, today()):
            if (str(row.field.pk), str(row.unit.pk), str(row.lead.pk)) == wanted:
                services.keep_rule(field=row.field, unit=row.unit, lead=row.lead, by=request.actor)
                messages.success(request, _("Đã giữ làm quy tắc; các dòng lập từ nay được đề xuất như vậy."))
                break
        return HttpResponseRedirect(reverse("consolidation:detail", args=[pk]))
