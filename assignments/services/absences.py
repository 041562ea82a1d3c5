"""Officers away: recording it, naming who stands in, coming back early, calling it off."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments import policies
from assignments.models import Absence, LegalDocument, Officer
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.periods import require_inside
from nammanh.platform.refusals import explained, require

_DAY = datetime.timedelta(days=1)


def record_absence(
    *,
    officer: Officer,
    valid_from: datetime.date,
    valid_to: datetime.date,
    reason: str,
    by: Actor,
    substitute: Officer | None = None,
    note: str = "",
    document: LegalDocument | None = None,
) -> Absence:
    """Put on record that `officer` is away, both days included; `substitute` has their units meanwhile.

    An officer may do it for themself, but only Ban Tổ chức names a substitute: that gives rights to somebody.
    Raises ValidationError when the officer is already away then, or the substitute is away, not serving or the same.
    """
    require(policies.may_record_absence(by.user, officer))
    require(substitute is None or policies.may_manage_assignments(by.user))
    with explained():
        _lock(officer, substitute)
        absence = Absence(officer=officer, valid_from=valid_from, valid_to=valid_to, reason=reason)
        absence.substitute, absence.note, absence.document = substitute, note, document
        return _write(absence)


def change_absence(
    *,
    absence: Absence,
    valid_from: datetime.date,
    valid_to: datetime.date,
    reason: str,
    by: Actor,
    substitute: Officer | None = None,
    note: str = "",
    document: LegalDocument | None = None,
) -> Absence:
    """Correct an absence that is not over. Days that have passed keep the substitute whom they had.

    When it has begun, its first day stays, and another substitute opens a new row from today: what was done until
    yesterday was done by the one before. Returns the row that is in force.
    """
    require(policies.may_manage_assignments(by.user))
    with explained():
        _lock(absence.officer, substitute)
        current = _running(absence)
        if current.valid_from < today():
            if valid_from != current.valid_from:
                raise ValidationError({"valid_from": _("Thời gian vắng mặt đã bắt đầu nên giữ nguyên ngày đầu.")})
            if valid_to < today():
                raise ValidationError({"valid_to": _("Ngày cuối đã qua. Nếu đồng chí đã về, hãy dùng “Về sớm”.")})
            if current.substitute != substitute:
                current.valid_to = today() - _DAY
                _write(current)
                current = Absence(officer=current.officer)
                valid_from = today()
        current.valid_from, current.valid_to, current.reason = valid_from, valid_to, reason
        current.substitute, current.note, current.document = substitute, note, document
        return _write(current)


def end_absence_early(*, absence: Absence, valid_to: datetime.date, by: Actor) -> Absence:
    """The officer is back: `valid_to` is the last day away. The substitute's part ends with it."""
    require(policies.may_record_absence(by.user, absence.officer))
    with explained():
        _lock(absence.officer)
        current = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
        if valid_to == current.valid_to:
            return current
        if current.valid_to is None or valid_to > current.valid_to:
            raise ValidationError({"valid_to": _("Ngày này sau ngày cuối đã ghi. Muốn kéo dài, hãy dùng “Sửa”.")})
        if valid_to < current.valid_from:
            raise ValidationError({"valid_to": _("Chưa vắng ngày nào thì dùng “Hủy” thay cho “Về sớm”.")})
        if valid_to < today() - _DAY:
            raise ValidationError({"valid_to": _("Ngày vắng cuối cùng sớm nhất là hôm qua.")})
        current.valid_to = valid_to
        return _write(current)


def cancel_absence(*, absence: Absence, by: Actor) -> None:
    """Take back an absence that has not begun; its history keeps that it was there. Twice is once."""
    require(policies.may_record_absence(by.user, absence.officer))
    with explained():
        _lock(absence.officer)
        current = Absence.objects.select_for_update(of=("self",)).filter(pk=absence.pk).first()
        if current is None:
            return
        if current.valid_from <= today():
            raise ValidationError(_("Thời gian vắng mặt đã bắt đầu. Hãy dùng “Về sớm”."))
        current.delete()


def _lock(*officers: Officer | None) -> None:
    """Hold the people concerned, in one order for everybody: absences of one person are written one by one."""
    keys = sorted(officer.pk for officer in officers if officer)
    list(Officer.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk"))


def _running(absence: Absence) -> Absence:
    current = Absence.objects.select_for_update(of=("self",)).filter(pk=absence.pk).first()
    if current is None:
        raise ValidationError(_("Nội dung vắng mặt này đã được hủy. Hãy tải lại trang."))
    if current.valid_to and current.valid_to < today():
        raise ValidationError(_("Thời gian vắng mặt đã qua nên không sửa được."))
    return current


def _write(absence: Absence) -> Absence:
    absence.full_clean(exclude=["life"])
    require_inside(absence, absence.officer, "valid_from", _("Thời gian vắng nằm ngoài thời gian công tác của cán bộ."))
    if substitute := absence.substitute:
        require_inside(absence, substitute, "substitute", _("Người làm thay không công tác suốt thời gian này."))
        last_day = absence.valid_to or absence.valid_from
        away = Absence.objects.overlapping(absence.valid_from, last_day).filter(officer=substitute).first()
        if away:
            raise ValidationError({"substitute": _also_away(away)})
    absence.save()
    return absence


def _also_away(away: Absence) -> str:
    days = {"start": format_date(away.valid_from), "end": format_date(away.valid_to or away.valid_from)}
    return _("Đồng chí này cũng vắng mặt từ ngày %(start)s đến hết ngày %(end)s. Chọn đồng chí khác.") % days
