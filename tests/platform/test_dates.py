"""Dates as typed and shown, periods, and working days."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from hypothesis import given
from hypothesis import strategies as st

from nammanh.platform import dates, working_days

DAY = dt.date(2026, 2, 5)
DAYS = st.dates(dt.date(dates.FIRST_YEAR, 1, 1), dt.date(dates.LAST_YEAR, 12, 31))
NEAR_DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2028, 12, 31))


class TestReading:
    @pytest.mark.parametrize(
        "typed",
        [
            *("05/02/2026", "5/2/2026", "5-2-2026", "05.02.2026", "05022026", "2026-02-05", " 5 / 2 / 2026 "),
            *("ngày 05 tháng 02 năm 2026", "5 tháng 2 năm 2026"),
        ],
    )
    def test_accepted(self, typed):
        assert dates.parse_date(typed) == DAY

    def test_day_comes_first(self):
        assert dates.parse_date("03/04/2026") == dt.date(2026, 4, 3)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("31/02/2026", "invalid_date"),
            ("29/02/2025", "invalid_date"),
            ("0/1/2026", "invalid_date"),
            ("5/2-2026", "invalid_date"),
            ("hôm nay", "invalid_date"),
            ("2026/02/05", "invalid_date"),
            ("5/2/26", "short_year"),
            ("5/2/20266", "short_year"),
            ("05/02/0205", "year_out_of_range"),
            ("05/02/2206", "year_out_of_range"),
            ("٠٥/٠٢/٢٠٢٦", "invalid_date"),
        ],
    )
    def test_refused(self, typed, code):
        with pytest.raises(ValidationError) as refused:
            dates.parse_date(typed)
        assert refused.value.code == code
        assert "05/02/2026" in refused.value.messages[0]

    @given(DAYS)
    def test_what_is_shown_can_be_typed(self, day):
        assert dates.parse_date(dates.format_date(day)) == day
        assert dates.parse_date(dates.format_date_long(day)) == day
        assert dates.parse_date(day.isoformat()) == day


class TestWriting:
    def test_labels(self):
        assert dates.format_date(DAY) == "05/02/2026"
        assert dates.format_date_long(DAY) == "ngày 05 tháng 02 năm 2026"
        assert dates.format_date_long(dt.date(2026, 3, 12)) == "ngày 12 tháng 3 năm 2026"
        assert dates.format_weekday_date(dt.date(2026, 11, 21)) == "Thứ Bảy, 21/11/2026"
        assert dates.month_label(dt.date(2026, 11, 21)) == "Tháng 11/2026"
        assert dates.month_label(DAY) == "Tháng 02/2026"
        assert dates.quarter_label(dt.date(2026, 11, 21)) == "Quý IV/2026"

    def test_a_moment_is_shown_in_the_time_of_vietnam(self):
        moment = dt.datetime(2026, 11, 20, 18, 30, tzinfo=dt.UTC)
        assert dates.format_datetime(moment) == "21/11/2026 01:30"
        assert dates.format_date(moment) == "21/11/2026"

    def test_today_is_the_date_in_vietnam(self, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 20, 18, 30, tzinfo=dt.UTC))
        assert dates.today() == dt.date(2026, 11, 21)

    def test_django_writes_and_groups_the_same_way(self):
        assert formats.date_format(DAY) == "05/02/2026"
        assert formats.date_format(DAY, "YEAR_MONTH_FORMAT") == "Tháng 2/2026"
        assert formats.number_format(1234567.89, use_l10n=True, force_grouping=True) == "1.234.567,89"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert not any("%y" in form for form in formats.get_format("DATE_INPUT_FORMATS"))


class TestMonths:
    @pytest.mark.parametrize(
        "text", ["03/2026", "3-2026", "3.2026", "tháng 3/2026", "Thang 3 2026", "2026-03", " 2026-3 "]
    )
    def test_a_month_is_read_however_it_is_written(self, text):
        assert dates.parse_month(text) == dt.date(2026, 3, 1)

    @pytest.mark.parametrize("text", ["", "3", "13/2026", "0/2026", "2026-00", "03/26", "03/2206", "05/03/2026", "x"])
    def test_what_is_no_month_says_what_to_type(self, text):
        with pytest.raises(ValidationError, match="Ghi tháng và năm, ví dụ 03/2026"):
            dates.parse_month(text)


class TestPeriods:
    def test_month_arithmetic(self):
        assert dates.add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
        assert dates.add_months(dt.date(2026, 1, 31), -2) == dt.date(2025, 11, 30)
        assert dates.add_months(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
        assert dates.month_end(dt.date(2026, 12, 5)) == dt.date(2026, 12, 31)
        assert dates.quarter_start(dt.date(2026, 11, 21)) == dt.date(2026, 10, 1)
        assert dates.months_between(dt.date(2025, 11, 30), dt.date(2026, 2, 1)) == 3
        assert [day.month for day in dates.months_in(dt.date(2025, 11, 30), dt.date(2026, 2, 1))] == [11, 12, 1, 2]

    @given(NEAR_DAYS, st.integers(-60, 60))
    def test_months_added_are_months_between(self, day, months):
        assert dates.months_between(day, dates.add_months(day, months)) == months


class TestWorkingDays:
    @pytest.mark.parametrize(
        "tet", [dt.date(2024, 2, 10), dt.date(2025, 1, 29), dt.date(2026, 2, 17), dt.date(2027, 2, 6)]
    )
    def test_tet(self, tet):
        assert working_days.public_holidays(tet.year)[tet] == "Tết Nguyên Đán"
        assert not any(working_days.is_working_day(tet + dt.timedelta(days=n)) for n in (-1, 0, 1, 2, 3))

    def test_fixed_holidays_weekends_and_days_made_up_for(self):
        off = [
            dt.date(2026, 1, 1),
            dt.date(2026, 4, 27),
            dt.date(2026, 4, 30),
            dt.date(2026, 5, 1),
            dt.date(2026, 9, 2),
        ]
        assert not any(map(working_days.is_working_day, [*off, dt.date(2026, 11, 21), dt.date(2026, 11, 22)]))
        assert not working_days.is_working_day(dt.date(2025, 5, 2))
        assert working_days.is_working_day(dt.date(2025, 4, 26)), "the Saturday worked for 02/05/2025"

    def test_decisions_override_the_calendar(self):
        friday, saturday = dt.date(2026, 1, 2), dt.date(2026, 1, 10)
        swap = working_days.Overrides(off={friday}, working={saturday})
        assert working_days.is_working_day(friday) and not working_days.is_working_day(saturday)
        assert not working_days.is_working_day(friday, swap) and working_days.is_working_day(saturday, swap)

    def test_a_time_limit_over_tet(self):
        # Fri 13/02/2026 + 5: 16–20/02 are days off, so 23, 24, 25, 26, 27.
        assert working_days.add_working_days(dt.date(2026, 2, 13), 5) == dt.date(2026, 2, 27)
        assert working_days.working_days_between(dt.date(2026, 2, 13), dt.date(2026, 2, 27)) == 5
        assert working_days.add_working_days(dt.date(2026, 2, 14), 0) == dt.date(2026, 2, 23)
        assert working_days.add_working_days(dt.date(2026, 2, 23), -1) == dt.date(2026, 2, 13)

    @given(NEAR_DAYS, st.integers(0, 60))
    def test_counting_undoes_adding(self, start, count):
        end = working_days.add_working_days(start, count)
        assert working_days.is_working_day(end)
        if count:
            assert working_days.working_days_between(start, end) == count
            assert working_days.working_days_between(end, start) == -count
