"""The portal's components as template tags, so that a wrong property name fails when the page is compiled.

Each tag only checks its properties and hands them to templates/components/<name>.html.
templates/components/README.md shows how every one is written in a page.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

TONE_ICONS = {
    "success": "circle-check",
    "warning": "clock-exclamation",
    "danger": "alert-triangle",
    "info": "info-circle",
    "neutral": "circle-dot",
}
"""Every tone has a sign of its own: colour never speaks alone."""


def checked_tone(tone: str) -> str:
    """The tone itself, or a refusal that lists the allowed ones."""
    if tone not in TONE_ICONS:
        raise ValueError(f"tone={tone!r}; expected one of {', '.join(sorted(TONE_ICONS))}.")
    return tone


def block(name: str, content: str, **properties: Any) -> SafeString:
    """A component that wraps a piece of the page."""
    return render_to_string(f"components/{name}.html", {"content": content, **properties})


@register.simple_tag
def icon(name: str, *, label: str = "") -> SafeString:
    """A drawing of the sprite; decorative unless `label` gives it a spoken name."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            label,
            _drawing(name),
        )
    return _decoration(name)


@cache
def _decoration(name: str) -> SafeString:
    """A page shows some seventy."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', _drawing(name)
    )


def _drawing(name: str) -> str:
    return f"{static('icons.svg')}#{name}"


@register.inclusion_tag("components/badge.html")
def badge(label: object, *, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A state in words, with a colour and a sign."""
    return {"label": label, "tone": checked_tone(tone), "icon": icon or TONE_ICONS[tone]}


@register.simple_block_tag
def page_heading(content: str, *, title: object, lead: object = "", eyebrow: object = "") -> SafeString:
    """The one <h1> of a page; the content holds its buttons."""
    return block("page_heading", content, title=title, lead=lead, eyebrow=eyebrow)


@register.simple_block_tag
def card(
    content: str, *, title: object = "", icon: str = "", url: str = "", url_label: object = "", flush: bool = False
) -> SafeString:
    """A framed section; `flush` for a table or a list that touches the frame."""
    if url and not url_label:
        raise ValueError("card: url needs url_label, a link must say where it leads.")
    return block("card", content, title=title, icon=icon, url=url, url_label=url_label, flush=flush)


@register.simple_block_tag
def table(
    content: str, *, caption: object, show_caption: bool = False, stacked: bool = True, opens_at_end: bool = False
) -> SafeString:
    """The content is <thead> and <tbody>; on a phone every row becomes a card, unless `stacked=False`."""
    properties = {"caption": caption, "show_caption": show_caption, "stacked": stacked, "opens_at_end": opens_at_end}
    return block("table", content, **properties)


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    *, title: object, text: object = "", icon: str = "inbox", action_url: str = "", action_label: object = ""
) -> dict[str, Any]:
    """What to say, and what to do next, where there is nothing to list."""
    return {"title": title, "text": text, "icon": icon, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/stat.html")
def stat(
    *, label: object, value: object, url: str = "", tone: str = "neutral", hint: object = "", icon: str = ""
) -> dict[str, Any]:
    """A figure that links to the list it counts. Nought of what would alarm is no alarm."""
    if str(value) == "0" and tone in {"warning", "danger"}:
        tone = "neutral"
    return {
        "label": label,
        "value": value,
        "url": url,
        "tone": checked_tone(tone),
        "hint": hint,
        "icon": icon or ("" if tone == "neutral" else TONE_ICONS[tone]),
    }


@register.inclusion_tag("components/pager.html")
def pager(*, previous_url: str = "", next_url: str = "", note: object = "", target: str = "") -> dict[str, Any]:
    """Keyset pages have no numbers: only the way back and the way on."""
    return {"previous_url": previous_url, "next_url": next_url, "note": note, "target": target}


@register.simple_block_tag
def timeline(content: str, *, label: object) -> SafeString:
    """The content is a run of `timeline_item`, newest first."""
    return block("timeline", content, label=label)


@register.simple_block_tag
def timeline_item(
    content: str, *, title: object, when: object = "", by: object = "", tone: str = "neutral", icon: str = ""
) -> SafeString:
    """One event: what happened, when, who did it; the content is its note."""
    sign = icon or TONE_ICONS[checked_tone(tone)]
    return block("timeline_item", content, title=title, when=when, by=by, tone=tone, icon=sign)


@register.simple_block_tag
def field_list(content: str) -> SafeString:
    """A definition list; the content is a run of `field_row` and `field_slot`."""
    return block("field_list", content)


@register.inclusion_tag("components/field_row.html")
def field_row(*, label: object, value: object, empty: object = "") -> dict[str, Any]:
    """One labelled value; an empty one says so in words."""
    return {"label": label, "value": "" if value is None else value, "empty": empty}


@register.simple_block_tag
def field_slot(content: str, *, label: object) -> SafeString:
    """One labelled piece of markup."""
    return render_to_string(
        "components/field_row.html", {"label": label, "value": content if content.strip() else "", "empty": ""}
    )


@register.simple_block_tag
def alert(content: str, *, tone: str = "info", title: object = "", dismissible: bool = False) -> SafeString:
    """A notice in the page."""
    return block("alert", content, tone=checked_tone(tone), icon=TONE_ICONS[tone], title=title, dismissible=dismissible)


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(*, form: Any, action: str, target: str = "", reset_url: str = "?") -> dict[str, Any]:
    """The form of a filter set; answers into `target` with htmx, and as an ordinary GET without JavaScript."""
    active = sum(not form[name].is_hidden for name in form.changed_data) if form.is_bound else 0
    return {"form": form, "target": target, "action": action, "reset_url": reset_url, "active": active}


@register.inclusion_tag("components/tabs.html")
def tabs(*, items: Iterable[Any], label: object) -> dict[str, Any]:
    """Links to sister pages; each item has label, url, active and, if it counts something, count."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(*, label: object, value: float, maximum: float, text: object, tone: str = "neutral") -> dict[str, Any]:
    """A share as a bar with its figure in words; a value above the maximum fills the bar, the words tell the rest."""
    return {
        "label": label,
        "value": f"{min(value, maximum):f}",
        "maximum": f"{maximum:f}" if maximum > 0 else "1",
        "text": text,
        "tone": checked_tone(tone),
    }


@register.inclusion_tag("components/export_button.html")
def export_button(*, url: str) -> dict[str, Any]:
    """The same rows as a workbook; nothing where there is no address."""
    return {"url": url}
