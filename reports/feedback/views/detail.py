"""One petition: what it is, where it stands in words, what was asked and answered, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from assignments.access import access_of
from nammanh.platform.dates import format_datetime, today
from nammanh.platform.downloads import attachment
from nammanh.platform.uploads import CONTENT_TYPES, extension
from nammanh.platform.views import ScopedDetailView, scoped_or_404
from reports.feedback import policies
from reports.feedback.deadlines import ACTION_TONES, STATUS_TONES, dressed
from reports.feedback.models import Contribution, Petition, PetitionFile, PetitionStep, ReferralSupport, Reply, Verdict
from reports.feedback.queries import files_visible_to
from reports.feedback.states import ACTION_MEANINGS, STATUS_MEANINGS, Action
from reports.feedback.views.acting import offered
from reports.visits.models import Visit
from reports.visits.timeline import Told, signature, told

JUDGING = {Action.APPROVE, Action.REOPEN}
"""Once for each answer: who comes after another's verdict is not offered them."""


class PetitionDetail(ScopedDetailView):
    model = Petition
    template_name = "feedback/detail.html"
    context_object_name = "petition"

    def get_queryset(self) -> QuerySet[Petition]:
        user, rows = self.request.actor.user, super().get_queryset().with_names().with_voices()
        visits = Visit.objects.visible_to(user).filter(pk=OuterRef("visit"))
        same = Petition.objects.visible_to(user).filter(referral=OuterRef("referral")).exclude(pk=OuterRef("pk"))
        rows = rows.annotate(
            shows_visit=Exists(visits),
            is_supported=Exists(ReferralSupport.objects.filter(referral=OuterRef("referral"))),
            is_one_of_many=Exists(same),
        )
        return rows.select_related("entered_by", "referral__field", "referral__department", "duplicate_of")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, petition = self.request.actor.user, self.object
        dressed([petition], today())
        steps = list(petition.steps.select_related("by", "secretary", "department", "reply").order_by("at", "pk"))
        replies = self._replies(petition, steps)
        files = self._files(petition, replies)
        judged = any(reply.shown_verdicts for reply in replies if reply.at == petition.answered_at)
        acts = [
            {
                "label": act.action.label,
                "meaning": ACTION_MEANINGS[act.action],
                "url": reverse(f"feedback:{act.action}", args=[petition.uuid]),
                "icon": act.icon,
                "main": act.main,
            }
            for act in offered(user, petition)
            if not (judged and act.action in JUDGING)
        ]
        lines = list(zip(told(steps, ACTION_TONES), steps[::-1], strict=True))
        supports = self._supports(petition)
        given = sorted((row for support in supports for row in support.given), key=lambda row: (row.at, row.pk))
        reads_given = bool(given) and policies.reads_contributions(user, petition.referral, supports)
        may_contribute = bool(policies.supports_of(user, supports)) and petition.referral.is_owed
        return super().get_context_data(
            acts=acts,
            meaning=STATUS_MEANINGS[petition.status],
            replies=replies,
            supports=supports,
            others=self._others(petition),
            root=self._seen(petition.duplicate_of_id),
            duplicates=self._duplicates(petition),
            co_proposers=petition.co_proposers.select_related("unit", "agency"),
            pauses=petition.pauses.all() if any(step.action == Action.RETURN for step in steps) else [],
            files=files,
            told=petition.carried_back.select_related("officer", "visit", "entered_by").order_by("-pk"),
            steps=self._with_contributions(lines, given),
            contributions=given if reads_given else [],
            may_contribute=may_contribute,
            visit=petition.visit if petition.shows_visit else None,
            directions=[line for line, step in lines if step.action == Action.DIRECT],
            may_send=policies.may_send(user),
            shows_batches=access_of(user).reads_all_records and any(s.action == Action.CONSOLIDATE for s in steps),
            **kwargs,
        )

    def _replies(self, petition: Petition, steps: list[PetitionStep]) -> list[Reply]:
        """All replies to what was asked for this petition, also by a department that handed it back since, and all
        outcomes of its own, the latest first.
        """
        asked = Q(petition=petition) | Q(pk__in=[step.reply_id for step in steps if step.reply_id])
        if petition.referral_id:
            asked |= Q(referral=petition.referral_id)
        rows = Reply.objects.filter(asked).select_related("by", "secretary", "referral__department")
        verdicts = Verdict.objects.select_related("by", "secretary", "petition__commune").order_by("at", "pk")
        found = list(rows.prefetch_related(Prefetch("verdicts", verdicts)).order_by("-at", "-pk"))
        for reply in found:
            reply.author = signature(reply.by, reply.secretary)
            reply.shown_verdicts = [row for row in reply.verdicts.all() if row.petition_id == petition.pk]
            for verdict in reply.shown_verdicts:
                verdict.author = signature(verdict.by, verdict.secretary)
        return found

    def _files(self, petition: Petition, replies: list[Reply]) -> list[PetitionFile]:
        """The papers of the petition; those of each reply become its `papers`."""
        rows = PetitionFile.objects.filter(Q(petition=petition) | Q(reply__in=[reply.pk for reply in replies]))
        found = list(rows.order_by("pk"))
        for reply in replies:
            reply.papers = [row for row in found if row.reply_id == reply.pk]
        return [row for row in found if row.reply_id is None]

    def _supports(self, petition: Petition) -> list[ReferralSupport]:
        """The supporting departments, each with what it gave (`given`), the first first."""
        if not petition.is_supported:
            return []
        rows = Contribution.objects.select_related("by", "secretary").prefetch_related("files")
        asked = petition.referral.supports.select_related("agency").order_by("pk")
        found = list(asked.prefetch_related(Prefetch("contributions", rows.order_by("at", "pk"), to_attr="given")))
        for support in found:
            for row in support.given:
                row.support, row.author = support, signature(row.by, row.secretary)
        return found

    def _with_contributions(self, lines: list[Any], given: list[Contribution]) -> list[Any]:
        """The history, the latest first; that something was given is told to everybody, what it says is not."""
        gave = [(Told(_("Ý kiến phối hợp"), format_datetime(row.at), row.author, "info", ""), row) for row in given]
        return sorted([*lines, *gave], key=lambda pair: pair[1].at, reverse=True)

    def _seen(self, pk: int | None) -> Petition | None:
        return Petition.objects.visible_to(self.request.actor.user).filter(pk=pk).first() if pk else None

    def _others(self, petition: Petition) -> list[Petition]:
        """The other petitions of the same referral, as far as this person sees them."""
        if not petition.is_one_of_many:
            return []
        rows = Petition.objects.visible_to(self.request.actor.user).filter(referral=petition.referral_id)
        return list(rows.exclude(pk=petition.pk).select_related("unit", "commune").order_by("pk")[:20])

    def _duplicates(self, petition: Petition) -> list[Petition]:
        if petition.voices == 1:
            return []
        rows = Petition.objects.visible_to(self.request.actor.user).filter(duplicate_of=petition)
        found = list(rows.select_related("unit", "commune").order_by("pk")[:20])
        for row in found:
            row.tone = STATUS_TONES[row.status]
        return found


class PetitionFileDownload(View):
    """Never served by address alone: the petition, or one that was answered by it, is in the person's scope."""

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        row: PetitionFile = scoped_or_404(files_visible_to(request.actor.user), uuid=uuid)
        try:
            with row.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as problem:
            raise Http404 from problem
        return attachment(content, row.name, CONTENT_TYPES[extension(row.file.name)])
