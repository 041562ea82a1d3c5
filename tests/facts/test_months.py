"""Periods of whole months: read, named, compared."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from reports.facts.months import Months


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2026-11", "2026-11", "Tháng 11/2026"),
        ("2026-2", "2026-02", "Tháng 02/2026"),
        ("2026-07", "2026-09", "Quý III/2026"),
        ("2026-08", "2026-10", "Từ tháng 8/2026 đến tháng 10/2026"),
        ("2026-01", "2026-06", "6 tháng đầu năm 2026"),
        ("2026-07", "2026-12", "6 tháng cuối năm 2026"),
        ("2026-01", "2026-09", "9 tháng đầu năm 2026"),
        ("2025-01", "2025-12", "Năm 2025"),
        ("2024-01", "2025-12", "Từ tháng 01/2024 đến tháng 12/2025"),
        ("2017-04", "2018-03", "Từ tháng 4/2017 đến tháng 3/2018"),
    ],
)
def test_names(first, last, label):
    months = Months.parse(first, last)
    assert months.label == str(months) == label
    assert Months.parse(*months.query.values()) == months


def test_days_months_and_neighbours():
    months = Months.parse("2024-02", "2024-04")
    assert (months.start, months.end) == (datetime.date(2024, 2, 1), datetime.date(2024, 4, 30))
    assert list(months) == [datetime.date(2024, month, 1) for month in (2, 3, 4)]
    assert datetime.date(2024, 4, 30) in months and datetime.date(2024, 5, 1) not in months
    assert months.previous() == Months.parse("2023-11", "2024-01")
    assert months.year_before() == Months.parse("2023-02", "2023-04")
    assert Months.of(datetime.date(2024, 2, 29)) == Months.parse("2024-02", "2024-02")
    assert Months.latest(datetime.date(2026, 1, 15), 13) == Months.parse("2025-01", "2026-01")


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-06", "2026-05", "backwards"),
        ("2010-01", "2020-01", "too_long"),
        ("2026-13", "2026-13", "invalid_month"),
        ("2026-00", "2026-01", "invalid_month"),
        ("0026-01", "2026-01", "invalid_month"),
        ("", "2026-01", "invalid_month"),
        ("2026-01-01", "2026-02", "invalid_month"),
        ("tháng 1", "2026-02", "invalid_month"),
    ],
)
def test_what_is_no_period(first, last, code):
    with pytest.raises(ValidationError) as refusal:
        Months.parse(first, last)
    assert refusal.value.code == code
