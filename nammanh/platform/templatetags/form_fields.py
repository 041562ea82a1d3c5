"""A field with its label, hint and errors: the HTML of crispy's Bootstrap 5 pack but for blanks, put together directly.

The pack asks a template some forty questions about each field; an entry form has a hundred fields. Of the pack's
options the portal uses none (no horizontal forms, labels always shown), and files keep the pack's own templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django import forms, template
from django.forms import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from nammanh.platform.form_renderer import attributes, text

register = template.Library()


@register.simple_tag
def form_field(field: BoundField) -> SafeString:
    """All of one field that is neither hidden nor a file."""
    return mark_safe("".join(_field(field)))  # noqa: S308  each part is escaped where it is made


def _field(field: BoundField) -> Iterator[str]:
    widget = field.field.widget
    own = f" {text(field.css_classes())}" if field.css_classes() else ""
    if isinstance(widget, forms.CheckboxInput):
        yield f'<div class="mb-3"><div id="div_{text(field.auto_id)}" class="form-check{own}">'
        yield _control(field, "form-check-input")
        yield f'<label for="{text(field.id_for_label)}" class="form-check-label{_required(field)}">'
        yield f"{_label(field)}</label>{_errors(field)}{_hint(field)}</div></div>"
        return
    yield f'<div id="div_{text(field.auto_id)}" class="mb-3{own}">'
    yield _heading(field)
    if isinstance(widget, forms.RadioSelect):  # and lists of boxes to tick
        yield from _choices(field)
    else:
        yield _control(field, "form-select" if isinstance(widget, forms.Select) else "form-control")
        yield _errors(field)
    yield _hint(field)
    yield "</fieldset></div>" if field.use_fieldset and field.label else "</div>"


def _heading(field: BoundField) -> str:
    if not field.label:
        return ""
    if field.use_fieldset:
        described = field.aria_describedby
        opening = f'<fieldset aria-describedby="{text(described)}">' if described else "<fieldset>"
        return f'{opening}<legend class="form-label{_required(field)} fs-6">{_label(field)}</legend>'
    target = f'for="{text(field.id_for_label)}" ' if field.id_for_label else ""
    return f'<label {target}class="form-label{_required(field)}">{_label(field)}</label>'


def _label(field: BoundField) -> str:
    star = '<span class="asteriskField">*</span>' if field.field.required else ""
    return f"{text(field.label)}{star}"


def _required(field: BoundField) -> str:
    return " requiredField" if field.field.required else ""


def _control(field: BoundField, style: str) -> str:
    """The widget with the pack's classes: its kind, what it is in Bootstrap, whether it is wrong."""
    widget = field.field.widget
    kind, classes = type(widget).__name__.lower(), widget.attrs.get("class", "").split()
    added = [kind, *style.split(), *(["is-invalid"] if field.errors else [])]
    return field.as_widget(attrs={"class": " ".join(dict.fromkeys([*classes, *added]))})


def _choices(field: BoundField) -> Iterator[str]:
    wrong = " is-invalid" if field.errors else ""
    name, groups = text(field.html_name), optgroups(field)
    last = groups[-1][1][-1] if groups else None
    yield "<div>"
    for group, options, _index in groups:
        if group:
            yield f"<strong>{text(group)}</strong>"
        for option in options:
            yield (
                f'<div class="form-check"><input type="{option["type"]}" class="form-check-input{wrong}" name="{name}" '
                f'value="{conditional_escape(str(option["value"]))}"{attributes(option["attrs"])}>'
                f'<label for="{text(option["attrs"].get("id", ""))}" class="form-check-label">'
                f"{conditional_escape(str(option['label']))}</label>"
            )
            yield f"{_errors(field)}</div>" if option is last else "</div>"
    yield "</div>"


def _errors(field: BoundField) -> str:
    if not field.errors:
        return ""
    lines = "".join(
        f'<p id="error_{number}_{text(field.auto_id)}"><strong>{text(error)}</strong></p>'
        for number, error in enumerate(field.errors, 1)
    )
    return f'<div id="{text(field.errors.field_id)}_error" class="invalid-feedback">{lines}</div>'


def _hint(field: BoundField) -> str:
    """Hints may hold markup, as in crispy: they are the portal's own words."""
    if not field.help_text:
        return ""
    name = f'id="{text(field.auto_id)}_helptext" ' if field.auto_id else ""
    return f'<div {name}class="form-text">{field.help_text}</div>'
