"""Fields are put together without the pack's templates, and nobody can tell."""

import datetime
import re
from pathlib import Path

import crispy_bootstrap5
import pytest
from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.template import engines
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from nammanh.platform.form_renderer import Renderer

PACK = (Path(crispy_bootstrap5.__file__).parent / "templates/bootstrap5/field.html").read_text(encoding="utf-8")
CHOICES = [("", "---"), ("a", "Một & <hai>"), (4000, gettext_lazy("Có")), ("Nhóm <A>", [("b", "Ba"), (5, 1.5)])]
HINT = mark_safe("Gợi ý <b>&amp;</b>")
KINDS = {
    "text": lambda **own: forms.CharField(max_length=20, **own),
    "area": lambda **own: forms.CharField(widget=forms.Textarea({"rows": 3, "class": "nm-own form-control"}), **own),
    "number": lambda **own: forms.IntegerField(min_value=1000, **own),
    "date": lambda **own: forms.DateField(initial=datetime.date(2026, 11, 27), **own),
    "email": lambda **own: forms.EmailField(**own),
    "password": lambda **own: forms.CharField(widget=forms.PasswordInput, **own),
    "hidden": lambda **own: forms.CharField(widget=forms.HiddenInput, **own),
    "tick": lambda **own: forms.BooleanField(**own),
    "one of": lambda **own: forms.ChoiceField(choices=CHOICES, **own),
    "some of": lambda **own: forms.MultipleChoiceField(choices=CHOICES, **own),
    "radio": lambda **own: forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, **own),
    "radio without choices": lambda **own: forms.ChoiceField(choices=(), widget=forms.RadioSelect, **own),
    "boxes": lambda **own: forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple, **own),
    "file": lambda **own: forms.FileField(**own),
    "file to keep": lambda **own: forms.FileField(widget=forms.FileInput, **own),
}
OWN = {
    "bare": {"required": False},
    "whole": {"label": gettext_lazy("Nơi <đến>"), "help_text": HINT},
    "no label": {"label": "", "disabled": True},
}
DATA = {
    "empty": None,
    "wrong": {},
    "given": {"x-a&b": '<"4000">'},
}


class Plain(forms.Form):
    error_css_class, required_css_class = "nm-error", "nm-required"


def shown(source: str, renderer: BaseRenderer, field: forms.Field, data: dict | None) -> str:
    """Blanks between tags don't count; a tag's attributes do, in their order."""
    form = Plain(data, prefix="x", renderer=renderer)
    form.fields["a&b"] = field
    html = (
        engines["django"]
        .from_string(source)
        .render({"field": form["a&b"], "form_show_errors": True, "form_show_labels": True})
    )
    closer = re.sub(r"\s+", " ", html)
    for blank, none in ((" >", ">"), ("> ", ">"), (" <", "<")):
        closer = closer.replace(blank, none)
    return closer.strip()


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_field_is_the_same_as_crispys(kind, own, data):
    ours = shown("{% load crispy_forms_filters %}{{ field|as_crispy_field }}", Renderer(), kind(**own), data)
    assert ours == shown(PACK, TemplatesSetting(), kind(**own), data)


def test_the_portals_own_template_is_the_one_in_use():
    assert "form_field" in get_template("bootstrap5/field.html").template.source
