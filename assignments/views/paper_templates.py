"""Word templates of official papers: what is in use, its file, another in its place, the shipped one again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from assignments import policies, services
from assignments.forms.paper_templates import PaperTemplateForm
from nammanh.papers.kinds import KINDS, PaperKind
from nammanh.papers.models import PaperTemplate
from nammanh.papers.rendering import current_template, rules_on, template_on
from nammanh.platform.dates import today
from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import CONTENT_TYPES
from nammanh.platform.views import PolicyMixin, ServiceFormView


class TemplateList(PolicyMixin, TemplateView):
    """One line a kind of paper, whose template it has and which layout is in force."""

    template_name = "assignments/paper_templates.html"
    policy = staticmethod(policies.may_manage_papers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=[self._line(kind) for kind in KINDS.values()], **kwargs)

    def _line(self, kind: PaperKind) -> dict[str, Any]:
        try:
            rules, problem = rules_on(kind.system, today()), ""
        except ValidationError as refusal:
            rules, problem = None, refusal.messages[0]
        return {"kind": kind, "own": template_on(kind.code, today()), "rules": rules, "problem": problem}


class OfKind(PolicyMixin):
    policy = staticmethod(policies.may_manage_papers)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = KINDS[kwargs["kind"]]
        return super().dispatch(request, *args, **kwargs)


class TemplateFile(OfKind, View):
    """The template in use, to be edited in Word."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        try:
            content = current_template(kind, today())
        except (ValidationError, FileNotFoundError) as problem:
            raise Http404 from problem
        name = _("Mẫu %(kind)s.docx") % {"kind": str(self.kind.label).lower()}
        return attachment(content, name, CONTENT_TYPES[".docx"])


class TemplateReplace(OfKind, ServiceFormView):
    form_class = PaperTemplateForm
    template_name = "assignments/paper_template_replace.html"
    success_message = gettext_lazy("Đã thay mẫu. Văn bản làm từ hôm nay dùng mẫu này.")

    def call(self, form: PaperTemplateForm) -> PaperTemplate:
        data = form.cleaned_data
        return services.replace_paper_template(
            kind=self.kind.code, file=data["file"], note=data["note"], by=self.request.actor
        )

    def get_success_url(self) -> str:
        return reverse("assignments:paper_templates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kind=self.kind, names=sorted(self.kind.sample), **kwargs)


class TemplateReset(OfKind, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        services.reset_paper_template(kind=kind, by=request.actor)
        messages.success(request, _("Đã trở về mẫu mặc định. Mẫu của cơ quan vẫn được lưu."))
        return HttpResponseRedirect(reverse("assignments:paper_templates"))
