"""A department's sheet: taken out, brought in again, looked at, confirmed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import ServiceFormView, scoped_or_404
from reports.consolidation import forms, policies, queries, services
from reports.consolidation.letter import due_days
from reports.consolidation.models import ReturnedSheet
from reports.consolidation.queries.returned import EMPTY, KEPT, NEW, SAME, WRONG, judged
from reports.consolidation.sheets import sheet_for
from reports.consolidation.views.dressing import dressed_lines
from reports.consolidation.views.listing import OfBatch
from reports.visits.guard import warnings_in

OUTCOMES = {
    NEW: (gettext_lazy("Sẽ ghi"), "success"),
    SAME: (gettext_lazy("Đã có, không đổi"), "neutral"),
    EMPTY: (gettext_lazy("Chưa trả lời"), "neutral"),
    KEPT: (gettext_lazy("Đã trả lời hoặc đã chuyển lại; giữ nguyên"), "warning"),
    WRONG: (gettext_lazy("Phải sửa"), "danger"),
}


class DepartmentSheet(OfBatch, View):
    """What one department is asked, as a sheet to fill in."""

    policy = staticmethod(policies.consolidates)

    def get(self, request: HttpRequest, pk: int, department: int) -> HttpResponse:
        lines = dressed_lines(queries.lines_of(self.batch, request.actor.user).filter(lead=department))
        if not lines or not self.batch.is_dispatched:
            raise Http404
        lead = lines[0].lead
        content = sheet_for(self.batch, lead, lines, due_days(lines))
        name = _("Phiếu trả lời – %(department)s – %(batch)s.xlsx") % {"department": lead, "batch": self.batch}
        return attachment(content, name.replace("/", "-"), CONTENT_TYPES[".xlsx"])


class BringIn(OfBatch, ServiceFormView):
    """A sheet comes back; the next page shows what it would write."""

    policy = staticmethod(policies.consolidates)
    form_class = forms.SheetForm
    template_name = "consolidation/bring_in.html"

    def call(self, form: forms.SheetForm) -> ReturnedSheet:
        return services.bring_in(batch=self.batch, file=form.cleaned_data["file"], by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("consolidation:apply_sheet", args=[self.batch.pk, self.result.pk])


class ApplySheet(OfBatch, ServiceFormView):
    """Line by line what would be written, what is there already, what must be put right; then all at once."""

    policy = staticmethod(policies.consolidates)
    form_class = forms.ReviewForm
    template_name = "consolidation/apply_sheet.html"
    success_message = gettext_lazy("Đã ghi các câu trả lời của phiếu.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.policy(request.actor.user):
            rows = ReturnedSheet.objects.visible_to(request.actor.user).filter(batch=kwargs["pk"])
            self.sheet = scoped_or_404(rows, pk=kwargs["sheet"])
        return super().dispatch(request, *args, **kwargs)

    def call(self, form: Any) -> ReturnedSheet:
        return services.apply_sheet(sheet=self.sheet, by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("consolidation:detail", args=[self.batch.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = judged(self.sheet)
        for row in rows:
            row.label, row.tone = OUTCOMES[row.outcome]
            row.warnings = warnings_in([row.answer.text, row.answer.will_do]) if row.answer else []
        counts = Counter(row.outcome for row in rows)
        return super().get_context_data(
            sheet=self.sheet, rows=rows, new=counts[NEW], wrong=counts[WRONG], same=counts[SAME], **kwargs
        )
