"""Calendar dates as officials write and read them. All dates are local to Vietnam; there is no daylight saving."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from nammanh.platform.text import fold, one_line

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 1930, 2100  # the Party's founding; the end of what anyone plans

_WRITTEN = (  # vi-data: how people write dates
    re.compile(r"(?P<day>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*(?P<year>\d+)", re.ASCII),
    re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})", re.ASCII),  # a phone's number pad has no "/"
    re.compile(r"(?P<year>\d{4,})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(
        r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d+)", re.ASCII | re.IGNORECASE
    ),
)
_QUARTERS = ("I", "II", "III", "IV")


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_date(text: str) -> dt.date:
    """Read a date typed by a person: d/m/yyyy, d-m-yyyy, d.m.yyyy, ddmmyyyy, ISO, or the long form.

    Raises ValidationError with a message that says what to type: day first, four-digit year between FIRST_YEAR and
    LAST_YEAR, a day that exists.
    """
    match = next((found for pattern in _WRITTEN if (found := pattern.fullmatch(one_line(text)))), None)
    if match is None:
        raise _invalid()
    if len(match["year"]) != 4:
        message = _("Năm phải viết đủ bốn chữ số. Nhập theo dạng ngày/tháng/năm, ví dụ 05/02/2026.")
        raise ValidationError(message, code="short_year")
    try:
        day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise _invalid() from None
    check_date(day)
    return day


_MONTH = re.compile(r"(?:thang )?(?P<m>\d{1,2}) (?P<y>\d{4})|(?P<year>\d{4}) (?P<month>\d{1,2})", re.ASCII)  # folded


def parse_month(text: str) -> dt.date:
    """Read a month typed by a person (03/2026, 3-2026, tháng 3 2026) or kept in an address (2026-03): its first day.

    Raises ValidationError with a message that says what to type.
    """
    match = _MONTH.fullmatch(fold(text))
    year, month = (int(match["year"] or match["y"]), int(match["month"] or match["m"])) if match else (0, 0)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValidationError(_("Ghi tháng và năm, ví dụ 03/2026."), code="invalid_month")
    return dt.date(year, month, 1)


def _invalid() -> ValidationError:
    message = _("Ngày không hợp lệ. Nhập theo dạng ngày/tháng/năm, ví dụ 05/02/2026.")
    return ValidationError(message, code="invalid_date")


def check_date(day: dt.date) -> None:
    """Raise ValidationError when the year is one that only a slip of the finger gives (0205, 2206)."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = _("Năm %(year)s nằm ngoài khoảng %(first)s–%(last)s. Kiểm tra lại năm, ví dụ 05/02/2026.")
        params = {"year": f"{day.year:04d}", "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise ValidationError(message, code="year_out_of_range", params=params)


def today() -> dt.date:
    """Return the date in Vietnam now."""
    return timezone.localdate(timezone=VIETNAM)


# --- writing ---------------------------------------------------------------------------------------------------------


def format_date(day: dt.date) -> str:
    """Return 05/02/2026. A datetime with a zone is taken at its date in Vietnam."""
    day = local_date(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_date_long(day: dt.date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": days below 10 and months 1 and 2 are padded, as formal documents ask."""
    day = local_date(day)
    params = {"day": f"{day.day:02d}", "month": _padded_month(day), "year": f"{day.year:04d}"}
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % params


def format_weekday_date(day: dt.date) -> str:
    """Return "Thứ Bảy, 21/11/2026"."""
    day = local_date(day)
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return f"{names[day.weekday()]}, {format_date(day)}"


def format_datetime(moment: dt.datetime) -> str:
    """Return "21/11/2026 14:30" in Vietnam's time."""
    if timezone.is_aware(moment):
        moment = moment.astimezone(VIETNAM)
    return f"{format_date(moment.date())} {moment:%H:%M}"


def local_date(day: dt.date) -> dt.date:
    """Return the date in Vietnam of a date or a datetime."""
    if isinstance(day, dt.datetime):
        return day.astimezone(VIETNAM).date() if timezone.is_aware(day) else day.date()
    return day


def month_label(day: dt.date) -> str:
    """Return "Tháng 11/2026" ("Tháng 02/2026": months 1 and 2 are padded)."""
    return _("Tháng %(month)s/%(year)s") % {"month": _padded_month(day), "year": day.year}


def quarter_label(day: dt.date) -> str:
    """Return "Quý IV/2026"."""
    return _("Quý %(quarter)s/%(year)s") % {"quarter": _QUARTERS[quarter(day) - 1], "year": day.year}


def _padded_month(day: dt.date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


# --- periods ---------------------------------------------------------------------------------------------------------


def quarter(day: dt.date) -> int:
    """Return the quarter of the year, 1 to 4."""
    return (day.month + 2) // 3


def month_start(day: dt.date) -> dt.date:
    """Return the first day of the month of `day`."""
    return dt.date(day.year, day.month, 1)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of `day`."""
    return add_months(month_start(day), 1) - dt.timedelta(days=1)


def quarter_start(day: dt.date) -> dt.date:
    """Return the first day of the quarter of `day`."""
    return dt.date(day.year, 3 * quarter(day) - 2, 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later (earlier when negative), or that month's last day: 31/01 + 1 → 28/02."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_year, next_month = divmod(year * 12 + month + 1, 12)
    last_day = (dt.date(next_year, next_month + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last_day))


def months_between(start: dt.date, end: dt.date) -> int:
    """Return how many calendar months lie from the month of `start` to that of `end`; negative when it is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month


def months_in(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first days of all months that the period touches, first and last included."""
    return [add_months(month_start(start), count) for count in range(months_between(start, end) + 1)]
