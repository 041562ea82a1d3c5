"""What a person may type, and how numbers are shown."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nammanh.platform import fields, numbers
from nammanh.platform.numbers import MoneyUnit

DECOMPOSED = unicodedata.normalize("NFD", "  Giồng   Trôm ")


class SampleForm(forms.Form):
    day = fields.VietnameseDateField(required=False)
    amount = fields.MoneyField(required=False)
    note = fields.LongTextField(max_length=10, required=False)
    name = fields.OneLineField(max_length=11, required=False)


class TestForms:
    def test_clean_values(self):
        form = SampleForm({"day": "5.2.2026", "amount": "431,381 tỷ", "note": " a\r\nb ", "name": DECOMPOSED})
        assert form.is_valid(), form.errors
        assert form.cleaned_data == {
            "day": dt.date(2026, 2, 5),
            "amount": 431_381_000_000,
            "note": "a\nb",
            "name": "Giồng Trôm",
        }

    def test_what_was_typed_stays_when_refused(self):
        form = SampleForm({"day": "31/02/2026", "amount": "431.381", "note": "x" * 1244})
        assert not form.is_valid()
        assert form.errors["day"] == ["Ngày không hợp lệ. Nhập theo dạng ngày/tháng/năm, ví dụ 05/02/2026."]
        assert form.errors["note"][0].startswith("Dài quá 1.234 ký tự (tối đa 10).")
        for typed in ('value="31/02/2026"', 'value="431.381"', "x" * 1244):
            assert typed in form.as_p()
        assert "maxlength" not in str(form["note"])

    def test_stored_values_are_shown_as_they_are_typed(self):
        form = SampleForm(initial={"day": dt.date(2026, 2, 5), "amount": 1_234_567})
        assert 'value="05/02/2026"' in str(form["day"])
        assert 'value="1.234.567 đồng"' in str(form["amount"])
        unchanged = SampleForm({"day": "5/2/2026", "amount": "1.234.567 đồng"}, initial=form.initial)
        assert not unchanged.has_changed()


class TestMoney:
    @pytest.mark.parametrize(
        ("typed", "dong"),
        [
            ("1.234.567", 1_234_567),
            ("1234567", 1_234_567),
            ("500.000", 500_000),
            ("431.381 đồng", 431_381),
            ("500 triệu", 500_000_000),
            ("1,5 tr", 1_500_000),
            ("431,381 tỷ đồng", 431_381_000_000),
            ("2 tỉ", 2_000_000_000),
            ("12tỷ", 12_000_000_000),
            (unicodedata.normalize("NFD", "500 Triệu Đồng"), 500_000_000),
            ("0", 0),
        ],
    )
    def test_accepted(self, typed, dong):
        assert numbers.parse_money(typed) == dong

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("431.381", "ambiguous"),
            ("431,381", "ambiguous"),
            ("1.250 tỷ", "ambiguous"),
            ("1,234,567", "invalid_money"),
            ("1.5 tỷ", "invalid_money"),
            ("-5 triệu", "invalid_money"),
            ("5 đô la", "invalid_money"),
            ("1,23456789 triệu", "fraction"),
            ("99999999 tỷ", "too_much"),
        ],
    )
    def test_refused(self, typed, code):
        with pytest.raises(ValidationError) as refused:
            numbers.parse_money(typed)
        assert refused.value.code == code
        assert all(refused.value.messages)

    @given(st.integers(0, numbers.MOST_MONEY))
    def test_what_is_shown_in_dong_can_be_typed(self, dong):
        assert numbers.parse_money(numbers.format_money(dong, MoneyUnit.DONG)) == dong

    def test_shown(self):
        assert numbers.format_money(431_381_000_000) == "431,381 tỷ đồng"
        assert numbers.format_money(431_381_000_000, MoneyUnit.MILLION) == "431.381 triệu đồng"
        assert numbers.format_money(500_000) == "500.000 đồng"
        assert numbers.format_money(0) == "0 đồng"
        assert numbers.format_money(None) == "–"


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (47, 40, "117,5%"),
        (1, 2, "50%"),
        (2999, 3000, "99,9%"),
        (1, 3000, "0,1%"),
        (0, 5, "0%"),
        (5, 0, "–"),
        (None, 5, "–"),
    ],
)
def test_percent(part, whole, shown):
    assert numbers.format_percent(part, whole) == shown


def test_numbers():
    assert numbers.format_number(Decimal("1234567.891")) == "1.234.567,89"
    assert numbers.format_number(-1234) == "-1.234"
    assert numbers.format_number(0.125) == "0,13"
    assert numbers.format_number(-0.001) == "0"
    assert numbers.format_ratio(143, 75) == "1,91"


def test_model_fields_write_the_stored_form_through_every_door():
    name, note = fields.NormalizedCharField(max_length=50), fields.NormalizedTextField(max_length=12)
    name.set_attributes_from_name("name")
    note.set_attributes_from_name("note")
    holder = type("Holder", (), {"name": DECOMPOSED})()
    assert name.pre_save(holder, add=True) == holder.name == "Giồng Trôm"
    assert name.get_db_prep_save(DECOMPOSED, connection) == "Giồng Trôm"
    assert name.get_prep_value("An ") == "An ", "a lookup keeps its blank"
    assert note.clean(" a \r\n b", None) == "a\n b"
    with pytest.raises(ValidationError, match="Dài quá 1 ký tự"):
        note.clean("x" * 13, None)
    assert isinstance(note.formfield(), fields.LongTextField)
    assert isinstance(name.formfield(), fields.OneLineField)
    assert isinstance(fields.form_field_for(models.DateField()), fields.VietnameseDateField)
    assert not isinstance(fields.form_field_for(models.DateTimeField()), fields.VietnameseDateField)


def test_filters_write_vietnamese_and_never_none(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC))
    shown = Template(
        "{% load vi %}{{ day|vi_date }}|{{ none|vi_date }}|{{ day|vi_date_long }}|{{ 1234567|vi_number }}|"
        "{{ sum|money }}|{{ sum|money:'trieu' }}|{{ 47|percent_of:40 }}|{{ missing|percent_of:40 }}|"
        "{{ today|days_ago }}|{{ yesterday|days_ago }}|{{ day|days_ago }}|{{ missing|money }}|{{ moment|days_ago }}"
    )
    context = {
        "day": dt.date(2026, 11, 9),
        "none": None,
        "sum": 431_381_000_000,
        "today": dt.date(2026, 11, 21),
        "yesterday": dt.date(2026, 11, 20),
        "moment": dt.datetime(2026, 11, 19, 18, 0, tzinfo=dt.UTC),
    }
    assert shown.render(Context(context)) == (
        "09/11/2026|–|ngày 09 tháng 11 năm 2026|1.234.567|431,381 tỷ đồng|431.381 triệu đồng|117,5%|–|"
        "hôm nay|hôm qua|12 ngày trước|–|hôm qua"
    )


class MonthForm(forms.Form):
    month = fields.MonthField(required=False)


@pytest.mark.parametrize(
    ("typed", "shown"), [("2026-03", "03/2026"), ("3/2026", "03/2026"), ("x", "x"), ("", ""), ("<b>", "&lt;b&gt;")]
)
def test_a_month_of_an_address_is_shown_as_it_would_be_typed(typed, shown):
    form = MonthForm({"month": typed})
    assert f'value="{shown}"' in str(form["month"]) if shown else "value" not in str(form["month"])
    assert 'type="text"' in str(form["month"])
    assert form.is_valid() == (typed in {"2026-03", "3/2026", ""})
