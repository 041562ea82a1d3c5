"""Reports in words."""

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
    "Section",
    "Sentence",
    "SentenceSource",
    "SituationPlace",
    "SituationReport",
    "SituationStep",
    "Sphere",
]
