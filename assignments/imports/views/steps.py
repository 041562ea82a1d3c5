"""The steps of an import, each a page: file, columns, check, questions, confirmation, result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django_htmx.http import HttpResponseClientRedirect

from assignments.imports import policies, queries, services
from assignments.imports.forms import AnswersForm, MatchForm, UploadForm
from assignments.imports.kinds.cells import as_text
from assignments.imports.models import ImportJob
from assignments.imports.sheets import RefusedFileError, Table, lines_of
from assignments.imports.sheets.limits import column_letters
from assignments.imports.states import WRITES, Kind, Outcome, State
from nammanh.accounts.exports import ExportMixin
from nammanh.accounts.models import AccessLog
from nammanh.accounts.services import record_access
from nammanh.platform.legacy_text import repaired
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.views import KeysetListView, PolicyMixin, ServiceFormView, scoped_or_404

SAMPLES = 4
"""Lines of the sheet shown while columns are matched."""


class ImportList(PolicyMixin, ExportMixin, KeysetListView):
    """Earlier imports, and the way to a new one."""

    model = ImportJob
    policy = staticmethod(policies.imports_anything)
    template_name = "imports/start.html"
    keyset = ("-pk",)
    export_title = _("Các lần nhập")
    export_columns = (
        Column(_("Tệp"), "file_name", width=36),
        Column(_("Dữ liệu"), "get_kind_display", width=28),
        Column(_("Xã, phường, thị trấn"), "commune.full_name", width=28),
        Column(_("Tình trạng"), "get_state_display", width=20),
        Column(_("Số dòng"), "total", CellKind.NUMBER, 10),
        Column(_("Người nhập"), "user.full_name", width=28),
        Column(_("Tải lên lúc"), "created_at", CellKind.MOMENT, 18),
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "commune")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = policies.kinds_open_to(self.request.actor.user)
        samples = [(kind.label, reverse("imports:sample", args=[kind.value])) for kind in kinds]
        return super().get_context_data(samples=samples, **kwargs)


class Upload(PolicyMixin, ServiceFormView):
    form_class = UploadForm
    template_name = "imports/upload.html"
    policy = staticmethod(policies.imports_anything)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("loai", "")
        return {"kind": asked} if asked in Kind.values else {}

    def call(self, form: UploadForm) -> ImportJob:
        data = form.cleaned_data
        return services.upload(kind=data["kind"], file=data["file"], commune=data.get("commune"), by=self.request.actor)

    def get_success_url(self) -> str:
        return reverse("imports:match", args=[self.result.pk])


class OfJob(View):
    """A page or an action of one import of the person's scope; readings of households are put on record."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        jobs = ImportJob.objects.visible_to(request.actor.user).select_related("user", "secretary", "commune")
        self.job: ImportJob = scoped_or_404(jobs, pk=kwargs["pk"])
        if not policies.may_import(request.actor.user, self.job.kind):
            raise PermissionDenied
        if self.job.kind == Kind.HOUSEHOLDS and request.method == "GET":
            record_access(request=request, kind=AccessLog.Kind.READ)
        return super().dispatch(request, *args, **kwargs)

    @property
    def job_url(self) -> str:
        return reverse("imports:job", args=[self.job.pk])

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(self.job_url)

    def told(self, refusal: ValidationError) -> HttpResponse:
        """Back to the import with the service's sentence above it."""
        messages.error(self.request, " ".join(refusal.messages))
        return self.back()


class Match(OfJob, ServiceFormView):
    """Which column holds what: guessed, or as it was matched for the same headings before."""

    form_class = MatchForm
    template_name = "imports/match.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request) if self.job.state == State.UPLOADED else self.back()

    @cached_property
    def remembered(self) -> ImportJob | None:
        return queries.earlier_same_headings(ImportJob.objects.visible_to(self.request.actor.user), self.job)

    def get_form_kwargs(self) -> dict[str, Any]:
        guessed = (self.remembered or self.job).columns
        return super().get_form_kwargs() | {"job": self.job, "guessed": guessed}

    def call(self, form: MatchForm) -> ImportJob:
        encoding = form.cleaned_data["encoding"]
        return services.match_columns(job=self.job, columns=form.columns(), encoding=encoding, by=self.request.actor)

    def get_success_url(self) -> str:
        return self.job_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = queries.done_before(ImportJob.objects.visible_to(self.request.actor.user), self.job)
        return super().get_context_data(
            job=self.job, remembered=self.remembered, done_before=done, **self._preview(), **kwargs
        )

    def _preview(self) -> dict[str, Any]:
        """The first lines, and the first words that the old fonts' tables would read otherwise."""
        if not self.job.file or self.job.state != State.UPLOADED:
            return {}
        shown = sorted(map(int, self.job.headings))
        samples, mended = [], {}
        try:
            for number, cells in lines_of(Path(self.job.file.path), Table(self.job.form, self.job.sheet)):
                if number <= self.job.heading_line:
                    continue
                for cell in cells:
                    if isinstance(cell, str) and len(mended) < 6 and (new := repaired(cell, self.job.encoding)) != cell:
                        mended[cell] = new
                if len(samples) < SAMPLES:
                    texts = [as_text(cells[at], self.job.encoding) if at < len(cells) else "" for at in shown]
                    samples.append((number, texts))
                if number > self.job.heading_line + 60:
                    break
        except (RefusedFileError, OSError):
            return {}
        heads = [(column_letters(at + 1), self.job.headings[str(at)]) for at in shown]
        return {"heads": heads, "samples": samples, "mended": list(mended.items())}


class Job(OfJob):
    """Where the import stands: progress, questions and preview, or result."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.job.state == State.UPLOADED:
            return HttpResponseRedirect(reverse("imports:match", args=[pk]))
        return render(request, "imports/job.html", self.context())

    def context(self, **extra: Any) -> dict[str, Any]:
        tally = queries.tally(self.job)
        context = {
            "job": self.job,
            "tally": tally,
            "figures": [(outcome, tally.of(outcome)) for outcome in Outcome if outcome != Outcome.UNCHECKED],
            "wrong": tally.of(Outcome.ERROR),
            "open_questions": tally.of(Outcome.QUESTION),
            "writes": tally.of(*WRITES),
            "faults": queries.faults(self.job) if self.job.state in (State.CHECKED, State.DONE) else [],
        }
        if self.job.state == State.CHECKED and context["open_questions"] and "form" not in extra:
            extra["form"] = AnswersForm(questions=queries.questions(self.job))
        return context | extra


class Check(Job):
    """Checks the next lines. The progress page posts here by itself; without scripts a button does."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.check_some(job=self.job, by=request.actor)
        self.job.refresh_from_db(fields=["state"])
        if not request.htmx:
            return self.back()
        if self.job.state != State.VALIDATING:
            return HttpResponseClientRedirect(self.job_url)
        return render(request, "imports/_progress.html", self.context())


class Answer(Job):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AnswersForm(request.POST, questions=queries.questions(self.job))
        if not form.is_valid():
            return render(request, "imports/job.html", self.context(form=form), status=422)
        try:
            services.answer(job=self.job, answers=form.answers(), by=request.actor)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return render(request, "imports/job.html", self.context(form=form), status=422)
        return self.back()


class Confirm(OfJob):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.confirm(job=self.job, by=request.actor)
        except ValidationError as refusal:
            return self.told(refusal)
        messages.success(request, _("Đã ghi xong tệp. Kết quả ở bên dưới."))
        return self.back()


class Cancel(OfJob):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.cancel(job=self.job, by=request.actor)
        except ValidationError as refusal:
            return self.told(refusal)
        messages.success(request, _("Đã hủy lần nhập. Không có gì được ghi."))
        return HttpResponseRedirect(reverse("imports:start"))
