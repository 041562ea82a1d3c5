"""What moves an import on. Each step asks the policy and holds the job's row."""

from assignments.imports.services.applying import confirm
from assignments.imports.services.checking import answer, check_some
from assignments.imports.services.uploading import cancel, match_columns, upload

__all__ = ["answer", "cancel", "check_some", "confirm", "match_columns", "upload"]
