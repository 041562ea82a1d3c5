"""From working days to days, by the calendar on the wall."""

import datetime

import pytest

from nammanh.platform.working_days import add_working_days, working_days_between
from reports.reminders.limits import end_of, latest_day


def day(text):
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


@pytest.mark.parametrize(
    ("asked", "working_days", "latest"),
    [
        ("27/11/2026", 0, "27/11/2026"),
        ("29/11/2026", 0, "29/11/2026"),  # a Sunday: what comes then is told then
        ("27/11/2026", 1, "26/11/2026"),  # Friday: what was stamped on Thursday is one day old
        ("30/11/2026", 1, "29/11/2026"),  # Monday: and all of the weekend with it
        ("29/11/2026", 1, "26/11/2026"),  # Sunday: Friday's is not yet one working day old
        ("27/11/2026", 5, "19/11/2026"),  # 24/11 is a public holiday since 2026
        ("27/11/2026", -2, "01/12/2026"),  # Friday: Tuesday's deadline is two working days away
        ("24/02/2026", 1, "23/02/2026"),  # the first days after Tết, 16–20/02/2026
        ("23/02/2026", 1, "22/02/2026"),
        ("23/02/2026", 2, "12/02/2026"),
        ("05/05/2026", 3, "28/04/2026"),  # 30/4 and 1/5, then a weekend
    ],
)
def test_the_latest_day_whose_rung_has_come(asked, working_days, latest):
    assert latest_day(day(asked), working_days) == day(latest)


@pytest.mark.parametrize("working_days", [-5, -1, 1, 2, 7, 15])
def test_it_is_the_last_one_with_so_many_working_days_behind_it(working_days):
    """Against the definition, day by day over a year with Tết and made-up Saturdays."""
    for offset in range(0, 365, 3):
        asked = day("01/01/2026") + datetime.timedelta(days=offset)
        latest = latest_day(asked, working_days)
        after = latest + datetime.timedelta(days=1)
        if working_days > 0:
            assert working_days_between(latest, asked) >= working_days > working_days_between(after, asked)
        else:
            assert add_working_days(latest, working_days) <= asked < add_working_days(after, working_days)


def test_a_day_ends_at_midnight_in_vietnam():
    assert end_of(day("27/11/2026")).astimezone(datetime.UTC).isoformat() == "2026-11-27T17:00:00+00:00"
