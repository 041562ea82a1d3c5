"""How form widgets become HTML: Django's templates, except for lists of choices, which are put together directly.

Django renders each option by two templates: the 160 communes in the filter of a list took a quarter of the page's time.
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


class Renderer(TemplatesSetting):
    """The same HTML as Django's, sign by sign."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT and all(option["template_name"] == OPTION for option in _options(context["widget"])):
            return mark_safe("".join(_select(context["widget"])))  # noqa: S308  each part is escaped where it is made
        return super().render(template_name, context, request)


def _options(widget: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (option for _name, options, _index in widget["optgroups"] for option in options)


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>'
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{_text(group)}">'
        for option in options:
            value, label = conditional_escape(str(option["value"])), _text(option["label"])
            yield f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{conditional_escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _text(value: Any) -> str:
    return conditional_escape(localize(value))
