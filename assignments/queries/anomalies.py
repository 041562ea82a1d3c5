"""The kinds of irregularity as data: what each is called, which rows it has, what is told of a row, what mends it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.models import Absence, Assignment, Officer, Tier, Unit
from assignments.models.policy import TierTarget
from assignments.queries import irregular
from assignments.queries.coverage import tiers_on
from assignments.queries.irregular import Scope
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import NO_VALUE, format_number


@dataclass(frozen=True)
class Remedy:
    """The page that mends a row: its name, its key, or the unit that it is to be about (`?dia-ban=`)."""

    label: Any
    url_name: str
    pk: int | None = None
    unit_id: int | None = None
    by_administrator: bool = False


@dataclass(frozen=True)
class Finding:
    """What is told of one row."""

    unit: Unit | None = None
    officer: Officer | None = None
    detail: str = ""
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Anomaly:
    """A kind. `rows` gives the querysets' rows, in the order of `keyset`; `tell` turns a row into a finding.

    `for_managers`: only those who manage assignments see it (it tells of accounts).
    """

    code: str
    title: Any
    explanation: Any
    calm: Any
    severity: str
    rows: Callable[[Scope, datetime.date], QuerySet]
    tell: Callable[[Any], Finding]
    keyset: tuple[str, ...] = ("-valid_from", "-pk")
    for_managers: bool = field(default=False)


def _last_day(day: datetime.date | None) -> str:
    """A day that the row's own condition or constraint says is there."""
    return format_date(day) if day else NO_VALUE


_REPLACE, _END, _OFFICER = gettext_lazy("Thay"), gettext_lazy("Thôi"), gettext_lazy("Trang của đồng chí")


def _replace_or_end(row: Assignment) -> tuple[Remedy, ...]:
    if row.end_reason:  # already ended, on a day to come
        return ()
    return Remedy(_REPLACE, "assignments:replace", row.pk), Remedy(_END, "assignments:end", row.pk)


def _tell_unheld(tier: Tier, row: Unit) -> Finding:
    detail = _("Chưa có đồng chí phụ trách")
    if tier.target == TierTarget.HOUSEHOLD:
        detail = _("Còn hộ chưa có đồng chí phụ trách")
    remedy = Remedy(_("Phân công cán bộ"), "assignments:assign", unit_id=row.pk)
    return Finding(row, None, detail, (remedy,))


def _tell_led_twice(row: Unit) -> Finding:
    by_tier: dict[int, list[Assignment]] = {}
    for lead in row.leads:
        by_tier.setdefault(lead.role.tier_id, []).append(lead)
    several = [leads for leads in by_tier.values() if len({lead.officer_id for lead in leads}) > 1]
    detail = "; ".join(
        f"{leads[0].role.tier}: "
        + ", ".join(_("đ/c %(name)s (%(role)s)") % {"name": lead.officer, "role": lead.role} for lead in leads)
        for leads in several
    )
    remedies = tuple(
        Remedy(_("Thôi đ/c %(name)s") % {"name": lead.officer}, "assignments:end", lead.pk)
        for leads in several
        for lead in leads
        if not lead.end_reason
    )
    return Finding(row, None, detail, remedies)


def _tell_without_login(row: Officer) -> Finding:
    if row.user_id:
        account = Remedy(_("Mở lại tài khoản"), "admin:accounts_user_change", row.user_id, by_administrator=True)
        return Finding(None, row, _("Tài khoản đang bị khóa"), (account,))
    account = Remedy(_("Tạo tài khoản"), "admin:accounts_user_add", by_administrator=True)
    link = Remedy(_("Gắn tài khoản"), "admin:assignments_officer_change", row.pk)
    return Finding(None, row, _("Chưa có tài khoản"), (account, link))


def _tell_out_of_office(row: Assignment) -> Finding:
    detail = _("Thôi giữ chức vụ từ sau ngày %(day)s") % {"day": format_date(row.left_office_on)}
    return Finding(row.unit, row.officer, detail, _replace_or_end(row))


def _tell_past_term(row: Assignment) -> Finding:
    detail = _("%(document)s có hiệu lực đến hết ngày %(day)s") % {
        "document": row.document,
        "day": _last_day(row.document.expires_on),
    }
    return Finding(row.unit, row.officer, detail, _replace_or_end(row))


def _tell_unattended(row: Absence) -> Finding:
    dates = {"start": format_date(row.valid_from), "end": _last_day(row.valid_to), "name": row.substitute}
    if row.substitute_id is None:
        detail = _("Vắng từ %(start)s đến hết %(end)s, chưa có người làm thay") % dates
    else:
        detail = _("Vắng từ %(start)s đến hết %(end)s, người làm thay (đ/c %(name)s) cũng vắng") % dates
    remedy = Remedy(_("Ghi người làm thay"), "assignments:absence_change", row.pk)
    return Finding(None, row.officer, detail, (remedy,))


def _tell_load(row: Assignment) -> Finding:
    low, high = row.role.load_min, row.role.load_max
    allowed = {"low": format_number(low), "high": format_number(high)}
    if low is None:
        limits = _("nhiều nhất %(high)s") % allowed
    elif high is None:
        limits = _("ít nhất %(low)s") % allowed
    else:
        limits = _("từ %(low)s đến %(high)s") % allowed
    detail = _("%(role)s: %(load)s địa bàn (mức quy định: %(limits)s)") % {
        "role": row.role,
        "load": format_number(row.load),
        "limits": limits,
    }
    return Finding(None, row.officer, detail, (Remedy(_OFFICER, "assignments:officer", row.officer_id),))


KINDS: tuple[Anomaly, ...] = (
    Anomaly(
        "hai-dau-moi",
        gettext_lazy("Có hai đồng chí cùng phụ trách chính"),
        gettext_lazy(
            "Một địa bàn có từ hai đồng chí phụ trách chính trong cùng một tầng, do được giao theo hai vai trò."
        ),
        gettext_lazy("Không có địa bàn nào có hai đồng chí cùng phụ trách chính."),
        "danger",
        irregular.led_twice,
        _tell_led_twice,
        ("name_key", "pk"),
    ),
    Anomaly(
        "thoi-chuc",
        gettext_lazy("Đồng chí đã thôi chức vụ còn giữ địa bàn"),
        gettext_lazy("Mọi chức vụ của đồng chí đã kết thúc mà phân công vẫn còn hiệu lực."),
        gettext_lazy("Không có phân công nào của đồng chí đã thôi chức vụ."),
        "danger",
        irregular.out_of_office,
        _tell_out_of_office,
    ),
    Anomaly(
        "het-han",
        gettext_lazy("Phân công quá thời hạn của quyết định"),
        gettext_lazy("Quyết định làm căn cứ đã hết hiệu lực; cần quyết định mới, hoặc thay, thôi phân công."),
        gettext_lazy("Không có phân công nào quá thời hạn của quyết định."),
        "danger",
        irregular.past_term,
        _tell_past_term,
    ),
    Anomaly(
        "vang-mat",
        gettext_lazy("Đồng chí vắng mặt chưa có người làm thay"),
        gettext_lazy("Đồng chí phụ trách đang vắng; chưa ghi người làm thay, hoặc người làm thay cũng vắng."),
        gettext_lazy("Không có đồng chí nào vắng mặt mà thiếu người làm thay."),
        "warning",
        irregular.unattended,
        _tell_unattended,
    ),
    Anomaly(
        "khong-dang-nhap",
        gettext_lazy("Đồng chí phụ trách chưa đăng nhập được"),
        gettext_lazy("Được phân công địa bàn mà chưa có tài khoản, hoặc tài khoản đang bị khóa (tính lúc này)."),
        gettext_lazy("Không có đồng chí phụ trách nào thiếu tài khoản."),
        "warning",
        irregular.without_login,
        _tell_without_login,
        ("name_key", "pk"),
        for_managers=True,
    ),
    Anomaly(
        "qua-tai",
        gettext_lazy("Đồng chí phụ trách quá nhiều địa bàn"),
        gettext_lazy("Số địa bàn theo một vai trò vượt mức nhiều nhất ghi trong chính sách."),
        gettext_lazy("Không có đồng chí nào phụ trách quá nhiều địa bàn."),
        "warning",
        irregular.overloaded,
        _tell_load,
    ),
    Anomaly(
        "duoi-tai",
        gettext_lazy("Đồng chí phụ trách ít địa bàn hơn mức"),
        gettext_lazy("Số địa bàn theo một vai trò dưới mức ít nhất ghi trong chính sách."),
        gettext_lazy("Không có đồng chí nào phụ trách ít địa bàn hơn mức."),
        "info",
        irregular.underloaded,
        _tell_load,
    ),
)
"""Besides the places that a tier has not reached, which are a kind for each tier in force."""


def kinds_on(day: datetime.date, *, for_manager: bool) -> list[Anomaly]:
    """All kinds of `day`, the gaps of its tiers first."""
    gaps = [_gap(tier) for tier in tiers_on(day)]
    return gaps + [kind for kind in KINDS if for_manager or not kind.for_managers]


def _gap(tier: Tier) -> Anomaly:
    target = str(tier.get_target_display())
    if tier.target == TierTarget.HOUSEHOLD:
        target = _("Ấp, khu phố còn hộ")
    return Anomaly(
        f"chua-phan-cong-{tier.pk}",
        _("%(target)s chưa có cán bộ phụ trách") % {"target": target},
        _("Tầng “%(tier)s” chưa có đồng chí phụ trách chính ở nơi này.") % {"tier": tier},
        _("Không có nơi nào của tầng “%(tier)s” thiếu cán bộ phụ trách.") % {"tier": tier},
        "danger",
        partial(irregular.unheld_units, tier),
        partial(_tell_unheld, tier),
        ("name_key", "pk"),
    )


def counted(kinds: Iterable[Anomaly], scope: Scope, day: datetime.date) -> list[tuple[Anomaly, int]]:
    """Each kind with the number of its rows: one query a kind, on the very rows that its list shows."""
    return [(kind, kind.rows(scope, day).order_by().count()) for kind in kinds]
