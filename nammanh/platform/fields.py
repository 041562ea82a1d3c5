"""Fields used everywhere: text stored in one form, dates and money as officials type them.

Every message says what to do next, and what was typed stays in the field.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import check_date, format_date, parse_date, parse_month
from nammanh.platform.numbers import format_number, parse_money
from nammanh.platform.text import long_text, nfc, one_line

# --- form fields -----------------------------------------------------------------------------------------------------


class TooLongValidator(MaxLengthValidator):
    """Refuses a long text and says by how much to shorten it."""

    def __call__(self, value: str) -> None:
        limit = self.limit_value() if callable(self.limit_value) else self.limit_value
        if len(value) > limit:
            message = _("Dài quá %(over)s ký tự (tối đa %(limit)s). Rút gọn rồi lưu lại; phần đã nhập vẫn còn nguyên.")
            params = {"over": format_number(len(value) - limit), "limit": format_number(limit)}
            raise ValidationError(message, code="max_length", params=params)


class OneLineField(forms.CharField):
    """A single line of text, cleaned into its stored form."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(one_line(value) if isinstance(value, str) else value)


class LongTextField(forms.CharField):
    """Several lines of text, at most `max_length` signs.

    The browser gets no maxlength: it would cut a pasted text silently. `data-max-length` is there for a live counter.
    """

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(TooLongValidator(max_length))
        self.widget.attrs.setdefault("data-max-length", str(max_length))

    def to_python(self, value: Any) -> Any:
        return super().to_python(long_text(value) if isinstance(value, str) else value)


class DateTextInput(forms.TextInput):
    """A date typed as text.

    Not `<input type="date">`: a browser in English shows it month first, and it throws away what it can't read. No
    `pattern` either: its message is in the browser's language. Scripts may add a picker by `data-date`.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        default = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": _("ngày/tháng/năm"),
            "data-date": "",
        }
        super().__init__({**default, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return format_date(value) if isinstance(value, dt.date) else super().format_value(value)


class VietnameseDateField(forms.DateField):
    """A date, day first. Refuses days that do not exist and years that only a slip gives; see dates.parse_date."""

    widget = DateTextInput

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            day = value.date() if isinstance(value, dt.datetime) else value
            check_date(day)
            return day
        return parse_date(str(value))


class MonthField(forms.CharField):
    """A month as people write it, 03/2026, cleaned to its first day; see dates.parse_month.

    Not `<input type="month">`, for the reasons of DateTextInput.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "placeholder": _("tháng/năm")})

    def prepare_value(self, value: Any) -> Any:
        """What an address keeps as 2026-03 is shown as it would be typed; what can't be read stays as it is."""
        try:
            month = value if isinstance(value, dt.date) else parse_month(value or "")
        except ValidationError:
            return value
        return f"{month:%m/%Y}"

    def clean(self, value: Any) -> dt.date | None:
        text = value if isinstance(value, dt.date) else super().clean(value)
        return (text.replace(day=1) if isinstance(text, dt.date) else parse_month(text)) if text else None


class MoneyField(forms.Field):
    """An amount of money, cleaned to whole đồng: "1.234.567", "500 triệu", "431,381 tỷ"; see numbers.parse_money."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("placeholder", _("ví dụ: 500 triệu"))

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else parse_money(str(value))

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount as it may be typed back; leave typed text alone."""
        if isinstance(value, int):
            return _("%(amount)s đồng") % {"amount": format_number(value)}
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


# --- model fields ----------------------------------------------------------------------------------------------------


class _NormalizedMixin(models.Field):
    """Writes the stored form of a text through every door: forms, save(), bulk writes, update().

    Lookups are only put in NFC, so that a search for "An " or for a text with line breaks stays what it is.
    """

    normalize: Callable[[str], str]

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self._normalized(value), model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._normalized(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return super().get_db_prep_save(self._normalized(value), connection)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value

    def _normalized(self, value: Any) -> Any:
        return type(self).normalize(value) if isinstance(value, str) else value


class NormalizedCharField(_NormalizedMixin, models.CharField):
    """One line of text: NFC, no invisible signs, no double blanks."""

    normalize = staticmethod(one_line)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": OneLineField, **kwargs})


class NormalizedTextField(_NormalizedMixin, models.TextField):
    """Lines of text: NFC, no invisible signs; `max_length` is checked and said in words."""

    normalize = staticmethod(long_text)

    def __init__(self, *args: Any, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": max_length})
        self.validators.append(TooLongValidator(max_length))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LongTextField, "max_length": self.max_length, **kwargs})


def form_field_for(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Meta.formfield_callback of our model forms: dates are typed and refused as VietnameseDateField does."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", VietnameseDateField)
    return db_field.formfield(**kwargs)
