"""Numbers and money as officials write and read them: 1.234.567,89; 431,381 tỷ đồng; 117,5%.

Money is whole đồng everywhere in the portal; the unit is a matter of display and of typing.
"""

import enum
import re
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.text import one_line

Number = int | float | Decimal

NO_VALUE = "–"
"""What stands where nothing can be computed."""


class MoneyUnit(enum.IntEnum):
    """A unit of display; its value is how many đồng it is."""

    DONG = 1
    MILLION = 1_000_000
    BILLION = 1_000_000_000


UNIT_LABELS = {
    MoneyUnit.DONG: gettext_lazy("đồng"),
    MoneyUnit.MILLION: gettext_lazy("triệu đồng"),
    MoneyUnit.BILLION: gettext_lazy("tỷ đồng"),
}
MOST_MONEY = 10**16
"""đồng; more than the state's yearly budget is a slip of the unit"""


# --- writing ---------------------------------------------------------------------------------------------------------


def format_number(value: Number | None, decimals: int = 2) -> str:
    """Return 1.234.567,89: rounded half up to `decimals` places at most, without trailing zeros."""
    if value is None:
        return NO_VALUE
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    rounded = round_half_up(Decimal(str(value)), decimals)
    whole, _point, fraction = f"{rounded:,f}".partition(".")
    fraction = fraction.rstrip("0")
    text = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return "0" if text == "-0" else text


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as people do with a pencil: 0,5 goes up."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_money(dong: int | None, unit: MoneyUnit | None = None) -> str:
    """Return an amount with its unit: 431381000000 → "431,381 tỷ đồng"; three decimals at most.

    Without `unit`, the largest in which the amount is at least 1.
    """
    if dong is None:
        return NO_VALUE
    if unit is None:
        unit = next((unit for unit in reversed(MoneyUnit) if abs(dong) >= unit), MoneyUnit.DONG)
    return f"{format_number(Decimal(dong) / unit, decimals=3)} {UNIT_LABELS[unit]}"


def format_percent(numerator: Number | None, denominator: Number | None) -> str:
    """Return "117,5%": one decimal at most, never clamped, "–" when there is nothing to divide by.

    Rounding never makes a part look whole or absent: 2999 of 3000 is "99,9%", 1 of 3000 "0,1%".
    """
    if numerator is None or not denominator:
        return NO_VALUE
    percent = Decimal(str(numerator)) * 100 / Decimal(str(denominator))
    rounded = round_half_up(percent, 1)
    tenth = Decimal("0.1")
    if rounded == 100 and percent < 100:
        rounded -= tenth
    elif rounded == 0 and percent > 0:
        rounded = tenth
    return f"{format_number(rounded, decimals=1)}%"


def format_ratio(numerator: Number | None, denominator: Number | None) -> str:
    """Return "1,91": two decimals at most; "–" when there is nothing to divide by."""
    if numerator is None or not denominator:
        return NO_VALUE
    return format_number(Decimal(str(numerator)) / Decimal(str(denominator)))


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_number(text: str) -> Decimal:
    """Read a number typed by a person: "1.234,5", "1234,5", "-3". A dot groups thousands, a comma is the decimal point.

    Raises ValidationError that says how to write it, also for "12.5" and "1,234.5", where the signs are swapped.
    """
    typed = "".join(one_line(text).split()).replace("−", "-")
    if re.fullmatch(r"-?([0-9]{1,15}|[0-9]{1,3}(\.[0-9]{3}){1,4})(,[0-9]{1,6})?", typed, re.ASCII):
        return Decimal(typed.replace(".", "").replace(",", "."))
    message = _("Số không hợp lệ. Dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ, ví dụ 1.234,5.")
    raise ValidationError(message, code="invalid_number")


# vi-data: how people write units
_AMOUNT = re.compile("(?P<number>[0-9][0-9., ]*?) ?(?P<unit>[a-zđồệỷỉ]*)(?: (?:đồng|dong|đ))?")
_UNIT_WORDS = {  # vi-data: how people write units
    "": MoneyUnit.DONG,
    **dict.fromkeys(("đồng", "dong", "đ", "d", "vnđ", "vnd"), MoneyUnit.DONG),
    **dict.fromkeys(("triệu", "trieu", "tr"), MoneyUnit.MILLION),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), MoneyUnit.BILLION),
}


def parse_money(text: str) -> int:
    """Read an amount typed by a person and return đồng: "1.234.567", "500 triệu", "431,381 tỷ".

    A dot groups thousands, a comma is the decimal point. Raises ValidationError for what could be read in two ways
    ("431.381": đồng or triệu?; "1.250 tỷ": 1250 or 1,25?) and says how to write it.
    """
    match = _AMOUNT.fullmatch(one_line(text).lower())
    unit = _UNIT_WORDS.get(match["unit"]) if match else None
    if match is None or unit is None:
        raise _unreadable()
    number = "".join(match["number"].split())
    if not re.fullmatch(r"[0-9]+(,[0-9]+)?|[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", number):
        raise _unreadable()
    _refuse_two_readings(number, unit, named=bool(match["unit"]))
    dong = Decimal(number.replace(".", "").replace(",", ".")) * unit
    if dong != dong.to_integral_value():
        raise ValidationError(_("Số tiền lẻ dưới một đồng. Kiểm tra lại số và đơn vị."), code="fraction")
    if dong > MOST_MONEY:
        raise ValidationError(_("Số tiền quá lớn. Kiểm tra lại đơn vị đồng, triệu hay tỷ."), code="too_much")
    return int(dong)


def _refuse_two_readings(number: str, unit: MoneyUnit, *, named: bool) -> None:
    one_dot = number.count(".") == 1 and "," not in number
    whole, decimal = number.replace(".", ""), number.replace(".", ",")
    if unit != MoneyUnit.DONG and one_dot:
        message = _("“%(typed)s” có thể hiểu hai cách. Viết %(whole)s %(unit)s hoặc %(decimal)s %(unit)s.")
        params = {"typed": number, "whole": whole, "decimal": decimal, "unit": UNIT_LABELS[unit]}
        raise ValidationError(message, code="ambiguous", params=params)
    if not named and ("," in number or (one_dot and not number.endswith("000"))):
        message = _("Ghi rõ đơn vị sau số tiền, ví dụ: 431.381 đồng; 500 triệu; 431,381 tỷ.")
        raise ValidationError(message, code="ambiguous")


def _unreadable() -> ValidationError:
    message = _("Số tiền không hợp lệ. Nhập như 1.234.567 đồng, 500 triệu hoặc 431,381 tỷ.")
    return ValidationError(message, code="invalid_money")
