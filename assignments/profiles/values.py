"""How a value of a kind is typed and shown: 7.120 người; 58,2 triệu đồng; 3,41%; Có."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.profiles.models import FactKind, UnitFact, ValueType
from nammanh.platform.numbers import NO_VALUE, UNIT_LABELS, MoneyUnit, format_money, format_number, parse_money
from nammanh.platform.numbers import parse_number as parse_vietnamese
from nammanh.platform.text import one_line

LARGEST = Decimal(10) ** 15
YES, NO = "1", "0"
YES_NO = [(YES, gettext_lazy("Có")), (NO, gettext_lazy("Không"))]
_MONEY = {"dong": MoneyUnit.DONG, "trieu": MoneyUnit.MILLION, "ty": MoneyUnit.BILLION}
MONEY_UNITS = [(code, UNIT_LABELS[unit]) for code, unit in _MONEY.items()]

Value = Decimal | str
"""A number, or the words of a text kind."""


def shown(kind: FactKind, value: Value | None) -> str:
    """A value with its unit of measure, as officials write it."""
    if value is None or value == "":
        return NO_VALUE
    if isinstance(value, str):
        return value
    if kind.value_type == ValueType.YES_NO:
        return _("Có") if value else _("Không")
    if kind.value_type == ValueType.MONEY:
        return format_money(int(value))
    number = format_number(value, kind.decimals)
    if kind.value_type == ValueType.PERCENT:
        return f"{number}%"
    return f"{number} {kind.measure}".strip()


def value_of(fact: UnitFact) -> Value:
    return fact.text if fact.number is None else fact.number


def difference(kind: FactKind, now: Value, before: Value) -> str:
    """The change since the value before: “tăng 120 người”, “giảm 0,4 điểm %”, “không đổi”."""
    if now == before:
        return _("không đổi")
    if isinstance(now, str) or isinstance(before, str) or kind.value_type == ValueType.YES_NO:
        return _("trước đó: %(value)s") % {"value": shown(kind, before)}
    step = abs(now - before)
    if kind.value_type == ValueType.PERCENT:
        amount = _("%(number)s điểm %%") % {"number": format_number(step, kind.decimals)}
    else:
        amount = shown(kind, step)
    return (_("tăng %(amount)s") if now > before else _("giảm %(amount)s")) % {"amount": amount}


def read(kind: FactKind, typed: str, money_unit: str = "") -> Value:
    """The value that a person typed. Money needs its unit, in the text (“431,381 tỷ”) or chosen beside it.

    Raises ValidationError that says how to write it.
    """
    if kind.value_type == ValueType.TEXT:
        return one_line(typed)
    if kind.value_type == ValueType.MONEY:
        return Decimal(_money(typed, money_unit))
    number = parse_vietnamese(typed.strip().removesuffix("%") if kind.value_type == ValueType.PERCENT else typed)
    if abs(number) > LARGEST:
        raise ValidationError(_("Số quá lớn. Kiểm tra lại."))
    if number != round(number, kind.decimals):
        if kind.decimals == 0:
            raise ValidationError(_("Mục này chỉ nhận số nguyên. Một nghìn hai trăm viết 1.200 hoặc 1200."))
        raise ValidationError(_("Nhiều nhất %(count)s chữ số sau dấu phẩy.") % {"count": format_number(kind.decimals)})
    return number


def _money(typed: str, money_unit: str) -> int:
    words = one_line(typed)
    if any(sign.isalpha() for sign in words):
        return parse_money(words)
    if not money_unit:
        raise ValidationError(_("Chọn đơn vị tiền: đồng, triệu đồng hay tỷ đồng."))
    return parse_money(f"{words} {dict(MONEY_UNITS)[money_unit]}")


def doubt(kind: FactKind, value: Value) -> str:
    """Why a value looks like a slip; empty when it doesn't."""
    if isinstance(value, str):
        return ""
    if kind.lowest is not None and value < kind.lowest:
        limit = _("thường không dưới %(limit)s") % {"limit": shown(kind, kind.lowest)}
    elif kind.highest is not None and value > kind.highest:
        limit = _("thường không quá %(limit)s") % {"limit": shown(kind, kind.highest)}
    else:
        return ""
    return _("%(kind)s: %(value)s (%(limit)s)") % {"kind": kind, "value": shown(kind, value), "limit": limit}
