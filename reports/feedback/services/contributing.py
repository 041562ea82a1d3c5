"""What a supporting department does: it gives the lead one its part. The clock and the answer stay the lead's."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained
from nammanh.platform.text import long_text
from reports.feedback import policies
from reports.feedback.models import Contribution, Petition, Referral
from reports.feedback.services.filing import attach
from reports.feedback.states import OWED


def contribute(*, petition: Petition, text: str, by: Actor, files: Collection[UploadedFile] = ()) -> Contribution:
    """Give the lead department a part of its answer, while it owes one. The same words again are the same part."""
    text = long_text(text)
    support = policies.own_support(by.user, petition)
    if support is None:
        raise PermissionDenied(_("Chỉ ngành phối hợp của phiếu chuyển này gửi ý kiến phối hợp."))
    with explained():
        referral = Referral.objects.select_for_update().get(pk=support.referral_id)
        said = support.contributions.filter(by=by.user, text=text).first()
        if said is not None:
            return said
        if referral.status not in OWED:
            raise ValidationError(_("Phiếu chuyển này không còn chờ trả lời nên không gửi ý kiến phối hợp nữa."))
        row = Contribution(support=support, text=text, by=by.user, secretary=by.secretary)
        row.full_clean()
        row.save()
        attach(files, by, contribution=row)
    return row
