"""How form widgets become HTML: inputs, texts and lists of choices are put together directly, the rest by templates.

Django renders each input by three templates and each option by two: the 160 communes in the filter of a list took a
quarter of the page's time, the hundred fields of the entry form two thirds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

SELECT, OPTION = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"
TEXTAREA = "django/forms/widgets/textarea.html"
INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("input", "text", "number", "email", "url", "date", "time", "password", "hidden", "checkbox")
)


class Renderer(TemplatesSetting):
    """The same HTML as Django's, sign by sign."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        parts = _parts(template_name, context)
        if parts is None:
            return super().render(template_name, context, request)
        return mark_safe("".join(parts))  # noqa: S308  each part is escaped where it is made


def _parts(template_name: str, context: Mapping[str, Any]) -> Iterator[str] | None:
    """What the template would say, or nothing for those that are left to Django."""
    if template_name in INPUTS:
        return _input(context["widget"])
    if template_name == TEXTAREA:
        return _textarea(context["widget"])
    if template_name == SELECT and all(option["template_name"] == OPTION for option in _options(context["widget"])):
        return _select(context["widget"])
    return None


def attributes(attrs: Mapping[str, Any]) -> str:
    """Those of a tag, each after a blank."""
    return "".join(
        f" {text(name)}" if value is True else f' {text(name)}="{conditional_escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<input type="{text(widget["type"])}" name="{text(widget["name"])}"'
    if widget["value"] is not None:
        yield f' value="{conditional_escape(str(widget["value"]))}"'
    yield f"{attributes(widget['attrs'])}>"


def _textarea(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<textarea name="{text(widget["name"])}"{attributes(widget["attrs"])}>\n'
    if widget["value"]:
        yield text(widget["value"])
    yield "</textarea>"


def _options(widget: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (option for _name, options, _index in widget["optgroups"] for option in options)


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{text(widget["name"])}"{attributes(widget["attrs"])}>'
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{text(group)}">'
        for option in options:
            value, label = conditional_escape(str(option["value"])), text(option["label"])
            yield f'\n  <option value="{value}"{attributes(option["attrs"])}>{label}</option>\n'
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def text(value: Any) -> str:
    """As a template prints it: written the country's way, escaped unless it is safe."""
    return conditional_escape(localize(value))
