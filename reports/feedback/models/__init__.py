"""Petitions and what people report: the item, what a department was asked, what it replied, who told the people."""

from reports.feedback.models.carrying import CarriedBack, Reaction
from reports.feedback.models.counts import Grain, MonthCount, TouchedMonth
from reports.feedback.models.petition_querysets import PetitionQuerySet
from reports.feedback.models.petitions import Category, CoProposer, Pause, Petition, Source, Whose
from reports.feedback.models.referrals import Contribution, Referral, ReferralSupport
from reports.feedback.models.replies import Reply, ReplyKind, Verdict
from reports.feedback.models.steps import PetitionFile, PetitionStep
from reports.feedback.models.terms import WORSE_ABOVE, Ratio, ReplyTerm, TermKind, WarningLevel

__all__ = [
    "WORSE_ABOVE",
    "CarriedBack",
    "Category",
    "CoProposer",
    "Contribution",
    "Grain",
    "MonthCount",
    "Pause",
    "Petition",
    "PetitionFile",
    "PetitionQuerySet",
    "PetitionStep",
    "Ratio",
    "Reaction",
    "Referral",
    "ReferralSupport",
    "Reply",
    "ReplyKind",
    "ReplyTerm",
    "Source",
    "TermKind",
    "TouchedMonth",
    "Verdict",
    "WarningLevel",
    "Whose",
]
