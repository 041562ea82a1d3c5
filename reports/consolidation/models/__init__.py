"""The month: a batch, its lines with their sources, and the rules by which a line finds its department."""

from reports.consolidation.models.batches import Batch, BatchStep
from reports.consolidation.models.lines import BatchLine, LineSource, LineSupport, SourceState
from reports.consolidation.models.returned import ReturnedSheet
from reports.consolidation.models.routing import ClosingDay, RoutingRule
from reports.consolidation.models.tallies import LineTally

__all__ = [
    "Batch",
    "BatchLine",
    "BatchStep",
    "ClosingDay",
    "LineSource",
    "LineSupport",
    "LineTally",
    "ReturnedSheet",
    "RoutingRule",
    "SourceState",
]
