"""What a message says: the place, the field and the number of days. No name, none of the record's own words.

The same line can be copied into Zalo, so it holds nothing that may not be there.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nammanh.platform.dates import format_date, local_date
from nammanh.platform.numbers import format_number
from nammanh.platform.working_days import Overrides, working_days_between
from reports.reminders.states import Kind, Stamp, Target
from reports.reminders.subjects import Matter


@dataclass(frozen=True)
class Word:
    title: str
    text: str


def told(
    kind: str, stamp: str, matter: Matter, day: datetime.date, *, meant: str, reached: str, changed: Overrides
) -> Word:
    """The title and the one sentence of a rung's message, as of `day`; `changed`: the days that decisions changed."""
    standing = _standing(kind, stamp, working_days_between(local_date(matter.stamped), day, changed))
    title = f"{matter.place} · {matter.about}: {standing}"
    text = _("%(kind)s: %(place)s, %(about)s; %(standing)s (tính đến %(day)s).") % {
        "kind": Kind(kind).label,
        "place": matter.place,
        "about": matter.about,
        "standing": standing,
        "day": format_date(day),
    }
    if reached != meant:
        text += " " + _("Tin đến đồng chí vì nơi phải nhận (%(meant)s) không có người nhận được.") % {
            "meant": Target(meant).label
        }
    return Word(title[:200], text[:500])


def urged(kind: str, matter: Matter, day: datetime.date) -> Word:
    """An urging's message; what was said stands on the portal's page."""
    title = _("%(place)s · %(about)s: đôn đốc giải quyết") % {"place": matter.place, "about": matter.about}
    text = _("Đồng chí được đôn đốc về việc “%(kind)s”: %(place)s, %(about)s; ngày %(day)s.") % {
        "kind": Kind(kind).label,
        "place": matter.place,
        "about": matter.about,
        "day": format_date(day),
    }
    return Word(title[:200], text[:500])


def reminded(delegation: str, place: str, day: datetime.date) -> Word:
    """A member's reminding; without a place it is about all that they have to do in the delegation."""
    where = place or _("phần việc được giao trong đoàn")
    title = _("%(delegation)s: đôn đốc, %(place)s") % {"delegation": delegation, "place": where}
    text = _("Đồng chí được đôn đốc theo phân công của %(delegation)s: %(place)s; ngày %(day)s.") % {
        "delegation": delegation,
        "place": where,
        "day": format_date(day),
    }
    return Word(title[:200], text[:500])


def _standing(kind: str, stamp: str, days: int) -> str:
    """“quá hạn trả lời 5 ngày làm việc”."""
    texts = {"days": format_number(abs(days))}
    if stamp in {Stamp.DUE, Stamp.COMMITTED}:
        return _against_day(stamp, days, texts)
    if kind == Kind.CARRY_BACK:
        return _("có trả lời đã %(days)s ngày làm việc, chưa báo lại cho dân") % texts
    if kind == Kind.VISIT:
        return _("đã %(days)s ngày làm việc chưa được xác nhận") % texts
    if kind == Kind.REPORT:
        return _("đã %(days)s ngày làm việc chưa được nhận") % texts
    if kind == Kind.HAND_OVER:
        return _("đã %(days)s ngày làm việc chưa nhận xong bàn giao") % texts
    if days <= 0:
        return _("mới nhận, cần xem ngay")
    if stamp == Stamp.UNSENT:
        return _("đã %(days)s ngày làm việc chưa chuyển ngành trả lời") % texts
    if stamp == Stamp.DISPATCHED:
        return _("ngành nhận đã %(days)s ngày làm việc, chưa trả lời") % texts
    return _("đã %(days)s ngày làm việc chưa có trả lời") % texts


def _against_day(stamp: str, days: int, texts: dict[str, str]) -> str:
    committed = stamp == Stamp.COMMITTED
    if days < 0:
        before = _("còn %(days)s ngày làm việc đến ngày hẹn") if committed else _("còn %(days)s ngày làm việc đến hạn")
        return before % texts
    if days == 0:
        return _("đến ngày hẹn trả lời hôm nay") if committed else _("đến hạn trả lời hôm nay")
    after = _("quá ngày hẹn %(days)s ngày làm việc") if committed else _("quá hạn trả lời %(days)s ngày làm việc")
    return after % texts
