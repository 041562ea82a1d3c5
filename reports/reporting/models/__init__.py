"""Reports in words."""

from reports.reporting.models.review import (
    OUTLINES,
    Review,
    ReviewKind,
    ReviewSection,
    ReviewSentence,
    ReviewStep,
    ReviewTarget,
)
from reports.reporting.models.situation import (
    Section,
    Sentence,
    SentenceSource,
    SituationPlace,
    SituationReport,
    SituationStep,
    Sphere,
)

__all__ = [
    "OUTLINES",
    "Review",
    "ReviewKind",
    "ReviewSection",
    "ReviewSentence",
    "ReviewStep",
    "ReviewTarget",
    "Section",
    "Sentence",
    "SentenceSource",
    "SituationPlace",
    "SituationReport",
    "SituationStep",
    "Sphere",
]
