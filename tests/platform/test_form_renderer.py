"""Lists of choices and inputs are put together without templates, and nobody can tell."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from nammanh.platform.form_renderer import SELECT, Renderer

CHOICES = {
    "plain": [("", "---"), ("a", "Một"), ("b", "Hai & <ba>"), (3, 4000), (None, "không")],
    "groups": [("", "---"), ("Huyện <A>", [("1", "Xã 1"), ("2", "Xã 'hai'")]), (gettext_lazy("Huyện B"), [(3, 1.5)])],
    "lazy and safe": [(True, gettext_lazy("Có")), ('"', mark_safe("<b>x</b>"))],
    "none": [],
}
ATTRS = [{}, {"class": 'a "b"', "required": True, "disabled": False, "data-n": 7, "data-<x>": None}]


@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
@pytest.mark.parametrize("choices", CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("attrs", ATTRS, ids=["bare", "with attributes"])
@pytest.mark.parametrize("value", ["", "2", 3, True, None])
def test_a_select_is_the_same_as_djangos(kind, choices, attrs, value):
    widget = kind(attrs) if kind is forms.NullBooleanSelect else kind(attrs, choices)
    chosen = [value] if kind is forms.SelectMultiple else value
    ours = widget.render("xa[]&", chosen, renderer=Renderer())
    assert ours == widget.render("xa[]&", chosen, renderer=TemplatesSetting())
    assert ours.count("<option") == len(list(widget.subwidgets("x", chosen)))


def test_templates_are_not_asked_for_a_select_or_a_text_and_still_for_all_else(monkeypatch):
    asked = []
    monkeypatch.setattr(TemplatesSetting, "render", lambda self, name, context, request=None: asked.append(name) or "")
    forms.Select(choices=CHOICES["plain"]).render("x", "a", renderer=Renderer())
    forms.TextInput().render("x", "a", renderer=Renderer())
    forms.FileInput().render("x", "a", renderer=Renderer())
    assert asked == ["django/forms/widgets/file.html"]


def test_options_with_a_template_of_their_own_keep_it(monkeypatch):
    class Own(forms.Select):
        option_template_name = "own.html"

    asked = []
    monkeypatch.setattr(TemplatesSetting, "render", lambda self, name, context, request=None: asked.append(name) or "")
    Own(choices=CHOICES["plain"]).render("x", "a", renderer=Renderer())
    assert asked == [SELECT]
