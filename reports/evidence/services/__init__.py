"""What changes evidence: adding a file, whole or in pieces; taking it back; the scanner's verdict."""

from reports.evidence.services.adding import Conflict, EvidenceContent, Stored, add_evidence, staged
from reports.evidence.services.keeping import check_type_with_evidence, judge, remove_orphans, take_back
from reports.evidence.services.receiving import Arriving, OutOfStep, Piece, expire_partials, held_of, receive
from reports.evidence.services.steps import NOT_AT_HOME
from reports.evidence.services.uploading import Uploaded, add_upload, add_uploads

__all__ = [
    "NOT_AT_HOME",
    "Arriving",
    "Conflict",
    "EvidenceContent",
    "OutOfStep",
    "Piece",
    "Stored",
    "Uploaded",
    "add_evidence",
    "add_upload",
    "add_uploads",
    "check_type_with_evidence",
    "expire_partials",
    "held_of",
    "judge",
    "receive",
    "remove_orphans",
    "staged",
    "take_back",
]
