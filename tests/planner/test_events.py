"""On which days the events of the year fall, by calendars worked out elsewhere."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from reports.planner.loading import EVENTS_FILE
from reports.planner.models import YearlyEvent
from reports.planner.queries.events import feast_day, occurrences
from tests.factories.planner import EventFactory

D = datetime.date


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("tet", D(2024, 2, 10)),
        ("tet", D(2025, 1, 29)),
        ("tet", D(2026, 2, 17)),
        ("tet", D(2027, 2, 6)),
        ("hung_kings", D(2024, 4, 18)),
        ("hung_kings", D(2025, 4, 7)),
        ("hung_kings", D(2026, 4, 26)),
        ("hung_kings", D(2027, 4, 16)),
    ],
)
def test_lunar_feasts(feast, day):
    assert feast_day(feast, day.year) == day


def spans(start, end, **fields):
    event = YearlyEvent(code="x", name="x", **fields)
    return [(row.first, row.last) for row in occurrences([event], start, end)]


def test_a_fixed_day_comes_back_each_year():
    fixed = {"basis": "fixed", "from_month": 9, "from_day": 5, "to_month": 9, "to_day": 5}
    assert spans(D(2026, 1, 1), D(2027, 12, 31), **fixed) == [(D(2026, 9, 5), D(2026, 9, 5)), (D(2027, 9, 5),) * 2]
    assert spans(D(2026, 9, 6), D(2027, 9, 4), **fixed) == []


def test_a_stretch_over_new_year_is_one():
    about = {"basis": "about", "from_month": 12, "from_day": 10, "to_month": 1, "to_day": 20}
    whole = (D(2026, 12, 10), D(2027, 1, 20))
    assert spans(D(2027, 1, 20), D(2027, 1, 31), **about) == [whole]
    assert spans(D(2026, 12, 1), D(2026, 12, 10), **about) == [whole]
    assert spans(D(2027, 1, 21), D(2027, 12, 9), **about) == []


def test_a_feast_has_days_around_it_and_a_lunar_text_none():
    tet = {"basis": "feast", "feast": "tet", "days_before": 14, "days_after": 5}
    assert spans(D(2027, 2, 1), D(2027, 2, 1), **tet) == [(D(2027, 1, 23), D(2027, 2, 11))]
    assert spans(D(2027, 1, 1), D(2027, 12, 31), basis="lunar", lunar_text="Rằm tháng Bảy âm lịch") == []


def test_the_thirty_first_of_june_is_the_thirtieth():
    odd = {"basis": "about", "from_month": 6, "from_day": 31, "to_month": 6, "to_day": 31}
    assert spans(D(2027, 6, 1), D(2027, 6, 30), **odd) == [(D(2027, 6, 30), D(2027, 6, 30))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "fixed", "from_day": None},
        {"basis": "fixed", "to_month": 13},
        {"basis": "feast"},
        {"basis": "lunar", "from_month": None, "from_day": None, "to_month": None, "to_day": None},
        {"basis": "fixed", "lunar_text": "Rằm"},
    ],
)
def test_an_event_without_the_days_of_its_kind_is_refused(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EventFactory(**wrong)
    event = EventFactory.build(**wrong)
    with pytest.raises(ValidationError):
        event.full_clean()


def test_the_file_is_loaded_once_and_keeps_what_the_office_has_changed(db, capsys):
    call_command("load_yearly_events")
    count = len(json.loads(EVENTS_FILE.read_text())["events"])
    assert YearlyEvent.objects.count() == count
    YearlyEvent.objects.filter(code="khai-giang").update(name="Khai giảng", in_use=False)
    call_command("load_yearly_events")
    assert YearlyEvent.objects.count() == count
    assert YearlyEvent.objects.get(code="khai-giang").name == "Khai giảng"
    assert "Đã ghi 0 sự kiện" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"events": [{"code": "a", "nope": 1}]}', '{"events": [{"code": "a"}]}']
)
def test_a_file_that_cannot_be_read_is_named(db, tmp_path, content):
    file = tmp_path / "su-kien.json"
    file.write_text(content)
    with pytest.raises(CommandError):
        call_command("load_yearly_events", file=file)
    assert not YearlyEvent.objects.exists()
