"""How many lines a batch has, department by department, kept as a sum of what writes added and took away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments.models import Agency
from nammanh.platform.announcing import announcements
from reports.consolidation.models.batches import Batch
from reports.consolidation.models.lines import BatchLine, LineSource, SourceState
from reports.feedback.models import Referral
from reports.feedback.states import OWED, ReferralStatus


class LineTally(models.Model):
    """A share of a batch's figures. What a batch has, in all or of one lead department (none: not chosen yet), is the
    sum of its rows; no single row says anything.

    Writers only insert, so that they never wait for one another, and a page never counts lines;
    `services.tallying.fold` makes one row of many. `petitions` are the batch's, whatever the department: they stand
    on rows without one.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="tallies", verbose_name=_("kỳ tập hợp"))
    lead = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True, verbose_name=_("ngành chủ trì"))
    lines = models.IntegerField(_("số dòng"), default=0)
    unfinished = models.IntegerField(_("chưa đủ"), default=0)
    answered = models.IntegerField(_("đã trả lời"), default=0)
    owed = models.IntegerField(_("còn chờ trả lời"), default=0)
    petitions = models.IntegerField(_("số phản ánh"), default=0)

    class Meta:
        verbose_name = _("số dòng của kỳ tập hợp")
        verbose_name_plural = _("số dòng của kỳ tập hợp")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.batch_id}, {self.lead_id}: {self.lines:+}"


FIGURES = ("lines", "unfinished", "answered", "owed", "petitions")

# --- the records, each with triggers that note what a write added and took away -------------------------------------

_COLUMNS = ", ".join(FIGURES)
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in FIGURES)
_ANY = " OR ".join(f"sum({name}) <> 0" for name in FIGURES)


def summed_up(parts: str) -> str:
    """SQL: one share for each batch and department among `parts`; none where nothing changed."""
    return (
        f"INSERT INTO consolidation_linetally (batch_id, lead_id, {_COLUMNS})"
        f" SELECT batch_id, lead_id, {_SUMS} FROM ({parts}) AS parts GROUP BY batch_id, lead_id HAVING {_ANY};"
    )


def _answered(status: str, sign: str = "") -> str:
    owed = ", ".join(f"'{state}'" for state in sorted(OWED))
    return (
        f"{sign}coalesce(({status} = '{ReferralStatus.ANSWERED}')::int, 0) AS answered,"
        f" {sign}coalesce(({status} IN ({owed}))::int, 0) AS owed"
    )


def of_lines(rows: str, sign: str = "") -> str:
    """SQL: what these lines come to."""
    return (
        f"SELECT w.batch_id, w.lead_id, {sign}1 AS lines,"
        f" {sign}(w.lead_id IS NULL OR w.field_id IS NULL)::int AS unfinished, {_answered('r.status', sign)},"
        f" 0 AS petitions FROM {rows} w LEFT JOIN feedback_referral r ON r.id = w.referral_id"
        " WHERE w.released_at IS NULL"
    )


def of_sources(rows: str, sign: str = "") -> str:
    """SQL: how many petitions these sources are."""
    return (
        "SELECT l.batch_id, NULL::bigint AS lead_id, 0 AS lines, 0 AS unfinished, 0 AS answered, 0 AS owed,"
        f" {sign}1 AS petitions FROM {rows} s JOIN consolidation_batchline l ON l.id = s.line_id"
        f" WHERE s.state <> '{SourceState.RELEASED}'"
    )


def _of_referrals(rows: str, sign: str = "") -> str:
    return (
        f"SELECT l.batch_id, l.lead_id, 0 AS lines, 0 AS unfinished, {_answered('r.status', sign)}, 0 AS petitions"
        f" FROM {rows} r JOIN consolidation_batchline l ON l.referral_id = r.id WHERE l.released_at IS NULL"
    )


class TalliedLine(BatchLine):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "tally",
            inserted=summed_up(of_lines("new_rows")),
            updated=summed_up(f"{of_lines('new_rows')} UNION ALL {of_lines('old_rows', '-')}"),
        )


class TalliedSource(LineSource):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "tally",
            inserted=summed_up(of_sources("new_rows")),
            updated=summed_up(f"{of_sources('new_rows')} UNION ALL {of_sources('old_rows', '-')}"),
        )


class TalliedReferral(Referral):
    """A department answers, or is asked again."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = announcements(
            "tally", updated=summed_up(f"{_of_referrals('new_rows')} UNION ALL {_of_referrals('old_rows', '-')}")
        )
