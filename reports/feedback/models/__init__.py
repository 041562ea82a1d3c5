"""Petitions and what people report: the item, what a department was asked, what it replied, who told the people."""

from reports.feedback.models.carrying import CarriedBack, Reaction
from reports.feedback.models.petitions import Category, CoProposer, Pause, Petition, Source, Whose
from reports.feedback.models.referrals import Referral, ReferralSupport
from reports.feedback.models.replies import Reply, ReplyKind, Verdict
from reports.feedback.models.steps import PetitionFile, PetitionStep
from reports.feedback.models.terms import ReplyTerm, TermKind

__all__ = [
    "CarriedBack",
    "Category",
    "CoProposer",
    "Pause",
    "Petition",
    "PetitionFile",
    "PetitionStep",
    "Reaction",
    "Referral",
    "ReferralSupport",
    "Reply",
    "ReplyKind",
    "ReplyTerm",
    "Source",
    "TermKind",
    "Verdict",
    "Whose",
]
