"""Monthly meetings on the days that people mean."""

import datetime

import pytest

from reports.planner.repetition import Repeat, dates_of

D = datetime.date


@pytest.mark.parametrize(
    ("first", "repeat", "times", "days"),
    [
        (D(2026, 12, 5), Repeat.ONCE, 6, [D(2026, 12, 5)]),
        (D(2026, 12, 5), Repeat.DAY, 3, [D(2026, 12, 5), D(2027, 1, 5), D(2027, 2, 5)]),
        (D(2027, 1, 31), Repeat.DAY, 3, [D(2027, 1, 31), D(2027, 2, 28), D(2027, 3, 31)]),
        # the first Saturday of each month, by the calendar on the wall
        (D(2026, 12, 5), Repeat.WEEKDAY, 4, [D(2026, 12, 5), D(2027, 1, 2), D(2027, 2, 6), D(2027, 3, 6)]),
        # the fifth Saturday is the last one
        (D(2027, 1, 30), Repeat.WEEKDAY, 3, [D(2027, 1, 30), D(2027, 2, 27), D(2027, 3, 27)]),
        # the fourth stays the fourth, also where there is a fifth
        (D(2026, 12, 26), Repeat.WEEKDAY, 2, [D(2026, 12, 26), D(2027, 1, 23)]),
    ],
)
def test_days_of_a_series(first, repeat, times, days):
    assert dates_of(first, repeat, times) == days
