"""Numbers as officials type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from nammanh.platform.numbers import parse_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [("7120", "7120"), ("7.120", "7120"), (" 1.234.567,5 ", "1234567.5"), ("12,34", "12.34"), ("0", "0"), ("-3", "-3")],
)
def test_a_dot_groups_thousands_and_a_comma_is_the_decimal_point(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "12.5", "1,234.5", "1.2345", "nhiều", "1e9", "12,", "²", "9" * 40])
def test_what_could_be_read_otherwise_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match=r"1\.234,5"):
        parse_number(typed)
