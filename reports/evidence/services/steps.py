"""The one door for the status of evidence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import RULES, check_values
from reports.evidence import states
from reports.evidence.models import Evidence, EvidenceStep
from reports.evidence.states import Action

NOT_AT_HOME = gettext_lazy("Chuyến thăm hộ gia đình không kèm ảnh, tệp, để giữ riêng tư cho người dân.")

RULES.update(
    {
        "evidence_evidence_transition": gettext_lazy("Minh chứng đã chuyển sang trạng thái khác. Hãy tải lại trang."),
        "evidence_evidence_fixed": gettext_lazy("Minh chứng không sửa được. Hãy gỡ rồi gửi lại."),
        "evidence_evidence_not_at_home": NOT_AT_HOME,
    }
)


def move(evidence: Evidence, action: str, by: Actor | None, note: str = "") -> Evidence:
    """Ask the table, write the status and the step. `by` nobody: the scanner."""
    before = evidence.status if evidence.pk else None
    if not states.may_follow(action, before):
        raise ValidationError(
            _("Không thể %(action)s: minh chứng đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
            % {"action": Action(action).label.lower(), "status": evidence.get_status_display()}
        )
    evidence.status = states.after(action)
    check_values(evidence)
    evidence.save()
    EvidenceStep.objects.create(
        evidence=evidence,
        action=action,
        status=evidence.status,
        note=note,
        by=by.user if by else None,
        secretary=by.secretary if by else None,
    )
    return evidence
