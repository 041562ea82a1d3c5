"""The workbench: item after item, what it is like, where it goes. Each act is a form, with htmx or without."""

from __future__ import annotations

import datetime
import re
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from nammanh.platform.dates import today
from reports.consolidation import policies, queries, services
from reports.consolidation.forms import BenchForm, PlaceForm
from reports.consolidation.models import BatchLine, LineSource, SourceState
from reports.consolidation.queries import Place, Stretch
from reports.consolidation.views.listing import OfBatch
from reports.feedback import services as feedback
from reports.feedback.deadlines import deadline, title_of
from reports.feedback.models import Petition
from reports.feedback.queries import fields_of_work
from reports.visits.guard import SEND_ANYWAY, warnings_in

MOST_RENEWED = 20
"""So many other rows get a new suggestion with the answer to one act."""


class AtBench(OfBatch):
    """A page of the workbench, or an act on it: `linh_vuc`, a field · `sau`, the item after which the page begins."""

    policy = staticmethod(policies.consolidates)

    @cached_property
    def filter_form(self) -> BenchForm:
        return BenchForm(self.request.GET or None, fields=list(fields_of_work()))

    def place(self, name: str) -> Place | None:
        """The item that the address names, by its deadline and its key."""
        day, _tilde, key = self.request.GET.get(name, "").partition("~")
        try:
            return datetime.date.fromisoformat(day), int(key[:18])
        except ValueError:
            return None

    def stretch(self) -> Stretch:
        return Stretch(self.filter_form.of_field, after=self.place("sau"), until=self.place("toi"))

    def here(self, stretch: Stretch, **more: str) -> str:
        """The query of the page at `stretch`."""
        query = {"linh_vuc": stretch.of_field, "sau": in_words(stretch.after), **more}
        found = urlencode({name: value for name, value in query.items() if value}, safe="~")
        return f"?{found}" if found else ""


def in_words(place: Place | None) -> str:
    return f"{place[0].isoformat()}~{place[1]}" if place else ""


def place_of(item: Petition) -> Place:
    return item.deadline_on, item.pk


def with_deadlines(items: list[Petition]) -> list[Petition]:
    """The items with what the page shows beside their fields."""
    day = today()
    for item in items:
        item.title, item.deadline = title_of(item), deadline(item, day)
    return items


class Workbench(AtBench, TemplateView):
    """The items that wait, the most pressing first, a page at a time; the lines beside them."""

    template_name = "consolidation/workbench.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.batch.is_open:
            return HttpResponseRedirect(reverse("consolidation:detail", args=[self.batch.pk]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Stretch(self.filter_form.of_field, after=self.place("sau"))
        bench = queries.bench_of(self.batch, self.request.actor.user, asked, today())
        items = with_deadlines(bench.items)
        last = in_words(place_of(items[-1])) if items else ""
        return super().get_context_data(
            bench=bench,
            items=items,
            form=self.filter_form,
            here=self.here(bench.stretch, toi=last),
            first_url=self.here(Stretch(asked.of_field)) or "?" if bench.stretch.after else "",
            next_url=self.here(Stretch(asked.of_field, after=place_of(items[-1]))) if bench.more else "",
            narrows=bench.more or asked != Stretch(),
            most=min(bench.waiting, queries.COMPARED_ITEMS),
            beyond=bench.waiting > queries.COMPARED_ITEMS,
            **kwargs,
        )


class PlaceItem(AtBench, View):
    """One act on one item, or on it and those that it is like; `toi`: the last item of the page."""

    http_method_names = ["post"]

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
        where = reverse("consolidation:workbench", args=[pk])
        return HttpResponseRedirect(f"{where}{self.here(self.stretch())}")

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
        """The rows as they are now: the first in its place, beside it those of the same page that were put along with
        it or that the act made alike to a line; and the lines anew.
        """
        user, stretch = self.request.actor.user, self.stretch()
        acted = {row.pk: row for row in petitions}
        sources = LineSource.objects.filter(petition__in=acted, line__batch=self.batch, state=SourceState.HELD)
        where = {row.petition_id: row.line for row in sources.select_related("line")}
        touched = {line.pk for line in where.values()}
        bench = queries.bench_of(self.batch, user, stretch, today(), also=acted, lines=touched)
        waiting = {row.pk: row for row in bench.items}
        first, *others = petitions
        along = [row for row in others if stretch.covers(row)]
        near = [row for row in bench.items if row.near and row.near.pk in touched and row.pk not in acted]
        rows = [*(waiting.get(row.pk) or row for row in (first, *along)), *near[:MOST_RENEWED]]
        for row in with_deadlines(rows):
            row.line, row.still = where.get(row.pk), row.pk in waiting
        typed = self.request.POST.get("reason", "") if error else ""
        context = {
            "batch": self.batch,
            "rows": rows,
            "bench": bench,
            "said": said,
            "error": error,
            "typed": typed,
            "here": self.here(stretch, toi=in_words(stretch.until)),
        }
        return render(self.request, "consolidation/_answer.html", context, status=422 if error else 200)


class MergeLines(OfBatch, View):
    """The chosen lines become the first of them: those that were ticked (`dong`) and those named by number (`so`)."""

    http_method_names = ["post"]
    policy = staticmethod(policies.consolidates)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        query = request.GET.copy()
        try:
            lines = self._lines()
            if len(lines) < 2:
                raise ValidationError(_("Chọn ít nhất hai dòng để gộp."))
            line = services.merge(batch=self.batch, lines=lines, by=request.actor)
            messages.success(request, _("Đã gộp vào dòng %(number)s.") % {"number": line.number})
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            query.setlist("chon", self.ticked("dong"))
            query["so"] = request.POST.get("so", "")[:200]
        where = reverse("consolidation:detail", args=[pk])
        return HttpResponseRedirect(f"{where}?{query.urlencode()}" if query else where)

    def _lines(self) -> list[BatchLine]:
        """By number. Raises ValidationError for a number that no line has."""
        named = [word for word in re.split(r"[\s,;]+", self.request.POST.get("so", "")) if word]
        if any(not word.isdecimal() or len(word) > 5 for word in named):
            raise ValidationError(_("Ghi số các dòng, ví dụ 12, 45."))
        numbers = {int(word) for word in named}
        rows = BatchLine.objects.visible_to(self.request.actor.user).filter(batch=self.batch)
        by_number = rows.filter(number__in=numbers).standing()
        lines = list(rows.filter(Q(pk__in=self.ticked("dong")) | Q(pk__in=by_number)).order_by("number"))
        if missing := numbers - {line.number for line in lines}:
            raise ValidationError(_("Kỳ này không có dòng %(number)s.") % {"number": min(missing)})
        return lines


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
